import Foundation
import Fulfillment
import Simulator
import Testing
import Wire

@Suite struct ShopOrderTests {
  /// Members of an order that the documents name (apis.md 2) and a shop really sends.
  static let members: Set<String> = [
    "id", "parent_id", "number", "order_key", "created_via", "version", "status", "currency",
    "date_created", "date_created_gmt", "date_modified", "date_modified_gmt", "discount_total",
    "discount_tax", "shipping_total", "shipping_tax", "cart_tax", "total", "total_tax",
    "prices_include_tax", "customer_id", "customer_note", "billing", "shipping",
    "payment_method", "payment_method_title", "transaction_id", "date_paid", "date_paid_gmt",
    "date_completed", "date_completed_gmt", "cart_hash", "meta_data", "line_items", "tax_lines",
    "shipping_lines", "fee_lines", "coupon_lines", "refunds", "currency_symbol", "_links",
  ]

  static func decimal(_ answer: Answer) throws -> Decimal {
    let text = try #require(answer.text)
    return try #require(Decimal(string: text, locale: Locale(identifier: "en_US_POSIX")))
  }

  @Test func everyOrderHasEveryMember() throws {
    var visitor = Visitor.free(orders: 200)
    for order in try visitor.allOrders() {
      #expect(order.names.isSuperset(of: Self.members), "\(order.id.int ?? 0)")
      #expect(order.number.text == order.id.int.map(String.init))
    }
  }

  @Test func moneyIsTextInTheOrdersOwnDigitsAndAddsUp() throws {
    var visitor = Visitor.free(orders: 400)
    var currencies: Set<String> = []
    for order in try visitor.allOrders() {
      let code = try #require(order.currency.text)
      currencies.insert(code)
      let digits = ["JPY": 0, "KRW": 0, "KWD": 3][code] ?? 2
      let total = try #require(order.total.text)
      #expect((total.split(separator: ".").dropFirst().first?.count ?? 0) == digits)
      var sum = try Self.decimal(order.shipping_total) + Self.decimal(order.total_tax)
      for line in order.line_items.elements {
        sum += try Self.decimal(line.total)
        let quantity = try #require(line.quantity.int)
        let each = try #require(line.price.double)
        let whole = NSDecimalNumber(decimal: try Self.decimal(line.total)).doubleValue
        #expect(abs(each * Double(quantity) - whole) < 0.005)
      }
      #expect(try Self.decimal(order.total) == sum)
    }
    #expect(currencies.isSuperset(of: ["USD", "EUR", "JPY", "KWD"]))
  }

  @Test func datesHaveNoZoneAndDifferByTheShops() throws {
    var visitor = Visitor.free(orders: 40)
    for order in try visitor.allOrders() {
      let (local, gmt) = (
        try #require(order.date_created.text), try #require(order.date_created_gmt.text)
      )
      #expect(local.count == 19 && gmt.count == 19)
      let (shop, world) = (
        try #require(Timestamp(iso8601: local)), try #require(Timestamp(iso8601: gmt))
      )
      #expect(shop - world == .hours(2))
    }
  }

  @Test func textBeyondASCIIIsEscapedAsPHPDoes() throws {
    var visitor = Visitor.free(orders: 300)
    let response = visitor.shop("/orders", [("per_page", "100")])
    #expect(response.body.allSatisfy { $0 < 0x80 })
    let text = String(decoding: response.body, as: UTF8.self)
    #expect(text.contains("\\u") && text.contains("\\/"))
    let names = try Answer(response).elements.compactMap { $0.billing.last_name.text }
    #expect(names.contains { $0.unicodeScalars.contains { $0.value > 0x7F } })
  }

  @Test func hostileNamesComeThroughWhole() throws {
    var visitor = Visitor.free(orders: 3000, days: 40)
    let names = try visitor.allOrders().compactMap { $0.billing.first_name.text }
    #expect(names.contains { $0.contains("\u{1B}") })
    #expect(names.contains { $0.contains("\u{202E}") })
    #expect(names.contains { $0.unicodeScalars.count > 90 })
    #expect(names.contains { $0.hasPrefix("=") })
  }

  @Test func aTrackedOrderCarriesThePluginsMeta() throws {
    var visitor = Visitor.free(orders: 100, .happy)
    let orders = try visitor.allOrders([("status", "completed")])
    #expect(orders.count > 50)
    let numbers = Dictionary(
      uniqueKeysWithValues: visitor.world.truth.map { ($0.id, $0.trackingNumbers) })
    for order in orders {
      let meta = order.meta_data.elements.first { $0.key.text == "_wc_shipment_tracking_items" }
      guard let item = meta?.value.elements.first else { continue }
      let id = try #require(order.id.int)
      let number = try #require(item.tracking_number.text)
      #expect(numbers[id]?.contains(number) == true)
      #expect(["china-post", "usps", "ups"].contains(item.tracking_provider.text))
      let shipped = try #require(item.date_shipped.text.flatMap(Int64.init))
      #expect(Timestamp(seconds: shipped) <= monday)
    }
  }

