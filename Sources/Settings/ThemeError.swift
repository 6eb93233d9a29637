/// Why a theme cannot be used, and on which line of it.
package struct ThemeError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The theme's name, or the file it was read from.
  package var theme: String
  /// 1-based; nil where no one line is at fault.
  package var line: Int?
  /// `unknown role "servityCritical"`
  package var what: String
  /// `did you mean "severityCritical"?`
  package var remedy: String

  package init(theme: String, line: Int? = nil, what: String, remedy: String) {
    self.theme = theme
    self.line = line
    self.what = what
    self.remedy = remedy
  }

  /// `theme NAME, line 12: WHAT (what to do)`
  package var description: String {
    "theme \(theme)" + (line.map { ", line \($0)" } ?? "") + ": " + what
      + (remedy.isEmpty ? "" : " (\(remedy))")
  }
}
