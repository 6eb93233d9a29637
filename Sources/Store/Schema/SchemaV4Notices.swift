extension SchemaV4 {
  /// What customers are told, and when they were told it.
  static let notices: [String] = []
}
