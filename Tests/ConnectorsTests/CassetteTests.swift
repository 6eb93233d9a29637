import Connectors
import Fulfillment
import Testing
import Wire

/// Cassettes as recorders write them, against the same brought into one form by other hands.
@Suite(.enabled(if: Recordings.arePresent))
struct CassetteTests {
  /// Those of Stripe were stripped of secrets so that they differ from the one form.
  private static let cassettes = ["easypost", "aftership", "shippo"].flatMap { service in
    Recordings.files(in: "fixtures/\(service)") { name in
      !name.contains("transaction-test_list_all") && name.hasSuffix(".yaml")
        || name.hasSuffix(".yml") || name.hasSuffix(".har")
        || name.hasPrefix("cs-") || name.hasPrefix("java-claim") || name.hasPrefix("java-tracker")
    }
  }

  @Test func thereAreCassettes() {
    #expect(Self.cassettes.count >= 120)
  }

  @Test(arguments: cassettes)
  func everyExchangeIsFound(path: String) throws {
    let parts = path.split(separator: "/")
    let name = (parts.last ?? "").split(separator: ".").dropLast().joined(separator: ".")
    let folder = "fixtures/\(parts[1])/normalised/"
    guard let normal = try? Recordings.json(folder + name + ".json") else { return }
    let found = RecordingReader.read(try Recordings.bytes(path))
    let expected = normal["interactions"].elements
    #expect(found.count == expected.count)
    for (recording, interaction) in zip(found, expected) {
      #expect(recording.method.uppercased() == interaction["request"]["method"].text?.uppercased())
      #expect(recording.url == interaction["request"]["url"].text)
      guard case .answer(let response, _) = recording.content else {
        Issue.record("\(path) holds a delivery")
        continue
      }
      #expect(Int64(response.status) == interaction["response"]["status"].integer)
      let body = interaction["response"]["body_json"]
      if !body.isNull { #expect((try? JSON(response.body)) == body) }
      let type = interaction["response"]["headers"]["content-type"].text
      if let type { #expect(response.headers["Content-Type"] == type) }
    }
  }
}

/// What recordings are decoded into: facts that were read from them by eye.
@Suite(.enabled(if: Recordings.arePresent))
struct DecodedRecordingsTests {
  private func decode(_ service: String, _ name: String) throws -> DecodedFile {
    let decoder = try #require(RecordingDecoder(service, now: Samples.now))
    return decoder.decode(try Recordings.bytes("fixtures/\(service)/\(name)"), name: name)
  }

  private func reports(_ file: DecodedFile) -> [TrackingReport] {
    file.values.compactMap { value in
      guard case .tracking(let report) = value else { return nil }
      return report
    }
  }

  private func orders(_ file: DecodedFile) -> [Order] {
    file.values.compactMap { value in
      guard case .order(let order) = value else { return nil }
      return order
    }
  }

  @Test(arguments: [
    "go-TestTrackerCreate.yaml", "cs-tracker_service-create.json", "java-tracker-create.json",
    "php-trackers-create.yml", "rb-tracker-Tracker_create_creates_a_tracker.yml",
    "node-Tracker-Service-creates-a-tracker.har",
  ])
  func everyRecordersTrackerIsTheSame(name: String) throws {
    let report = try #require(reports(try decode("easypost", name)).first)
    #expect(report.number == "EZ1000000001")
    #expect(report.carrier == "USPS")
    #expect(report.status == .label)
    #expect(report.events.count == 2)
  }

  @Test func theShopsThatWereMeasuredAreRead() throws {
    for version in ["11.0.1", "7.5.1"] {
      let page = orders(try decode("woocommerce", "measured/\(version)/orders_list_page.json"))
      #expect(page.count == 3)
      let news = try decode(
        "woocommerce", "measured/\(version)/webhook_delivery_order_created.json")
      #expect(news.entries.first?.json["topic"] == "order.created")
      #expect(orders(news).count == 1)
      let deleted = try decode(
        "woocommerce", "measured/\(version)/webhook_delivery_order_deleted.json")
      #expect(deleted.entries.first?.json["says"] == "hint")
    }
  }

  @Test(arguments: ["11.0.1", "7.5.1"], ["created", "updated", "deleted"])
  func measuredDeliveriesAreVerified(version: String, event: String) throws {
    let path = "fixtures/woocommerce/measured/\(version)/webhook_delivery_order_\(event).json"
    let decoder = try #require(
      RecordingDecoder("woocommerce", secret: "rig-secret-é", now: Samples.now))
    let file = decoder.decode(try Recordings.bytes(path))
    #expect(file.entries.first?.json["proof"] == "verified", "\(file)")
  }

  @Test(arguments: [
    ("maintenance", "unavailable"), ("database_down", "unavailable"), ("php_down", "unavailable"),
    ("plugin_off", "rejected"), ("bad_date", "rejected"), ("big_page", "rejected"),
  ])
  func shopsInTroubleAreUnderstood(name: String, word: String) throws {
    let file = try decode("woocommerce", "measured/errors/\(name).json")
    #expect(file.entries.map { $0.json["error"].text } == [word], "\(file)")
  }

  @Test(arguments: [
    ("live-rest-400-limit-251.json", "rejected"),
    ("live-rest-400-page-info-filter.json", "rejected"),
    ("live-graphql-max-cost-exceeded.json", "rejected"),
    ("live-graphql-user-error-productCreate.json", "rejected"),
  ])
  func whatShopifyRefusedIsUnderstood(name: String, word: String) throws {
    let file = try decode("shopify", name)
    #expect(file.entries.map { $0.json["error"].text } == [word], "\(file)")
  }

  @Test func everyShopifyOrderIsRead() throws {
    for name in [
      "py-order.json", "py-orders.json", "go-order.json", "go-orders.json", "rb-order.json",
      "rb-orders.json", "node-order-get.json", "node-order-list.json",
      "live-graphql-order-node.json",
    ] {
      let file = try decode("shopify", name)
      #expect(!orders(file).isEmpty, "\(name): \(file)")
      #expect(file.unreadable == [], "\(name)")
    }
  }

  @Test func suppliersAnswersAreRead() throws {
    func kind(_ service: String, _ name: String) throws -> String? {
      try decode(service, name).entries.first?.json["kind"].text
    }
    #expect(try kind("cj", "doc-auth-getAccessToken.json") == "token")
    #expect(try kind("cj", "doc-order-list-item.json") == "purchase")
    #expect(try kind("cj", "doc-order-createOrderV2-success-skeleton.json") == "placement")
    #expect(try kind("cj", "doc-pay-getBalance.json") == "balance")
    #expect(try kind("cj", "doc-logistic-freightCalculate.json") == "shipping_method")
    #expect(try kind("cj", "doc-stock-queryByVid.json") == "item")
    #expect(try kind("cj", "doc-variant-queryByVid.json") == "item")
    #expect(try kind("aliexpress", "live-order-create-success.json") == "placement")
    #expect(
      try kind("aliexpress", "capture-order-create-pay-aliOrderCreatePayResponseExp1.json")
        == "placement")
    #expect(try kind("aliexpress", "doc-trade-order-get-success.json") == "purchase")
    #expect(
      try kind("aliexpress", "capture-ds-delivery-freight-dsDeliveryFreightExp1.json")
        == "shipping_method")
  }

  /// Every file is understood or refused with a reason, and none takes the decoder apart.
  @Test(arguments: ConnectorTable.all.map(\.service))
  func everyRecordingHasAMeaningOrAReason(service: String) throws {
    let folder = service == "files" ? "orders-csv" : service
    let decoder = try #require(RecordingDecoder(service, now: Samples.now))
    for path in Recordings.files(in: "fixtures/\(folder)", where: { !$0.hasSuffix(".md") }) {
      guard let bytes = try? Recordings.bytes(path) else { continue }
      let file = decoder.decode(bytes, name: path)
      #expect(
        file.errors.allSatisfy { !$0.message.isEmpty } && file.unreadable.allSatisfy { !$0.isEmpty }
      )
      // A file of orders is never passed over.
      if service == "files" { #expect(file.values.count > 1, "\(path)") }
    }
  }
}
