package import Fulfillment
internal import GRDB

extension Store {
  /// The right to do `name` alone until `now + span`; nil while another holds it. The same holder
  /// renews it and keeps its fence; when it changes hands, the fence grows. A lease that would last longer
  /// than any is given for was taken under a clock that was wrong, and binds nobody.
  package func lease(
    _ name: String, holder: String, for span: Span, now: Timestamp
  ) throws -> Lease? {
    try write("can't take the lease on " + name) { database in
      let until = now + span
      let fence = try database.number(
        """
        INSERT INTO lease (name, holder, fence, until) VALUES (?1, ?2, 1, ?3)
        ON CONFLICT (name) DO UPDATE SET holder = ?2, until = ?3,
          fence = CASE WHEN holder = ?2 AND until BETWEEN ?4 + 1 AND ?5 THEN fence
            ELSE fence + 1 END
        WHERE until NOT BETWEEN ?4 + 1 AND ?5 OR holder = ?2
        RETURNING fence
        """, name, holder, until.milliseconds, now.milliseconds,
        now.milliseconds + 4 * span.milliseconds)
      return fence.map { Lease(name: name, holder: holder, fence: $0, until: until) }
    }
  }

  /// Gives a lease back; does nothing where it has passed to another in the meantime.
  package func release(_ lease: Lease) throws {
    try write("can't release the lease on " + lease.name) { database in
      try database.run(
        "UPDATE lease SET until = 0 WHERE name = ? AND holder = ? AND fence = ?", lease.name,
        lease.holder, lease.fence)
    }
  }

  /// Who holds the lease now; nil: nobody.
  package func leaseHolder(_ name: String, now: Timestamp) throws -> String? {
    try read("can't read the lease on " + name) { database in
      try database.row(
        "SELECT holder FROM lease WHERE name = ? AND until > ?", name, now.milliseconds
      ) { try $0.text() }
    }
  }
}
