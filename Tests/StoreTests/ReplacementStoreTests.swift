import Fulfillment
import GRDB
import Testing

@testable import Store

/// A shop with one order of two mugs and a case that CJ sent, and a return of one mug that was granted.
struct ReplacementDesk {
  let scratch: Scratch
  var store: Store { scratch.store }

  init(_ outcome: ReturnOutcome = .reship, change: (inout Order) -> Void = { _ in }) throws {
    scratch = try Scratch()
    try store.register(
      [
        AccountSetup(
          account: Account(name: "main", service: "woocommerce", role: .storefront),
          cadence: .minutes(10))
      ], now: noon)
    try store.takeSamples([
      sampleOrder(1) { order in
        order.lines = [
          OrderLine(
            externalID: "1", sku: "MUG", title: "Mug", quantity: 2, price: dollars(10)),
          OrderLine(
            externalID: "2", sku: "CASE-1", title: "Case", quantity: 1, price: dollars(15)),
        ]
        (order.shipping, order.total) = (dollars(5), dollars(40))
        order.returns = [
          sampleReturn("R1") { $0.items = [.init(sku: "MUG", quantity: 1, reason: "chipped")] }
        ]
        change(&order)
      }
    ])
    try store.buy("#1")
    try store.send(
      accepted("N1", state: .shipped, shipments: [Shipment(number: "LX1CN", carrier: "post")]))
    try decide(.approveReturn(note: "", grant: ReturnGrant(outcome: outcome)))
  }

  func row(_ place: Int = 0) throws -> ReturnRow { try store.detail("#1").returns[place] }

  func request(_ place: Int = 0, now: Timestamp = noon) throws -> RouteRequest {
    try store.replacementRequest(for: try row(place).id, now: now)
  }

  @discardableResult
  func replace(
    _ sending: Sending = Sending(state: .ready), supplier: String = "CJ", now: Timestamp = noon
  ) throws -> DecisionReceipt {
    try store.intend(
      [intent(draft(try request(now: now), supplier: supplier), sending, receiver: supplier)],
      by: "ana", hold: .minutes(10), now: now)
  }

  @discardableResult
  func decide(_ decision: Decision, _ place: Int = 0, now: Timestamp = noon) throws
    -> DecisionReceipt
  {
    try store.decide(
      decision, on: [.return(try row(place).id)], by: "ana", hold: .minutes(10), now: now)
  }

  func ledger() throws -> RefundLedger {
    let id = try store.only("#1")
    return try #require(try store.pool.read { try Work($0, now: noon).ledger(of: id.number) })
  }

  func again() throws -> PurchaseRow {
    try #require(try store.bought("#1").last { $0.replacing != nil })
  }
}

@Suite struct ReplacementStoreTests {
  @Test func aReturnIsAskedForPieceByPiece() throws {
    let desk = try ReplacementDesk()
    let request = try desk.request()
    #expect(request.obstacle.isEmpty)
    #expect(request.lines.map(\.id) == ["1"])
    #expect(request.lines.map(\.quantity) == [1])
    #expect(request.replacement == Replacement(returnID: try desk.row().id, again: 1))
  }

  @Test func aReplacementIsAPurchaseThatPointsBack() throws {
    let desk = try ReplacementDesk()
    let receipt = try desk.replace(.held(until: noon + .minutes(10), now: noon))
    #expect(receipt.applied == 1 && receipt.undoableUntil == noon + .minutes(10))
    #expect(receipt.title == "replacement: buy for #1")
    let row = try desk.again()
    #expect(row.replacing == "replaces CJ N1 for return R1")
    #expect(row.sending == .held && row.items == "1 x V-MUG")
    #expect(row.key != (try desk.store.bought("#1").first?.key))
    #expect(try desk.ledger().replaced == [.init(line: "1", quantity: 1, amount: 10_00)])
    #expect(try desk.row().state == .approved)
    // Nothing of the first purchase is to be bought again by anybody else.
    #expect(try desk.store.buy("#1").applied == 0)
  }

