/// The sixth step.
enum SchemaV6 {
  static let statements: [String] =
    figures + rates + messages + promises + fees + delays + tracking
}
