internal import Foundation
internal import GRDB

extension Store {
  /// Copies the whole store to a new file while others go on working, and verifies the copy. The file
  /// appears under its name only once it is verified; one that is there already is refused.
  package func backup(to path: String) throws {
    let what = "can't back up to " + path
    guard !FileManager.default.fileExists(atPath: path) else {
      throw StoreError(
        .refused, what: what, why: "there is a file of that name",
        remedy: "name another, or move it away")
    }
    let draft = path + ".part"
    do {
      Store.discard(draft)
      try StoreFile.create(draft)
      let copy = try DatabaseQueue(path: draft, configuration: Opening.configuration())
      try pool.backup(to: copy)
      // The copy stands alone: no write-ahead log beside it.
      _ = try copy.writeWithoutTransaction {
        try String.fetchOne($0, sql: "PRAGMA journal_mode = DELETE")
      }
      let problems = try copy.read(Store.problems)
      try copy.close()
      guard problems.isEmpty else {
        throw StoreError(
          .corrupt, what: what, why: "the copy is damaged: " + problems[0],
          remedy: "the store itself may be; run `supercargo doctor`")
      }
      try FileManager.default.moveItem(atPath: draft, toPath: path)
    } catch {
      Store.discard(draft)
      throw StoreError(error, doing: what, path: path)
    }
  }

  /// Whether both names lead to one file, by whatever links.
  package static func isSameFile(_ one: String, _ other: String) -> Bool {
    StoreFile.isSame(one, other)
  }

  /// Puts a backup in the place of the store at `path`. The backup is verified first; the old file is
  /// kept beside it as `.before-restore` (`.before-restore-2` and so on where there is one already) until
  /// the new one has been opened, and then stays there for the operator to delete. Nobody else may have
  /// the store open. Returns where the old file is; nil where there was none.
  @discardableResult
  package static func restore(from source: String, to path: String) throws -> String? {
    let what = "can't restore from " + source
    guard !StoreFile.isSame(source, path) else {
      throw StoreError(
        .refused, what: what, why: "it is the store itself; nothing was changed",
        remedy: "name a file that `supercargo backup` has written")
    }
    let files = FileManager.default
    let draft = path + ".restoring"
    var kept: String?
    do {
      try verify(source, what)
      discard(draft)
      try StoreFile.create(draft)
      try copy(source, to: draft)
      try verify(draft, what)
      if files.fileExists(atPath: path) {
        try fold(path)
        let aside = StoreFile.unused(path + ".before-restore")
        try files.moveItem(atPath: path, toPath: aside)
        kept = aside
        for suffix in ["-wal", "-shm"] { discard(path + suffix) }
      }
      do {
        try files.moveItem(atPath: draft, toPath: path)
        try open(path).close()
      } catch {
        if let kept {
          discard(path)
          try files.moveItem(atPath: kept, toPath: path)
        }
        throw error
      }
      return kept
    } catch {
      discard(draft)
      var told = StoreError(error, doing: what, path: source)
      // What helps where it is the store that can't be read is of no use here.
      if [.corrupt, .notSQLite].contains(told.kind) {
        told.remedy = "use another backup; the store was left as it is"
      }
      throw told
    }
  }

  /// What SQLite finds wrong with the file and its references; empty where it is sound.
  package func integrityProblems() throws -> [String] {
    try read("can't check the store", Store.problems)
  }

  private static func problems(_ database: Database) throws -> [String] {
    let found = try String.fetchAll(database, sql: "PRAGMA integrity_check(20)")
    let orphans = try Row.fetchAll(database, sql: "PRAGMA foreign_key_check")
    return found.filter { $0 != "ok" }
      + orphans.prefix(20).map { "a row of \($0["table"] ?? "a table") refers to nothing" }
  }

  private static func verify(_ path: String, _ what: String) throws {
    guard try StoreFile.look(at: path) == .store else {
      throw StoreError(
        .missing, what: what, why: "there is no backup at " + path, remedy: "check the name")
    }
    var configuration = Configuration()
    configuration.readonly = true
    let queue = try DatabaseQueue(path: path, configuration: configuration)
    let problems = try queue.read(problems)
    try queue.close()
    guard problems.isEmpty else {
      throw StoreError(
        .corrupt, what: what, why: "it is damaged: " + problems[0],
        remedy: "use another backup; the store was left as it is")
    }
  }

  private static func copy(_ source: String, to path: String) throws {
    var configuration = Configuration()
    configuration.readonly = true
    let from = try DatabaseQueue(path: source, configuration: configuration)
    let to = try DatabaseQueue(path: path)
    try from.backup(to: to)
    try to.close()
    try from.close()
  }

  /// Brings what is still in the write-ahead log of the old store into its file, where it can be read.
  private static func fold(_ path: String) throws {
    do {
      let queue = try DatabaseQueue(path: path)
      _ = try queue.writeWithoutTransaction { try $0.checkpoint(.truncate) }
      try queue.close()
    } catch let error as DatabaseError where error.resultCode == .SQLITE_BUSY {
      throw error
    } catch is DatabaseError {
      // The old store is damaged, which may be why it is being replaced: it is kept as it is.
    }
  }

  /// Best effort: what stays behind is only in the way of the next try, which says so itself.
  private static func discard(_ path: String) {
    if FileManager.default.fileExists(atPath: path) {
      try? FileManager.default.removeItem(atPath: path)
    }
  }
}
