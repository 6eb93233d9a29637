import Fulfillment
import GRDB
import Testing

@testable import Store

/// Claims that are taken back, listed and summed where the plain course is left.
@Suite struct ClaimUndoTests {
  /// One order bought at two suppliers, with one claim against one of them.
  private func shop() throws -> Scratch {
    let scratch = try Scratch()
    let store = scratch.store
    try store.takeSamples([sampleOrder(1)])
    for (number, supplier, parcel) in [("A1", "CJ", "LX1CN"), ("B1", "Backup", "LX2CN")] {
      let purchase = samplePurchase(number, for: "#1", supplier: supplier) {
        $0.state = .shipped
        $0.shipments = [Shipment(number: parcel, carrier: "post")]
      }
      _ = try store.take([purchase], from: supplier, cursor: nil, now: noon)
    }
    return scratch
  }

  private func open(
    _ store: Store, against name: String = "cj", parcel: String = "LX1CN"
  ) throws -> LossClaim {
    let order = try store.only("#1")
    return try store.work("open", now: noon) { work in
      var claim = LossClaim(
        id: ClaimID(0), party: .supplier, name: name, kind: .lost, parcel: parcel,
        amount: dollars(12), openedAt: noon, wanted: [])
      claim.id = try ClaimRows.insert(claim, orderID: order.number, work.database)
      return claim
    }
  }

  @Test func aStepWithAnUncleanReferenceIsTakenBack() throws {
    let scratch = try shop()
    let claim = try open(scratch.store)
    let raw = "  D-7\u{1B}[31m\n" + String(repeating: "9", count: 300)
    let stepped = try scratch.store.step(
      claim.id, .submit(reference: raw), reason: "", by: "Ada", now: noon)
    #expect(stepped.reference == raw.sanitised(limit: 200))
    let receipt = try scratch.store.undo(nil, by: "Ada", now: noon)
    #expect(receipt.applied == 1, "\(receipt)")
    #expect(try scratch.store.claim(claim.id)?.claim.state == .draft)
  }

  /// As an earlier version wrote it.
  @Test func aReferenceThatWasKeptUncleanIsNoObstacle() throws {
    let scratch = try shop()
    let claim = try open(scratch.store)
    _ = try scratch.store.step(
      claim.id, .submit(reference: "D-7"), reason: "", by: "Ada", now: noon)
    try scratch.store.pool.write { try $0.run("UPDATE claim SET reference = 'D-7 ' || char(27)") }
    #expect(try scratch.store.undo(nil, by: "Ada", now: noon).applied == 1)
  }

  @Test(arguments: [
    ("LX1CN", "cj", [1, 0]), ("LX2CN", "cj", [0, 1]), ("", "cj", [1, 0]), ("", "c j", [1, 0]),
    ("", "BACKUP", [0, 1]), ("", "else", [0, 0]),
  ]) func aClaimCountsForTheSupplierThatItIsAbout(
    parcel: String, name: String, expected: [Int]
  ) throws {
    let scratch = try shop()
    let store = scratch.store
    let claim = try open(store, against: name, parcel: parcel)
    _ = try store.step(claim.id, .submit(reference: ""), reason: "", by: "Ada", now: noon)
    let claimed = try ["CJ", "Backup"].map { name in
      let id = try #require(try store.suppliers(now: noon).first { $0.name == name }).id
      return try store.scorecard(of: id, period: 90, now: noon)?.claimed ?? []
    }
    #expect(claimed == expected.map { $0 == 1 ? [dollars(12)] : [] })
  }

  private func way(_ name: String, parcel: String = "LX1CN", closes: Timestamp) -> Recourse {
    Recourse(
      party: .supplier, name: name, kind: .lost, parcel: parcel, noticedAt: noon - .days(4),
      window: ClaimWindow(opens: .at(noon - .days(4)), closes: .at(closes)), amount: dollars(12),
      wanted: [.photos], asOf: noon.date)
  }

  private func write(_ ways: [Recourse], _ store: Store) throws {
    let id = try store.only("#1").number
    try store.pool.write { try RecourseRows.write(ways, of: id, $0) }
  }

  private func rows(_ store: Store, at now: Timestamp) throws -> [DeadlineRow] {
    try store.deadlines(.all, at: .start, count: 50, notice: .days(3), now: now).rows
  }

  /// A draft whose window has closed, or is another parcel's, is still somebody's work.
  @Test(arguments: ["LX1CN", "LX2CN"])
  func aDraftIsListedOnceAsLongAsItWaits(parcel: String) throws {
    let scratch = try shop()
    let claim = try open(scratch.store, parcel: parcel)
    try write([way("cj", closes: noon + .days(1))], scratch.store)
    for now in [noon, noon + .days(2)] {
      let found = try rows(scratch.store, at: now).filter { $0.claim?.id == claim.id }
      #expect(found.count == 1, "\(now.iso8601)")
    }
  }

  /// Another way comes and goes: the cursor stays on the one it stood on.
  @Test func theKeyOfAWindowStaysItsOwn() throws {
    let scratch = try shop()
    let store = scratch.store
    try write([way("m", closes: noon + .days(5))], store)
    let key = try #require(try rows(store, at: noon).first).key
    try write([way("a", closes: noon + .days(1)), way("m", closes: noon + .days(5))], store)
    let keys = try rows(store, at: noon).map(\.key)
    #expect(keys.count == 2 && keys.last == key)
    let around = try store.deadlines(
      .all, at: .around(key), count: 1, notice: .days(3), now: noon)
    #expect(around.rows.map(\.key) == [key])
    let after = try store.deadlines(
      .all, at: .after(keys[0]), count: 9, notice: .days(3), now: noon)
    #expect(after.rows.map(\.key) == [key])
  }
}
