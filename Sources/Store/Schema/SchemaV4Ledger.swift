extension SchemaV4 {
  /// Every change, with who, when and why, each chained to the one before.
  static let ledger: [String] = []
}
