import Connectors
import Foundation
import Fulfillment
import Store
import Synchronization
import TestSupport
import Testing
import Wire

@testable import Sync

/// A shop whose customers are passed notes, each of which it mails; answers are lost where it is told so.
private final class NoteDesk: Sendable {
  private let state = Mutex((notes: [String](), losing: 0))

  var notes: [String] { state.withLock { $0.notes } }
  func lose(_ count: Int) { state.withLock { $0.losing = count } }

  var transport: ScriptedTransport {
    ScriptedTransport { request, _ throws(ConnectorError) in
      let answer: HTTPResponse? = self.state.withLock { state in
        guard request.method == .post else {
          return HTTPResponse(status: 200, body: Array(state.notes.joined(separator: "\u{1}").utf8))
        }
        state.notes.append(String(decoding: request.body, as: UTF8.self))
        state.losing -= 1
        return state.losing >= 0 ? nil : HTTPResponse(status: 200, body: [])
      }
      guard let answer else { throw .unknownOutcome("no complete answer") }
      return answer
    }
  }
}

private struct FakeNoting: Noting {
  func customerNotes(
    of order: String, page: Int, _ context: RequestContext
  ) -> Exchange<[String]>? {
    guard page == 0 else { return nil }
    return Exchange(HTTPRequest(.get, "https://shop.test/notes")) {
      response throws(ConnectorError) in
      String(decoding: response.body, as: UTF8.self).split(separator: "\u{1}")
        // As shops do: other line ends, marks around it.
        .map { "<p>" + $0.replacing("\n", with: "\r\n ") + "</p>" }
        .map { $0.replacing("<p>", with: "").replacing("</p>", with: "") }
    }
  }

  func note(_ text: String, to order: String, _ context: RequestContext) -> Exchange<Void> {
    Exchange(HTTPRequest(.post, "https://shop.test/notes", body: Array(text.utf8))) {
      _ throws(ConnectorError) in
    }
  }
}

@Suite struct NoticeSendingTests {
  private static let steps: [FailPoint.Step] = [
    .claimed, .tempWritten, .beforeSend, .renamed, .afterSend, .beforeSettle, .settled,
  ]

  /// A store with one notice that may leave.
  private func noticed(_ way: NoticeRules.Way = .mail) throws -> DispatchRig {
    let rig = try DispatchRig()
    let policy = NoticePolicy(
      isOn: true, from: "shop@shop.example", rules: NoticeRules(way: way))
    var desk = NoticeDesk(policy, [], hold: .seconds(0))
    desk.notingShops = ["shop"]
    _ = try rig.store.queueNotices(desk, now: rig.time.now())
    _ = try rig.store.proposeNotice(
      .delayed, of: try rig.order(1), language: .german, desk, now: rig.time.now())
    let receipt = try rig.store.decide(
      .tellCustomer(nil), on: [.order(try rig.order(1))], by: "ana", hold: .seconds(0),
      now: rig.time.now())
    #expect(receipt.applied == 1, "\(receipt.refused)")
    return rig
  }

  private func state(_ rig: DispatchRig) throws -> NoticeState? {
    try rig.store.notices(of: try rig.order(1)).first?.state
  }

  private func shop() -> Receiver {
    var receiver = Receiver(name: "shop", door: .storefront(FakeFulfilling(), nil))
    receiver.noting = FakeNoting()
    return receiver
  }

  /// A mail program that keeps what it is given and ends with a code.
  private func mailer(
    _ rig: DispatchRig, code: Int = 0, words: String = ""
  ) throws -> (receiver: Receiver, sink: String) {
    let folder = (rig.store.path as NSString).deletingLastPathComponent
    let (program, sink) = (folder + "/mailer", folder + "/sink")
    let script = """
      #!/bin/sh
      [ "$1 $2" = "-t -i" ] || exit 64
      cat >> \(sink)
      printf '\\n--end--\\n' >> \(sink)
      echo "\(words)" >&2
      exit \(code)

      """
    try Executable.write(script, to: program)
    return (
      Receiver.letters(.program([program, "-t", "-i"]), folder: folder), sink
    )
  }

  private func mails(_ sink: String) -> Int {
    let text = (try? String(contentsOfFile: sink, encoding: .utf8)) ?? ""
    return text.components(separatedBy: "--end--").count - 1
  }

