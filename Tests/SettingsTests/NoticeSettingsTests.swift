import Foundation
import Fulfillment
import Settings
import Testing

@Suite struct NoticeSettingsTests {
  private static let accounts = """
    [[account]]
    name = "main"
    service = "woocommerce"
    url = "https://shop.example"
    key = "env:K"
    secret = "env:S"
    [[account]]
    name = "second"
    service = "shopify"
    url = "https://x.myshopify.com"
    key = "env:K"

    """

  private func parse(_ text: String) throws -> NoticePolicy {
    try Configuration.parse(
      NoticeSettingsTests.accounts + text, file: "config.toml", environment: [:],
      withSecrets: false
    ).notices
  }

  @Test func withoutTheTableNobodyIsToldAnything() throws {
    let policy = try parse("")
    #expect(!policy.isOn && policy.mode(of: .shipped, at: "main") == .off)
  }

  @Test func shopThatPassesNotesOnIsAskedToTheOthersAreMailed() throws {
    let policy = try parse("[notices]\nfrom = \"a@b.example\"")
    #expect(policy.isOn && policy.rules(of: "main").way == .shop)
    #expect(policy.rules(of: "second").way == .mail && policy.post == .spool(folder: nil))
    #expect(policy.mode(of: .delayed, at: "main") == .ask)
    #expect(policy.mode(of: .support, at: "main") == .off)
  }

  @Test func everyKeyIsRead() throws {
    let policy = try parse(
      """
      [notices]
      from = "a@b.example"
      reply_to = "r@b.example"
      support = "team@b.example"
      command = "msmtp -t"
      language = "de"
      least_move = 5
      [notices.kinds]
      delayed = "auto"
      shipped = "off"
      [notices.languages]
      CH = "fr"
      [[notices.shop]]
      storefront = "main"
      by = "mail"
      name = "Harbour"
      write_to = "h@b.example"
      tracking_link = "https://b.example/p?n={tracking}"
      language = "pt-BR"
      [notices.shop.kinds]
      delayed = "ask"
      """)
    #expect(policy.replyTo == "r@b.example" && policy.supportAddress == "team@b.example")
    #expect(policy.post == .program(["msmtp", "-t"]) && policy.leastMove == 5)
    #expect(policy.mode(of: .delayed, at: "second") == .auto)
    #expect(policy.mode(of: .delayed, at: "main") == .ask)
    #expect(policy.mode(of: .shipped, at: "main") == .off)
    #expect(policy.rules(of: "main").sender.shop == "Harbour")
    #expect(policy.language(country: "US", storefront: "main") == .portuguese)
    #expect(policy.language(country: "CH", storefront: "second") == .french)
    #expect(policy.language(country: "JP", storefront: "second") == .german)
  }

  @Test(arguments: [
    ("from = \"a\"", "no mail address"), ("form = \"a@b.example\"", "unknown key"),
    ("language = \"xx\"", "no words in"), ("command = \"sh -c 'x'\"", "can be run"),
    ("", "has no from"),
    ("from = \"a@b.example\"\n[notices.kinds]\nlost = \"auto\"", "unknown key"),
    ("from = \"a@b.example\"\n[notices.kinds]\nreturn-asked = \"ask\"", "decided by an operator"),
    ("from = \"a@b.example\"\n[notices.kinds]\nshipped = \"maybe\"", "shipped"),
    ("from = \"a@b.example\"\n[[notices.shop]]\nstorefront = \"mian\"", "no storefront mian"),
    (
      "from = \"a@b.example\"\n[[notices.shop]]\nstorefront = \"second\"\nby = \"shop\"",
      "passes no notes on"
    ),
    (
      "from = \"a@b.example\"\n[[notices.shop]]\nstorefront = \"main\"\ntracking_link = \"http://x\"",
      "{tracking}"
    ),
    ("from = \"a@b.example\"\ncommand = \"x\"\nspool = \"/y\"", "a command and a spool"),
  ]) func mistakesAreRefusedWithTheirLine(text: String, words: String) throws {
    let error = #expect(throws: ConfigurationError.self) { try parse("[notices]\n" + text) }
    #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    #expect(error?.line != nil)
  }

  @Test func ownTextsAreReadAndTheirMistakesNamed() throws {
    let folder = NSTemporaryDirectory() + "notices-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
    defer {
      do { try FileManager.default.removeItem(atPath: folder) } catch { Issue.record(error) }
    }
    func write(_ name: String, _ text: String) throws {
      try text.write(toFile: folder + "/" + name, atomically: true, encoding: .utf8)
    }
    try write("delayed.en.txt", "Subject: a\n\nLate: {order}.")
    #expect(try NoticeTemplates(folder: folder).all().keys.contains(.delayed))
    try write("shipped.de.txt", "Subject: a\n\nx\n{odrer}")
    try write("shiped.de.txt", "Subject: a\n\nx")
    let problems = NoticeTemplates(folder: folder).load().problems.map(\.description)
    #expect(problems.count == 2)
    #expect(problems.contains { $0.contains("shipped.de.txt:4: column 1: there is no {odrer}") })
    #expect(NoticeTemplates(folder: folder + "/none").load().problems.isEmpty)
  }
}
