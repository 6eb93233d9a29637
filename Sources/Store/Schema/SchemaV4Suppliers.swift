extension SchemaV4 {
  /// Suppliers that are paused, and what is known of them besides their figures.
  static let suppliers: [String] = []
}
