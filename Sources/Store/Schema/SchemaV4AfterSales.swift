extension SchemaV4 {
  /// Replacements that were bought, and claims that were taken back.
  static let afterSales: [String] = []
}
