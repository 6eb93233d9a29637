package import Fulfillment
internal import GRDB

extension Store {
  /// Registers accounts by name, new or known; a supplier's account gets its supplier. What was pulled
  /// so far, the cursor and the health stay. `retiringOthers`: accounts that are not named are no
  /// longer pulled (their orders stay).
  package func register(
    _ accounts: [AccountSetup], retiringOthers: Bool = false, now: Timestamp
  ) throws {
    try write("can't register the accounts", now: now, by: .configuration) { database in
      if retiringOthers {
        let names = Set(accounts.map(\.account.name))
        for name in try database.texts("SELECT name FROM account WHERE cadence IS NOT NULL")
        where !names.contains(name) {
          try database.run("UPDATE account SET cadence = NULL WHERE name = ?", name)
        }
      }
      for setup in accounts { try Store.register(setup, database, now: now) }
    }
  }

  private static func register(
    _ setup: AccountSetup, _ database: Database, now: Timestamp
  ) throws {
    let cadence = setup.cadence.milliseconds > 0 ? setup.cadence.milliseconds : nil
    try database.run(
      """
      INSERT INTO account (name, service, role, cadence, dueAt, firstDueAt)
      VALUES (?1, ?2, ?3, ?4, ?5, ?5)
      ON CONFLICT (name) DO UPDATE SET service = ?2, role = ?3, cadence = ?4
      WHERE service <> ?2 OR role <> ?3 OR cadence IS NOT ?4
      """, setup.account.name, setup.account.service, setup.account.role.rawValue, cadence,
      now.milliseconds)
    guard setup.account.role == .supplier else { return }
    try database.run(
      """
      INSERT INTO supplier (name, account) VALUES (?1, ?1)
      ON CONFLICT (name) DO UPDATE SET account = ?1 WHERE account IS NULL
      """, setup.account.name)
  }

  /// Where the pulling of every account that is pulled stands, by name.
  package func pullStates() throws -> [PullState] {
    try read("can't read the schedule") { database in
      try database.rows(
        """
        SELECT name, service, role, cadence, cursor, dueAt, freshAt, failures, circuitOpenUntil,
          lastError
        FROM account WHERE cadence IS NOT NULL ORDER BY name
        """
      ) {
        PullState(
          account: Account(
            name: try $0.text(), service: try $0.text(), role: try $0.state(Account.Role.self)),
          cadence: .milliseconds(try $0.number()), cursor: try $0.textOrNil(),
          dueAt: try $0.time(), freshAt: try $0.timeOrNil(), failures: try $0.int(),
          circuitOpenUntil: try $0.timeOrNil(), lastError: try $0.text())
      }
    }
  }

  /// Keeps what became of a pull: the run, the account's health and when it is due again. An account
  /// is fresh as of the start of a complete pull that went well.
  package func recordPull(_ account: String, _ outcome: PullOutcome, now: Timestamp) throws {
    let what = "can't record the pull of " + account
    try write(what) { database in
      let isGood = outcome.error == nil
      let words = (outcome.error ?? outcome.note)?.sanitised(limit: 500)
      let id = try database.number("SELECT id FROM account WHERE name = ?", account)
      guard let id else {
        throw StoreError(.refused, what: what, why: "there is no account of that name")
      }
      try database.run(
        """
        INSERT INTO syncRun (accountID, startedAt, finishedAt, items, error, isComplete)
        VALUES (?, ?, ?, ?, ?, ?)
        """, id, outcome.startedAt.milliseconds, now.milliseconds, outcome.items, words,
        outcome.isComplete ? 1 : 0)
      try database.run(
        """
        UPDATE account SET dueAt = ?2, circuitOpenUntil = ?3, pulled = pulled + ?4,
          pulls = pulls + 1, failures = CASE WHEN ?5 THEN 0 ELSE failures + 1 END,
          lastError = ?6, lastErrorAt = CASE WHEN ?6 = '' THEN lastErrorAt ELSE ?7 END,
          freshAt = CASE WHEN ?8 THEN ?9 ELSE freshAt END
        WHERE id = ?1
        """, id, outcome.nextDueAt.milliseconds, outcome.circuitOpenUntil?.milliseconds,
        outcome.items, isGood ? 1 : 0, words ?? "", now.milliseconds,
        isGood && outcome.isComplete ? 1 : 0, outcome.startedAt.milliseconds)
      try Store.pruneRuns(of: id, database)
    }
  }

  /// Runs are kept for a look back, not for ever.
  private static func pruneRuns(of accountID: Int64, _ database: Database) throws {
    try database.run(
      """
      DELETE FROM syncRun WHERE accountID = ?1 AND id <= (
        SELECT id FROM syncRun WHERE accountID = ?1 ORDER BY id DESC LIMIT 1 OFFSET 500)
      """, accountID)
  }
}
