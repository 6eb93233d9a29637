import Connectors

/// The settings of an account that only some services have.
enum AccountOption {
  /// Whether what stands there is a reference to a secret.
  static func isSecret(_ key: String) -> Bool {
    ServiceDescriptor.secretKeys.contains(key)
  }

  /// How one is written.
  static func kind(_ key: String) -> SettingsKind {
    switch key {
    case _ where isSecret(key): .secret
    case "pay": .choice(ways)
    case "notes": .choice(notes)
    default: .text
    }
  }

  private static let ways = ["auto", "by-hand"]
  private static let notes = ["customer", "private"]

  /// Reads one. Throws where it can't be meant; a key without rules of its own is taken as it is.
  /// - Parameter folder: where the configuration lies, for relative paths.
  static func value(
    _ key: String, _ text: String, home: String, _ folder: String
  ) throws(ValueProblem) -> String {
    guard text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F }) else {
      throw ValueProblem("\(key) holds more than one line", remedy: "write it on one line")
    }
    switch key {
    case "pay":
      guard ways.contains(text) else {
        throw ValueProblem(
          "there is no way to pay \"\(text)\"", remedy: #"write "auto" or "by-hand""#)
      }
    case "notes":
      guard notes.contains(text) else {
        throw ValueProblem(
          "there are no \"\(text)\" notes", remedy: #"write "customer" or "private""#)
      }
    case "to":
      guard text.contains("@") else {
        throw ValueProblem("to is no e-mail address", remedy: "write \(example(key))")
      }
    case "folder", "identity":
      if text.hasPrefix("~/") { return home + text.dropFirst(1) }
      return text.hasPrefix("/") ? text : folder + "/" + text
    default: break
    }
    return text
  }

  /// What one may look like, for error texts.
  static func example(_ key: String) -> String {
    switch key {
    case "to", "from": #""orders@agent.example""#
    case "folder": #""/srv/agent""#
    case "pay": #""by-hand""#
    default: #""...""#
    }
  }
}
