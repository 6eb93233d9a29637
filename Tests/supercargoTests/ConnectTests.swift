import Connectors
import Foundation
import Fulfillment
import Settings
import Sync
import Testing

@testable import supercargo

/// A configuration in a folder of its own.
private final class Place {
  let path = FileManager.default.temporaryDirectory
    .appendingPathComponent("connect-\(UUID().uuidString)").path
  var file: String { path + "/config.toml" }

  init(_ text: String? = nil) throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try text?.write(toFile: file, atomically: false, encoding: .utf8)
  }

  deinit { _ = try? FileManager.default.removeItem(atPath: path) }

  func connecting(
    _ service: String, name: String = "new", environment: [String: String] = [:]
  ) throws -> Connecting {
    Connecting(
      try #require(ConnectorTable.service(service)), name: name, configurationPath: file,
      environment: environment)
  }

  func text(_ name: String = "config.toml") throws -> String {
    try String(contentsOfFile: path + "/" + name, encoding: .utf8)
  }

  func mode(_ name: String) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: path + "/" + name)
    return (attributes[.posixPermissions] as? Int ?? -1) & 0o777
  }
}

@Suite struct ConnectingTests {
  @Test func aTypedSecretGoesIntoAFileAndTheConfigurationNamesIt() throws {
    let place = try Place("# mine\n[console]\ntheme = \"fjord\"\n")
    var connecting = try place.connecting("cj")
    try connecting.take("key", "CJ1@api@s3cret", isTyped: true)
    let entry = try connecting.account()
    #expect(entry.credentials.key == "CJ1@api@s3cret")
    #expect(!FileManager.default.fileExists(atPath: place.path + "/secrets"))
    try connecting.write()
    #expect(
      try place.text()
        == "# mine\n[console]\ntheme = \"fjord\"\n\n[[account]]\nname = \"new\"\nservice = \"cj\"\n"
        + "key = \"file:secrets/new-key\"\n")
    #expect(try place.text("secrets/new-key") == "CJ1@api@s3cret\n")
    #expect(try place.mode("secrets/new-key") == 0o600)
    // And the program reads it back.
    let read = try Configuration.load(path: place.file, environment: [:])
    #expect(read.accounts.first?.credentials.key == "CJ1@api@s3cret")
  }

  @Test func aSecretOnTheCommandLineIsRefusedAndNotRepeated() throws {
    var connecting = try Place().connecting("cj")
    let failure = #expect(throws: Failure.self) {
      try connecting.take("key", "CJ1@api@s3cret", isTyped: false)
    }
    #expect(failure?.status == .usage && failure?.description.contains("s3cret") == false)
  }

  @Test func aReferenceIsWrittenAsItIsAndItsAbsenceTold() throws {
    let place = try Place()
    var connecting = try place.connecting("cj", environment: ["THERE": "CJ1@api@s3cret"])
    try connecting.take("key", "env:THERE", isTyped: true)
    #expect(connecting.absent.isEmpty && connecting.typed.isEmpty)
    #expect(try connecting.account().credentials.key == "CJ1@api@s3cret")
    #expect(connecting.block.toml.contains("key = \"env:THERE\""))
    var other = try place.connecting("cj")
    try other.take("key", "env:NOT_THERE", isTyped: false)
    #expect(other.absent.map(\.what) == ["the environment variable NOT_THERE is not set"])
  }

  @Test(arguments: [
    ("[[account]]\nname = \"new\"\nservice = \"cj\"\nkey = \"env:A\"\n", "two accounts"),
    ("theme = \"fj", "config.toml"), ("account = 1\n", "config.toml"),
  ])
  func aConfigurationThatWouldNotBeReadIsLeftAlone(before: String, why: String) throws {
    let place = try Place(before)
    var connecting = try place.connecting("cj")
    try connecting.take("key", "CJ1@api@s3cret", isTyped: true)
    let failure = #expect(throws: Failure.self) { try connecting.account() }
    #expect(failure?.description.contains(why) == true, "\(String(describing: failure))")
    #expect(try place.text() == before)
  }

  @Test func aFileOfAnEarlierSecretIsNotTouched() throws {
    let place = try Place()
    try OwnFile.create(place.path + "/secrets/new-key", "earlier")
    var connecting = try place.connecting("cj")
    try connecting.take("key", "CJ1@api@s3cret", isTyped: true)
    try connecting.write()
    #expect(try place.text("secrets/new-key") == "earlier")
    #expect(try place.text("secrets/new-key-2") == "CJ1@api@s3cret\n")
    #expect(try place.text().contains("file:secrets/new-key-2"))
  }

  @Test func whereTheConfigurationCantBeWrittenNoSecretLiesAbout() throws {
    let place = try Place()
    // A folder where the file should be: nobody can write that.
    try FileManager.default.createDirectory(
      atPath: place.file, withIntermediateDirectories: false)
    var connecting = try place.connecting("cj")
    try connecting.take("key", "CJ1@api@s3cret", isTyped: true)
    #expect(throws: Failure.self) { try connecting.write() }
    let left = try? FileManager.default.contentsOfDirectory(atPath: place.path + "/secrets")
    #expect((left ?? []).isEmpty)
  }

  @Test func plainOptionsStandThereAndSecretOnesAreReferences() throws {
    let place = try Place()
    var connecting = try place.connecting("aliexpress")
    try connecting.take("currency", "EUR", isTyped: false)
    try connecting.take("key", "12345", isTyped: true)
    try connecting.take("secret", "app-s3cret", isTyped: true)
    try connecting.take("session", "session-s3cret", isTyped: true)
    try connecting.take("refresh_token", "refresh-s3cret", isTyped: true)
    #expect(connecting.block.toml.contains("currency = \"EUR\""))
    #expect(!connecting.block.toml.contains("s3cret"))
    let options = try connecting.account().credentials.options
    #expect(options["session"] == "session-s3cret" && options["refresh_token"] == "refresh-s3cret")
    #expect(connecting.secretFiles.count == 4)
  }

  @Test func aKeyThatTheServiceDoesNotTakeIsSaid() throws {
    var connecting = try Place().connecting("cj")
    try connecting.take("key", "CJ1@api@s3cret", isTyped: true)
    try connecting.take("tempalte", "x", isTyped: false)
    let failure = #expect(throws: Failure.self) { try connecting.account() }
    #expect(failure?.description.contains("tempalte") == true)
  }
}

