extension SchemaV3 {
  /// Rollups that the numbers are read from.
  static let figures: [String] = []
}
