import Settings
import Testing

@Suite struct AccountBlockTests {
  private let block = AccountBlock(
    name: "cj", service: "cj", lines: [.init("key", "file:secrets/cj-key")])
  private let toml = "[[account]]\nname = \"cj\"\nservice = \"cj\"\nkey = \"file:secrets/cj-key\"\n"

  @Test(arguments: [
    ("", ""), ("# mine\n", "# mine\n\n"),
    ("theme = \"fjord\" # dark", "theme = \"fjord\" # dark\n\n"),
    ("a = 1\n\n\n", "a = 1\n\n\n\n"), ("\u{FEFF}# bom\n", "\u{FEFF}# bom\n\n"),
    ("# é \u{301}\u{202E}\n", "# é \u{301}\u{202E}\n\n"),
  ])
  func everythingElseStaysByteForByte(before: String, kept: String) {
    #expect(Array(block.appended(to: before).utf8) == Array((kept + toml).utf8))
  }

  @Test func lineEndsAreThoseOfTheFile() {
    let text = block.appended(to: "# mine\r\na = 1\r\n")
    #expect(text.hasPrefix("# mine\r\na = 1\r\n\r\n[[account]]\r\n"))
    #expect(!text.replacing("\r\n", with: "").contains("\n"))
  }

  @Test(arguments: ["plain", "a \"b\" \\c", "tab\tand\nline", "Ärger & Söhne", "\u{7F}\u{1}"])
  func anyValueIsReadBackAsItWas(value: String) throws {
    let block = AccountBlock(
      name: "a", service: "files", lines: [.init("folder", "/srv/x"), .init("template", value)])
    let document = try TOMLDocument(block.toml, file: "config.toml")
    guard case .array(let tables)? = document.root["account"],
      case .table(let table)? = tables.first
    else {
      Issue.record("no account in \(block.toml)")
      return
    }
    #expect(table["template"] == .string(value))
  }

  @Test func aNameThatIsTakenGetsANumber() {
    #expect(AccountBlock.freeName("cj", among: []) == "cj")
    #expect(AccountBlock.freeName("cj", among: ["shop"]) == "cj")
    #expect(AccountBlock.freeName("cj", among: ["cj", "cj-2"]) == "cj-3")
  }

  @Test(arguments: [
    ("cj", "key", "cj-key"), ("My shop", "webhook_secret", "My-shop-webhook-secret"),
    ("../../etc/passwd", "key", "-..-..-etc-passwd-key"), (".hidden", "key", "-.hidden-key"),
    ("Ωmega", "refresh_token", "-mega-refresh-token"),
  ])
  func aFileNameIsNoPath(account: String, key: String, name: String) {
    #expect(AccountBlock.fileName(account: account, key: key) == name)
  }
}
