import Connectors
import Fulfillment
import Testing
import Wire

/// Deliveries of shops, with proofs that are right and wrong.
struct WebhookTests {
  private let shop = ShopifySamples.shop
  private let secret = "shpss_fedcba98"

  private func delivery(
    _ topic: String, _ body: JSON, secret: String? = nil, prefix: String = "X-Shopify-",
    raw: [UInt8]? = nil
  ) -> Delivery {
    let bytes = raw ?? Array(body.encoded.utf8)
    let proof = Signing.base64(Signing.hmacSHA256(bytes, key: Array((secret ?? self.secret).utf8)))
    var headers = HTTPHeaders()
    headers.add(prefix + "Topic", topic)
    headers.add(prefix + "Hmac-SHA256", proof)
    headers.add(prefix + "Webhook-Id", "b54557e4-bdd9-4b37-8a5f-bf7d70bcd043")
    headers.add(prefix + "Triggered-At", "2026-11-22T09:00:00.123Z")
    return Delivery(headers: headers, body: bytes, receivedAt: Samples.now)
  }

  private func error(_ reader: some WebhookReading, _ delivery: Delivery) -> WebhookError? {
    do throws(WebhookError) {
      _ = try reader.read(delivery)
      return nil
    } catch {
      return error
    }
  }

  private static let order: JSON = [
    "id": 820_982_911_946_154_508, "name": "#9999", "currency": "USD", "test": .bool(true),
    "created_at": "2021-12-31T19:00:00-05:00", "updated_at": "2021-12-31T19:30:00-05:00",
    "cancelled_at": .null, "financial_status": "voided", "fulfillment_status": .null,
    "total_price": "388.00", "total_tax": "0.00", "total_discounts": "20.00", "tags": "tag1, tag2",
    "total_shipping_price_set": ["shopMoney": .null],
    "shipping_lines": [["price": "10.00"]], "contact_email": "jon@example.com",
    "customer": ["first_name": "John", "last_name": "Smith"],
    "shipping_address": [
      "first_name": "Steve", "last_name": "Shipper", "address1": "123 Shipping Street",
      "city": "Shippington", "province_code": "KY", "zip": "40003", "country_code": "US",
    ],
    "line_items": [
      [
        "id": 866_550_311_766_439_020, "sku": "SKU2006-001", "name": "IPod Nano - 8GB",
        "quantity": 1, "current_quantity": 1, "price": "199.00", "requires_shipping": .bool(true),
        "discount_allocations": [["amount": "5.00"]],
      ]
    ], "refunds": [],
  ]

  @Test(arguments: ["X-Shopify-", "shopify-", "x-shopify-"])
  func anOrderIsRead(prefix: String) throws {
    let news = try shop.read(delivery("orders/updated", Self.order, prefix: prefix))
    #expect(news.id == "b54557e4-bdd9-4b37-8a5f-bf7d70bcd043")
    #expect(news.topic == "orders/updated")
    #expect(news.at == Samples.time("2026-11-22T09:00:00.123Z"))
    guard case .orders(let orders) = news.content, let order = orders.first else {
      Issue.record("no order: \(news.content)")
      return
    }
    #expect(order.externalID == "820982911946154508")
    #expect(order.placedAt == Samples.time("2022-01-01T00:00:00Z"))
    #expect(order.payment == .voided)
    #expect(order.total == Samples.usd(38_800))
    #expect(order.shipping == Samples.usd(1000))
    #expect(order.customerName == "John Smith")
    #expect(order.email == "jon@example.com")
    #expect(order.shipTo.province == "KY")
    #expect(order.tags == ["tag1", "tag2", "test"])
    #expect(order.lines.map(\.price) == [Samples.usd(19_400)])
  }

