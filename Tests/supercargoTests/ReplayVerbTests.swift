import Foundation
import Fulfillment
import Store
import Testing

@testable import supercargo

@Suite struct ReplayVerbTests {
  @Test func replayShowsTheOrderAsItWasKnownThen() throws {
    let desk = try Desk()
    try desk.take([order("old@example.com", updatedAt: noon)])
    _ = try desk.store.take(
      [order("new@example.com", updatedAt: noon + .hours(1))], from: "main", isHistory: false,
      cursor: nil, now: noon + .hours(2))
    let before = desk.run("replay", "#1001", "--at", (noon + .hours(1)).iso8601)
    #expect(before.status == 0, "\(before.errors)")
    #expect(before.output.contains("old@example.com"))
    let after = desk.run("replay", "#1001", "--at", (noon + .hours(2)).iso8601, "--json")
    let order = try #require(after.objects.first?["order"] as? [String: Any])
    #expect(order["email"] as? String == "new@example.com")
    #expect(order["learned_at"] as? String == noon.iso8601)
  }

  @Test func replayWithoutAMomentListsEveryChangeWithWhoAndWhy() throws {
    let desk = try Desk()
    try desk.take([order("a@example.com", updatedAt: noon)])
    #expect(desk.run("note", "#1001", "--text", "she called").status == 0)
    let lines = desk.run("replay", "#1001").lines
    #expect(lines.first?.contains("sync (main)  order came") == true)
    #expect(lines.first?.contains("total 40.00 USD") == true)
    #expect(lines.contains { $0.contains("tester (console)") && $0.contains("she called") })
    let objects = desk.run("replay", "#1001", "--json").objects
    #expect(objects.count == lines.count)
    #expect(objects.first?["subject"] as? String == "order")
  }

  @Test(arguments: [[], ["--at", "2026-01-01"]])
  func amountsTimesAndFlagsAreWrittenAsEverywhere(moment: [String]) throws {
    let desk = try Desk()
    try desk.take([order("a@example.com", updatedAt: noon)])
    let object = try #require(desk.run(["replay", "#1001", "--json"] + moment).objects.first)
    let fields = try #require(object[moment.isEmpty ? "fields" : "order"] as? [String: Any])
    let total = try #require(fields["total"] as? [String: Any])
    #expect(total["amount"] as? String == "40.00" && total["currency"] as? String == "USD")
    #expect(fields["placed_at"] as? String == (noon - .days(1)).iso8601)
    #expect(fields["is_history"] as? Bool == false)
    #expect(fields["external_id"] as? String == "1")
    #expect(!fields.keys.contains { $0.contains { $0.isUppercase } }, "\(fields.keys)")
  }

  @Test func aChangeTellsBothAmountsInItsCurrency() throws {
    let desk = try Desk()
    try desk.take([order("a@example.com", updatedAt: noon)])
    var changed = order("a@example.com", updatedAt: noon + .hours(1))
    changed.total = Money(minor: 3550, currency: .usd)
    _ = try desk.store.take(
      [changed], from: "main", isHistory: false, cursor: nil, now: noon + .hours(2))
    let objects = desk.run("replay", "#1001", "--json").objects
    let fields = objects.lazy.compactMap { $0["fields"] as? [String: Any] }
      .first { $0["total"] is [Any] }
    let amounts = (fields?["total"] as? [[String: Any]])?.map { $0["amount"] as? String }
    #expect(amounts == ["40.00", "35.50"])
  }

  @Test func beforeItCameNothingWasKnown() throws {
    let desk = try Desk()
    try desk.take([order("a@example.com", updatedAt: noon)])
    let outcome = desk.run("replay", "#1001", "--at", "2020-01-01")
    #expect(outcome.status == 4)
    #expect(outcome.errors.contains("nothing was known of it then"))
  }

  @Test func momentThatIsNoneIsRefused() throws {
    let desk = try Desk()
    #expect(desk.run("replay", "#1001", "--at", "yesterday").status == 2)
  }

  @Test(arguments: [
    ("2025-11-17T12:00Z", noon), ("2025-11-17", noon + .hours(12) - .milliseconds(1)),
    ("3d", noon - .days(3)),
  ])
  func momentsAreReadAsOneWritesThem(text: String, expected: Timestamp) throws {
    #expect(try PastMoment.read(text, now: noon) == expected)
  }

  private func order(_ email: String, updatedAt: Timestamp) -> Order {
    var order = Order(
      externalID: "1", name: "#1001", placedAt: noon - .days(1), updatedAt: updatedAt,
      payment: .paid, paidAt: noon - .days(1), currency: .usd)
    order.email = email
    order.total = Money(minor: 4000, currency: .usd)
    order.lines = [
      OrderLine(externalID: "1", sku: "MUG-1", title: "Mug", quantity: 1, price: nil)
    ]
    return order
  }
}
