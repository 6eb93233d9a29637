import Settings
import Testing

/// A wrong setting is told with its file and line, what is wrong, and what to do.
@Suite struct ConfigurationErrorTests {
  /// A text, the line at fault, words of what is wrong and words of what to do.
  struct Wrong: Sendable, CustomTestStringConvertible {
    var text: String
    var line: Int?
    var what: String
    var remedy: String
    var testDescription: String { what }

    init(_ text: String, _ line: Int?, _ what: String, _ remedy: String) {
      (self.text, self.line, self.what, self.remedy) = (text, line, what, remedy)
    }
  }

  private static let shop = "[[account]]\nname = \"shop\"\nservice = \"woocommerce\"\n"
  private static let secrets = "key = \"env:K\"\nsecret = \"env:S\"\n"

  static let all: [Wrong] = [
    Wrong("consol = 1", 1, "unknown key \"consol\"", "did you mean \"console\"?"),
    Wrong("x = 1", 1, "unknown key \"x\"", "write one of: account, automation, calendar, console"),
    Wrong("console = 1", 1, "console is a whole number", "[console]"),
    Wrong("[console]\n\nthem = \"x\"", 3, "unknown key \"them\" in [console]", "\"theme\""),
    Wrong("[console]\ntheme = 3", 2, "theme is a whole number, not a string", "quotes"),
    Wrong("[console]\ntheme = \"\"", 2, "theme is empty", "remove the line"),
    Wrong("[console]\nhold = \"ten\"", 2, "hold is not a span", "\"10m\""),
    Wrong("[console]\nhold = \"31d\"", 2, "hold is longer than 30d", "shorter"),
    Wrong("[console]\nzone = \"../Berlin\"", 2, "zone is no time zone", "Europe/Berlin"),
    Wrong("[console]\nutc_offset = \"Berlin\"", 2, "utc_offset is no time zone", "Europe/Berlin"),
    Wrong("[console]\nglyphs = \"emoji\"", 2, "no glyphs \"emoji\"", "auto, unicode, ascii"),
    Wrong("[thresholds]\npayment.pendin = \"1h\"", 2, "no threshold", "\"payment.pending\""),
    Wrong("[thresholds]\npayment.pending = 24", 2, "payment.pending is not a span", "\"24h\""),
    Wrong("[thresholds]\ntracking.unscanned = \"4d\"", 2, "number of business days", "\"4bd\""),
    Wrong("[thresholds]\nfeed.stale = 0", 2, "missed pulls", "such as 2"),
    Wrong("[thresholds]\nfeed.stale = \"2\"", 2, "missed pulls", "such as 2"),
    Wrong("account = 3", 1, "account is a whole number", "[[account]]"),
    Wrong("account = [1]", 1, "a list of a whole number", "[[account]]"),
    Wrong("[[account]]\nservice = \"cj\"", 1, "an account has no name", "add name ="),
    Wrong("[[account]]\nname = \"a\"", 1, "account a names no service", "woocommerce"),
    Wrong("[[account]]\nname = \"\u{1b}[2J\"", 2, "strange character", "letters, digits")
      .replacing("\u{1b}", with: "\\u001b"),
    Wrong(
      "[[account]]\nname = \"a\"\nservice = \"woocomerce\"", 3, "unknown service \"woocomerce\"",
      "did you mean \"woocommerce\"?"),
    Wrong(
      "[[account]]\nname = \"a\"\nservice = \"bonanza\"", 3, "unknown service", "write one of: "),
    Wrong(shop + secrets, 1, "shop: woocommerce needs a url", "https://shop.example"),
    Wrong(shop + "url = \"shop.example\"\n" + secrets, 4, "not an http address", "https://"),
    Wrong(shop + "url = \"ftp://shop\"\n" + secrets, 4, "not an http address", "https://"),
    Wrong(
      shop + "url = \"https://ck:cs@shop.example\"\n" + secrets, 4, "more than an address",
      "keys go into key"),
    Wrong(
      shop + "url = \"https://shop.example?consumer_key=x\"\n" + secrets, 4,
      "more than an address", "keys go into key"),
    Wrong(
      shop + "url = \"https://x.example\"\nkey = \"env:K\"", 1, "woocommerce needs a secret",
      "env:NAME"),
    Wrong(
      shop + "url = \"https://x.example\"\nkey = \"ck_literal_value\"\nsecret = \"env:S\"", 5,
      "shop, key: a secret may not stand", "0600"),
    Wrong(
      shop + "url = \"https://x.example\"\nkey = \"env:NOPE\"\nsecret = \"env:S\"", 5,
      "variable NOPE is not set", "export NOPE"),
    Wrong(
      shop + "url = \"https://x.example\"\nkey = \"file:/no/key\"\nsecret = \"env:S\"", 5,
      "/no/key can't be read", "0600"),
    Wrong(
      shop + "url = \"https://x.example\"\n" + secrets + "every = \"1s\"", 7, "less than 5 s",
      "5m"),
    Wrong(shop + "password = \"x\"", 4, "unknown key \"password\"", "write one of: every, key"),
    Wrong(
      "[[account]]\nname = \"a\"\nservice = \"cj\"\nkey = \"env:K\"\n"
        + "[[account]]\nname = \"a\"\nservice = \"cj\"\nkey = \"env:K\"", 6, "two accounts a",
      "another name"),
    Wrong("[keys]\nacknowlege = \"a\"", 2, "no command `acknowlege`", "\"acknowledge\""),
    Wrong("[keys]\nacknowledge = \"ctrl+a\"", 2, "not a key", "supercargo keys"),
    Wrong("[keys]\nacknowledge = 3", 2, "acknowledge are a whole number", "several"),
    Wrong("[keys]\nacknowledge = [3]", 2, "not a string", "quotes"),
    Wrong("[views]\nbig = \"value>>1\"", 2, "the filter big can't be read", "at character"),
    Wrong("[views]\nbig = 1", 2, "big is a whole number, not a string", "quotes"),
    Wrong("views = []", 1, "views is a list", "[views]"),
  ]

  @Test(arguments: all) func isToldWithItsPlaceAndRemedy(wrong: Wrong) throws {
    let error = try #require(throws: ConfigurationError.self) {
      try Configuration.parse(
        wrong.text, file: "config.toml", environment: ["K": "k3y-value", "S": "s3cret-value"])
    }
    #expect(error.line == wrong.line)
    #expect(error.what.contains(wrong.what))
    #expect(error.remedy.contains(wrong.remedy))
    #expect(!error.description.contains("ck_literal_value"))
    #expect(!error.description.contains("k3y-value") && !error.description.contains("s3cret-value"))
    let place = wrong.line.map { "config.toml:\($0): " } ?? "config.toml: "
    #expect(error.description.hasPrefix(place))
    #expect(error.description.hasSuffix("(\(error.remedy))"))
    #expect(!error.description.unicodeScalars.contains { $0.value < 0x20 })
  }

  @Test(arguments: 0..<400) func noCutOffConfigurationEndsTheProgram(length: Int) {
    let text = ConfigurationTemplate.uncommented
    let cut = String(text.prefix(text.count * length / 400))
    // Refused or read: both are fine, what must not happen is anything else.
    let result = Result {
      try Configuration.parse(cut, file: "c", environment: [:], withSecrets: false)
    }
    if case .failure(let error) = result { #expect(error is ConfigurationError) }
  }
}

extension ConfigurationErrorTests.Wrong {
  func replacing(_ part: String, with other: String) -> Self {
    var wrong = self
    wrong.text = text.split(separator: part, omittingEmptySubsequences: false).joined(
      separator: other)
    return wrong
  }
}
