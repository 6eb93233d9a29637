import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Named steps of sending at which this process can be made to die, so that what the next one finds is
/// tested and not believed. Off, as it always is outside a trial, a pass is one comparison with nil.
package struct FailPoint: Sendable {
  /// A moment between two effects.
  package enum Step: String, CaseIterable, Sendable {
    /// The intent is written, nothing is claimed.
    case intended
    /// The message is claimed, nothing has left.
    case claimed
    /// The last look at the lease was good.
    case beforeSend = "before-send"
    /// The far side has answered, or has not.
    case afterSend = "after-send"
    /// The answer is understood and not yet written.
    case beforeSettle = "before-settle"
    case settled
    /// A file lies in the supplier's folder under its temporary name.
    case tempWritten = "temp-written"
    /// It has its name.
    case renamed
  }

  private let hit: (@Sendable (Step) throws -> Void)?

  /// Never does anything.
  package static let off = FailPoint(hit: nil)

  /// - Parameter hit: called at every step; throws to abandon everything there and then.
  package init(hit: (@Sendable (Step) throws -> Void)?) { self.hit = hit }

  /// What `SUPERCARGO_FAIL="NAME[:N]"` asks for: at the Nth pass (1 unless told) of that step the process
  /// ends by SIGKILL. Off where it is not set; nil where it is and no such step is known.
  package init?(environment: [String: String]) {
    guard let text = environment["SUPERCARGO_FAIL"], !text.isEmpty else {
      self = .off
      return
    }
    let parts = text.split(separator: ":", maxSplits: 1)
    guard let step = parts.first.flatMap({ Step(rawValue: String($0)) }) else { return nil }
    let wanted = parts.count > 1 ? Int(parts[1]) : 1
    guard let wanted, wanted > 0 else { return nil }
    let countdown = Countdown(wanted)
    self.init { passed in
      if passed == step, countdown.isOver() { kill(getpid(), SIGKILL) }
    }
  }

  /// Passes a step.
  package func pass(_ step: Step) throws { try hit?(step) }
}

private final class Countdown: Sendable {
  private let left: Mutex<Int>

  init(_ count: Int) { left = Mutex(count) }

  /// Counts a pass; true at the last one.
  func isOver() -> Bool {
    left.withLock { left in
      left -= 1
      return left == 0
    }
  }
}