  @Test func nothingIsReplacedTwice() throws {
    let desk = try ReplacementDesk()
    let twice = intent(draft(try desk.request()))
    try desk.replace()
    #expect(try desk.request().obstacle.hasPrefix("it is replaced already: CJ SC-1-"))
    let receipt = try desk.store.intend([twice], by: "ben", hold: .minutes(10), now: noon)
    #expect(receipt.applied == 0)
    #expect(receipt.refused.first?.reason.hasPrefix("it is bought already") == true)
    var other = twice
    other.draft.generation += 1
    other.draft.supplier = "Agent"
    let second = try desk.store.intend([other], by: "ben", hold: .minutes(10), now: noon)
    #expect(second.refused.first?.reason.hasPrefix("MUG is replaced already: CJ") == true)
  }

  /// The database keeps it too, whatever the program believes.
  @Test func theDatabaseRefusesMoreThanComesBack() throws {
    let desk = try ReplacementDesk()
    try desk.replace()
    let first = try desk.again().id.number
    #expect(throws: DatabaseError.self) {
      try desk.store.pool.write { database in
        try database.run(
          """
          INSERT INTO purchaseLine (purchaseID, position, orderID, line, part, firstUnit, units, sku,
            supplierSKU, quantity, isLive, again)
          SELECT purchaseID, 9, orderID, line, part, 1, 1, sku, supplierSKU, 1, 1, again
          FROM purchaseLine WHERE purchaseID = ?
          """, first)
      }
    }
  }

  @Test func moneyAndGoodsExcludeEachOther() throws {
    let desk = try ReplacementDesk()
    try desk.replace()
    let refused = try desk.decide(.refundReturn(amount: dollars(10), note: ""))
    let row = try desk.again()
    #expect(
      refused.refused.first?.reason
        == "its goods are replaced by CJ \(row.key): drop or cancel that first")
    #expect(refused.applied == 0)
    try desk.store.decide(.dropPurchase(reason: ""), try desk.again())
    #expect(try desk.decide(.refundReturn(amount: dollars(10), note: "")).applied == 1)
    #expect(try desk.request().obstacle == "it is paid back already")
    #expect(try desk.replace().applied == 0)
  }

  @Test func undoFreesThePiecesAndRedoTakesThemAgain() throws {
    let desk = try ReplacementDesk()
    try desk.replace(.held(until: noon + .minutes(10), now: noon))
    #expect(try desk.store.undo(nil, by: "ana", now: noon).applied == 1)
    #expect(try desk.ledger().replaced.isEmpty)
    #expect(try desk.again().sending == .withdrawn)
    #expect(try desk.store.redo(by: "ana", now: noon).applied == 1)
    #expect(try desk.ledger().replacedUnits(of: "1") == 1)
    #expect(try desk.store.undo(nil, by: "ana", now: noon).applied == 1)
    // The money goes back meanwhile: then there is nothing to take up again.
    #expect(
      try desk.store.decide(
        .refundReturn(amount: dollars(10), note: ""), on: [.return(try desk.row().id)], by: "ben",
        hold: .minutes(10), now: noon
      ).applied == 1)
    #expect(try desk.store.redo(by: "ana", now: noon).applied == 0)
  }

  @Test func theReturnIsReplacedOnceItHasSetOut() throws {
    let desk = try ReplacementDesk()
    try desk.replace()
    try desk.store.send(accepted("N2"))
    #expect(try desk.row().state == .approved)
    _ = try desk.store.take(
      [
        samplePurchase("N2", for: "#1") {
          $0.state = .shipped
          $0.shipments = [Shipment(number: "LX2CN", carrier: "post")]
        }
      ], from: "cj", cursor: nil, now: noon + .days(2))
    #expect(try desk.row().state == .replaced)
    try desk.decide(.closeReturn(reason: ""))
    #expect(try desk.row().state == .closed)
  }

  @Test func whatTheSupplierRefusesMayBeBoughtAgainUnderAnotherKey() throws {
    let desk = try ReplacementDesk()
    try desk.replace()
    let first = try desk.again().key
    try desk.store.send(.refused("out of stock"))
    #expect(try desk.ledger().replaced.isEmpty)
    #expect(try desk.request().obstacle.isEmpty)
    #expect(try desk.replace().applied == 1)
    #expect(try desk.again().key != first)
  }

  @Test func aReturnThatIsClosedMeanwhileStopsIt() throws {
    let desk = try ReplacementDesk()
    try desk.replace()
    try desk.decide(.closeReturn(reason: "kept it"))
    #expect(try desk.store.claim() == nil)
    let row = try desk.again()
    #expect(row.sending == .withdrawn && row.outcome == "the return: it is closed")
  }

  @Test func aLostReplacementMayBeMadeGoodInMoney() throws {
    let desk = try ReplacementDesk()
    try desk.replace()
    try desk.store.send(
      accepted("N2", state: .shipped, shipments: [Shipment(number: "LX2CN", carrier: "post")]))
    #expect(try desk.decide(.refundReturn(amount: dollars(10), note: "")).applied == 0)
    let report = TrackingReport(
      number: "LX2CN", carrier: "post", status: .lost, events: [scan(.lost, noon + .days(9))])
    _ = try desk.store.take(
      [report], from: "17track", nextTrack: { _, _ in nil }, now: noon + .days(9))
    _ = try desk.store.detectAll(now: noon + .days(9))
    #expect(try desk.ledger().replaced.isEmpty)
    #expect(
      try desk.decide(.refundReturn(amount: dollars(10), note: ""), now: noon + .days(9)).applied
        == 1)
  }

  /// What was lost without anybody sending it back; the first parcel is nobody's clock any more.
  @Test func aLostParcelIsReplacedWithoutAReturn() throws {
    let desk = try ReplacementDesk(.refundAndKeep) {
      $0.returns[0].items = [.init(sku: "MUG", quantity: 1)]
    }
    _ = try desk.store.undo(nil, by: "ana", now: noon)
    let id = try desk.store.only("#1")
    let report = TrackingReport(
      number: "LX1CN", carrier: "post", status: .lost, events: [scan(.lost, noon + .days(9))])
    let later = noon + .days(9)
    _ = try desk.store.take([report], from: "17track", nextTrack: { _, _ in nil }, now: later)
    _ = try desk.store.detectAll(now: later)
    #expect(try desk.store.detail("#1", now: later).row.state == .lost)
    let request = try desk.store.replacementRequest(for: [], of: id, now: later)
    #expect(request.lines.map(\.quantity) == [2, 1])
    let receipt = try desk.store.intend(
      [intent(draft(request))], by: "ana", hold: .minutes(10), now: later)
    #expect(receipt.applied == 1)
    try desk.store.send(accepted("N2"), now: later)
    _ = try desk.store.detectAll(now: later)
    #expect(try desk.again().replacing == "replaces CJ N1")
    let detail = try desk.store.detail("#1", now: later)
    #expect(detail.row.state == .ordered)
    #expect(!detail.exceptions.contains { $0.code == "parcel.lost" && $0.state.stands })
    #expect(throws: StoreError.self) {
      try desk.store.replacementRequest(
        for: [.init(sku: "NONE", quantity: 1)], of: id, now: later)
    }
  }

  @Test func itsCostCountsInTheMarginOfTheOrder() throws {
    let desk = try ReplacementDesk()
    let id = try desk.store.only("#1")
    let before = try #require(try desk.store.money(of: id, rates: Rates(), now: noon)?.margin)
    try desk.replace()
    let after = try #require(try desk.store.money(of: id, rates: Rates(), now: noon)?.margin)
    #expect(before.minor - after.minor == 9_00)
    #expect(
      try desk.store.returnCase(
        try desk.row().id, returnWindow: .days(30), rates: Rates(), now: noon)?.replacements.count
        == 1)
  }

  @Test func whatWasBoughtByHandCountsToo() throws {
    let desk = try ReplacementDesk()
    let id = try desk.row().id
    let receipt = try desk.store.recordReplacement(
      samplePurchase("H1", for: "#1", supplier: "Agent"), for: id, by: "ana", now: noon)
    #expect(receipt.applied == 1)
    #expect(try desk.row().state == .replaced)
    #expect(try desk.ledger().replacedUnits(of: "1") == 1)
    #expect(try desk.decide(.refundReturn(amount: dollars(10), note: "")).applied == 0)
    #expect(try desk.store.undo(nil, by: "ana", now: noon).applied == 1)
    #expect(try desk.ledger().replaced.isEmpty)
    #expect(try desk.request().obstacle.isEmpty)
  }
}
