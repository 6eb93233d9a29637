extension SchemaV4 {
  /// What the panels of claims and suppliers are read by.
  static let suppliers: [String] = claims

  /// The claims panel: windows by their last day, claims that wait by their age.
  private static let claims = [
    """
    CREATE INDEX recourse_list ON recourse (ifnull(closesAt, 9223372036854775807))
    WHERE isClaimed = 0
    """,
    """
    CREATE INDEX claim_list ON claim (openedAt, id)
    WHERE state IN ('draft', 'submitted', 'answered')
    """,
  ]
}
