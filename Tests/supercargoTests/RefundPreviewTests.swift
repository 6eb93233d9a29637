import Foundation
import Fulfillment
import Store
import Testing

@testable import supercargo

/// `returns refund --preview`: what would go back, and nothing else.
struct RefundPreviewTests {
  private func desk(_ service: String = "files", _ returns: String = "") throws -> Desk {
    let desk = try Desk(configuration: "[console]\noperator = \"ana\"\n" + returns)
    let orders = (1...2).map { number in
      var order = Order(
        externalID: "\(number)", name: "#100\(number)", placedAt: noon - .days(5), payment: .paid,
        paidAt: noon - .days(5), currency: .usd)
      order.total = Money(minor: 4000, currency: .usd)
      order.lines = [
        OrderLine(externalID: "1", sku: "MUG-1", title: "Mug", quantity: 1, price: order.total)
      ]
      order.returns = [
        ReturnRequest(
          externalID: "R-\(number)", requestedAt: noon - .days(1), requestedBy: "Rosa",
          reason: "too small", amount: order.total)
      ]
      return order
    }
    try desk.take(orders)
    let shop = AccountSetup(
      account: Account(name: "main", service: service, role: .storefront), cadence: .minutes(10))
    try desk.store.register([shop], now: noon)
    return desk
  }

  /// Another operator's configuration.
  private func configuration(_ desk: Desk, of name: String, _ returns: String) throws {
    try desk.file("c.toml", "[console]\noperator = \"\(name)\"\n" + returns)
  }

  private static let two = "[returns]\ntwo_person_above = [\"20.00 USD\"]\n"

  @Test func whatWouldGoBackIsOneLineOfJSONAnOrder() throws {
    let desk = try desk("woocommerce")
    #expect(desk.run("returns", "approve", "#1001", "#1002").status == 0)
    let outcome = desk.run("returns", "refund", "#1001", "#1002", "--preview", "--json")
    #expect(outcome.status == 0 && outcome.errors.isEmpty)
    let rows = outcome.objects
    #expect(rows.map { $0["order"] as? String } == ["#1001", "#1002"])
    #expect(
      rows.allSatisfy {
        $0["amount"] as? [String: String] == ["amount": "40.00", "currency": "USD"]
      })
    #expect(rows.allSatisfy { $0["account"] as? String == "main" })
    #expect(try desk.detail("#1001").outbox.allSatisfy { $0.kind != "refund" })
    let words = desk.run("returns", "refund", "#1001", "--preview", "--amount", "12.34")
    #expect(words.output.contains("#1001: 12.34 USD through main"))
    #expect(words.output.contains("nothing is written down"))
    #expect(desk.run("returns", "refund", "#1001", "--amount", "12.34").status == 0)
    #expect(try desk.detail("#1001").outbox.contains { $0.kind == "refund" })
  }

  /// What one operator has granted above the limit is no money that would go back yet.
  @Test func aSecondOperatorComesFirst() throws {
    let desk = try desk("woocommerce", Self.two)
    let first = desk.run("returns", "approve", "#1001", "--outcome", "return-local", "--json")
    #expect(first.status == 0 && first.objects.first?["awaiting"] as? Int == 1)
    var preview = desk.run("returns", "refund", "#1001", "--preview", "--json")
    #expect(preview.status == 1 && preview.objects.isEmpty)
    #expect(preview.errors.contains("ana approved it, another operator must"))
    let again = desk.run("returns", "approve", "#1001", "--outcome", "return-local")
    #expect(again.status == 1 && again.errors.contains("another operator must"))
    try configuration(desk, of: "ben", Self.two)
    #expect(desk.run("returns", "approve", "#1001", "--outcome", "return-local").status == 0)
    preview = desk.run("returns", "refund", "#1001", "--preview", "--json")
    #expect(preview.status == 0)
    let money = preview.objects.first?["amount"] as? [String: String]
    #expect(money?["amount"] == "40.00")
    #expect(try desk.detail("#1001").outbox.allSatisfy { $0.kind != "refund" })
  }

  /// A grant of nobody's goes back only up to the limit, and the preview says so before.
  @Test func whatNobodyGrantedIsForetoldOnlyUpToTheLimit() throws {
    let desk = try desk("woocommerce")
    #expect(desk.run("returns", "approve", "#1001").status == 0)
    try configuration(desk, of: "ana", Self.two)
    let whole = desk.run("returns", "refund", "#1001", "--preview")
    #expect(whole.status == 1 && whole.errors.contains("needs two operators"))
    #expect(desk.run("returns", "refund", "#1001", "--preview", "--amount", "20").status == 0)
  }

  /// A shop of files sends nothing, and two operators may agree all the same.
  @Test(arguments: ["files", "files-shop"])
  func aShopOfFilesIsPaidBackByHand(service: String) throws {
    let desk = try desk(service, Self.two)
    let first = desk.run("returns", "approve", "#1001", "--outcome", "refund-keep", "--json")
    #expect(first.status == 0 && first.objects.first?["awaiting"] as? Int == 1)
    #expect(first.objects.first?["by_hand"] as? Int == 0)
    try configuration(desk, of: "ben", Self.two)
    let second = desk.run("returns", "approve", "#1001", "--outcome", "refund-keep")
    #expect(second.status == 0 && second.output.contains("pay it back in the shop"))
    #expect(try desk.detail("#1001").outbox.allSatisfy { $0.kind != "refund" })
    let shown = desk.run("returns", "show", "#1001", "--json").objects.first
    #expect(shown?["paid_by_hand"] as? Bool == true)
    #expect((shown?["granted"] as? [String: String])?["amount"] == "40.00")
    #expect(desk.run("returns", "show", "#1001").output.contains("pay it back in main itself"))
    let refund = desk.run("returns", "refund", "#1001")
    #expect(refund.status == 1 && refund.errors.contains("send it back there, then close"))
    #expect(desk.run("returns", "close", "#1001").status == 0)
  }

  @Test func whatIsNotApprovedYetIsRefused() throws {
    let outcome = try desk().run("returns", "refund", "#1001", "--preview", "--json")
    #expect(outcome.status == 1 && outcome.objects.isEmpty)
    #expect(!outcome.output.contains("nothing is written down"))
  }

  @Test func anOrderNobodyKnowsIsNotFound() throws {
    #expect(try desk().run("returns", "refund", "#9", "--preview").status == 4)
  }

  @Test(arguments: [["--json"], ["--json", "--amount", "12.34"]])
  func oneUnknownOrderKeepsNoneOfTheOthersBack(_ options: [String]) throws {
    let desk = try desk()
    #expect(desk.run("returns", "approve", "#1001").status == 0)
    let outcome = desk.run(["returns", "refund", "#1001", "#9", "--preview"] + options)
    #expect(outcome.errors.contains("#9"))
    // A shop of files moves no money: that is said of the order that is known.
    #expect(outcome.status == 1 && outcome.errors.contains("#1001"))
  }
}
