import Console
import Fulfillment
import Store
import Sync
import Testing

@testable import supercargo

/// What the verbs say of purchases that wait, of undo, and of offers.
struct BuyingWordsTests {
  @Test func aStopIsSaidBesideThePurchases() throws {
    let buying = try BuyingDesk()
    try buying.buy()
    #expect(!buying.desk.run("purchases").errors.contains("stopped"))
    _ = buying.desk.run("purchases", "stop", "--reason", "prices look wrong")
    let listed = buying.desk.run("purchases", "--json")
    #expect(listed.objects.count == 3)
    #expect(listed.errors.contains("buying is stopped since"))
    #expect(listed.errors.contains("by tester: prices look wrong"))
    #expect(!buying.desk.run("purchases", "--quiet").errors.contains("stopped"))
    _ = buying.desk.run("purchases", "start")
    #expect(!buying.desk.run("purchases").errors.contains("stopped"))
  }

  @Test func stoppingNeedsNoReasonAndUndoLeavesItAlone() throws {
    let buying = try BuyingDesk()
    try buying.buy()
    #expect(buying.desk.run("purchases", "stop").status == 0)
    #expect(buying.desk.run("undo").output.contains("buy for 3 orders: taken back"))
    #expect(buying.desk.run("undo").status != 0)
    #expect(try buying.desk.store.buyingStop() != nil)
  }

  @Test func undoTakesAnOlderDecisionOnlyWhenToldTo() throws {
    let buying = try BuyingDesk(configuration: "[purchasing]\nhold = \"0\"")
    let noted = buying.desk.run("note", "#1", "--text", "early")
    #expect(noted.status == 0, "\(noted.output) \(noted.errors)")
    try buying.buy()
    let store = buying.desk.store
    let lease = try #require(
      try store.lease("dispatch", holder: "test", for: .days(9_000), now: noon))
    let later = noon + .days(8_000)
    _ = try #require(
      try store.claimNext(receiver: "Agent", powers: .none, lease: lease, now: later))
    let half = buying.desk.run("undo")
    #expect(half.output.contains("2 of 3 taken back; 1 had left"))
    let refused = buying.desk.run("undo", "--older")
    #expect(refused.output.contains("note on #1"), "\(refused.output) \(refused.errors)")
  }

  @Test func offersAreListedAndWrittenOut() throws {
    let buying = try BuyingDesk()
    try buying.offer("Workshop", cents: 700)
    let listed = buying.desk.run("offers", "agent", "--json").objects
    #expect(listed.map { text($0, "supplier") } == ["Agent"])
    let exported = buying.desk.run("offers", "export").output
    #expect(exported == buying.desk.run("export", "offers").output)
    #expect(exported.hasPrefix("sku,supplier,supplier_sku,cost,currency"))
  }

  @Test func aFormIsReadAsAFileIs() throws {
    let offer = Offer(
      sku: "A", supplier: "S", supplierSKU: "=1", cost: Money(minor: 420, currency: .usd), stock: 4)
    func check(_ changes: [String: String]) -> OfferCheck {
      OfferColumns.check(offer, OfferColumns.typed(offer, changes), now: noon)
    }
    #expect(check([:]) == .unchanged)
    guard case .refused(let reason) = check(["cost": "four"]) else {
      Issue.record("it was taken")
      return
    }
    #expect(reason.contains("cost is not an amount in USD"))
    guard
      case .changed(let after, let changes) = check(["stock": "9", "methods": "Line:3.10:8-14"])
    else {
      Issue.record("nothing changed")
      return
    }
    #expect(after.stock == 9 && after.stockAt == noon && after.supplierSKU == "=1")
    #expect(changes.map(\.column) == ["methods", "stock", "stock_at"])
    #expect(changes[1].text == "stock 4 -> 9")
  }

  @Test func whatASyncDoesIsALineEach() {
    #expect(
      SyncLines.text(
        .settled(
          receiver: "CJ", kind: "place", key: "SC-1",
          .accepted(numbers: ["26"], state: .placed, cost: nil, note: "", shipments: [])))
        == "CJ: place SC-1: accepted as 26")
    #expect(
      SyncLines.text(.settled(receiver: "CJ", kind: "place", key: "SC-1", .lost("time-out")))
        == "CJ: place SC-1: outcome not known: time-out")
    #expect(SyncLines.text(.sending(receiver: "CJ", kind: "place", key: "SC-1")) == nil)
    #expect(SyncLines.text(.started(account: "shop"), isBrief: false) == nil)
    #expect(SyncLines.text(.lostLease, isBrief: true) == "another process has taken over")
  }
}

extension OfferColumns {
  /// The columns of an offer, some of them typed anew.
  fileprivate static func typed(_ offer: Offer, _ changes: [String: String]) -> [OfferCell] {
    zip(all.map(\.name), all.map { $0.text(offer) }).map { OfferCell($0, changes[$0] ?? $1) }
  }
}
