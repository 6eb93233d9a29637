import Connectors
import Foundation
import Fulfillment
import Settings
import Testing

@Suite struct ConfigurationTests {
  private let environment = [
    "USER": "kim", "WOO_KEY": "ck_1", "WOO_SECRET": "cs_1", "CJ_KEY": "cj_1",
    "SEVENTEENTRACK_KEY": "17_1",
  ]

  private func parse(_ text: String, withSecrets: Bool = true) throws -> Configuration {
    try Configuration.parse(
      text, file: "/etc/config.toml", environment: environment, withSecrets: withSecrets)
  }

  @Test func emptyFileMeansDefaults() throws {
    var expected = Configuration()
    expected.file = "/etc/config.toml"
    expected.operatorName = "kim"
    #expect(try parse("") == expected)
    #expect(try parse("# only words\n") == expected)
    #expect(expected.hold == .minutes(10) && expected.returnWindow == .days(30))
  }

  @Test func missingFileMeansDefaults() throws {
    let configuration = try Configuration.load(
      path: "/no/such/file.toml", environment: ["LOGNAME": "lee"])
    #expect(configuration.accounts.isEmpty)
    #expect(configuration.operatorName == "lee")
    #expect(configuration.thresholds == Thresholds())
    #expect(configuration.file == "/no/such/file.toml")
  }

  @Test func accountsAreReadWithTheirSecrets() throws {
    let configuration = try parse(
      """
      [[account]]
      name = "main-shop"
      service = "woocommerce"
      url = "https://shop.example/"
      key = "env:WOO_KEY"
      secret = "env:WOO_SECRET"
      every = "90s"

      [[account]]
      name = "CJ"
      service = "cj"
      key = "env:CJ_KEY"

      [[account]]
      name = "Pakete 2"
      service = "17track"
      key = "env:SEVENTEENTRACK_KEY"
      """)
    #expect(
      configuration.accounts == [
        ConfiguredAccount(
          account: Account(name: "main-shop", service: "woocommerce", role: .storefront),
          credentials: Credentials(url: "https://shop.example", key: "ck_1", secret: "cs_1"),
          cadence: .seconds(90)),
        ConfiguredAccount(
          account: Account(name: "CJ", service: "cj", role: .supplier),
          credentials: Credentials(key: "cj_1")),
        ConfiguredAccount(
          account: Account(name: "Pakete 2", service: "17track", role: .tracker),
          credentials: Credentials(key: "17_1")),
      ])
  }

  @Test func withoutSecretsNoneIsLookedFor() throws {
    let text = """
      [[account]]
      name = "shop"
      service = "woocommerce"
      url = "http://127.0.0.1:8080/shop"
      key = "env:NOT_SET"
      secret = "file:/no/such/file"
      """
    let account = try #require(try parse(text, withSecrets: false).accounts.first)
    #expect(account.credentials == Credentials(url: "http://127.0.0.1:8080/shop"))
    #expect(throws: ConfigurationError.self) { try parse(text) }
  }

  @Test func consoleSettingsAreRead() throws {
    let configuration = try parse(
      """
      [console]
      theme = "harbour"
      utc_offset = "-03:30"
      operator = "Kim Larsen"
      hold = "0"
      return_window = "60d"
      glyphs = "ascii"
      """)
    #expect(configuration.theme == "harbour")
    #expect(configuration.zone == .offset(-210))
    #expect(configuration.operatorName == "Kim Larsen")
    #expect(configuration.hold == .seconds(0))
    #expect(configuration.returnWindow == .days(60))
    #expect(configuration.glyphs == .ascii)
  }

  @Test func localZoneIsLeftToTheProgram() throws {
    #expect(try parse("[console]\nutc_offset = \"local\"").zone == .local)
  }

  @Test(arguments: ["Europe/Berlin", "America/Argentina/Buenos_Aires", "Etc/GMT+3"])
  func zonesHaveNames(_ name: String) throws {
    #expect(try parse("[console]\nzone = \"\(name)\"").zone == .named(name))
  }

  @Test func everyThresholdCanBeSet() throws {
    let thresholds = try parse(
      """
      [thresholds]
      payment.pending = "1h"
      purchase.unsent = "2m"
      "purchase.unacknowledged" = "3h"
      dispatch.late = "4d"
      tracking.missing = "5d"
      tracking.unscanned = "6bd"
      transit.stalled.domestic = "7bd"
      transit.stalled.foreign = "8bd"
      delivery.pickup = "9d"
      parcel.lost = "10d"
      return.waiting = "11h"
      feed.stale = "12x"
      """
    ).thresholds
    var expected = Thresholds()
    expected.paymentPending = .hours(1)
    expected.purchaseUnsent = .minutes(2)
    expected.purchaseUnacknowledged = .hours(3)
    expected.dispatchLate = .days(4)
    expected.trackingMissing = .days(5)
    expected.trackingUnscannedBusinessDays = 6
    expected.stalledDomesticBusinessDays = 7
    expected.stalledForeignBusinessDays = 8
    expected.deliveryPickup = .days(9)
    expected.parcelLost = .days(10)
    expected.returnWaiting = .hours(11)
    expected.feedStaleCadences = 12
    #expect(thresholds == expected)
  }

  @Test func oneValueForStalledSetsBoth() throws {
    let thresholds = try parse("[thresholds]\ntransit.stalled = \"5bd\"").thresholds
    #expect(thresholds.stalledDomesticBusinessDays == 5)
    #expect(thresholds.stalledForeignBusinessDays == 5)
  }

  @Test func keysAndViewsAreRead() throws {
    let configuration = try parse(
      """
      [keys]
      acknowledge = ["~", "ctrl-a"]
      quit = []

      [views]
      big = "state:stuck value>=100"
      "late ones" = "age>3d"
      """)
    #expect(configuration.keys == ["acknowledge": ["~", "ctrl-a"], "quit": []])
    #expect(configuration.filters == ["big": "state:stuck value>=100", "late ones": "age>3d"])
  }

  @Test func descriptionsNeverShowASecret() throws {
    let configuration = try parse(
      """
      [[account]]
      name = "shop"
      service = "woocommerce"
      url = "https://shop.example"
      key = "env:WOO_KEY"
      secret = "env:WOO_SECRET"
      """)
    #expect(configuration.accounts.first?.credentials.key == "ck_1")
    #expect(!"\(configuration)".contains("ck_1") && !"\(configuration)".contains("cs_1"))
  }

  @Test func filesAreReadAndSecretFilesAreSoughtBesideThem() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("config-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { _ = try? FileManager.default.removeItem(at: folder) }
    let secret = folder.appendingPathComponent("cj.key").path
    try Data("from file\n".utf8).write(to: URL(fileURLWithPath: secret))
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: secret)
    let path = folder.appendingPathComponent("config.toml").path
    try Data("[[account]]\nname = \"CJ\"\nservice = \"cj\"\nkey = \"file:cj.key\"\n".utf8)
      .write(to: URL(fileURLWithPath: path))
    let configuration = try Configuration.load(path: path, environment: environment)
    #expect(configuration.accounts.first?.credentials.key == "from file")
  }

  @Test(arguments: [Data([0xC3, 0x28]), Data(repeating: 0x20, count: 1 << 20 + 1)])
  func whatCanBeNoConfigurationIsRefused(content: Data) throws {
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("config-\(UUID().uuidString).toml")
    try content.write(to: file)
    defer { _ = try? FileManager.default.removeItem(at: file) }
    let error = try #require(throws: ConfigurationError.self) {
      try Configuration.load(path: file.path, environment: [:])
    }
    #expect(error.file == file.path && error.line == nil)
  }
}