@Suite struct AskingTests {
  /// Answers from a list, and keeps what was asked and whether in silence.
  private final class Script {
    var answers: [String?]
    var prompts: [(String, Bool)] = []
    init(_ answers: [String?]) { self.answers = answers }

    func asking(isTerminal: Bool = true) -> Asking {
      Asking(isTerminal: isTerminal) { prompt, isSecret in
        self.prompts.append((prompt, isSecret))
        return self.answers.isEmpty ? nil : self.answers.removeFirst()
      }
    }
  }

  private let key = AccountQuestion(key: "key", name: "API key", place: "", isNeeded: true)
  private let hook = AccountQuestion(
    key: "webhook_secret", name: "webhook secret", place: "", isNeeded: false)

  @Test func aSecretIsAskedForInSilence() throws {
    let script = Script([" s3cret \n"])
    #expect(try script.asking().ask(key, flag: "--key") == "s3cret")
    #expect(script.prompts.map(\.1) == [true])
  }

  @Test func whatIsNeededIsAskedForAgainAndThenMissing() throws {
    let script = Script(["", " ", "x"])
    #expect(try script.asking().ask(key, flag: "--key") == "x")
    let empty = Script(["", "", "", "x"])
    let failure = #expect(throws: Failure.self) { try empty.asking().ask(key, flag: "--key env:N") }
    #expect(failure?.status == .usage && failure?.remedy == "give it with --key env:N")
  }

  @Test func aPipeThatEndsIsAMissingAnswer() {
    #expect(throws: Failure.self) {
      try Script([nil]).asking(isTerminal: false).ask(key, flag: "--key")
    }
  }

  @Test func whatMayBeLeftOutIs() throws {
    #expect(try Script([""]).asking().ask(hook, flag: "") == "")
  }

  @Test(arguments: [
    ("y", true, true), ("Yes", false, true), ("n", true, false), ("", true, true),
    ("", false, false), ("what", true, false),
  ])
  func aConfirmationIsYesNoOrWhatReturnMeans(answer: String, otherwise: Bool, isYes: Bool) throws {
    #expect(try Script([answer]).asking().confirm("?", otherwise: otherwise) == isYes)
  }

  @Test func whoCantBeAskedConfirmsWhatReturnMeansAndAnEndIsNo() throws {
    #expect(try Script([]).asking(isTerminal: false).confirm("?", otherwise: true))
    #expect(try !Script([nil]).asking().confirm("?", otherwise: true))
  }
}

@Suite struct AccountLineTests {
  private let now = Timestamp(seconds: 1_795_339_200)
  private let account = Account(name: "Ali", service: "aliexpress", role: .supplier)

  /// What is said of a session whose ends are so far away.
  private func told(
    access: Span, refresh: Span, options: [String: String] = ["refresh_token": "r"]
  ) -> AccountLines.Token? {
    let connector = AliExpress(account, Credentials(key: "k", secret: "s", options: options))
    let tokens = MemoryTokens()
    let now = now
    tokens.update(connector.identity) { record in
      record.take(
        AccessToken(
          value: "a", expiresAt: now + access, refresh: "r", refreshUntil: now + refresh),
        now: now - .days(1))
    }
    return AccountLines.token(.supplier(connector), account, tokens, now: now)
  }

  @Test func aSessionThatEndsForGoodSoonIsToldDaysAhead() throws {
    let token = try #require(told(access: .days(5), refresh: .days(3)))
    #expect(token.isGap && !token.isBad)
    #expect(token.text.hasPrefix("session good for 5d, 24h old, and can't be renewed after "))
    #expect(token.remedy == "sign in again: supercargo connect aliexpress --renew --name Ali")
  }

  @Test func oneThatHasEndedForGoodIsBad() throws {
    #expect(try #require(told(access: .seconds(-60), refresh: .seconds(-60))).isBad)
  }

  @Test func oneThatIsRenewedForWeeksIsGood() throws {
    let token = try #require(told(access: .days(29), refresh: .days(59)))
    #expect(!token.isGap && !token.isBad && token.remedy.isEmpty)
  }

  @Test func aSessionWithoutARefreshTokenSaysThatNobodyKnowsItsEnd() throws {
    let token = try #require(told(access: .days(5), refresh: .days(3), options: [:]))
    #expect(token.isGap && token.remedy == "add refresh_token to [[account]] Ali")
  }

  @Test func scopesAreSaidWithWhatDoesNotWorkWithoutThem() {
    let lines = AccountLines.scopes(
      .told(granted: ["write", "read"], missing: [Scope("more", without: "less is seen")]))
    #expect(lines.map(\.text) == ["granted: read, write", "without more: less is seen"])
    #expect(lines.map(\.isGap) == [false, true])
    #expect(AccountLines.scopes(.untold).isEmpty)
    #expect(AccountLines.scopes(.failed(.unavailable("down"))).map(\.isGap) == [true])
  }
}