  @Test func mailGoesThroughTheProgramOnce() async throws {
    let rig = try noticed()
    let (receiver, sink) = try mailer(rig)
    for _ in 0..<3 { _ = try await rig.dispatcher(receivers: [receiver]).runOnce() }
    #expect(mails(sink) == 1)
    #expect(try state(rig) == .sent)
    let text = try String(contentsOfFile: sink, encoding: .utf8)
    #expect(text.hasPrefix("From: shop@shop.example\n") && text.contains("\nTo: "))
    #expect(text.contains("\nMessage-ID: <") && !text.contains("\r"))
    let left = try FileManager.default.contentsOfDirectory(
      atPath: (sink as NSString).deletingLastPathComponent)
    #expect(!left.contains { $0.hasPrefix(".mail-") })
  }

  @Test(arguments: [
    (75, NoticeState.queued), (69, .queued), (67, .failed), (64, .failed), (77, .failed),
    (1, .unknown), (137, .unknown),
  ]) func exitCodeOfTheProgramDecides(code: Int, expected: NoticeState) async throws {
    let rig = try noticed()
    let (receiver, _) = try mailer(rig, code: code, words: "because")
    _ = try await rig.dispatcher(receivers: [receiver]).runOnce()
    #expect(try state(rig) == expected)
    #expect(try rig.store.notices(of: try rig.order(1)).first?.reason.contains("because") == true)
  }

  @Test func programThatIsNotThereLeavesItInTheOutbox() async throws {
    let rig = try noticed()
    let folder = (rig.store.path as NSString).deletingLastPathComponent
    let receiver = Receiver.letters(.program([folder + "/none", "-t"]), folder: folder)
    _ = try await rig.dispatcher(receivers: [receiver]).runOnce()
    #expect(try state(rig) == .queued)
  }

  @Test(arguments: steps) func endAtAnyStepMailsAtMostOnce(step: FailPoint.Step) async throws {
    let rig = try noticed()
    let (receiver, sink) = try mailer(rig)
    let other = try rig.temporary.reopened()
    do {
      _ = try await rig.dispatcher(
        receivers: [receiver], store: other, failPoint: Crash.at(step)
      ).runOnce()
    } catch is Crash {}
    try other.close()
    for _ in 0..<6 {
      rig.time.advance(by: .minutes(16))
      _ = try await rig.dispatcher("two", receivers: [receiver]).runOnce()
      #expect(mails(sink) <= 1)
    }
    // Whatever is not sure to have stayed here waits for a person.
    let isDone = step == .settled || step == .renamed
    #expect(try state(rig) == (isDone ? .sent : .unknown))
  }

  @Test(arguments: steps) func endAtAnyStepSpoolsOnceThoughTheFolderIsEmptied(
    step: FailPoint.Step
  ) async throws {
    let rig = try noticed()
    let folders = FakeFolders()
    let receiver = Receiver.letters(.spool(folder: "/spool"), folder: "/other")
    let other = try rig.temporary.reopened()
    do {
      _ = try await rig.dispatcher(
        receivers: [receiver], store: other, folders: folders, failPoint: Crash.at(step)
      ).runOnce()
    } catch is Crash {}
    try other.close()
    var taken = 0
    for _ in 0..<12 {
      // The host's mailer takes what lies there.
      for name in folders.names where name.hasSuffix(".eml") {
        folders.put(name, nil)
        taken += 1
      }
      rig.time.advance(by: .hours(2))
      _ = try await rig.dispatcher("two", receivers: [receiver], folders: folders).runOnce()
    }
    #expect(taken <= 1)
    #expect(try state(rig) != .queued && state(rig) != .proposed)
  }

  @Test(arguments: steps) func endAtAnyStepPassesOneNoteOn(step: FailPoint.Step) async throws {
    let rig = try noticed(.shop)
    let desk = NoteDesk()
    let other = try rig.temporary.reopened()
    do {
      _ = try await rig.dispatcher(
        receivers: [shop()], store: other, transport: desk.transport, failPoint: Crash.at(step)
      ).runOnce()
    } catch is Crash {}
    try other.close()
    for _ in 0..<8 {
      rig.time.advance(by: .minutes(16))
      _ = try await rig.dispatcher("two", receivers: [shop()], transport: desk.transport).runOnce()
    }
    #expect(desk.notes.count == 1)
    #expect(try state(rig) == .sent)
  }

