/// Something that a key can be allowed to do, as the vendor calls it, and what an operator misses
/// without it.
package struct Scope: Hashable, Sendable {
  /// In the vendor's words: `read_all_orders`.
  package var name: String
  /// What does not work without it: `orders older than 60 days are not seen`.
  package var without: String

  package init(_ name: String, without: String) {
    self.name = name
    self.without = without
  }
}

/// A service that tells what its key was allowed to do.
package protocol ScopeTelling: Sendable {
  /// All that this program makes use of.
  var wantedScopes: [Scope] { get }
  /// The names of those that are granted. Asked only of an account that answers at all.
  func grantedScopes(_ context: RequestContext) -> Exchange<Set<String>>
}

extension ScopeTelling {
  /// Those of `wantedScopes` that are not among the granted ones.
  package func missing(_ granted: Set<String>) -> [Scope] {
    wantedScopes.filter { !granted.contains($0.name) }
  }
}

extension Connection {
  /// The same connector where it can be asked for its scopes.
  package var scopeTelling: (any ScopeTelling)? { connector as? any ScopeTelling }
}
