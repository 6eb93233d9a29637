extension SchemaV6 {
  /// What is decided by a message alone: shops are asked to cancel, hold and release orders, and suppliers
  /// are made claims by API.
  static let messages: [String] = SchemaV3.widen(
    "decision", "'claim-evidence', 'evidence'",
    "'claim-evidence', 'evidence', 'send-claim', 'cancel-order', 'hold-order', 'release-order'")
}
