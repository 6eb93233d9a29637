/// The second step: what delays are learned from, and what was added to buying.
enum SchemaV2 {
  static let statements: [String] = delays + buying + detection + rules + offers
}
