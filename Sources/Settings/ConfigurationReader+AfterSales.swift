import Fulfillment

extension ConfigurationReader {
  /// `[returns]` and every `[[returns.policy]]`: what storefronts promise and suppliers grant.
  func returnRules() throws(ConfigurationError) -> ReturnRules {
    let (table, path) = (try table(["returns"]), ["returns"])
    try check(table, at: path, known: SettingsTable.known(["returns"]))
    var rules = ReturnRules()
    rules.secondAbove = try amounts(table, "two_person_above", at: path)
    guard let value = table["policy"] else { return rules }
    guard case .array(let entries) = value else {
      throw problem(
        path + ["policy"], "returns.policy is \(value.kind)",
        remedy: "begin each policy with [[returns.policy]]")
    }
    for (index, entry) in entries.enumerated() {
      let path = path + ["policy", String(index)]
      guard case .table(let table) = entry else {
        throw problem(
          path, "returns.policy is a list of \(entry.kind)",
          remedy: "begin each policy with [[returns.policy]]")
      }
      rules.policies.append(try returnPolicy(table, at: path))
    }
    return rules
  }

  private func returnPolicy(
    _ table: Table, at path: [String]
  ) throws(ConfigurationError) -> ReturnPolicy {
    try check(table, at: path, known: SettingsTable.known(["returns", "policy"]))
    return ReturnPolicy(
      storefront: try text(table, "storefront", at: path) ?? "",
      supplier: try text(table, "supplier", at: path) ?? "",
      window: try span(table, "window", at: path, atMost: .days(3650)),
      pays: try choice(table, "pays", at: path, of: ReturnPolicy.Payer.self),
      keepBelow: try amounts(table, "keep_below", at: path),
      restocking: try percent(table, "restocking", at: path, within: 0...10_000),
      takesBack: try flag(table, "takes_back", at: path),
      credits: try percent(table, "credits", at: path, within: 0...10_000),
      postage: try money(table, "postage", at: path),
      address: try text(table, "address", at: path) ?? "")
  }

  /// `"100.00 USD"`, or a list of such, each of another currency.
  private func amounts(
    _ table: Table, _ key: String, at path: [String]
  ) throws(ConfigurationError) -> [Money] {
    guard let value = table[key] else { return [] }
    let values: [TOMLDocument.Value] =
      if case .array(let values) = value { values } else { [value] }
    var amounts: [Money] = []
    for value in values {
      guard case .string(let text) = value, let amount = FigureText.money(text), amount.minor >= 0
      else {
        throw problem(
          path + [key], "\(key) is not an amount of money",
          remedy: #"write it as "40.00 USD", several as ["40.00 USD", "35.00 EUR"]"#)
      }
      guard !amounts.contains(where: { $0.currency == amount.currency }) else {
        throw problem(
          path + [key], "\(key) has two amounts in \(amount.currency.code)",
          remedy: "remove one of them")
      }
      amounts.append(amount)
    }
    return amounts
  }
}
