import Fulfillment
import Settings
import Store

/// A supplier's page: what the store knows of it, and what policies say.
enum ScorecardRun {
  /// nil: there is no such supplier.
  static func card(
    _ id: SupplierID, _ store: Store, _ configuration: Configuration, now: Timestamp
  ) throws -> Scorecard? {
    guard var card = try store.scorecard(of: id, period: 90, now: now) else { return nil }
    let names = Set(
      [card.row.name, card.row.account].map { $0.lowercased() }.filter { !$0.isEmpty })
    card.policies = try Policies.inForce(configuration.folder).filter { policy in
      policy.party == .supplier
        && ([policy.name, policy.title] + policy.aliases).contains {
          names.contains($0.lowercased())
        }
    }
    card.returns =
      configuration.returns.supplier(card.row.name, storefront: "")
      ?? configuration.returns.policies.first {
        $0.supplier.lowercased() == card.row.name.lowercased()
      }
    return card
  }
}
