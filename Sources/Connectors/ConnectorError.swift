package import Fulfillment

/// Everything that can go wrong between us and a vendor; the set is closed.
package enum ConnectorError: Error, Hashable, Sendable {
  /// The key is refused: no retry helps, the operator must act.
  case unauthorized(String)
  /// Too many requests; come back after that span where the vendor names one.
  case throttled(after: Span?)
  /// The vendor understood and said no: no retry helps.
  case rejected(code: String, message: String)
  /// The answer can't be read (truncated, HTML, wrong type).
  case malformed(String)
  /// Not reachable or broken at their side: worth another try.
  case unavailable(String, after: Span? = nil)
  /// The request may or may not have had its effect.
  case unknownOutcome(String)

  /// What a caller may do next.
  package enum Retry: Hashable, Sendable {
    case never
    case later(after: Span?)
    /// Only after the far side was asked what became of it.
    case afterReconciling
  }

  /// What a caller may do next.
  package var retry: Retry {
    switch self {
    case .unauthorized, .rejected: .never
    case .throttled(let after): .later(after: after)
    case .unavailable(_, let after): .later(after: after)
    case .malformed: .later(after: nil)
    case .unknownOutcome: .afterReconciling
    }
  }

  /// The same error with those texts struck out.
  func concealing(_ secrets: [String]) -> ConnectorError {
    let conceal = { (text: String) in
      secrets.reduce(text) { text, secret in
        text.split(separator: secret, omittingEmptySubsequences: false).joined(separator: "...")
      }
    }
    switch self {
    case .unauthorized(let text): return .unauthorized(conceal(text))
    case .throttled: return self
    case .rejected(let code, let text):
      return .rejected(code: conceal(code), message: conceal(text))
    case .malformed(let text): return .malformed(conceal(text))
    case .unavailable(let text, let after): return .unavailable(conceal(text), after: after)
    case .unknownOutcome(let text): return .unknownOutcome(conceal(text))
    }
  }

  /// One sentence for the operator; never holds a secret.
  package var message: String {
    switch self {
    case .unauthorized(let text): "access refused: \(text)"
    case .throttled(let after):
      "too many requests" + (after.map { ", wait \($0.milliseconds / 1000) s" } ?? "")
    case .rejected(let code, let text): code.isEmpty ? text : "\(text) (\(code))"
    case .malformed(let text): "unreadable answer: \(text)"
    case .unavailable(let text, _): "not available: \(text)"
    case .unknownOutcome(let text): "outcome unknown: \(text)"
    }
  }
}
