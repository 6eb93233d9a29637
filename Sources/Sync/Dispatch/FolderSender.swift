import Connectors
import Fulfillment
import Store

/// Files into a folder that somebody else empties. A file lies there under a temporary name first and
/// gets its own by one rename: as long as the temporary one is there, it was never given away.
struct FolderSender: Sender {
  /// What becomes of one message: where its file goes.
  let path: @Sendable (Claim) -> String?
  let folders: any Folders
  let time: any Clock
  let failPoint: FailPoint
  /// Throws where this process may no longer send.
  let permit: @Sendable () async throws -> Void

  func prepare() async throws -> Postponement? { nil }

  func send(_ claim: Claim) async throws -> SendOutcome {
    guard let path = path(claim) else {
      return .refused("a supplier that works by files takes no \(claim.kind)")
    }
    let temporary = FolderSender.temporary(path)
    let body = Array(claim.body.utf8)
    let written = await Blocking.run { [folders] in
      Result { () throws(FolderError) in
        try folders.prepare(for: path)
        if try folders.contains(path) { return true }
        try folders.write(body, to: temporary)
        return false
      }
    }
    switch written {
    case .success(true): return .delivered("it lies in \(path)")
    case .success(false): break
    case .failure(let error): return notSent(error, claim)
    }
    try failPoint.pass(.tempWritten)
    try await permit()
    try failPoint.pass(.beforeSend)
    let outcome = await Blocking.run { publish(temporary, path, claim) }
    try failPoint.pass(.renamed)
    try failPoint.pass(.afterSend)
    return outcome
  }

  func ask(_ claim: Claim) async throws -> SendOutcome {
    let until = time.now() + time.real(Rest.after(claim.sending.asked))
    guard let path = path(claim) else { return .silent("it has no file", until: until) }
    return await Blocking.run { look(for: path, until: until) }
  }

  private func look(for path: String, until: Timestamp) -> SendOutcome {
    do throws(FolderError) {
      if try folders.contains(path) { return .delivered("it lies in \(path)") }
      if try folders.contains(FolderSender.temporary(path)) {
        return .absent("it was not given away")
      }
      return .silent(
        "the supplier may have taken \(path), or it was never written", until: until)
    } catch {
      return .silent(error.reason, until: until)
    }
  }

  /// `.name.tmp` in the same folder: hidden, and matched by nobody's `*.csv`.
  static func temporary(_ path: String) -> String {
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    return (parts.dropLast() + [".\(parts.last ?? "").tmp"]).joined(separator: "/")
  }

  private func publish(_ temporary: String, _ path: String, _ claim: Claim) -> SendOutcome {
    do throws(FolderError) {
      let isNew = try folders.publish(temporary, as: path)
      return .delivered(isNew ? "in \(path)" : "it lies in \(path)")
    } catch {
      do throws(FolderError) {
        // The temporary name is still there: the other was not given.
        if try !folders.contains(path), try folders.contains(temporary) {
          return notSent(error, claim)
        }
      } catch let blind {
        return .lost("\(error.reason); \(blind.reason)")
      }
      return .lost(error.reason)
    }
  }

  private func notSent(_ error: FolderError, _ claim: Claim) -> SendOutcome {
    .notSent(error.reason, until: time.now() + time.real(Rest.after(claim.sending.attempts)))
  }
}
