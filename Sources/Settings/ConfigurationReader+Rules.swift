package import Fulfillment

/// `[[rule]]`, the rules that the operator wrote, and `[calendar.XX]`, the days on which a country rests.
extension ConfigurationReader {
  func ownRules() throws(ConfigurationError) -> [OwnRule] {
    var rules: [OwnRule] = []
    for (path, table) in try tables("rule") {
      rules.append(try ownRule(table, at: path, taken: rules.map(\.code)))
    }
    return rules
  }

  private func ownRule(
    _ table: Table, at path: [String], taken: [String]
  ) throws(ConfigurationError) -> OwnRule {
    try check(table, at: path, known: SettingsTable.known(["rule"]))
    guard let code = try text(table, "code", at: path) else {
      throw problem(path, "a rule has no code", remedy: #"add code = "shop.slow-express""#)
    }
    guard OwnRule.isCode(code) else {
      throw problem(
        path + ["code"], "\"\(code.prefix(60))\" is no code of a rule",
        remedy: #"write two words of small letters with a dot between, as in "shop.slow-express""#)
    }
    let builtIn = ruleTable.map(\.id) + [feedRule.id]
    guard !builtIn.contains(code), !taken.contains(code) else {
      throw problem(
        path + ["code"],
        builtIn.contains(code)
          ? "\(code) is a built-in rule" : "there is a rule \(code) already",
        remedy: builtIn.contains(code)
          ? "change its limit under [thresholds], or give yours another code"
          : "give one of them another code")
    }
    let title = try text(table, "title", at: path) ?? code
    guard title.sanitised(limit: 40) == title else {
      throw problem(
        path + ["title"], "the title of \(code) is longer than 40 characters or no plain text",
        remedy: "write a short one: it stands in the exception list")
    }
    let (condition, written) = try condition(table, code, at: path)
    return OwnRule(
      code: code, title: title, severity: try severity(table, code, at: path),
      condition: condition, text: written, after: try after(table, code, at: path))
  }

  private func condition(
    _ table: Table, _ code: String, at path: [String]
  ) throws(ConfigurationError) -> (Condition, String) {
    guard let written = try text(table, "when", at: path) else {
      throw problem(
        path, "rule \(code) has no when", remedy: #"add when = "method:express and transit > 5bd""#)
    }
    do {
      return (try ConditionParser.parse(written), written)
    } catch {
      let place = "character \(error.offset + 1)"
      throw problem(
        path + ["when"], "rule \(code) can't be read at \(place): \(error.message)",
        remedy: "supercargo rules words lists what there is")
    }
  }

  private func severity(
    _ table: Table, _ code: String, at path: [String]
  ) throws(ConfigurationError) -> Severity {
    guard let name = try text(table, "severity", at: path) else { return .warning }
    guard let severity = Severity.allCases.first(where: { $0.name == name }) else {
      throw problem(
        path + ["severity"], "rule \(code) has no severity \"\(name.prefix(40))\"",
        remedy: NearestName.remedy(name, among: Severity.allCases.map(\.name)))
    }
    return severity
  }

  private func after(
    _ table: Table, _ code: String, at path: [String]
  ) throws(ConfigurationError) -> Condition.Limit? {
    guard let written = try text(table, "after", at: path) else { return nil }
    guard let limit = ConditionParser.limit(written) else {
      throw problem(
        path + ["after"], "after of rule \(code) is not a span",
        remedy: "write \(ConditionParser.limitForm)")
    }
    return limit
  }

  /// Changes the calendars by every `[calendar.XX]`.
  func readCalendars(into calendars: inout WorkCalendars) throws(ConfigurationError) {
    for (country, value) in try table(["calendar"]).sorted(by: { $0.key < $1.key }) {
      let path = ["calendar", country]
      guard country.utf8.count == 2, country.utf8.allSatisfy({ (65...90).contains($0) }) else {
        throw problem(
          path, "\"\(country.prefix(20))\" is no country",
          remedy: "write its two capital letters, as in [calendar.CN]")
      }
      guard case .table(let entry) = value else {
        throw problem(
          path, "calendar.\(country) is \(value.kind)",
          remedy: "begin it with [calendar.\(country)]"
        )
      }
      try check(entry, at: path, known: SettingsTable.known(["calendar", "*"]))
      var calendar = calendars.of(country)
      if entry["weekend"] != nil {
        calendar = calendar.with(weekend: try weekend(entry, at: path))
      }
      for days in try days(entry, "closed", at: path) { calendar.set(days, isClosed: true) }
      for days in try days(entry, "open", at: path) { calendar.set(days, isClosed: false) }
      calendars.set(country, calendar)
    }
  }

  private func weekend(_ table: Table, at path: [String]) throws(ConfigurationError) -> Set<Int> {
    let known = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    var days: Set<Int> = []
    for name in try names(table, "weekend", at: path) {
      guard let day = known.firstIndex(of: name.lowercased()) else {
        throw problem(
          path + ["weekend"], "weekend holds \"\(name.prefix(20))\"",
          remedy: "write days such as \"fri\", \"sat\"")
      }
      days.insert(day + 1)
    }
    guard days.count < 7 else {
      throw problem(path + ["weekend"], "no day is left for work", remedy: "remove one")
    }
    return days
  }

  private func days(
    _ table: Table, _ key: String, at path: [String]
  ) throws(ConfigurationError) -> [ClosedRange<Int64>] {
    var ranges: [ClosedRange<Int64>] = []
    for text in try names(table, key, at: path) {
      guard let days = DayRange.parse(text), days.count <= 366 else {
        throw problem(
          path + [key], "\(key) holds \"\(text.prefix(40))\", which is no day",
          remedy: #"write "2027-02-05" or "2027-02-05..2027-02-15""#)
      }
      ranges.append(days)
    }
    return ranges
  }
}

/// A file of rules to be tried on history before they are switched on.
package struct RuleFile: Hashable, Sendable {
  /// The thresholds in force with what the file changes of them.
  package var thresholds: Thresholds
  /// Codes of the rules whose thresholds or calendars the file changes, and of those it brings.
  package var codes: [String]
  /// How the file would choose suppliers; nil where it says nothing of that.
  package var routing: RoutingPolicy?

  package init(thresholds: Thresholds, codes: [String], routing: RoutingPolicy? = nil) {
    self.thresholds = thresholds
    self.codes = codes
    self.routing = routing
  }
}

extension Configuration {
  /// Reads a file that holds `[thresholds]`, `[[rule]]`, `[calendar.XX]`, `[routing]` and `[[route]]` and
  /// nothing else.
  /// - Parameter base: what is in force.
  package static func ruleFile(
    path: String, over base: Thresholds
  ) throws(ConfigurationError) -> RuleFile {
    try rules(try text(of: path), file: path, over: base)
  }

  /// Reads such a file from its text.
  package static func rules(
    _ text: String, file: String, over base: Thresholds
  ) throws(ConfigurationError) -> RuleFile {
    let reader = ConfigurationReader(
      document: try TOMLDocument(text, file: file), file: file, environment: [:],
      withSecrets: false, services: [])
    try reader.check(
      reader.document.root, at: [],
      known: ["thresholds", "rule", "calendar", "routing", "route"])
    var thresholds = base
    var codes = try reader.readThresholds(into: &thresholds)
    try reader.readCalendars(into: &thresholds.calendars)
    if reader.document.root["calendar"] != nil {
      codes += ["dispatch.late", "tracking.unscanned", "transit.stalled"]
    }
    let own = try reader.ownRules()
    thresholds.ownRules.removeAll { rule in own.contains { $0.code == rule.code } }
    thresholds.ownRules += own
    let known = ruleTable.map(\.id)
    let changed = known.filter(codes.contains) + own.map(\.code)
    let isRouting = reader.document.root["routing"] != nil || reader.document.root["route"] != nil
    return RuleFile(
      thresholds: thresholds, codes: changed, routing: isRouting ? try reader.routing() : nil)
  }
}

extension ConfigurationReader {
  /// Reads `[thresholds]`; returns the codes of the rules that it names.
  @discardableResult
  func readThresholds(into thresholds: inout Thresholds) throws(ConfigurationError) -> [String] {
    var codes: [String] = []
    for (path, value) in flattened(try table(["thresholds"]), below: ["thresholds"]) {
      let name = path.dropFirst().joined(separator: ".")
      try at(path) { () throws(ValueProblem) in
        try ThresholdSettings.set(name, to: value, in: &thresholds)
      }
      codes.append(name.hasPrefix("transit.stalled") ? "transit.stalled" : name)
    }
    return codes
  }
}
