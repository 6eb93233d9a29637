extension SchemaV5 {
  /// How each operator has a list kept: what narrows it, how it is sorted, which columns it has.
  static let board: [String] = [
    """
    CREATE TABLE boardView (
      operator TEXT NOT NULL CHECK (operator <> ''),
      name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
      panel TEXT NOT NULL CHECK (panel IN ('queue', 'exceptions', 'returns', 'claims')),
      filter TEXT NOT NULL,
      sort TEXT NOT NULL,
      isReversed INTEGER NOT NULL CHECK (isReversed IN (0, 1)),
      columns TEXT NOT NULL CHECK (columns NOT LIKE '%,,%'),
      PRIMARY KEY (operator, name)
    ) STRICT, WITHOUT ROWID
    """
  ]
}
