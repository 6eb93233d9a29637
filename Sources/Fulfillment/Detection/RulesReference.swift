/// The rules as documentation, made from the table itself.
package enum RulesReference {
  /// `Documentation/Rules.md`.
  package static func markdown() -> String {
    ruleTable.map { "## \($0.id)\n" }.joined()
  }
}
