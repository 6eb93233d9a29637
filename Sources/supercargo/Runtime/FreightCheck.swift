import Connectors
import Fulfillment
import Settings
import Sync
import Wire

/// Asks a supplier what it takes to send a draft now, for `route --freight`.
enum FreightCheck {
  /// The ways it names; nil where it can't be asked.
  static func run(
    _ draft: PurchaseDraft, _ configuration: Configuration, transport: some Transport,
    now: Timestamp
  ) async -> Result<[ShippingMethod], ConnectorError>? {
    let entry = configuration.accounts.first {
      $0.account.name.lowercased() == draft.supplier.lowercased()
    }
    guard let entry, let descriptor = ConnectorTable.service(entry.account.service) else {
      return nil
    }
    let connection = descriptor.connect(entry.account, entry.credentials)
    guard let supplier = connection.quoting else { return nil }
    var context = RequestContext(now: now, nonce: SystemRandom().nonce())
    do throws(ConnectorError) {
      if let authenticating = connection.authenticating {
        context.token = try await answer(authenticating.token(context), transport).value
      }
      var lists: [[ShippingMethod]] = []
      for exchange in supplier.freight(draft, context) {
        lists.append(try await answer(exchange, transport))
      }
      return .success(ShippingMethod.common(lists))
    } catch {
      return .failure(error)
    }
  }

  private static func answer<Output>(
    _ exchange: Exchange<Output>, _ transport: some Transport
  ) async throws(ConnectorError) -> Output {
    try exchange.decode(
      try await transport.send(exchange.request, timeout: .seconds(20), maxBody: 8_000_000))
  }
}