  @Test func aReturnRequestIsStatusAndMeta() throws {
    var visitor = Visitor.free(orders: 80, days: 40, .only(.returnRequested, mended: 0))
    let asked = try visitor.allOrders([("status", "return-requested")])
    #expect(asked.count > 10)
    for order in asked {
      let meta = order.meta_data.elements.first { $0.key.text == "_return_request" }
      let request = try #require(meta).value
      #expect(request.id.text == "r1")
      #expect(request.requested_at.text?.count == 19)
      #expect(request.requested_by.text?.isEmpty == false)
      #expect(request.reason.text?.isEmpty == false)
      let skus = order.line_items.elements.compactMap(\.sku.text)
      #expect(skus.contains(request.items[0].sku.text ?? "-"))
      #expect((request.items[0].quantity.int ?? 0) >= 1)
      #expect(try Self.decimal(request.amount) > 0)
      let hasPhotos = ["Arrived broken", "Not as in the pictures"].contains(request.reason.text)
      #expect(request.photos.elements.count == (hasPhotos ? 2 : 0))
    }
    let reasons = asked.compactMap { order in
      order.meta_data.elements.first { $0.key.text == "_return_request" }?.value.reason.text
    }
    #expect(reasons.contains("Arrived broken"))
  }

  @Test func aRefundIsNegativeAndMovesTheDate() throws {
    var visitor = Visitor.free(orders: 60, days: 40, .only(.refundedInPart))
    let refunded = try visitor.allOrders().filter { !$0.refunds.elements.isEmpty }
    #expect(refunded.count > 20)
    for order in refunded {
      let amount = try Self.decimal(order.refunds[0].total)
      #expect(amount < 0)
      #expect(-amount < (try Self.decimal(order.total)))
      #expect(order.status.text == "completed")
    }
  }

  /// The customer's letter is noted hours before the refund: it must not show in `date_modified`.
  @Test func aNoteDoesNotMoveTheDate() throws {
    var visitor = Visitor.free(orders: 40, days: 40, .only(.refundedInPart))
    var compared = 0
    for order in try visitor.allOrders().prefix(25) {
      let id = try #require(order.id.int)
      let notes = try Answer(visitor.shop("/orders/\(id)/notes")).elements
      guard let note = notes.first, let stamp = note.date_created_gmt.text,
        let at = Timestamp(iso8601: stamp)
      else { continue }
      let now = visitor.now
      visitor.now = at + .minutes(1)
      let then = try Answer(visitor.shop("/orders/\(id)"))
      #expect(try #require(then.date_modified_gmt.text) < stamp)
      visitor.now = now
      compared += 1
    }
    #expect(compared > 10)
  }

  @Test func anOrderIsFoundByItsIdAndNoOther() throws {
    var visitor = Visitor.free(orders: 10)
    #expect(try Answer(visitor.shop("/orders/1001")).id.int == 1001)
    for id in ["1002", "999999", "0", "-1001", "x"] {
      let response = visitor.shop("/orders/" + id)
      #expect(response.status == 404)
      #expect(try Answer(response).code.text == "woocommerce_rest_shop_order_invalid_id")
    }
  }

  @Test func aProductWithoutOfferMayHaveNoSKU() throws {
    var visitor = Visitor.free(orders: 80, .only(.unmapped))
    let lines = try visitor.allOrders().flatMap(\.line_items.elements)
    #expect(lines.contains { $0.sku.isNull && $0.has("sku") })
    let mapped = Set(visitor.world.offers.map(\.sku))
    #expect(lines.compactMap(\.sku.text).allSatisfy { !mapped.contains($0) })
  }

  @Test func aBrokenAddressIsCorrectedLater() throws {
    var visitor = Visitor.free(orders: 40, .only(.badAddress, mended: 1))
    let truth = try #require(visitor.world.truth.first)
    visitor.now = truth.placedAt + .minutes(10)
    #expect(try Answer(visitor.shop("/orders/\(truth.id)")).shipping.address_1.text == "")
    visitor.now = try #require(truth.trouble).upperBound
    #expect(try Answer(visitor.shop("/orders/\(truth.id)")).shipping.address_1.text != "")
  }
}
