import Connectors
import Fulfillment
import Testing
import Wire

/// Every recorded answer there is: it is decoded, or its name says what it is of that this program has no
/// use for.
@Suite(.enabled(if: Recordings.arePresent))
struct RecordingCensusTests {
  private static let services = [
    "17track", "aftership", "aliexpress", "cj", "easypost", "karrio", "shippo", "shopify",
    "stripe", "woocommerce",
  ]

  /// Words in the names of what is not read, and why.
  private static let reasons: [String: [(reason: String, words: [String])]] = [
    "17track": [],
    "aftership": [
      ("what is sent, not what is answered", ["request"]),
      ("carriers and notifications are set up at AfterShip", ["courier", "notification"]),
      ("predictions are not asked for", ["predict"]),
    ],
    "aliexpress": [("what is sent, not what is answered", ["request"])],
    "cj": [
      ("what is sent, not what is answered", ["request"]),
      ("the cart is not used, orders are paid one by one", ["cart", "parentorder"]),
      ("a bare yes to what is not asked", ["logout", "webhook-set", "order-delete"]),
      ("catalogues are not searched at CJ", ["product-list", "variant-query."]),
    ],
    "easypost": [
      (
        "labels are not bought through EasyPost", ["shipment", "rate", "return", "refund", "batch"]
      ),
      ("insurance is not bought there", ["claim", "insurance"]),
      ("webhooks are set up at EasyPost", ["webhook", "payload"]),
      ("trackers are not deleted, an empty object answers", ["tracker"]),
      ("its events are of labels", ["event"]),
      ("about the client library", ["hooks", "vector"]),
    ],
    "karrio": [
      ("what carriers say to Karrio", ["carrier-", "schema-"]),
      ("orders and rates are not kept in Karrio", ["orders", "rating"]),
    ],
    "shippo": [
      (
        "labels are not bought through Shippo",
        [
          "address", "batch", "order", "pickup", "parcel", "rate", "shipment", "transaction",
          "customs", "manifest", "refund", "carrier", "webhook", "user", "service", "label",
        ]
      )
    ],
    "shopify": [],
    "stripe": [
      ("what is sent, not what is answered", ["cli-"]),
      (
        "of Stripe, charges, refunds and disputes alone are read",
        [
          "balance", "customer", "payment", "order_order", "account", "checkout", "file", "mandate",
          "payout", "radar", "dispute_p", "review", "webhook", "saves_", "invoice", "source",
          "token",
        ]
      ),
      ("the data of an event without the event", ["payevt-"]),
      ("several calls, none of which is asked here", ["vcr-"]),
    ],
    "woocommerce": [],
  ]

  /// Of these services the recordings are of the whole interface, most of which is about selling: what must
  /// be read is told instead.
  private static let wanted: [String: [String]] = [
    "shopify": [
      "order.json", "orders.json", "access_scopes", "refund", "fulfillment_event",
      "fulfillments.json",
      "fulfillment-event", "fulfillment-get", "fulfillment-list", "go-transaction",
      "node-transaction", "order-fulfillment-orders", "fulfillment-order-cancel",
    ],
    "woocommerce": [
      "docs-orders-", "docs-order-notes", "docs-order-refunds", "ios-order-note", "ios-refund",
      "ios-shipment_tracking_new", "ios-shipment_tracking_multiple", "docs-products-01",
      "docs-products-03", "docs-products-04", "docs-product-variations-0",
      "ios-product-variation-update",
    ],
  ]

  private static let files: [(service: String, path: String)] = services.flatMap { service in
    Recordings.files(in: "fixtures/\(service)") {
      $0.contains(".") && !$0.hasSuffix(".md")
    }.map { (service, $0) }
  }

  /// nil where it holds something: a value, or an error in the service's own words.
  private static func emptiness(_ service: String, _ path: String) throws -> String? {
    guard let decoder = RecordingDecoder(service, now: Samples.now) else { return "no decoder" }
    let file = decoder.decode(try Recordings.bytes(path), name: path)
    // Nothing but no error: an empty page.
    if !file.values.isEmpty || !file.unreadable.isEmpty || file.errors.isEmpty { return nil }
    let unknown = file.errors.allSatisfy { error in
      guard case .malformed(let text) = error else { return false }
      return text.contains("that is read from")
    }
    return unknown ? file.errors.first?.message ?? "nothing in it" : nil
  }

  @Test(arguments: services)
  func everyRecordingIsReadOrNotOurs(service: String) throws {
    let files = Self.files.filter { $0.service == service }
    #expect(!files.isEmpty)
    let (reasons, wanted) = (Self.reasons[service] ?? [], Self.wanted[service])
    var read = 0
    for (_, path) in files {
      guard let emptiness = try Self.emptiness(service, path) else {
        read += 1
        continue
      }
      let name = (path.split(separator: "/").last ?? "").lowercased()
      if let wanted {
        #expect(!wanted.contains { name.contains($0) }, "\(path): \(emptiness)")
      } else {
        #expect(
          reasons.contains { $0.words.contains { name.contains($0) } }, "\(path): \(emptiness)")
      }
    }
    #expect(read > 1, "\(read) of \(files.count)")
  }
}
