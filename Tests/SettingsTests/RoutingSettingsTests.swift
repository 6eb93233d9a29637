import Fulfillment
import Settings
import Testing

@Suite struct RoutingSettingsTests {
  private func parse(_ text: String) throws -> Configuration {
    try Configuration.parse(text, file: "config.toml", environment: [:])
  }

  @Test func nothingWrittenMeansDefaults() throws {
    let configuration = try parse("[console]\nhold = \"5m\"")
    #expect(configuration.routing == RoutingPolicy())
    #expect(configuration.purchasing == PurchasingPolicy())
    #expect(configuration.rates == Rates() && configuration.purchaseHold == nil)
  }

  @Test func everyKeyOfRoutingIsRead() throws {
    let routing = try parse(
      """
      [routing]
      prefer = ["speed", "cost"]
      price_ceiling = "80%"
      margin_floor = "-2.5 %"
      stock_max_age = "12h"
      takes_unknown_stock = false
      split_tolerance = "0%"
      max_age = "36h"
      post_boxes = ["CJ", "Agent*"]
      """
    ).routing
    #expect(
      routing
        == RoutingPolicy(
          preferences: [.speed, .cost], priceCeiling: 8000, marginFloor: -250,
          stockMaxAge: .hours(12), takesUnknownStock: false, splitTolerance: 0,
          maxAge: .hours(36), postBoxes: ["CJ", "Agent*"]))
  }

  @Test func routesAreReadInTheirOrder() throws {
    let rules = try parse(
      """
      [[route]]
      name = "to brazil"
      storefronts = "main-shop"
      countries = ["br", "AR"]
      skus = ["MUG-*", "CAP-1"]
      tags = ["vip"]
      only = ["CJ", "Agent"]
      never = "Other"
      methods = ["CJPacket*"]
      prefer = "record"

      [[route]]
      name = "rest"
      never = ["Slow"]
      """
    ).routing.rules
    #expect(
      rules == [
        RoutingPolicy.Rule(
          name: "to brazil", storefronts: ["main-shop"], countries: ["BR", "AR"],
          skus: ["MUG-*", "CAP-1"], tags: ["vip"], only: ["CJ", "Agent"], never: ["Other"],
          methods: ["CJPacket*"], preferences: [.record]),
        RoutingPolicy.Rule(name: "rest", never: ["Slow"]),
      ])
  }

  @Test func everyKeyOfPurchasingIsRead() throws {
    let configuration = try parse(
      """
      [purchasing]
      mode = "approve"
      stop = true
      hold = "0"

      [[automation]]
      name = "mugs"
      mode = "automatic"
      storefronts = ["a", "b"]
      suppliers = ["CJ"]
      skus = ["MUG-*"]
      max_cost = "40 usd"
      min_margin = "15%"
      daily_count = 50
      daily_money = "3500 JPY"
      countries = ["US"]
      max_age = "2d"
      pilot = 20

      [[automation]]
      name = "glass"
      mode = "manual"
      """)
    #expect(configuration.purchasing.mode == .approve && configuration.purchasing.isStopped)
    #expect(configuration.purchaseHold == .seconds(0))
    let guardrails = PurchasingPolicy.Guardrails(
      maxCost: Money(minor: 4000, currency: .usd), minMargin: 1500, dailyCount: 50,
      dailyMoney: Currency("JPY").map { Money(minor: 3500, currency: $0) }, countries: ["US"],
      maxAge: .days(2), pilot: 20)
    #expect(
      configuration.purchasing.automations == [
        PurchasingPolicy.Automation(
          name: "mugs", mode: .automatic, storefronts: ["a", "b"], suppliers: ["CJ"],
          skus: ["MUG-*"], guardrails: guardrails),
        PurchasingPolicy.Automation(name: "glass", mode: .manual),
      ])
  }

  @Test func ratesAreReadToTheMillionth() throws {
    let rates = try parse(
      """
      [rates]
      base = "eur"
      date = "2026-11-20"
      USD = "1.087"
      JPY = "163.123456"
      BTC = "0.000011"
      """
    ).rates
    #expect(rates.base.code == "EUR")
    #expect(rates.date == CivilDate(year: 2026, month: 11, day: 20))
    let byCode = Dictionary(uniqueKeysWithValues: rates.millionths.map { ($0.key.code, $0.value) })
    #expect(byCode == ["USD": 1_087_000, "JPY": 163_123_456, "BTC": 11])
  }

  typealias Wrong = ConfigurationErrorTests.Wrong

  private static let route = "[[route]]\nname = \"r\"\n"
  private static let automation = "[[automation]]\nname = \"a\"\nmode = \"automatic\"\n"

  static let all: [Wrong] = [
    Wrong("[routing]\nprefers = \"cost\"", 2, "unknown key \"prefers\" in [routing]", "\"prefer\""),
    Wrong("[routing]\nprefer = [\"price\"]", 2, "no prefer \"price\"", "cost, priority"),
    Wrong("[routing]\nprefer = [\"cost\", \"cost\"]", 2, "prefer holds cost twice", "only once"),
    Wrong("[routing]\nprefer = []", 2, "prefer is an empty list", "remove the line"),
    Wrong("[routing]\nprefer = [1]", 2, "prefer is a whole number, not a string", "quotes"),
    Wrong("[routing]\n\nmargin_floor = 15", 3, "margin_floor is not a percentage", "\"15%\""),
    Wrong("[routing]\nmargin_floor = \"15\"", 2, "margin_floor is not a percentage", "\"15%\""),
    Wrong("[routing]\nmargin_floor = \"1.234%\"", 2, "not a percentage", "\"7.5%\""),
    Wrong("[routing]\nmargin_floor = \"101%\"", 2, "margin_floor is not from -100% to 100%", "ano"),
    Wrong("[routing]\nprice_ceiling = \"0%\"", 2, "price_ceiling is not from 0% to 1000%", "ano"),
    Wrong("[routing]\nsplit_tolerance = \"-1%\"", 2, "split_tolerance is not from 0%", "another"),
    Wrong("[routing]\nstock_max_age = \"soon\"", 2, "stock_max_age is not a span", "\"3d\""),
    Wrong("[routing]\nmax_age = \"400d\"", 2, "max_age is longer than 365d", "shorter"),
    Wrong("[routing]\ntakes_unknown_stock = \"yes\"", 2, "takes_unknown_stock is a string", "true"),
    Wrong("routing = 3", 1, "routing is a whole number", "[routing]"),
    Wrong("[route]\nname = \"r\"", 1, "route is a table", "[[route]]"),
    Wrong("route = [1]", 1, "route is a list of a whole number", "[[route]]"),
    Wrong("[[route]]\nonly = \"CJ\"", 1, "a route has no name", "add name ="),
    Wrong(route, 1, "route r decides nothing", "add only, never"),
    Wrong(route + "only = \"\"", 3, "only holds an empty name", "whole name"),
    Wrong(
      route + "skus = [\"A*B\"]\nonly = \"x\"", 3, "skus holds a * within a name", "at the end"),
    Wrong(route + "countries = [\"Brazil\"]\nonly = \"x\"", 3, "\"BRAZIL\" is not a country", "US"),
    Wrong(route + "supplier = \"CJ\"", 3, "unknown key \"supplier\" in [route]", "write one of"),
    Wrong(
      route + "only = \"x\"\n\n" + route + "only = \"y\"", 6, "the name r is taken", "another name"),
    Wrong("[[route]]\nname = \"a/b\"\nonly = \"x\"", 2, "strange character", "letters"),
    Wrong("[purchasing]\nmode = \"auto\"", 2, "there is no mode \"auto\"", "write one of: app"),
    Wrong("[purchasing]\nstop = 1", 2, "stop is a whole number", "true or false"),
    Wrong("[purchasing]\nhold = \"31d\"", 2, "hold is longer than 30d", "shorter"),
    Wrong(
      "[purchasing]\nstopped = true", 2, "unknown key \"stopped\"",
      "hold, mode, partial, price_tolerance, stop"),
    Wrong("[[automation]]\nname = \"a\"", 1, "automation a has no mode", "\"approve\""),
    Wrong("[[automation]]\nmode = \"manual\"", 1, "an automation has no name", "add name"),
    Wrong(automation + "max_cost = 40", 4, "max_cost is not an amount of money", "\"40.00 USD\""),
    Wrong(automation + "max_cost = \"40\"", 4, "max_cost is not an amount", "\"40.00 USD\""),
    Wrong(automation + "max_cost = \"-1 USD\"", 4, "max_cost is not an amount", "\"40.00 USD\""),
    Wrong(automation + "daily_money = \"1.5 JPY\"", 4, "daily_money is not an amount", "USD"),
    Wrong(automation + "daily_count = \"50\"", 4, "daily_count is not a number", "without quotes"),
    Wrong(automation + "pilot = -1", 4, "pilot is not a number from 0", "without quotes"),
    Wrong(automation + "max_coast = \"4 USD\"", 4, "unknown key \"max_coast\"", "\"max_cost\""),
    Wrong(automation + "\n" + automation, 6, "the name a is taken", "another name"),
    Wrong("[rates]\nbase = \"dollar\"", 2, "\"dollar\" is not a currency", "EUR"),
    Wrong("[rates]\nEURO = \"0.9\"", 2, "\"EURO\" is not a currency", "EUR"),
    Wrong("[rates]\nEUR = 0.92", 2, "the rate of EUR is not a number above zero", "\"0.92\""),
    Wrong("[rates]\nEUR = \"0\"", 2, "the rate of EUR is not a number above zero", "\"0.92\""),
    Wrong("[rates]\nEUR = \"0.1234567\"", 2, "the rate of EUR is not", "six digits"),
    Wrong("[rates]\nEUR = \"-1\"", 2, "the rate of EUR is not", "\"0.92\""),
    Wrong("[rates]\nUSD = \"1\"", 2, "USD is the base of the rates", "remove the line"),
    Wrong("[rates]\nEUR = \"1\"\neur = \"2\"", 3, "EUR has two rates", "remove one"),
    Wrong("[rates]\ndate = 2026-11-20", 2, "date is a date or time, not a string", "quotes"),
    Wrong("[rates]\ndate = \"20.11.2026\"", 2, "date is not a day", "\"2026-11-20\""),
  ]

  @Test(arguments: all) func isToldWithItsPlaceAndRemedy(wrong: Wrong) throws {
    let error = try #require(throws: ConfigurationError.self) { try parse(wrong.text) }
    #expect(error.line == wrong.line)
    #expect(error.what.contains(wrong.what))
    #expect(error.remedy.contains(wrong.remedy))
    #expect(!error.description.unicodeScalars.contains { $0.value < 0x20 })
  }
}
