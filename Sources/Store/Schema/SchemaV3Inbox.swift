extension SchemaV3 {
  /// What services sent by themselves, before it was looked at.
  static let inbox: [String] = []
}