  @Test func aWrongProofIsRefusedBeforeAnythingIsRead() {
    #expect(
      error(shop, delivery("orders/create", Self.order, secret: "other")) == .badSignature)
    var changed = delivery("orders/create", Self.order)
    changed.body.append(UInt8(ascii: " "))
    #expect(error(shop, changed) == .badSignature)
    var unsigned = delivery("orders/create", Self.order)
    unsigned.headers["X-Shopify-Hmac-SHA256"] = nil
    #expect(error(shop, unsigned) == .unsigned)
    let bare = Shopify(Credentials(url: "https://sim.myshopify.com", key: "shpat_1"))
    #expect(error(bare, delivery("orders/create", Self.order, secret: "")) == .unsigned)
  }

  @Test(arguments: ["", "{", "[]", "null", "<html>"])
  func whatIsSignedAndNoObjectIsMalformed(body: String) {
    guard case .malformed = error(shop, delivery("orders/create", .null, raw: Array(body.utf8)))
    else {
      Issue.record("\(body) was read")
      return
    }
  }

  @Test(
    arguments: [
      ("orders/delete", ["id": 5], "order 5"), ("orders/create", ["id": 5], "order 5"),
      ("orders/edited", ["order_edit": ["order_id": 5]], "order 5"),
      ("refunds/create", ["id": 9, "order_id": 5], "order 5"),
      (
        "returns/request", ["id": 9, "order": ["id": 5, "admin_graphql_api_id": "gid"]], "order 5"
      ),
      ("fulfillment_events/create", ["id": 9, "order_id": 5, "status": "in_transit"], "order 5"),
      ("fulfillments/create", ["id": 9, "order_id": 5, "tracking_number": "1Z9"], "order 5"),
      ("app/uninstalled", ["id": 1], "the app was uninstalled: the shop's key is void"),
    ] as [(String, JSON, String)])
  func whatDoesNotTellAllIsAHint(topic: String, body: JSON, hint: String) throws {
    #expect(try shop.read(delivery(topic, body)).content == .hint(hint))
  }

  @Test func aParcelsStatusIsReadWhereACarrierSpoke() throws {
    let body: JSON = [
      "id": 9, "order_id": 5, "status": "success", "shipment_status": "out_for_delivery",
      "tracking_numbers": ["1z 999", "RR1"], "tracking_company": "UPS",
      "updated_at": "2026-11-22T04:00:00-05:00",
    ]
    guard case .tracking(let reports) = try shop.read(delivery("fulfillments/update", body)).content
    else {
      Issue.record("no report")
      return
    }
    #expect(reports.map(\.number) == ["1Z999", "RR1"])
    #expect(reports.allSatisfy { $0.status == .outForDelivery })
    #expect(reports.first?.events.first?.occurredAt == Samples.time("2026-11-22T09:00:00Z"))
  }

  @Test func aDisputeIsRead() throws {
    let body: JSON = [
      "id": 285_332_461_850_802_050, "order_id": 820_982_911_946_154_500, "type": "chargeback",
      "amount": "11.50", "currency": "CAD", "reason": "fraudulent", "status": "under_review",
      "evidence_due_by": "2021-12-30T19:00:00-05:00", "initiated_at": "2021-12-31T19:00:00-05:00",
    ]
    guard case .disputes(let disputes) = try shop.read(delivery("disputes/update", body)).content
    else {
      Issue.record("no dispute")
      return
    }
    #expect(disputes.first?.order == "820982911946154500")
    #expect(disputes.first?.state == .underReview)
    #expect(disputes.first?.evidenceDueAt == Samples.time("2021-12-31T00:00:00Z"))
  }

  @Test func otherTopicsAreLeftAlone() {
    #expect(
      error(shop, delivery("products/update", ["id": 1])) == .ignored(topic: "products/update"))
  }

  // MARK: - WooCommerce

  private let woo = WooCommerce(
    Credentials(
      url: "https://shop.example", key: "ck_1", secret: "cs_1",
      options: ["webhook_secret": "hook-secret"]))

  private func wooDelivery(_ topic: String, _ body: String, secret: String?) -> Delivery {
    let bytes = Array(body.utf8)
    var headers: HTTPHeaders = [
      "x-wc-webhook-topic": topic, "x-wc-webhook-delivery-id": "7f2a",
    ]
    if let secret {
      let proof = Signing.base64(Signing.hmacSHA256(bytes, key: Array(secret.utf8)))
      headers.add("X-WC-Webhook-Signature", proof)
    }
    return Delivery(headers: headers, body: bytes, receivedAt: Samples.now)
  }

  private static let wooOrder: JSON = [
    "id": 727, "number": "727", "status": "processing", "currency": "USD",
    "date_created_gmt": "2026-11-20T08:00:00", "date_modified_gmt": "2026-11-21T08:00:00",
    "total": "29.35", "line_items": [["id": 315, "sku": "MUG", "quantity": 2, "total": "6.00"]],
  ]

  @Test func aShopsOrderIsRead() throws {
    let news = try woo.read(
      wooDelivery("order.updated", Self.wooOrder.encoded, secret: "hook-secret"))
    #expect(news.id == "7f2a")
    #expect(news.at == Samples.time("2026-11-21T08:00:00Z"))
    guard case .orders(let orders) = news.content else {
      Issue.record("no order")
      return
    }
    #expect(orders.map(\.externalID) == ["727"])
  }

  @Test func aNewWebhookIsTriedWithoutAProof() throws {
    let news = try woo.read(wooDelivery("", "webhook_id=42", secret: nil))
    #expect(news.content == .ping)
    #expect(error(woo, wooDelivery("", "webhook_id=42&x=1", secret: nil)) == .unsigned)
    #expect(error(woo, wooDelivery("", "webhook_id=", secret: nil)) == .unsigned)
    #expect(
      error(woo, wooDelivery("order.created", Self.wooOrder.encoded, secret: nil)) == .unsigned)
  }

  @Test func aShopsProofIsChecked() {
    let wrong = wooDelivery("order.updated", Self.wooOrder.encoded, secret: "other")
    #expect(error(woo, wrong) == .badSignature)
    let deaf = WooCommerce(Credentials(url: "https://shop.example", key: "ck_1", secret: "cs_1"))
    #expect(error(deaf, wrong) == .unsigned)
  }

  @Test func aDeletedOrderIsAHint() throws {
    let news = try woo.read(wooDelivery("order.deleted", #"{"id":727}"#, secret: "hook-secret"))
    #expect(news.content == .hint("order 727"))
    #expect(
      error(woo, wooDelivery("product.updated", #"{"id":1}"#, secret: "hook-secret"))
        == .ignored(topic: "product.updated"))
  }

  @Test func noDeliveryShowsWhatItHolds() {
    let shown = "\(wooDelivery("order.updated", "customer", secret: "hook-secret"))"
    #expect(!shown.contains("customer"))
  }
}
