extension SchemaV3 {
  /// Claims against suppliers, platforms, carriers and insurers.
  static let claims: [String] = []
}
