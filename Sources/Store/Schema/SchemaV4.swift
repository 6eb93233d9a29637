/// The fourth step: notices to customers, the event log, the suppliers' panel, and what became of replacements.
enum SchemaV4 {
  static let statements: [String] =
    notices + suppliers + afterSales + detection + board + ledger
}
