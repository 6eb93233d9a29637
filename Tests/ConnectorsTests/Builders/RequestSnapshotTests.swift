import Connectors
import Fulfillment
import Testing
import Wire

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Every request of every service against its text file beside the tests; `RECORD=1` rewrites.
struct RequestSnapshotTests {
  /// An account in one of the ways it can be set up.
  struct Setup: Sendable, CustomTestStringConvertible {
    var name: String
    var service: String
    var credentials: Credentials
    var facts = BuilderFacts()
    var testDescription: String { name }

    func builders() throws -> [Built] {
      let service = try #require(ConnectorTable.service(service))
      let account = Account(name: service.service, service: service.service, role: service.role)
      return try Builders(
        service.connect(account, credentials), facts, Samples.context
      ).all
    }
  }

  private static func credentials(_ url: String = "", _ options: [String: String] = [:])
    -> Credentials
  {
    Credentials(
      url: url, key: "key-0123456789", secret: "secret-0123456789", options: options)
  }

  private static let shopify: [Setup] = {
    var facts = BuilderFacts()
    facts.cursors = [
      Cursor(#"{"since":"2026-11-20T08:00:00.250Z","after":"abc","size":5}"#),
      Cursor(#"{"waiting":["gid://shopify/Order/1001"]}"#),
    ]
    facts.order = "1001"
    facts.portion = "gid://shopify/FulfillmentOrder/5"
    facts.job = "gid://shopify/Job/1"
    facts.payment.id = "gid://shopify/OrderTransaction/3"
    facts.told = try? [
      ShopifySamples.prepared([
        ShopifySamples.portions([ShopifySamples.portion(5, lines: [(11, 2)])])
      ]),
      ShopifySamples.prepared([
        ShopifySamples.portions([ShopifySamples.portion(5, lines: [(11, 1)])], end: "a"),
        ShopifySamples.portions([ShopifySamples.portion(6, lines: [(11, 1)], location: 2)]),
      ]),
    ]
    let token = Credentials(url: "https://shop.myshopify.com", key: "shpat_0123456789")
    let rest = Credentials(url: token.url, key: token.key, options: ["api": "rest"])
    return [
      Setup(name: "shopify", service: "shopify", credentials: token, facts: facts),
      Setup(name: "shopify-rest", service: "shopify", credentials: rest, facts: facts),
      Setup(
        name: "shopify-app", service: "shopify",
        credentials: Credentials(url: token.url, key: "client-0123", secret: "shpss_0123456789"),
        facts: facts),
    ]
  }()

  private static let setups: [Setup] =
    shopify + woocommerce + suppliers
    + ["17track", "aftership", "easypost", "shippo"].map {
      Setup(name: $0, service: $0, credentials: credentials())
    } + [
      Setup(
        name: "karrio", service: "karrio", credentials: credentials("https://karrio.example")),
      Setup(name: "stripe", service: "stripe", credentials: credentials()),
    ]

  private static let woocommerce: [Setup] = {
    var facts = BuilderFacts()
    facts.cursors = [
      Cursor("since=2026-11-20T08%3A00%3A00Z&newest=2026-11-21T08%3A00%3A00Z&offset=90&last=5"),
      Cursor("list=newest&since=2026-11-20T08%3A00%3A00Z"),
      Cursor("list=trash&since=2026-11-20T08%3A00%3A00Z&paged=1&offset=100"),
    ]
    return [
      Setup(
        name: "woocommerce", service: "woocommerce",
        credentials: credentials("https://shop.example"), facts: facts),
      Setup(
        name: "woocommerce-http", service: "woocommerce",
        credentials: credentials("http://shop.example:8080/store", ["notes": "private"]),
        facts: facts),
    ]
  }()

  private static let suppliers: [Setup] = {
    var cj = BuilderFacts()
    cj.items = ["1392053744945991680", "CJJT0123456"]
    var aliExpress = BuilderFacts()
    aliExpress.items = ["1005004638293060;14:365458#Brown", "1005004638293060;14:1#Red"]
    aliExpress.draft.items[0].supplierSKU = aliExpress.items[0]
    aliExpress.purchaseNumber = "8123456789012345"
    return [
      Setup(name: "cj", service: "cj", credentials: credentials(), facts: cj),
      Setup(
        name: "aliexpress", service: "aliexpress",
        credentials: credentials("", ["session": "session-0123456789"]), facts: aliExpress),
    ]
  }()

  /// The folder of a service's sources.
  private static let folders = [
    "shopify": "Shopify", "woocommerce": "WooCommerce", "cj": "CJ", "aliexpress": "AliExpress",
    "17track": "SeventeenTrack", "aftership": "AfterShip", "easypost": "EasyPost",
    "shippo": "Shippo", "karrio": "Karrio", "stripe": "Stripe",
  ]

  /// Work by files and letters: no request to build.
  private static let silent: Set = ["files", "files-shop", "email"]

  @Test(arguments: setups)
  func requestsAreAsRecorded(setup: Setup) throws {
    let text = try setup.builders().map(Self.text).joined(separator: "\n")
    let file = Self.folder + "/\(setup.name).txt"
    if Self.isRecording {
      try FileManager.default.createDirectory(
        atPath: Self.folder, withIntermediateDirectories: true)
      try text.write(toFile: file, atomically: true, encoding: .utf8)
      return
    }
    let recorded = try #require(
      try? String(contentsOfFile: file, encoding: .utf8),
      "no snapshot of \(setup.name): RECORD=1 swift test --filter RequestSnapshot makes it")
    let (old, new) = (Self.parts(recorded), Self.parts(text))
    for (name, request) in new {
      #expect(old[name] == request, "\(setup.name) \(name)")
    }
    #expect(Set(old.keys).subtracting(new.keys) == [], "recorded, and not built any more")
  }

  @Test func everyServiceIsAmongThem() {
    let services = Set(Self.setups.map(\.service))
    #expect(services == Set(ConnectorTable.all.map(\.service)).subtracting(Self.silent))
    #expect(services == Set(Self.folders.keys))
  }

  /// A function that returns an exchange and is not asked here has no snapshot.
  @Test(arguments: folders.keys.sorted())
  func everyBuilderOfTheSourceIsAmongThem(service: String) throws {
    let folder = try #require(Self.folders[service])
    let written = try Self.builders(in: folder)
    #expect(!written.isEmpty, "no builder found in \(folder)")
    let asked = Set(
      try Self.setups.filter { $0.service == service }.flatMap { try $0.builders() }.map(\.function)
    )
    #expect(written.subtracting(asked).subtracting(Self.answerNothing[service] ?? []) == [])
  }

  /// What a service conforms to only to say that it has no such thing.
  private static let answerNothing: [String: Set<String>] = [
    "aliexpress": ["pay", "cancel", "balance"]
  ]

  /// Names of the functions of a folder that others can call and that return exchanges.
  private static func builders(in folder: String) throws -> Set<String> {
    let path = project + "/Sources/Connectors/" + folder
    var names: Set<String> = []
    for name in try FileManager.default.contentsOfDirectory(atPath: path).sorted() {
      let text = try String(contentsOfFile: path + "/" + name, encoding: .utf8)
      for piece in text.split(separator: "package func ", omittingEmptySubsequences: false)
        .dropFirst()
      {
        let head = piece.prefix { $0 != "{" }
        guard let arrow = head.firstRange(of: "-> "),
          head[arrow.upperBound...].contains("Exchange<")
        else { continue }
        names.insert(String(piece.prefix { $0.isLetter || $0.isNumber }))
      }
    }
    return names
  }

  private static let project: String = {
    var path = #filePath.split(separator: "/")
    path.removeLast(4)
    return "/" + path.joined(separator: "/")
  }()

  private static let folder = project + "/Tests/ConnectorsTests/Builders/Requests"
  private static let isRecording = ProcessInfo.processInfo.environment["RECORD"] == "1"

  private static func text(_ built: Built) -> String {
    let request = built.operation.request
    let headers = request.headers.fields.map { "\($0.name): \($0.value)\n" }.joined()
    let body =
      request.body.isEmpty ? "" : "\n" + String(decoding: request.body, as: UTF8.self) + "\n"
    return "## \(built.name)\n\(request.method.rawValue) \(request.url)\n\(headers)\(body)"
  }

  private static func parts(_ text: String) -> [String: String] {
    var parts: [String: String] = [:]
    var name = ""
    for line in text.split(separator: "\n", omittingEmptySubsequences: true) {
      if line.hasPrefix("## ") {
        name = String(line.dropFirst(3))
        parts[name] = ""
      } else {
        parts[name, default: ""] += line + "\n"
      }
    }
    return parts
  }
}
