import Fulfillment
import Store
import Sync
import TestSupport
import Testing

/// Purchases to a supplier that works by files, and what it puts back.
@Suite struct FolderDispatchTests {
  private let receiver = Receiver(
    name: "supplier", door: .folder(FakeFolderSupplier(), path: "/share"))

  private func run(
    _ rig: DispatchRig, _ folders: FakeFolders, _ failPoint: FailPoint = .off
  ) async throws -> DispatchReport {
    try await rig.dispatcher(receivers: [receiver], folders: folders, failPoint: failPoint)
      .runOnce()
  }

  private func name(_ key: String) -> String { "/share/in/\(key).csv" }
  private func temporary(_ key: String) -> String { "/share/in/.\(key).csv.tmp" }

  @Test func purchaseBecomesAFileUnderItsFinalName() async throws {
    let (rig, folders) = (try DispatchRig(), FakeFolders())
    let key = try rig.intend(1, receiver: receiver)[0]
    let report = try await run(rig, folders)
    #expect(report.count(\.accepted) == 1)
    #expect(folders.names == [name(key)] && folders.text(name(key)) == key + ";1")
    #expect(try rig.row(key)?.sending == .sent)
    #expect(try rig.row(key)?.state == .placed)
  }

  @Test(arguments: FailPoint.Step.allCases.filter { $0 != .intended })
  func crashAtAnyStepLeavesOneFile(step: FailPoint.Step) async throws {
    let (rig, folders) = (try DispatchRig(), FakeFolders())
    let key = try rig.intend(1, receiver: receiver)[0]
    await #expect(throws: Crash.self) { try await run(rig, folders, Crash.at(step)) }
    for _ in 0..<12 {
      rig.time.advance(by: .hours(1))
      _ = try await run(rig, folders)
    }
    if step == .claimed {
      // It may have been taken as well: only a person can tell.
      #expect(folders.names.isEmpty)
      #expect(try rig.row(key)?.sending == .waiting)
    } else {
      #expect(folders.names == [name(key)])
      #expect(try rig.row(key)?.sending == .sent)
    }
  }

  @Test func fileThatTheSupplierHasTakenIsNotPutThereAgain() async throws {
    let (rig, folders) = (try DispatchRig(), FakeFolders())
    let key = try rig.intend(1, receiver: receiver)[0]
    await #expect(throws: Crash.self) { try await run(rig, folders, Crash.at(.renamed)) }
    folders.put(name(key), nil)
    for _ in 0..<12 {
      rig.time.advance(by: .hours(1))
      _ = try await run(rig, folders)
    }
    #expect(folders.names.isEmpty)
    #expect(try rig.row(key)?.sending == .waiting)
  }

  @Test func folderThatCantBeWrittenIsTriedAgain() async throws {
    let (rig, folders) = (try DispatchRig(), FakeFolders())
    let key = try rig.intend(1, receiver: receiver)[0]
    folders.fail("write")
    let report = try await run(rig, folders)
    #expect(report.count(\.notSent) == 1)
    #expect(try rig.row(key)?.sending == .ready)
    #expect(try rig.row(key)?.outcome == "can't write \(temporary(key))")
    folders.fail()
    rig.time.advance(by: .minutes(2))
    _ = try await run(rig, folders)
    #expect(folders.names == [name(key)])
  }

  @Test func failedRenameIsLookedInto() async throws {
    let (rig, folders) = (try DispatchRig(), FakeFolders())
    let key = try rig.intend(1, receiver: receiver)[0]
    folders.fail("publish")
    let report = try await run(rig, folders)
    #expect(report.count(\.notSent) == 1 && folders.names == [temporary(key)])
    folders.fail()
    rig.time.advance(by: .minutes(2))
    _ = try await run(rig, folders)
    #expect(folders.names == [name(key)])
    #expect(try rig.row(key)?.sending == .sent)
  }

  @Test func fileThatIsThereAlreadyCounts() async throws {
    let (rig, folders) = (try DispatchRig(), FakeFolders())
    let key = try rig.intend(1, receiver: receiver)[0]
    folders.put(name(key), "as it was")
    _ = try await run(rig, folders)
    #expect(folders.text(name(key)) == "as it was" && folders.names.count == 1)
    #expect(try rig.row(key)?.sending == .sent)
  }

