import Fulfillment

extension ConfigurationReader {
  /// `[purchasing]` and every `[[automation]]`.
  func readPurchasing(into configuration: inout Configuration) throws(ConfigurationError) {
    let (table, path) = (try table(["purchasing"]), ["purchasing"])
    try check(table, at: path, known: SettingsTable.known(["purchasing"]))
    if let mode = try choice(table, "mode", at: path, of: PurchasingPolicy.Mode.self) {
      configuration.purchasing.mode = mode
    }
    if let partial = try choice(table, "partial", at: path, of: PurchasingPolicy.Partial.self) {
      configuration.purchasing.partial = partial
    }
    if let stop = try flag(table, "stop", at: path) { configuration.purchasing.isStopped = stop }
    if let share = try percent(table, "price_tolerance", at: path, within: 0...100_000) {
      configuration.thresholds.chargeTolerance = share
    }
    configuration.purchaseHold = try span(table, "hold", at: path, atMost: .days(30))
    for (path, table) in try tables("automation") {
      let taken = configuration.purchasing.automations.map(\.name)
      configuration.purchasing.automations.append(try automation(table, at: path, taken: taken))
    }
  }

  private func automation(
    _ table: Table, at path: [String], taken: [String]
  ) throws(ConfigurationError) -> PurchasingPolicy.Automation {
    try check(table, at: path, known: SettingsTable.known(["automation"]))
    let name = try ruleName(table, "an automation", at: path, taken: taken)
    guard let mode = try choice(table, "mode", at: path, of: PurchasingPolicy.Mode.self) else {
      throw problem(
        path, "automation \(name) has no mode",
        remedy: #"add mode = "manual", "approve" or "automatic""#)
    }
    return PurchasingPolicy.Automation(
      name: name, mode: mode, storefronts: try names(table, "storefronts", at: path),
      suppliers: try names(table, "suppliers", at: path),
      skus: try names(table, "skus", at: path),
      guardrails: PurchasingPolicy.Guardrails(
        maxCost: try money(table, "max_cost", at: path),
        minMargin: try percent(table, "min_margin", at: path, within: -10_000...10_000),
        dailyCount: try count(table, "daily_count", at: path),
        dailyMoney: try money(table, "daily_money", at: path),
        countries: try countries(table, at: path),
        maxAge: try span(table, "max_age", at: path, atMost: .days(365)),
        pilot: try count(table, "pilot", at: path) ?? 0))
  }

  /// `[rates]`: what one unit of the base buys of each currency.
  func rates() throws(ConfigurationError) -> Rates {
    let (table, path) = (try table(["rates"]), ["rates"])
    var rates = Rates()
    if let code = try text(table, "base", at: path) {
      rates.base = try currency(code, at: path + ["base"])
    }
    if let date = try text(table, "date", at: path) {
      guard date.utf8.count == 10, let instant = Timestamp(iso8601: date) else {
        throw problem(
          path + ["date"], "date is not a day", remedy: #"write it as "2026-11-20""#)
      }
      rates.date = instant.date
    }
    for (key, value) in table.sorted(by: { $0.key < $1.key }) where key != "base" && key != "date" {
      let currency = try currency(key, at: path + [key])
      guard case .string(let text) = value, let rate = FigureText.millionths(text) else {
        throw problem(
          path + [key], "the rate of \(currency.code) is not a number above zero in quotes",
          remedy: #"write it as "0.92", with at most six digits after the point"#)
      }
      guard currency != rates.base else {
        throw problem(
          path + [key], "\(currency.code) is the base of the rates", remedy: "remove the line")
      }
      guard rates.millionths.updateValue(rate, forKey: currency) == nil else {
        throw problem(
          path + [key], "\(currency.code) has two rates", remedy: "remove one of them")
      }
    }
    return rates
  }

  private func currency(_ code: String, at path: [String]) throws(ConfigurationError) -> Currency {
    guard let currency = Currency(code) else {
      throw problem(
        path, "\"\(code)\" is not a currency", remedy: #"write three letters, such as EUR"#)
    }
    return currency
  }
}
