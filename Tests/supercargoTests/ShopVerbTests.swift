import Foundation
import Fulfillment
import Settings
import Store
import Testing

@testable import supercargo

/// A desk with one order of a Shopify shop, one of a WooCommerce shop and one of a file.
private func shopDesk() throws -> Desk {
  let desk = try Desk(
    configuration: """
      [console]
      operator = "tester"
      [[account]]
      name = "shopify"
      service = "shopify"
      url = "https://shop.example"
      key = "env:NO_SUCH_KEY"
      [[account]]
      name = "woo"
      service = "woocommerce"
      url = "https://woo.example"
      key = "env:NO_SUCH_KEY"
      secret = "env:NO_SUCH_KEY"

      """)
  for (place, shop) in ["shopify", "woo", "sheet"].enumerated() {
    var order = Order(
      externalID: "\(place + 7)", name: "#\(place + 1)", placedAt: noon - .days(1), payment: .paid,
      paidAt: noon - .days(1), currency: .usd)
    order.lines = [
      OrderLine(externalID: "1", sku: "MUG-1", title: "Mug", quantity: 1, price: nil)
    ]
    try desk.take([order], from: shop)
  }
  return desk
}

@Suite struct ShopVerbTests {
  @Test func aPreviewSendsNothing() throws {
    let desk = try shopDesk()
    let outcome = desk.run("cancel", "#1", "--reason", "fraud", "--refund", "--preview")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("to shopify, about #1:"))
    #expect(outcome.output.contains("reason: fraud") && outcome.output.contains("refunds: yes"))
    #expect(try desk.detail("#1").outbox.isEmpty)
    let json = desk.run("cancel", "#1", "--preview", "--json").objects.first
    #expect(json?["shop"] as? String == "shopify")
  }

  @Test func anOrderIsCancelledAndThatIsTakenBack() throws {
    let desk = try shopDesk()
    let outcome = desk.run("cancel", "#1", "--reason", "customer", "--note", "by phone")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("cancel #1 at shopify (supercargo undo takes it back until"))
    let message = try #require(try desk.detail("#1").outbox.first)
    #expect(message.kind == "cancel-order" && message.state == .held)
    #expect(message.body.contains("note: by phone"))
    #expect(desk.run("cancel", "#1").status == 1)
    #expect(desk.run("undo").status == 0)
    #expect(try desk.detail("#1").outbox.first?.state == .withdrawn)
  }

  @Test func whatAShopCantDoIsRefusedBeforeItIsQueued() throws {
    let desk = try shopDesk()
    let woo = desk.run("cancel", "#2", "--refund")
    #expect(woo.status == 1 && woo.errors.contains("it can't take --refund"))
    #expect(desk.run("cancel", "#2").status == 0)
    #expect(desk.run("hold", "#2", "--shop").errors.contains("it takes no holds"))
    let sheet = desk.run("cancel", "#3")
    #expect(sheet.status == 1 && sheet.errors.contains("no account in the configuration"))
    let both = desk.run("cancel", "#1", "#3", "--json")
    #expect(both.status == 3 && both.objects.first?["applied"] as? Int == 1)
  }

  @Test func aShopIsAskedToHoldAndToLetGo() throws {
    let desk = try shopDesk()
    let held = desk.run("hold", "#1", "--shop", "--note", "call first")
    #expect(held.status == 0 && held.output.contains("hold #1 at shopify"))
    #expect(try desk.detail("#1").outbox.first?.kind == "hold-order")
    #expect(desk.run("undo").status == 0)
    #expect(desk.run("release", "#1", "--shop").status == 0)
    #expect(try desk.detail("#1").outbox.last?.kind == "release-order")
    // Without a shop it is about purchases, of which there are none.
    #expect(desk.run("hold", "#1").status == 1)
    #expect(desk.run("hold", "#1", "--note", "x").status == 2)
  }

  @Test func aClaimIsSentWhereTheSupplierTakesItByAPI() throws {
    let desk = try Desk(
      configuration: """
        [console]
        operator = "tester"
        [[account]]
        name = "cj"
        service = "cj"
        key = "env:NO_SUCH_KEY"

        """)
    var ids: [String: Int] = [:]
    for (place, supplier) in ["cj", "Zendrop"].enumerated() {
      let name = "#\(place + 1)"
      let order = Order(
        externalID: "\(place + 1)", name: name, placedAt: noon - .days(50), payment: .paid,
        currency: .usd)
      try desk.take([order])
      try desk.store.recordPurchase(
        PurchaseOrder(
          supplier: supplier, number: "N-\(place)", reference: name, state: .shipped,
          placedAt: noon - .days(49)), for: try desk.store.onlyOrder(name), by: "tester", now: noon)
      let claim = try desk.store.openClaim(
        ClaimWish(order: try desk.store.onlyOrder(name), against: supplier, kind: .lost),
        policies: try Policies.inForce(Home().folder), reason: "", by: "tester", now: noon)
      ids[supplier] = Int(claim.id.number)
    }
    let cj = try #require(ids["cj"])
    let preview = desk.run("claims", "send", "\(cj)", "--preview")
    #expect(preview.status == 0, "\(preview.errors)")
    #expect(preview.output.contains("to cj:") && preview.output.contains("order: N-0"))
    #expect(try desk.detail("#1").outbox.isEmpty)
    let sent = desk.run("claims", "send", "\(cj)", "--say", "Where is it?", "--json")
    #expect(sent.status == 0, "\(sent.errors)")
    #expect(sent.objects.first?["words"] as? String == "Where is it?")
    #expect(try desk.detail("#1").outbox.first?.kind == "claim")
    #expect(desk.run("undo").output.contains("taken back"))
    let zendrop = desk.run("claims", "send", "\(try #require(ids["Zendrop"]))")
    #expect(zendrop.status == 1 && zendrop.errors.contains("takes no claims by API"))
    #expect(desk.run("claims", "send", "99").status == 4)
  }
}
