import Foundation
import Fulfillment
import Settings
import Store
import Testing

@testable import supercargo

/// A desk with one order whose parcel CJ's carrier has lost.
private func lostDesk() throws -> Desk {
  let desk = try Desk()
  var order = Order(
    externalID: "1", name: "#1001", placedAt: noon - .days(50), payment: .paid,
    paidAt: noon - .days(50), currency: .usd)
  order.total = Money(minor: 4000, currency: .usd)
  order.shipTo.country = "US"
  order.lines = [
    OrderLine(
      externalID: "1", sku: "MUG-1", title: "Mug", quantity: 1,
      price: Money(minor: 4000, currency: .usd))
  ]
  try desk.take([order])
  var purchase = PurchaseOrder(
    supplier: "Zendrop", number: "Z-1", reference: "#1001", state: .shipped,
    cost: Money(minor: 1200, currency: .usd), placedAt: noon - .days(49))
  purchase.shipments = [
    Shipment(number: "LX123456785CN", carrier: "", shippedAt: noon - .days(48))
  ]
  _ = try desk.store.take([purchase], from: "zendrop", cursor: nil, now: noon)
  let lost = TrackingEvent(occurredAt: noon, recordedAt: noon, status: .lost, message: "lost")
  _ = try desk.store.take(
    [TrackingReport(number: "LX123456785CN", carrier: "", status: .lost, events: [lost])],
    from: "17track", nextTrack: { _, _ in nil }, now: noon)
  let rules = try Configuration().rulesInForce()
  while try desk.store.detect(thresholds: rules, limit: 100, now: noon).hasMore {}
  return desk
}

@Suite struct ClaimVerbTests {
  @Test func theCalendarListsWhatCanBeClaimed() throws {
    let row = try #require(try lostDesk().run("claims", "--all", "--json").objects.first)
    #expect(row["order"] as? String == "#1001" && row["party"] as? String == "supplier")
    #expect(row["name"] as? String == "zendrop" && row["kind"] as? String == "lost")
    #expect(row["closes_at"] as? String == (noon - .days(49) + .days(90)).iso8601)
    #expect(row["id"] is NSNull && row["source"] as? String != "")
  }

  @Test func theOrderShowsItsClaims() throws {
    let desk = try lostDesk()
    #expect(desk.run("order", "#1001").output.contains("claim     supplier Zendrop: LX123456785CN"))
    let claims = desk.run("order", "#1001", "--json").objects.first?["claims"] as? [[String: Any]]
    #expect(claims?.map { $0["name"] as? String } == ["zendrop"])
  }

  @Test func aClaimGoesFromDraftToMoney() throws {
    let desk = try lostDesk()
    let opened = desk.run("claims", "open", "#1001", "--against", "zendrop", "--json")
    #expect(opened.status == 0, "\(opened.errors)")
    let id = try #require(opened.objects.first?["id"] as? Int)
    #expect(desk.run("claims", "settle", "\(id)", "--recovered", "5").status == 1)
    #expect(
      desk.run("claims", "evidence", "\(id)", "--kind", "tracking", "--at", "page.pdf").status == 0)
    let shown = desk.run("claims", "show", "\(id)")
    #expect(shown.output.contains("Z-1") && shown.output.contains("tracking: page.pdf"))
    #expect(desk.run("claims", "submit", "\(id)", "--number", "T-9").status == 0)
    #expect(desk.run("claims", "answer", "\(id)", "--note", "half").status == 0)
    let settled = desk.run(
      "claims", "settle", "\(id)", "--recovered", "6.00", "--reason", "half", "--json")
    #expect(settled.objects.first?["state"] as? String == "partly")
    #expect(desk.run("claims", "withdraw", "\(id)").status == 1)
    let row = try #require(desk.run("claims", "--all", "--json").objects.first)
    #expect((row["recovered"] as? [String: Any])?["amount"] as? String == "6.00")
    #expect(row["reference"] as? String == "T-9" && row["state"] as? String == "partly")
    #expect(desk.run("claims").status == 4)
  }

  @Test func whatCantBeMeantIsRefused() throws {
    let desk = try lostDesk()
    #expect(
      desk.run("claims", "open", "#1001", "--against", "nobody", "--kind", "lost").status == 1)
    #expect(desk.run("claims", "open", "#9", "--against", "zendrop").status == 4)
    #expect(desk.run("claims", "show", "77").status == 4)
    #expect(
      desk.run("claims", "evidence", "1", "--kind", "fotos", "--at", "x").errors.contains("photos"))
  }

  @Test func policiesAreListedShownAndChecked() throws {
    let desk = try Desk()
    let rows = desk.run("policies", "list", "cj", "--json").objects
    #expect(rows.count == 5 && rows.allSatisfy { $0["as_of"] as? String == "2023-03-03" })
    #expect(desk.run("policies", "list", "nobody").status == 4)
    let checked = desk.run("policies", "check", "--json")
    #expect(checked.status == 0)
    #expect(checked.objects.contains { $0["kind"] as? String == "unclaimable" })
  }

  @Test func aPolicyIsPrintedAsItIsWritten() {
    let shown = Outcome.of(["policies", "show", "route"])
    #expect(shown.status == 0 && shown.output.contains("[[window]]"))
    #expect(Outcome.of(["policies", "show", "nobody"]).status == 4)
  }
}
