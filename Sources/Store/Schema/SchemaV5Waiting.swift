extension SchemaV5 {
  /// The notices that wait for an operator, which the header counts whenever something was written.
  static let waiting: [String] = [
    """
    CREATE INDEX notice_waiting ON notice (createdAt, id) WHERE state IN ('proposed', 'unknown')
    """
  ]
}
