package import Fulfillment

/// The rules on the screen: all of them, one in full, or what a trial came to.
package struct RulesSheet: Equatable, Sendable {
  /// What is shown of them.
  package enum Face: Equatable, Sendable {
    case list
    /// The rule under the cursor, from that line on.
    case rule(scroll: Int)
    /// Orders are being replayed; so many are done.
    case trying(RequestNumber, done: Int)
    case tried([String], scroll: Int)
  }

  /// Those that found most first; the rest stand as the severity of what they find. nil: not read yet.
  package var overview: RuleOverview?
  package var cursor = 0
  package var face = Face.list
  /// The line that named the rules being tried, to be asked again where they can't be read.
  package var asked: Prompt?

  package init(overview: RuleOverview? = nil) {
    self.overview = overview
    self.overview?.rules = overview?.byFindings ?? []
  }

  package var rules: [RuleEntry] { overview?.rules ?? [] }

  package var selected: RuleEntry? { rules.indices.contains(cursor) ? rules[cursor] : nil }
}

/// Which rules are to be tried on the orders of the store.
package enum RuleTrialScope: Hashable, Sendable {
  /// That rule as it is in force.
  case inForce(String)
  /// What a TOML file changes and brings.
  case file(String)

  package var title: String {
    switch self {
    case .inForce(let code): code
    case .file(let path): path.sanitised(limit: 60)
    }
  }
}

extension RuleOverview {
  fileprivate var byFindings: [RuleEntry] {
    let ranked = rules.enumerated().sorted { one, other in
      (record(of: other.element.code).fired, one.offset)
        < (record(of: one.element.code).fired, other.offset)
    }
    return ranked.map(\.element)
  }
}
