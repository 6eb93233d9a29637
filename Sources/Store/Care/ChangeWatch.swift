internal import GRDB

/// Notices that anyone, in this process or another, has committed to the store. Has a connection of its
/// own: `PRAGMA data_version` tells of every other connection's commits. Belongs to one task or actor.
package final class ChangeWatch {
  private let queue: DatabaseQueue
  private let path: String
  private let file: FileIdentity?
  private var seen: Int64

  /// Starts watching the store at that path, which must exist. Throws `StoreError`.
  package init(_ path: String) throws {
    self.path = path
    do {
      // None of the store's own settings: asking for the version alone needs no look at the schema, which
      // is a fifth of the work of starting the console.
      var configuration = Configuration()
      configuration.readonly = true
      configuration.busyMode = .timeout(Opening.busySeconds)
      file = FileIdentity(path)
      queue = try DatabaseQueue(path: path, configuration: configuration)
      seen = try queue.unsafeRead(ChangeWatch.version)
    } catch {
      throw StoreError(error, what: "can't watch the store", path: path)
    }
  }

  /// Something has been committed since the last call, or since the start. Costs a few microseconds.
  /// Throws `missing` where the file is not in its place any more: another watch is needed then.
  package func hasChanged() throws -> Bool {
    guard FileIdentity(path) == file else { throw FileIdentity.gone(path) }
    do {
      let version = try queue.unsafeRead(ChangeWatch.version)
      defer { seen = version }
      return version != seen
    } catch {
      throw StoreError(error, what: "can't watch the store", path: path)
    }
  }

  private static func version(_ database: Database) throws -> Int64 {
    try database.number("PRAGMA data_version") ?? 0
  }
}
