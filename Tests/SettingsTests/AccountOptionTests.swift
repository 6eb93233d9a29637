import Connectors
import Fulfillment
import Settings
import Testing

/// Keys of an account that only its service has.
@Suite struct AccountOptionTests {
  private func account(
    _ service: String, _ lines: String, withSecrets: Bool = true
  ) throws -> ConfiguredAccount {
    let configuration = try Configuration.parse(
      "[[account]]\nname = \"a\"\nservice = \"\(service)\"\n" + lines, file: "/etc/cargo/c.toml",
      environment: ["K": "k3y", "S": "s3cret", "T": "s3ssion", "HOME": "/home/kim"],
      withSecrets: withSecrets)
    return try #require(configuration.accounts.first)
  }

  @Test func cjIsPaidByHandOrByItself() throws {
    #expect(try account("cj", "key = \"env:K\"").options == [:])
    for pay in ["auto", "by-hand"] {
      #expect(try account("cj", "key = \"env:K\"\npay = \"\(pay)\"").options == ["pay": pay])
    }
  }

  /// A misspelled one would mail every customer.
  @Test(arguments: ["customer", "private", "Private", "none"])
  func aShopsNotesAreForTheCustomerOrPrivate(notes: String) throws {
    let lines =
      "url = \"https://shop.example\"\nkey = \"env:K\"\nsecret = \"env:S\"\nnotes = \"\(notes)\""
    if ["customer", "private"].contains(notes) {
      #expect(try account("woocommerce", lines).options == ["notes": notes])
    } else {
      #expect(throws: ConfigurationError.self) { try account("woocommerce", lines) }
    }
  }

  private let ali = "key = \"env:K\"\nsecret = \"env:S\"\n"

  @Test func theSessionOfAliExpressIsASecret() throws {
    let found = try account("aliexpress", ali + "session = \"env:T\"")
    #expect(found.options == ["session": "s3ssion"])
    #expect(found.credentials.key == "k3y" && found.credentials.secret == "s3cret")
    #expect(!"\(found)".contains("s3ssion"))
    #expect(
      try account("aliexpress", ali + "session = \"env:T\"", withSecrets: false).options == [:])
  }

  @Test(arguments: [
    ("/srv/agent", "/srv/agent"), ("~/agent", "/home/kim/agent"), ("agent", "/etc/cargo/agent"),
  ])
  func aFolderIsSoughtBesideTheConfiguration(_ written: String, _ path: String) throws {
    #expect(try account("files", "folder = \"\(written)\"").options == ["folder": path])
  }

  @Test func lettersHaveAnAddressToGoTo() throws {
    let found = try account(
      "email", "to = \"a@agent.example\"\nfrom = \"k@shop.example\"\nfolder = \"/srv/mail\"")
    #expect(
      found.options == [
        "to": "a@agent.example", "from": "k@shop.example", "folder": "/srv/mail",
      ])
    #expect(found.account.role == .supplier)
  }

  @Test(arguments: [
    ("cj", "key = \"env:K\"\npay = \"maybe\"", 5, "no way to pay \"maybe\"", "\"by-hand\""),
    ("cj", "key = \"env:K\"\nfolder = \"/x\"", 5, "unknown key \"folder\"", "write one of"),
    ("woocommerce", "pay = \"auto\"", 4, "unknown key \"pay\"", "\"key\""),
    ("files", "every = \"5m\"", 1, "files needs a folder", "add folder = \"/srv/agent\""),
    ("files", "folder = \"\"", 4, "folder is empty", "remove the line"),
    ("files", "folder = 3", 4, "folder is a whole number, not a string", "quotes"),
    ("files", "folder = \"a\\nb\"", 4, "folder holds more than one line", "one line"),
    ("email", "to = \"agent\"\nfolder = \"/x\"", 4, "to is no e-mail address", "orders@"),
    ("aliexpress", "key = \"env:K\"\nsecret = \"env:S\"", 1, "needs a session", "env:NAME"),
    (
      "aliexpress", "key = \"env:K\"\nsecret = \"env:S\"\nsession = \"50000literal\"", 6,
      "session: a secret may not stand", "0600"
    ),
  ])
  func isRefused(
    _ service: String, _ lines: String, _ line: Int, _ what: String, _ remedy: String
  ) throws {
    let error = try #require(throws: ConfigurationError.self) { try account(service, lines) }
    #expect(error.line == line)
    #expect(error.what.contains(what))
    #expect(error.remedy.contains(remedy))
    #expect(!error.description.contains("50000literal"))
  }
}
