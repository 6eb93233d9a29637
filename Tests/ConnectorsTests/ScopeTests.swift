import Connectors
import Fulfillment
import Simulator
import Testing
import Wire

private let start = Timestamp(seconds: 1_795_339_200)

/// What a world grants to whoever holds its keys.
private func granted(
  _ service: String, _ credentials: (World) -> Credentials, keyWrites: Bool = true
) throws -> (granted: Set<String>, missing: [Scope], world: World) {
  var world = World(
    seed: 3,
    options: World.Options(start: start, backlogDays: 3, orders: 20, keyWrites: keyWrites))
  let descriptor = try #require(ConnectorTable.service(service))
  let connection = descriptor.connect(
    Account(name: "a", service: service, role: descriptor.role), credentials(world))
  let telling = try #require(connection.scopeTelling)
  let exchange = telling.grantedScopes(RequestContext(now: start, nonce: Samples.nonce))
  let answer = try exchange.decode(world.respond(to: exchange.request, now: start))
  return (answer, telling.missing(answer), world)
}

private func woo(_ world: World) -> Credentials {
  Credentials(
    url: "http://h/shop", key: world.secrets["SUPERCARGO_SIM_WOO_KEY"] ?? "",
    secret: world.secrets["SUPERCARGO_SIM_WOO_SECRET"] ?? "")
}

private func shopify(_ world: World) -> Credentials {
  Credentials(url: "http://h/shopify", key: world.secrets["SUPERCARGO_SIM_SHOPIFY_KEY"] ?? "")
}

struct ScopeTests {
  @Test func aReadWriteKeyMayWrite() throws {
    let answer = try granted("woocommerce", woo)
    #expect(answer.granted == ["read", "write"] && answer.missing.isEmpty)
  }

  @Test func aReadOnlyKeyMissesWriting() throws {
    let answer = try granted("woocommerce", woo, keyWrites: false)
    #expect(answer.granted == ["read"])
    #expect(answer.missing.map(\.name) == ["write"])
    #expect(answer.missing.first?.without.contains("parcels can't be told") == true)
  }

  @Test(arguments: [
    (401, "woocommerce_rest_cannot_view", "Sorry, you cannot list resources."),
    (503, "maintenance", "Briefly unavailable"),
  ])
  func anyOtherAnswerOfTheShopIsAnError(status: Int, code: String, message: String) throws {
    let exchange = WooCommerce(Samples.credentials).grantedScopes(Samples.context)
    let body: JSON = ["code": .string(code), "message": .string(message)]
    #expect(throws: ConnectorError.self) {
      try exchange.decode(Samples.answer(body, status: status))
    }
  }

  @Test func theQuestionChangesNoOrderThatAShopCouldHave() {
    let request = WooCommerce(Samples.credentials).grantedScopes(Samples.context).request
    #expect(request.url == "https://shop.example/wp-json/wc/v3/orders/0")
    #expect(request.body == Array("{}".utf8))
  }

  @Test func shopifyTellsItsScopesAndWritingOneIsReadingIt() throws {
    let answer = try granted("shopify", shopify)
    #expect(answer.granted.contains("write_orders") && answer.granted.contains("read_orders"))
    #expect(
      answer.missing.map(\.name) == [
        "read_all_orders", "read_returns", "read_shopify_payments_disputes",
        "write_shopify_payments_disputes",
      ])
  }

  @Test(arguments: ["cj", "aliexpress", "17track", "aftership", "easypost", "shippo", "karrio"])
  func whoCantBeAskedSaysSo(service: String) throws {
    let descriptor = try #require(ConnectorTable.service(service))
    let connection = descriptor.connect(
      Account(name: "a", service: service, role: descriptor.role), Samples.credentials)
    #expect(connection.scopeTelling == nil)
  }
}

struct ServiceGuideTests {
  @Test(arguments: ConnectorTable.all.map(\.service))
  func everythingThatIsAskedForIsFoundSomewhere(service: String) throws {
    let descriptor = try #require(ConnectorTable.service(service))
    #expect(descriptor.guide.title != service, "\(service) has no guide")
    for question in descriptor.questions where question.isNeeded {
      #expect(!question.place.isEmpty, "\(service): where is its \(question.key)?")
      #expect(question.name.count < 50)
    }
    #expect(Set(descriptor.needs).isSubset(of: descriptor.questions.map(\.key)))
  }

  @Test func whatIsNeededIsAskedFirstAndSecretsAreTold() throws {
    let questions = try #require(ConnectorTable.service("aliexpress")).questions
    #expect(questions.map(\.key) == ["key", "secret", "session", "refresh_token"])
    #expect(questions.map(\.isNeeded) == [true, true, true, false])
    #expect(questions.allSatisfy { $0.isSecret })
    let woo = try #require(ConnectorTable.service("woocommerce")).questions
    #expect(woo.map(\.key) == ["url", "key", "secret", "webhook_secret"])
    #expect(woo.first?.isSecret == false)
  }
}
