extension SchemaV6 {
  /// How long purchases took is counted of storefronts and products, too: every order is counted anew,
  /// step by step, as after the third step.
  static let figures = [
    "DELETE FROM figure", "DELETE FROM figureLedger",
    "UPDATE figureClock SET backlog = (SELECT max(id) FROM customerOrder)",
  ]
}
