import Fulfillment

extension ConfigurationReader {
  /// `[routing]` and every `[[route]]`.
  func routing() throws(ConfigurationError) -> RoutingPolicy {
    var policy = RoutingPolicy()
    let (table, path) = (try table(["routing"]), ["routing"])
    try check(table, at: path, known: SettingsTable.known(["routing"]))
    if let preferences = try preferences(table, at: path) { policy.preferences = preferences }
    policy.priceCeiling = try percent(table, "price_ceiling", at: path, within: 1...100_000)
    policy.marginFloor = try percent(table, "margin_floor", at: path, within: -10_000...10_000)
    if let tolerance = try percent(table, "split_tolerance", at: path, within: 0...100_000) {
      policy.splitTolerance = tolerance
    }
    if let takes = try flag(table, "takes_unknown_stock", at: path) {
      policy.takesUnknownStock = takes
    }
    if let age = try span(table, "stock_max_age", at: path, atMost: .days(365)) {
      policy.stockMaxAge = age
    }
    if let age = try span(table, "max_age", at: path, atMost: .days(365)) { policy.maxAge = age }
    policy.postBoxes = try names(table, "post_boxes", at: path)
    for (path, table) in try tables("route") {
      policy.rules.append(try route(table, at: path, taken: policy.rules.map(\.name)))
    }
    return policy
  }

  private func route(
    _ table: Table, at path: [String], taken: [String]
  ) throws(ConfigurationError) -> RoutingPolicy.Rule {
    try check(table, at: path, known: SettingsTable.known(["route"]))
    let rule = RoutingPolicy.Rule(
      name: try ruleName(table, "a route", at: path, taken: taken),
      storefronts: try names(table, "storefronts", at: path),
      countries: try countries(table, at: path), skus: try names(table, "skus", at: path),
      tags: try names(table, "tags", at: path), only: try names(table, "only", at: path),
      never: try names(table, "never", at: path), methods: try names(table, "methods", at: path),
      preferences: try preferences(table, at: path))
    if rule.only.isEmpty, rule.never.isEmpty, rule.methods.isEmpty, rule.preferences == nil {
      throw problem(
        path, "route \(rule.name) decides nothing", remedy: "add only, never, methods or prefer")
    }
    return rule
  }

  private func preferences(
    _ table: Table, at path: [String]
  ) throws(ConfigurationError) -> [RoutingPolicy.Preference]? {
    guard table["prefer"] != nil else { return nil }
    var preferences: [RoutingPolicy.Preference] = []
    for word in try names(table, "prefer", at: path) {
      let preference = try choice(word, "prefer", at: path, of: RoutingPolicy.Preference.self)
      guard !preferences.contains(preference) else {
        throw problem(
          path + ["prefer"], "prefer holds \(word) twice", remedy: "name each only once")
      }
      preferences.append(preference)
    }
    return preferences
  }
}
