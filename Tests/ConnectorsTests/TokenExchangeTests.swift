import Connectors
import Fulfillment
import Simulator
import Testing
import Wire

private let start = Timestamp(seconds: 1_795_339_200)

/// A world written from the documents by other hands, asked at that clock.
private struct Asked {
  var world = World(seed: 3, options: World.Options(start: start, backlogDays: 3, orders: 20))
  var now = start
  var calls = 0

  mutating func send<Output>(
    _ build: (RequestContext) throws -> Exchange<Output>, token: String = ""
  ) throws -> Output {
    calls += 1
    now = now + .seconds(1)
    let nonce = String(repeating: "0", count: 26) + String(1_000_000 + calls).dropFirst()
    let exchange = try build(RequestContext(now: now, nonce: nonce, token: token))
    return try exchange.decode(world.respond(to: exchange.request, now: now))
  }

  func secret(_ name: String) -> String { world.secrets["SUPERCARGO_SIM_" + name] ?? "" }

  var cj: CJ {
    CJ(
      Account(name: "CJ", service: "cj", role: .supplier),
      Credentials(url: "http://h/cj", key: secret("CJ_KEY")))
  }

  func aliExpress(_ options: [String: String]) -> AliExpress {
    AliExpress(
      Account(name: "AliExpress", service: "aliexpress", role: .supplier),
      Credentials(
        url: "http://h/aliexpress", key: secret("ALIEXPRESS_KEY"),
        secret: secret("ALIEXPRESS_SECRET"), options: options))
  }
}

struct CJTokenExchangeTests {
  @Test func aTokenComesWithARefreshTokenAndBothSayWhenTheyEnd() throws {
    var asked = Asked()
    let cj = asked.cj
    let token = try asked.send { cj.token($0) }
    #expect(token.expiresAt == asked.now + .days(15))
    #expect(!token.refresh.isEmpty && token.refreshUntil == asked.now + .days(180))
  }

  @Test func theRefreshTokenGivesAnotherTokenAtOnce() throws {
    var asked = Asked()
    let cj = asked.cj
    let first = try asked.send { cj.token($0) }
    let second = try asked.send { cj.renewed(first.refresh, $0) ?? cj.token($0) }
    #expect(second.value != first.value && second.expiresAt == asked.now + .days(15))
    // It lets us in.
    let page = try asked.send({ cj.purchases(nil, $0) }, token: second.value)
    #expect(page.unreadable.isEmpty)
  }

  @Test func askingByKeyTwiceInFiveMinutesIsThrottledForThatLong() throws {
    var asked = Asked()
    let cj = asked.cj
    _ = try asked.send { cj.token($0) }
    #expect(throws: ConnectorError.throttled(after: .minutes(5))) {
      try asked.send { cj.token($0) }
    }
    asked.now = asked.now + .minutes(5)
    #expect(throws: Never.self) { try asked.send { cj.token($0) } }
    #expect(cj.tokenPace == TokenPace(asking: .minutes(5), refreshing: .seconds(12)))
  }

  @Test func aRefreshTokenThatIsNotKnownIsRefusedWithoutBeingQuoted() throws {
    var asked = Asked()
    let cj = asked.cj
    let error = #expect(throws: ConnectorError.self) {
      try asked.send { cj.renewed("refresh-SECRET", $0) ?? cj.token($0) }
    }
    #expect(error?.retry == .never)
    #expect(error?.message.contains("SECRET") == false)
  }
}

struct AliExpressSessionTests {
  @Test func aCodeBecomesASessionOnce() throws {
    var asked = Asked()
    let (app, code) = (asked.aliExpress([:]), asked.secret("ALIEXPRESS_CODE"))
    let session = try asked.send { app.session(code: code, $0) }
    #expect(session.expiresAt == asked.now + .days(30))
    #expect(session.refreshUntil == asked.now + .days(60))
    #expect(throws: ConnectorError.self) { try asked.send { app.session(code: code, $0) } }
  }

