#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The exit statuses of the command line; a contract with scripts.
enum ExitStatus: Int32, Sendable {
  case done = 0
  case failed = 1
  case usage = 2
  /// Done in part: what was refused stands on standard error, a line each.
  case partly = 3
  case nothingFound = 4
  /// Another syncer holds the lease.
  case locked = 5
}

/// Why a command can't go on, as one line for the operator: `WHAT: WHY (what to do)`.
struct Failure: Error, CustomStringConvertible {
  var what: String
  var why: String
  var remedy: String
  var status: ExitStatus

  init(_ what: String, _ why: String, remedy: String = "", status: ExitStatus = .failed) {
    self.what = what
    self.why = why
    self.remedy = remedy
    self.status = status
  }

  var description: String {
    let line = what + (why.isEmpty ? "" : ": " + why)
    return remedy.isEmpty ? line : line + " (" + remedy + ")"
  }
}

/// The way out for what was refused along the way while the rest was done.
struct PartlyDone: Error {}
