package import Fulfillment
internal import GRDB

extension Store {
  /// Deliveries that wait, in the order they came in, behind that one.
  package func pendingDeliveries(after id: Int64, limit: Int) throws -> [PendingDelivery] {
    try read("can't read the deliveries") { database in
      try database.rows(
        """
        SELECT d.id, d.attempts, a.name, d.key, d.topic, d.path, d.headers, d.body, d.receivedAt
        FROM inboxDelivery d JOIN account a ON a.id = d.accountID
        WHERE d.state = 'pending' AND d.id > ? ORDER BY d.id LIMIT ?
        """, id, limit
      ) {
        let (id, attempts) = (try $0.number(), try $0.int())
        return PendingDelivery(
          id: id,
          delivery: InboxDelivery(
            account: try $0.text(), key: try $0.text(), topic: try $0.text(),
            path: try $0.text(), headers: try $0.text(), body: Array(try $0.data()),
            receivedAt: try $0.time()),
          attempts: attempts)
      }
    }
  }

  /// Writes down what became of a delivery. `hastening`: its account is pulled by then at the latest.
  package func settle(
    _ delivery: Int64, _ fate: DeliveryFate, hastening: (account: String, to: Timestamp)? = nil,
    now: Timestamp
  ) throws {
    try write("can't settle a delivery") { database in
      let (state, note) =
        switch fate {
        case .taken(let note): ("taken", note)
        case .failed(let reason): ("failed", reason)
        case .again(let reason): ("pending", reason)
        }
      try database.run(
        """
        UPDATE inboxDelivery SET state = ?2, note = ?3, attempts = attempts + 1,
          settledAt = iif(?2 = 'pending', NULL, ?4)
        WHERE id = ?1 AND state = 'pending'
        """, delivery, state, note.sanitised(limit: 500), now.milliseconds)
      guard let hastening else { return }
      try database.run(
        "UPDATE account SET dueAt = ?2 WHERE name = ?1 AND dueAt > ?2 AND cadence IS NOT NULL",
        hastening.account, hastening.to.milliseconds)
    }
  }

  /// Deletes what need not be kept for audit any more: what was settled before that instant, and the
  /// oldest of it beyond that many deliveries or bytes. At most a thousand at a time; returns how many.
  package func pruneInbox(before instant: Timestamp, keeping count: Int, bytes: Int) throws -> Int {
    try write("can't prune the deliveries") { database in
      // Newest first, until what is kept is enough.
      let bound = try database.number(
        """
        SELECT max(id) FROM (
          SELECT id, row_number() OVER newest AS position, sum(length(body)) OVER newest AS size
          FROM inboxDelivery WINDOW newest AS (ORDER BY id DESC))
        WHERE position > ? OR size > ?
        """, count, bytes)
      try database.run(
        """
        DELETE FROM inboxDelivery WHERE id IN (
          SELECT id FROM inboxDelivery
          WHERE state <> 'pending' AND (receivedAt < ?1 OR id <= ?2) ORDER BY id LIMIT 1000)
        """, instant.milliseconds, bound ?? 0)
      return database.changesCount
    }
  }

  /// How the deliveries of each account stand, by name; accounts without any are left out.
  package func inbox() throws -> [InboxRow] {
    try read("can't read the deliveries") { database in
      try database.rows(
        """
        SELECT a.name, count(*), sum(d.state = 'pending'), sum(d.state = 'failed'),
          min(iif(d.state = 'pending', d.receivedAt, NULL)), max(d.receivedAt),
          ifnull((SELECT note FROM inboxDelivery f WHERE f.accountID = a.id AND f.state = 'failed'
            ORDER BY f.id DESC LIMIT 1), '')
        FROM inboxDelivery d JOIN account a ON a.id = d.accountID GROUP BY a.id ORDER BY a.name
        """
      ) {
        InboxRow(
          account: try $0.text(), kept: try $0.int(), pending: try $0.int(),
          failed: try $0.int(), oldestPending: try $0.timeOrNil(),
          lastReceived: try $0.timeOrNil(), lastFailure: try $0.text())
      }
    }
  }

  /// Deliveries, newest first.
  package func deliveries(onlyFailed: Bool, limit: Int) throws -> [InboxLine] {
    try read("can't read the deliveries") { database in
      try database.rows(
        """
        SELECT d.id, a.name, d.topic, d.state, d.receivedAt, length(d.body), d.attempts, d.note
        FROM inboxDelivery d JOIN account a ON a.id = d.accountID
        WHERE NOT ?1 OR d.state = 'failed' ORDER BY d.id DESC LIMIT ?2
        """, onlyFailed ? 1 : 0, limit
      ) {
        InboxLine(
          id: try $0.number(), account: try $0.text(), topic: try $0.text(),
          state: try $0.text(), receivedAt: try $0.time(), size: try $0.int(),
          attempts: try $0.int(), note: try $0.text())
      }
    }
  }
}
