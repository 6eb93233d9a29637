internal import GRDB

/// Why the store could not do what it was asked: what failed, why, and what the operator can do.
package struct StoreError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What kind of failure, for exit codes and tests.
  package enum Kind: String, CaseIterable, Sendable {
    case missing, notSQLite, corrupt, newer, readOnly, busy, full, refused, failed, givenUp
  }

  package var kind: Kind
  /// `can't open /x/y.sqlite`
  package var what: String
  /// In the operator's words.
  package var why: String
  /// What to do about it; "" where nothing is known to help.
  package var remedy: String
  /// What SQLite said, for the log.
  package var cause: String

  package init(_ kind: Kind, what: String, why: String, remedy: String = "", cause: String = "") {
    self.kind = kind
    self.what = what
    self.why = why
    self.remedy = remedy
    self.cause = cause
  }

  /// `WHAT: WHY (what to do)`
  package var description: String {
    what + ": " + why + (remedy.isEmpty ? "" : " (" + remedy + ")")
  }
}

extension StoreError {
  /// The operator's view of anything thrown while doing `what`. A `StoreError` passes unchanged.
  init(_ error: any Error, what: String, path: String) {
    if let known = error as? StoreError {
      self = known
      return
    }
    guard let database = error as? DatabaseError else {
      self.init(.failed, what: what, why: String(describing: error))
      return
    }
    let cause = database.description
    switch database.resultCode {
    case .SQLITE_NOTADB:
      self.init(
        .notSQLite, what: what, why: path + " is not a Supercargo store",
        remedy: "name another file with --store; this one was left as it is", cause: cause)
    case .SQLITE_CORRUPT:
      self.init(
        .corrupt, what: what, why: path + " is damaged",
        remedy: "restore a backup with `supercargo restore FILE`", cause: cause)
    case .SQLITE_CANTOPEN:
      self.init(
        .missing, what: what, why: path + " can't be opened or created",
        remedy: "check that the folder exists and that you may write to it", cause: cause)
    case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
      self.init(
        .readOnly, what: what, why: path + " may not be written",
        remedy: "check the owner and mode of the file and of its folder", cause: cause)
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      self.init(
        .busy, what: what, why: "another program has been writing to the store for too long",
        remedy: "try again; if it stays so, find out who holds it with `supercargo doctor`",
        cause: cause)
    case .SQLITE_FULL:
      self.init(
        .full, what: what, why: "the disk is full",
        remedy: "free some space; nothing was half written", cause: cause)
    case .SQLITE_INTERRUPT:
      self.init(.givenUp, what: what, why: "something else was wanted meanwhile", cause: cause)
    case .SQLITE_CONSTRAINT:
      self.init(
        .refused, what: what, why: database.message ?? "the store refused the data", cause: cause)
    default:
      self.init(.failed, what: what, why: database.message ?? "SQLite failed", cause: cause)
    }
  }

  /// As above, but what was being done is told even of a `StoreError` from a step of it.
  init(_ error: any Error, doing what: String, path: String) {
    self.init(error, what: what, path: path)
    self.what = what
  }
}
