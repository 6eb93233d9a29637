extension SchemaV4 {
  /// What the lists are narrowed by. Nearly every order is paid: the index holds the others.
  static let board: [String] = [
    "CREATE INDEX customerOrder_payment ON customerOrder (payment) WHERE payment <> 'paid'"
  ]
}
