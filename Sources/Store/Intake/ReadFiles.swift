package import Fulfillment
internal import GRDB

extension Store {
  /// Takes the orders of a shop's file, once, together with the note that the file has been read. The same
  /// content again changes nothing, whatever it is called.
  package func take(
    _ orders: [Order], fromFile name: String, digest: String, of account: String, now: Timestamp
  ) throws -> IntakeResult {
    let result = try take(orders, from: account, isHistory: false, cursor: nil, now: now)
    // Orders are the same however often they come, so a file that is read again does no harm.
    try work("can't note the file " + name, now: now) { work in
      try work.database.run(
        """
        INSERT INTO readFile (account, digest, name, at) VALUES (?, ?, ?, ?)
        ON CONFLICT (account, digest) DO NOTHING
        """, account, digest, name.sanitised(limit: 200), now.milliseconds)
    }
    return result
  }
}
