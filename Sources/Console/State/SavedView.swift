/// A list kept under a name: what narrows it and, where it was kept here, how it is sorted and which
/// columns it has.
package struct SavedView: Hashable, Sendable {
  /// Whose it is.
  package enum Origin: Hashable, Sendable {
    /// The operator's own.
    case own
    /// Of all operators, from before they had their own.
    case shared
    /// From `[views]` of the configuration.
    case configured
  }

  package var name: String
  /// In the query language.
  package var text: String
  package var origin: Origin
  /// nil: for whatever list it is used on.
  package var panel: Panel?
  /// As the list's sort is called; "": it stays.
  package var sort: String
  package var isReversed: Bool
  /// The columns by name, in order; none: they stay.
  package var columns: [String]

  package init(
    name: String, text: String, origin: Origin = .own, panel: Panel? = nil, sort: String = "",
    isReversed: Bool = false, columns: [String] = []
  ) {
    self.name = name
    self.text = text
    self.origin = origin
    self.panel = panel
    self.sort = sort
    self.isReversed = isReversed
    self.columns = columns
  }

  /// What it does, in short: `Queue by age reversed, 5 columns: supplier:cj`.
  var detail: String {
    var parts: [String] = []
    if let panel { parts.append(panel.title) }
    if !sort.isEmpty { parts.append("by " + sort + (isReversed ? " reversed" : "")) }
    var words = parts.joined(separator: " ")
    if !columns.isEmpty { words += ", " + Noun.of(columns.count, "column", "columns") }
    if origin == .configured { words = "from config.toml" }
    if origin == .shared { words = "everybody's" }
    return [words, text].filter { !$0.isEmpty }.joined(separator: ": ")
  }
}
