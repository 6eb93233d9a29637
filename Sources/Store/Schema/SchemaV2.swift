/// The second step: what delays are learned from, and what was added to buying.
enum SchemaV2 {
  static let statements: [String] = delays + purchases

  /// How long stages take, by lane.
  private static let delays: [String] = []

  /// What was added to purchases.
  private static let purchases: [String] = []
}
