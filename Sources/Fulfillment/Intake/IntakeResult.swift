/// What became of a page of incoming items. Every item is counted exactly once.
package struct IntakeResult: Hashable, Sendable {
  package var imported: Int
  package var changed: Int
  package var unchanged: Int
  /// What was not taken, and why, in the operator's words.
  package var refused: [String]

  package init(imported: Int = 0, changed: Int = 0, unchanged: Int = 0, refused: [String] = []) {
    self.imported = imported
    self.changed = changed
    self.unchanged = unchanged
    self.refused = refused
  }

  package static func + (left: IntakeResult, right: IntakeResult) -> IntakeResult {
    IntakeResult(
      imported: left.imported + right.imported, changed: left.changed + right.changed,
      unchanged: left.unchanged + right.unchanged, refused: left.refused + right.refused)
  }
}