  @Test func payingByFileIsRefusedWithTheReason() async throws {
    let (rig, folders) = (try DispatchRig(), FakeFolders())
    let key = try rig.intend(1, receiver: receiver)[0]
    _ = try await run(rig, folders)
    let row = try #require(try rig.row(key))
    let receipt = try rig.store.decide(
      .cancelPurchase(reason: "too late"), on: [.purchase(row.id)], by: "operator",
      hold: .seconds(0), now: rig.time.now())
    #expect(receipt.applied == 1)
    let report = try await run(rig, folders)
    #expect(report.count(\.refused) == 1)
    let refusals = report.receivers.flatMap(\.refusals)
    #expect(refusals.map(\.kind) == ["cancel"] && refusals.first?.order == row.order)
    #expect(refusals.first?.reason.isEmpty == false)
    #expect(try rig.row(key)?.state == .placed)
  }

  @Test func answersAreTakenOnceAndMovedAway() async throws {
    let (rig, folders) = (try DispatchRig(), FakeFolders())
    let key = try rig.intend(1, receiver: receiver)[0]
    _ = try await run(rig, folders)
    folders.put("/share/out/ack_1.csv", "\(key) acknowledged A77\n")
    let report = try await run(rig, folders)
    #expect(report.count(\.files) == 1 && report.receivers.allSatisfy { $0.troubles.isEmpty })
    #expect(folders.text("/share/out/done/ack_1.csv") != nil)
    #expect(folders.text("/share/out/ack_1.csv") == nil)
    let row = try #require(try rig.row(key))
    #expect(row.number == "A77" && row.state == .acknowledged)
    // The same content under another name is not read again, nor is it left lying.
    folders.put("/share/out/ack_2.csv", "\(key) acknowledged A77\n")
    folders.put("/share/out/ack_1.csv", "\(key) shipped A77\n")
    _ = try await run(rig, folders)
    #expect(try rig.row(key)?.state == .shipped)
    #expect(folders.names.filter { $0.hasPrefix("/share/out/done/") }.count == 3)
    #expect(folders.names.filter { $0.hasPrefix("/share/out/ack") }.isEmpty)
  }

  @Test(arguments: ["a.tmp", "b.csv.PART", ".hidden.csv", "c.filepart", "empty.csv"])
  func unfinishedFilesAreLeft(name: String) async throws {
    let text = name == "empty.csv" ? "" : "K acknowledged 1\n"
    let (rig, folders) = (try DispatchRig(), FakeFolders(["/share/out/\(name)": text]))
    let report = try await run(rig, folders)
    #expect(report.count(\.files) == 0 && !report.hasTrouble)
    #expect(folders.names == ["/share/out/\(name)"])
  }

  @Test func whatCantBeReadOrTakenIsTold() async throws {
    let (rig, folders) = (try DispatchRig(), FakeFolders(["/share/out/x.csv": "nonsense\n"]))
    let report = try await run(rig, folders)
    #expect(report.receivers.first?.troubles == ["x.csv: nonsense"])
    #expect(rig.events == [.trouble(receiver: "supplier", "x.csv: nonsense")])
    folders.fail("files")
    let blind = try await run(rig, folders)
    #expect(blind.receivers.first?.troubles == ["can't files /share/out"])
  }

  @Test func fileLongerThanAnybodyWritesIsLeftAndTold() async throws {
    let folders = FakeFolders(["/share/out/x.csv": String(repeating: "x", count: 17 << 20)])
    let report = try await run(try DispatchRig(), folders)
    #expect(report.count(\.files) == 0)
    #expect(report.receivers.first?.troubles.first?.contains("longer than") == true)
    #expect(folders.names == ["/share/out/x.csv"])
  }

  @Test func namesOfFilesCantReachTheTerminalAsTheyAre() async throws {
    let folders = FakeFolders(["/share/out/x\u{1B}[2J.csv": "nonsense\u{1B}[31m\n"])
    let report = try await run(try DispatchRig(), folders)
    let troubles = report.receivers.flatMap(\.troubles).joined()
    #expect(troubles.contains("nonsense") && !troubles.contains("\u{1B}"))
    #expect(folders.names == ["/share/out/done/x\u{1B}[2J.csv"])
  }
}
