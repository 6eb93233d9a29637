import Connectors
import Fulfillment
import Settings
import Sync

/// Asks a supplier what it takes to send a draft now, for `route --freight`.
enum FreightCheck {
  /// The ways it names; nil where it can't be asked.
  static func run(
    _ draft: PurchaseDraft, _ configuration: Configuration, transport: some Transport,
    tokens: any TokenKeeping = Services.tokens { _ in }
  ) async -> Result<[ShippingMethod], ConnectorError>? {
    let entry = configuration.accounts.first {
      $0.account.name.lowercased() == draft.supplier.lowercased()
    }
    guard let entry, let descriptor = ConnectorTable.service(entry.account.service) else {
      return nil
    }
    let visit = AccountVisit(
      ConnectedAccount(entry.account, entry.credentials, descriptor), transport: transport,
      time: SystemTime(), random: SystemRandom(), sessions: AccountSessions(tokens: tokens))
    guard let supplier = visit.connection.quoting else { return nil }
    // A question for each item, however often it is built.
    let count = supplier.freight(draft, RequestContext(now: SystemTime().now(), nonce: "")).count
    do throws(ConnectorError) {
      var lists: [[ShippingMethod]] = []
      for index in 0..<count {
        lists.append(try await visit.ask { supplier.freight(draft, $0)[index] }.value)
      }
      return .success(ShippingMethod.common(lists))
    } catch {
      return .failure(error)
    }
  }
}
