extension SchemaV3 {
  /// Chargebacks, and what payment services tell.
  static let disputes: [String] = []
}
