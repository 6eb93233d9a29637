extension SchemaV6 {
  /// A file without orders has nothing that was counted otherwise; any other learns anew, once.
  static let delays = [
    "UPDATE delayClock SET version = 2 WHERE NOT EXISTS (SELECT 1 FROM customerOrder)"
  ]
}
