import Fulfillment
import Store
import Sync

/// What a sync without a screen says while it works: a line for each pull and for each message.
enum SyncLines {
  /// nil: not worth a line. `isBrief`: nothing new is not, either.
  static func text(_ event: SyncEvent, isBrief: Bool) -> String? {
    switch event {
    case .finished(let report):
      guard !isBrief || report.error != nil || report.intake.imported + report.intake.changed > 0
      else { return nil }
      return text(report)
    case .waiting(let account, let until, let reason):
      return "\(account): waits until \(until.iso8601): \(reason)".sanitised(limit: 400)
    case .standingBy(let holder): return "\(holder) syncs this store; waiting"
    case .lostLease: return "another process has taken over"
    case .storeTrouble(let trouble): return trouble.sanitised(limit: 400)
    case .started, .page, .detecting: return nil
    }
  }

  /// `shop: 25 read, 3 new, 1 changed, 21 unchanged`, or why not.
  static func text(_ report: AccountReport) -> String {
    let name = report.account.name
    if let reason = report.leftAlone { return "\(name): left alone: \(reason)" }
    if let error = report.error { return "\(name): \(error)".sanitised(limit: 400) }
    let intake = report.intake
    return "\(name): \(report.items) read, \(intake.imported) new, \(intake.changed) changed, "
      + "\(intake.unchanged) unchanged"
  }

  /// The same of a message: only what became of it is worth a line.
  static func text(_ event: DispatchEvent) -> String? {
    let words: String
    switch event {
    case .settled(let receiver, let kind, let key, let outcome):
      words = "\(receiver): \(kind) \(key): \(text(outcome))"
    case .postponed(let receiver, let until, let reason):
      words = "\(receiver): nothing is sent before \(until.iso8601): \(reason)"
    case .trouble(let receiver, let trouble): words = "\(receiver): \(trouble)"
    case .storeTrouble(let trouble): words = trouble
    case .standingBy, .lostLease, .orphaned, .sending, .asking: return nil
    }
    return words.sanitised(limit: 400)
  }

  private static func text(_ outcome: SendOutcome) -> String {
    switch outcome {
    case .accepted(let numbers, _, _, _, _):
      numbers.first.map { "accepted as " + $0 } ?? "accepted"
    case .refused(let reason): "refused: " + reason
    case .notSent(let reason, let until): "not sent, again after \(until.iso8601): \(reason)"
    case .lost(let reason): "outcome not known: " + reason
    case .absent(let reason): "the supplier does not have it: " + reason
    case .silent(let reason, _): "still not known: " + reason
    }
  }
}
