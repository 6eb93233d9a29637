package import Fulfillment
internal import GRDB

/// How far an account's listing of disputes has been read.
package struct DisputeFeed: Hashable, Sendable {
  /// Where reading goes on; nil: at the beginning.
  package var position: String?
  /// It has been read to its end once: from then on only what is new, or still open, need be read.
  package var isComplete: Bool
  /// When it was last read well; nil: never.
  package var readAt: Timestamp?

  package init(position: String? = nil, isComplete: Bool = false, readAt: Timestamp? = nil) {
    self.position = position
    self.isComplete = isComplete
    self.readAt = readAt
  }
}

extension Store {
  /// How far an account's disputes have been read.
  package func disputeFeed(of account: String) throws -> DisputeFeed {
    try read("can't look at the disputes of " + account) { database in
      try database.row(
        """
        SELECT f.position, f.isComplete, f.readAt FROM disputeFeed f
        JOIN account a ON a.id = f.accountID WHERE a.name = ?
        """, account
      ) {
        DisputeFeed(
          position: try $0.textOrNil(), isComplete: try $0.bool(), readAt: try $0.timeOrNil())
      } ?? DisputeFeed()
    }
  }

  /// An account's disputes have been read, or refused.
  /// - Parameter isComplete: to the end of the listing; false: what was known of that stays.
  package func endDisputes(of account: String, isComplete: Bool, now: Timestamp) throws {
    try write("can't note the disputes of " + account) { database in
      try database.run(
        """
        INSERT INTO disputeFeed (accountID, isComplete, readAt)
        SELECT id, ?2, ?3 FROM account WHERE name = ?1
        ON CONFLICT (accountID) DO UPDATE SET readAt = ?3, isComplete = max(isComplete, ?2),
          position = CASE WHEN ?2 THEN NULL ELSE position END
        """, account, isComplete ? 1 : 0, now.milliseconds)
    }
  }

  /// Disputes of an account that are not decided, by its ids, the first deadline first.
  package func undecidedDisputes(of account: String, limit: Int) throws -> [String] {
    try read("can't list the disputes of " + account) { database in
      try database.texts(
        """
        SELECT d.externalID FROM dispute d JOIN account a ON a.id = d.accountID
        WHERE a.name = ? AND d.listRank < 3 ORDER BY d.listRank, d.listDue, d.id LIMIT ?
        """, account, limit)
    }
  }
}

extension Work {
  func keepDisputeFeed(_ accountID: Int64, position: String) throws {
    try database.run(
      """
      INSERT INTO disputeFeed (accountID, position) VALUES (?1, ?2)
      ON CONFLICT (accountID) DO UPDATE SET position = ?2
      """, accountID, position)
  }
}
