/// What is wrong with the configuration, where, and what to do about it. Never holds a secret.
package struct ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
  package var file: String
  /// 1-based; nil where no one line is at fault.
  package var line: Int?
  /// `account main-shop: unknown service "woo"`
  package var what: String
  /// `write one of: woocommerce, cj`
  package var remedy: String

  package init(file: String, line: Int? = nil, what: String, remedy: String) {
    self.file = file
    self.line = line
    self.what = what
    self.remedy = remedy
  }

  /// `config.toml:12: WHAT (what to do)`
  package var description: String {
    file + (line.map { ":\($0)" } ?? "") + ": " + what + (remedy.isEmpty ? "" : " (\(remedy))")
  }
}

/// What is wrong with one value, before it is known where it stands.
package struct ValueProblem: Error, Hashable, Sendable {
  package var what: String
  package var remedy: String

  package init(_ what: String, remedy: String) {
    self.what = what
    self.remedy = remedy
  }
}
