package import Fulfillment
internal import GRDB

extension Store {
  /// Every account's sync health, by name. An account counts as stale while its `feed.stale` stands,
  /// or where it is pulled and was never read well though it is due.
  package func activity(now: Timestamp) throws -> [ActivityRow] {
    try read("can't read the sync health") { database in
      try database.rows(
        """
        SELECT name, service, role, freshAt, CASE WHEN cadence IS NULL THEN NULL ELSE dueAt END,
          lastError, lastErrorAt, failures,
          EXISTS (SELECT 1 FROM orderException e WHERE e.accountID = account.id
            AND e.state NOT IN ('resolved', 'cleared'))
          OR cadence IS NOT NULL AND ifnull(freshAt, firstDueAt) + 2 * cadence < ?,
          pulled, pulls
        FROM account ORDER BY name
        """, now.milliseconds
      ) {
        ActivityRow(
          account: try $0.text(), service: try $0.text(), role: try $0.state(Account.Role.self),
          freshAt: try $0.timeOrNil(), nextPull: try $0.timeOrNil(), lastError: try $0.text(),
          lastErrorAt: try $0.timeOrNil(), failures: try $0.int(), isStale: try $0.bool(),
          pulled: try $0.int(), pulls: try $0.int())
      }
    }
  }
}
