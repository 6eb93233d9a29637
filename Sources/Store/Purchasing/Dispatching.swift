package import Fulfillment
internal import GRDB

extension Store {
  /// Receivers for which there is something to send, or to ask, now; by name.
  package func pendingReceivers(now: Timestamp) throws -> [String] {
    try read("can't look at the outbox") { database in
      try database.rows(
        """
        SELECT DISTINCT receiver FROM outboxMessage INDEXED BY outboxMessage_next
        WHERE \(Outbox.isUnderWay) AND (
          state = 'ready' AND \(Outbox.isTime("?1"))
            AND (kind <> 'place' OR NOT ?2 AND NOT \(Outbox.isPaused))
          OR state = 'held' AND holdUntil <= ?1
            AND (kind <> 'place' OR NOT ?2 AND NOT \(Outbox.isPaused))
          OR state = 'unknown' AND \(Outbox.isTime("?1")))
        ORDER BY receiver
        """, now.milliseconds, try Outbox.isStopped(database) ? 1 : 0
      ) { try $0.text() }
    }
  }

  /// When the earliest message becomes due, `now` where one is; nil: nothing waits for a time. While
  /// buying is stopped no purchase does, but those whose outcome is unknown.
  package func nextDispatch(now: Timestamp) throws -> Timestamp? {
    try read("can't look at the outbox") { database in
      try database.number(
        """
        SELECT min(CASE
          WHEN state = 'held' THEN max(holdUntil, ?1)
          WHEN \(Outbox.isTime("?1")) THEN ?1 ELSE notBefore END)
        FROM outboxMessage INDEXED BY outboxMessage_next
        WHERE \(Outbox.isUnderWay) AND (state = 'unknown'
          OR (state = 'ready' OR state = 'held' AND holdUntil IS NOT NULL)
            AND (kind <> 'place' OR NOT ?2 AND NOT \(Outbox.isPaused)))
        """, now.milliseconds, try Outbox.isStopped(database) ? 1 : 0
      ).map(Timestamp.init(milliseconds:))
    }
  }

  /// What dispatchers of earlier leases left claimed is unknown from now on; returns how many. Does
  /// nothing where the lease is not held.
  package func orphanClaims(
    lease: Lease, powers: (String) -> SupplierPowers, now: Timestamp
  ) throws -> Int {
    let isClean = try read("can't look at the outbox") { database in
      try database.number(
        """
        SELECT 1 FROM outboxMessage INDEXED BY outboxMessage_next
        WHERE \(Outbox.isUnderWay) AND state = 'claimed' LIMIT 1
        """) == nil
    }
    guard !isClean else { return 0 }
    return try work("can't look after what was being sent", now: now, by: .dispatch) { work in
      guard try work.holds(lease) else { return 0 }
      let ids = try work.database.numbers(
        """
        SELECT id FROM outboxMessage INDEXED BY outboxMessage_next
        WHERE \(Outbox.isUnderWay) AND state = 'claimed' AND leaseFence <> ? ORDER BY id
        """, [lease.fence])
      for id in ids {
        guard var message = try work.message(id) else { throw Work.vanished("the message") }
        let words = "the program ended while it was being sent"
        try work.step(&message, .orphaned, powers(message.receiver), outcome: words)
        try work.note(message, .orphaned, words)
      }
      return ids.count
    }
  }

  /// Messages whose hold window has passed become ready to leave; returns how many did.
  package func releaseHeld(now: Timestamp) throws -> Int {
    let isDue = try read("can't look at the outbox") { database in
      try database.number(
        "SELECT 1 FROM outboxMessage WHERE state = 'held' AND holdUntil <= ? LIMIT 1",
        now.milliseconds) != nil
    }
    guard isDue else { return 0 }
    return try work("can't release held messages", now: now, by: .dispatch) { work in
      let ids = try work.database.numbers(
        "SELECT id FROM outboxMessage WHERE state = 'held' AND holdUntil <= ? ORDER BY id",
        [now.milliseconds])
      for id in ids {
        guard var message = try work.message(id) else { throw Work.vanished("the message") }
        try work.step(&message, .due)
      }
      return ids.count
    }
  }
}
