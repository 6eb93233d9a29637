extension SchemaV4 {
  /// What a look at an order reads and writes.
  static let detection: [String] = []
}