  /// A process that was killed while its mailer read leaves the letter behind, for everybody to read.
  @Test func lettersOfAKilledProcessAreRemoved() async throws {
    let rig = try noticed()
    let (receiver, sink) = try mailer(rig)
    let folder = (rig.store.path as NSString).deletingLastPathComponent
    let kept = [".mail-notes", ".mail-0123456789abcdeg", "mail-0123456789abcdef"]
    for name in kept + [".mail-0123456789abcdef"] {
      try "letter".write(toFile: folder + "/" + name, atomically: true, encoding: .utf8)
    }
    _ = try await rig.dispatcher(receivers: [receiver]).runOnce()
    let names = try FileManager.default.contentsOfDirectory(atPath: folder)
    #expect(Set(names.filter { $0.contains("mail-") }) == Set(kept))
    #expect(mails(sink) == 1)
  }

  /// Whoever quits does not wait for a mailer that hangs; nobody knows then whether it has the letter.
  @Test func aMailerThatHangsIsNotWaitedForAtTheEnd() async throws {
    let rig = try noticed()
    let folder = (rig.store.path as NSString).deletingLastPathComponent
    let lease = try #require(
      try rig.store.lease("dispatch", holder: "one", for: .minutes(5), now: rig.time.now()))
    let claim = try #require(
      try rig.store.claimNext(
        receiver: "customers", powers: .none, lease: lease, now: rig.time.now()))
    let sender = MailSender(
      words: ["sleep", "600"], folder: folder, folders: DiskFolders(), time: rig.time,
      failPoint: .off, permit: { withUnsafeCurrentTask { $0?.cancel() } }, patience: 1)
    let outcome = try await Task { try await sender.send(claim) }.value
    #expect(outcome == .lost("sleep had not come to an end when this program did"))
    try rig.store.settle(claim, outcome, powers: .none, now: rig.time.now())
    #expect(try state(rig) == .unknown)
  }

  /// A second day that is expected may be told in the words of the first.
  @Test(arguments: [0, 1]) func anotherNoteInTheSameWordsIsAnotherNote(losing: Int) async throws {
    let rig = try noticed(.shop)
    let desk = NoteDesk()
    _ = try await rig.dispatcher(receivers: [shop()], transport: desk.transport).runOnce()
    #expect(desk.notes.count == 1)
    desk.lose(losing)
    let notice = try #require(try rig.store.notices(of: try rig.order(1)).first)
    var policy = NoticePolicy(isOn: true, rules: NoticeRules(way: .shop))
    policy.templates[.cancelled] = [
      .german: try NoticeTemplate("Subject: \(notice.subject)\n\n\(notice.text)")
    ]
    var order = FakeShop.order(1)
    (order.cancelledAt, order.updatedAt) = (rig.time.now(), rig.time.now())
    _ = try rig.store.take(
      [order], from: "shop", isHistory: false, cursor: nil, now: rig.time.now())
    var writing = NoticeDesk(policy, [], hold: .seconds(0))
    writing.notingShops = ["shop"]
    let row = try rig.store.proposeNotice(
      .cancelled, of: try rig.order(1), language: .german, writing, now: rig.time.now())
    #expect(NoteSender.plain(row.body) == NoteSender.plain(notice.body))
    #expect(
      try rig.store.decide(
        .tellCustomer(.cancelled), on: [.order(try rig.order(1))], by: "ana", hold: .seconds(0),
        now: rig.time.now()
      ).applied == 1)
    for _ in 0..<4 {
      _ = try await rig.dispatcher(receivers: [shop()], transport: desk.transport).runOnce()
      rig.time.advance(by: .minutes(16))
    }
    #expect(desk.notes.count == 2)
    #expect(try rig.store.notices(of: try rig.order(1)).map(\.state) == [.sent, .sent])
  }

  @Test func noteWhoseAnswerIsLostIsLookedForAndNotRepeated() async throws {
    let rig = try noticed(.shop)
    let desk = NoteDesk()
    desk.lose(1)
    _ = try await rig.dispatcher(receivers: [shop()], transport: desk.transport).runOnce()
    #expect([.unknown, .sent].contains(try state(rig)))
    for _ in 0..<4 {
      rig.time.advance(by: .minutes(16))
      _ = try await rig.dispatcher(receivers: [shop()], transport: desk.transport).runOnce()
    }
    #expect(desk.notes.count == 1 && desk.notes[0].contains("#1"))
    #expect(try state(rig) == .sent)
  }
}
