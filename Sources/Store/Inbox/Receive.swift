internal import Foundation
internal import Fulfillment
internal import GRDB

extension Store {
  /// Deliveries that may wait at most; more are refused, so that a program that takes none can't fill
  /// the disk.
  package static let inboxBound = 20_000

  /// Keeps deliveries before their senders are answered, all or none; one that is there already changes
  /// nothing. Returns how many are new. Waits for other writers without holding up the caller's thread.
  package func receive(_ deliveries: [InboxDelivery]) async throws -> Int {
    let what = "can't keep a delivery"
    do {
      return try await pool.write { database in
        var new = 0
        for delivery in deliveries { new += try Store.receive(delivery, database, what) }
        return new
      }
    } catch let error as CancellationError {
      throw error
    } catch {
      throw StoreError(error, what: what, path: path)
    }
  }

  private static func receive(
    _ delivery: InboxDelivery, _ database: Database, _ what: String
  ) throws -> Int {
    let account = try database.number("SELECT id FROM account WHERE name = ?", delivery.account)
    guard let account else {
      throw StoreError(.refused, what: what, why: "there is no account \(delivery.account)")
    }
    let isFull = try database.number(
      "SELECT 1 FROM inboxDelivery WHERE state = 'pending' LIMIT 1 OFFSET ?", inboxBound - 1)
    guard isFull == nil else {
      throw StoreError(
        .full, what: what, why: "\(inboxBound) deliveries wait to be taken",
        remedy: "see that `supercargo serve` runs with the accounts they are for")
    }
    try database.run(
      """
      INSERT INTO inboxDelivery
        (accountID, key, topic, path, headers, body, receivedAt, state, note, settledAt)
      VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, iif(?8 IS NULL, 'pending', 'failed'),
        ifnull(?8, ''), iif(?8 IS NULL, NULL, ?7))
      ON CONFLICT (accountID, key) DO NOTHING
      """, account, delivery.key, delivery.topic, delivery.path, delivery.headers,
      Data(delivery.body), delivery.receivedAt.milliseconds,
      delivery.problem?.sanitised(limit: 500))
    return database.changesCount
  }
}
