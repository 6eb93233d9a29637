import Console
import Fulfillment

/// How the screen is read.
enum ReadingChoice: String, CaseIterable {
  case screen, linear
}

/// How the terminal tells the desktop.
enum NotifyChoice: String, CaseIterable {
  case off, osc9, osc777
}

/// A severity by its name.
enum SeverityChoice: String, CaseIterable {
  case notice, warning, serious, critical
}

extension ConfigurationReader {
  /// `numbers` and `currency` of `[console]`.
  func numberStyle(_ console: Table) throws(ConfigurationError) -> NumberStyle {
    var style = NumberStyle()
    if let separators = try choice(
      console, "numbers", at: ["console"], of: NumberStyle.Separators.self)
    {
      style.separators = separators
    }
    if let mark = try choice(
      console, "currency", at: ["console"], of: NumberStyle.CurrencyMark.self)
    {
      style.currency = mark
    }
    return style
  }

  /// `notify`, `notify_command` and `notify_at` of `[console]`.
  func desktopRule(_ console: Table) throws(ConfigurationError) -> DesktopRule {
    var rule = DesktopRule()
    switch try choice(console, "notify", at: ["console"], of: NotifyChoice.self) {
    case .osc9: rule.way = .osc9
    case .osc777: rule.way = .osc777
    case .off, nil: break
    }
    if let value = console["notify_command"] {
      guard console["notify"] == nil else {
        throw problem(
          ["console", "notify_command"], "notify and notify_command are both set",
          remedy: "keep one of them")
      }
      guard case .array(let values) = value, !values.isEmpty else {
        throw problem(
          ["console", "notify_command"], "notify_command is not a list of words",
          remedy: #"write ["notify-send", "--app-name", "supercargo"]; no shell reads it"#)
      }
      var words: [String] = []
      for value in values { words.append(try string(value, at: ["console", "notify_command"])) }
      rule.way = .command(words)
    }
    let least = try choice(console, "notify_at", at: ["console"], of: SeverityChoice.self)
    rule.least = Severity.allCases.first { $0.name == least?.rawValue } ?? rule.least
    return rule
  }
}
