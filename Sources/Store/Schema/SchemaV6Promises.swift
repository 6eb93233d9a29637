extension SchemaV6 {
  /// Whether the promised day is that of the configuration, which is to change with it, and not the shop's.
  static let promises: [String] = [
    """
    ALTER TABLE customerOrder ADD COLUMN isPromiseOurs INTEGER NOT NULL DEFAULT 0
      CHECK (isPromiseOurs IN (0, 1))
    """
  ]
}