  @Test func aSessionIsRenewedByItsRefreshTokenAndUsed() throws {
    var asked = Asked()
    let refresh = asked.secret("ALIEXPRESS_REFRESH")
    let account = asked.aliExpress(["session": "old", "refresh_token": refresh])
    let session = try asked.send { account.token($0) }
    #expect(session.expiresAt == asked.now + .days(30) && session.refresh == refresh)
    // An order that nobody has: the session is good, the order is not.
    let error = #expect(throws: ConnectorError.self) {
      try asked.send({ account.refresh(["1"], $0)[0] }, token: session.value)
    }
    if case .unauthorized? = error { Issue.record("the session was refused") }
  }

  @Test func withoutARefreshTokenTheSessionIsUsedAsItStands() throws {
    var asked = Asked()
    let account = asked.aliExpress(["session": asked.secret("ALIEXPRESS_TOKEN")])
    #expect(Connection.supplier(account).authenticating == nil)
    let error = #expect(throws: ConnectorError.self) {
      try asked.send { account.refresh(["1"], $0)[0] }
    }
    if case .unauthorized? = error { Issue.record("the session was refused") }
  }

  @Test func withOneItAuthenticatesAndAPersonSignsInAgainOneDay() {
    let account = Asked().aliExpress(["session": "s", "refresh_token": "r"])
    #expect(Connection.supplier(account).authenticating != nil)
    #expect(!account.asksByKey)
  }

  @Test func anAnswerWithoutARefreshTokenSaysSoAndAWrapperIsSeenThrough() throws {
    let account = Asked().aliExpress(["refresh_token": "refresh-1"])
    let exchange = account.token(RequestContext(now: start, nonce: ""))
    let body: JSON = [
      "/auth/token/refresh_response": [
        "access_token": "a", "expire_time": .number("1795425600000"),
      ]
    ]
    let token = try exchange.decode(Samples.answer(body))
    #expect(
      token == AccessToken(value: "a", expiresAt: Timestamp(milliseconds: 1_795_425_600_000)))
    #expect(throws: ConnectorError.self) { try exchange.decode(Samples.answer(["code": "0"])) }
  }

  @Test func theSignInAddressHoldsTheAppAndNoSecret() {
    let account = Asked().aliExpress([:])
    #expect(account.signInAddress.contains("client_id=" + Asked().secret("ALIEXPRESS_KEY")))
    #expect(!account.signInAddress.contains(Asked().secret("ALIEXPRESS_SECRET")))
  }
}

struct ShopifyAppTests {
  private func app(_ asked: Asked, secret: String? = nil) -> ShopifyApp {
    ShopifyApp(
      Credentials(
        url: "http://h/shopify", key: asked.secret("SHOPIFY_CLIENT"),
        secret: secret ?? asked.secret("SHOPIFY_SECRET")))
  }

  @Test func anAppExchangesItsCredentialsForATokenOfADay() throws {
    var asked = Asked()
    let app = app(asked)
    let token = try asked.send { app.token($0) }
    #expect(token.expiresAt == asked.now + .seconds(86_399) && token.refresh.isEmpty)
    #expect(try asked.send({ app.orders(nil, $0) }, token: token.value).items.isEmpty == false)
    asked.now = asked.now + .days(1)
    #expect(throws: ConnectorError.self) {
      try asked.send({ app.orders(nil, $0) }, token: token.value)
    }
  }

  @Test func aWrongSecretIsRefused() throws {
    var asked = Asked()
    let app = app(asked, secret: "shpss_wrong")
    #expect(
      throws: ConnectorError.unauthorized(
        "Unable to find the application with the given credentials.")
    ) { try asked.send { app.token($0) } }
  }
}

struct IdentityTests {
  @Test func itTellsKeysApartAndShowsNone() {
    func identity(_ credentials: Credentials) -> String {
      CJ(Account(name: "a", service: "cj", role: .supplier), credentials).identity
    }
    let one = identity(Credentials(key: "key-SECRET"))
    #expect(one == identity(Credentials(key: "key-SECRET", options: ["pay": "auto"])))
    #expect(one != identity(Credentials(key: "key-SECRE", secret: "T")))
    #expect(one != identity(Credentials(url: "http://h", key: "key-SECRET")))
    #expect(one.hasPrefix("cj-") && one.count == 35 && !one.contains("SECRET"))
    // Not by the account's name: the vendor counts by key.
    #expect(
      one
        == CJ(Account(name: "b", service: "cj", role: .supplier), Credentials(key: "key-SECRET"))
        .identity)
  }
}
