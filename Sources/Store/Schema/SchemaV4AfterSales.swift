extension SchemaV4 {
  /// Replacements that were bought, and claims that were taken back.
  static let afterSales: [String] = widenedDecisions

  /// What is decided about notices to customers and about suppliers, and what decisions are about. One
  /// list for all: a second widening of it would not find its piece.
  private static let widenedDecisions =
    SchemaV3.widen(
      "decision", "'refund', 'replace', 'close'",
      """
      'refund', 'replace', 'close', 'tell', 'withhold', 'told', 'untold', 'pause', 'resume', 'move'
      """)
    + SchemaV3.widen(
      "decisionTarget", "'return', 'purchase', 'buying'",
      "'return', 'purchase', 'buying', 'supplier'")
}
