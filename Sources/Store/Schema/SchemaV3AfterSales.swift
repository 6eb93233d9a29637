extension SchemaV3 {
  /// Returns in full, refunds and replacements.
  static let afterSales: [String] = []
}
