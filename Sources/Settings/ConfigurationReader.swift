import Connectors
import Console
import Fulfillment

/// Turns a TOML document into a `Configuration`, refusing whatever it does not know: a misspelt key
/// that is silently ignored is a setting the operator believes in and does not have.
struct ConfigurationReader {
  let document: TOMLDocument
  let file: String
  let environment: [String: String]
  let withSecrets: Bool
  let services: [ServiceDescriptor]

  func read(into configuration: inout Configuration) throws(ConfigurationError) {
    try check(document.root, at: [], known: SettingsTable.known([]))
    configuration.accounts = try accounts()
    try readThresholds(into: &configuration.thresholds)
    configuration.thresholds.ownRules = try ownRules()
    try readCalendars(into: &configuration.thresholds.calendars)
    configuration.thresholds.promises = try promises()
    configuration.thresholds.paymentFees = try paymentFees()
    try readConsole(into: &configuration)
    configuration.keys = try keys()
    for (name, value) in try table(["views"]).sorted(by: { $0.key < $1.key }) {
      let text = try string(value, at: ["views", name])
      do {
        _ = try QueryParser.parse(text)
      } catch {
        throw problem(
          ["views", name], "the filter \(name) can't be read: \(error.message)",
          remedy: "at character \(error.offset + 1) of \"\(text)\"")
      }
      configuration.filters[name] = text
    }
    configuration.routing = try routing()
    configuration.thresholds.postBoxes = configuration.routing.postBoxes
    try readPurchasing(into: &configuration)
    configuration.rates = try rates()
    configuration.returns = try returnRules()
    configuration.notices = try noticePolicy(configuration.accounts)
  }

  private func readConsole(into configuration: inout Configuration) throws(ConfigurationError) {
    let console = try table(["console"])
    try check(console, at: ["console"], known: SettingsTable.known(["console"]))
    if let theme = try text(console, "theme") { configuration.theme = theme }
    if let name = try text(console, "operator") { configuration.operatorName = name }
    if let span = try span(console, "hold", atMost: .days(30)) { configuration.hold = span }
    if let span = try span(console, "return_window", atMost: .days(3650)) {
      configuration.returnWindow = span
    }
    // `utc_offset` is what `zone` was called when it knew no names.
    for key in ["utc_offset", "zone"] {
      guard let text = try text(console, key) else { continue }
      guard let zone = ZoneChoice(text) else {
        throw problem(
          ["console", key], "\(key) is no time zone", remedy: "write \(ZoneChoice.form)")
      }
      configuration.zone = zone
    }
    if let glyphs = try text(console, "glyphs") {
      guard let choice = Configuration.GlyphChoice(rawValue: glyphs) else {
        throw problem(
          ["console", "glyphs"], "there are no glyphs \"\(glyphs)\"",
          remedy: "write one of: auto, unicode, ascii")
      }
      configuration.glyphs = choice
    }
    configuration.desktop = try desktopRule(console)
    configuration.isLinear =
      try choice(console, "reading", at: ["console"], of: ReadingChoice.self) == .linear
    configuration.numbers = try numberStyle(console)
    if let remembers = try flag(console, "remember", at: ["console"]) {
      configuration.remembers = remembers
    }
    if let bell = try text(console, "bell") {
      guard let rule = BellRule(rawValue: bell) else {
        throw problem(
          ["console", "bell"], "there is no bell \"\(bell)\"",
          remedy: "write one of: off, errors, exceptions")
      }
      configuration.bell = rule
    }
    if let quiet = try text(console, "quiet_hours"), quiet != "none" {
      guard let hours = QuietHours(quiet) else {
        throw problem(
          ["console", "quiet_hours"], "\"\(quiet)\" are no hours of the day",
          remedy: "write two times of day, 22:00-07:00, or none")
      }
      configuration.quietHours = hours
    }
  }

  private func keys() throws(ConfigurationError) -> [String: [String]] {
    var keys: [String: [String]] = [:]
    // Command names may hold a dot, and a bare key with a dot is a table to TOML.
    for (path, value) in flattened(try table(["keys"]), below: ["keys"]) {
      let command = path.dropFirst().joined(separator: ".")
      switch value {
      case .string(let key): keys[command] = key.isEmpty ? [] : [key]
      case .array(let values):
        var list: [String] = []
        for value in values { list.append(try string(value, at: path)) }
        keys[command] = list
      default:
        throw problem(
          path, "the keys of \(command) are \(value.kind)",
          remedy: #"write one key as "x", several as ["x", "ctrl-x"]"#)
      }
    }
    guard !keys.isEmpty else { return keys }
    do {
      _ = try Keymap(overrides: keys)
    } catch {
      throw keymapProblem(error)
    }
    return keys
  }

  private func keymapProblem(_ error: KeymapError) -> ConfigurationError {
    let command =
      switch error {
      case .unknownCommand(let id): id
      case .unknownKey(_, let id): id
      case .conflict(_, let id, _): id
      }
    var remedy = "`supercargo keys` lists commands and keys"
    if case .unknownCommand(let id) = error,
      let nearest = NearestName.of(id, among: Command.table.map(\.id))
    {
      remedy = "did you mean \"\(nearest)\"?"
    }
    return problem(
      ["keys"] + command.split(separator: ".").map(String.init), "\(error)", remedy: remedy)
  }
}
