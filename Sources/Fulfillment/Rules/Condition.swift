/// What an operator's own rule looks for, as a value. Text becomes a `Condition` in `ConditionParser`.
package indirect enum Condition: Hashable, Sendable {
  /// True or false as the facts stand: `status:customs`, `lines>3`.
  case fact(Test)
  /// True once something has gone on for so long: `transit > 5bd`.
  case clock(Clock, Limit)
  /// Only of facts: a clock that had not run so long yet would be cleared by time alone.
  case not(Condition)
  case all([Condition])
  case any([Condition])

  /// One test of the facts.
  package enum Test: Hashable, Sendable {
    case state([OrderState])
    case payment([PaymentState])
    case status([TrackingStatus])
    case purchase([PurchaseState])
    /// The field's text begins so; case is ignored.
    case text(TextField, [String])
    /// The carrier's last words hold one of these.
    case message([String])
    case count(CountField, Comparison, Int)
    /// Order total in hundredths of a major unit of its own currency.
    case value(Comparison, Int64)
  }

  /// A text that begins with one of some words.
  package enum TextField: String, CaseIterable, Sendable {
    case supplier, carrier, method, country, origin, sku, tracking
  }

  /// A number of the facts.
  package enum CountField: String, CaseIterable, Sendable {
    case lines, quantity, parcels, purchases, attempts, scans, failures
  }

  /// What goes on, from when it began until it ends; over, it is no reason to act.
  package enum Clock: String, CaseIterable, Sendable {
    case age, unbought, unanswered, unpaid, unscanned, processing, transit, silent, standing, asked
    case late
    /// The other way round: less than so long is left until the promised day.
    case promise
  }

  /// How long.
  package enum Limit: Hashable, Sendable {
    case span(Span)
    /// Of the lane: days on which both ends work.
    case businessDays(Int)

    /// `5 business days`, `36 h`
    package var text: String {
      switch self {
      case .span(let span): span.limitText
      case .businessDays(let days): counted(days, "business day")
      }
    }
  }

  /// It holds no clock, so it can be turned round.
  var isOfFacts: Bool {
    switch self {
    case .fact: true
    case .clock: false
    case .not(let inner): inner.isOfFacts
    case .all(let parts), .any(let parts): parts.allSatisfy(\.isOfFacts)
    }
  }

  /// Something in it satisfies `test`.
  func contains(_ test: (Condition) -> Bool) -> Bool {
    if test(self) { return true }
    switch self {
    case .fact, .clock: return false
    case .not(let inner): return inner.contains(test)
    case .all(let parts), .any(let parts): return parts.contains { $0.contains(test) }
    }
  }

  /// It asks for single parcels.
  var asksParcels: Bool {
    contains {
      switch $0 {
      case .fact(.status), .fact(.message): true
      case .fact(.text(let field, _)): [.carrier, .method, .origin, .tracking].contains(field)
      case .fact(.count(let field, _, _)): [.scans, .failures].contains(field)
      case .clock(let clock, _): [.unscanned, .transit, .silent, .standing].contains(clock)
      default: false
      }
    }
  }

  /// It asks for single purchases.
  var asksPurchases: Bool {
    contains {
      switch $0 {
      case .fact(.purchase): true
      case .fact(.text(let field, _)): field == .supplier || field == .method
      case .fact(.count(.attempts, _, _)): true
      case .clock(let clock, _): [.unanswered, .unpaid, .processing].contains(clock)
      default: false
      }
    }
  }

  /// It speaks of orders that are called off, which other rules of parcels leave alone.
  var asksCalledOff: Bool {
    contains {
      switch $0 {
      case .fact(.state), .fact(.payment): true
      default: false
      }
    }
  }
}
