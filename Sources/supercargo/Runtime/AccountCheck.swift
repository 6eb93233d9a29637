import Connectors
import Fulfillment
import Settings
import Sync
import Wire

/// Asks an account one harmless question, for `doctor`.
struct AccountCheck {
  var outcome: Result<String, ConnectorError>
  /// What the service's clock showed, where it told.
  var date: Timestamp?

  static func run(
    _ entry: ConfiguredAccount, transport: some Transport, now: Timestamp
  ) async -> AccountCheck {
    guard
      let descriptor = ConnectorTable.all.first(where: { $0.service == entry.account.service })
    else {
      return AccountCheck(
        outcome: .failure(.rejected(code: "", message: "unknown service \(entry.account.service)")))
    }
    let connection = descriptor.connect(entry.account, entry.credentials)
    var context = RequestContext(now: now, nonce: SystemRandom().nonce())
    do throws(ConnectorError) {
      if let authenticating = connection.authenticating {
        context.token = try await answer(authenticating.token(context), transport).0.value
      }
      switch connection {
      case .storefront where connection.folderShop != nil:
        return AccountCheck(outcome: .success("works by files: there is nobody to ask"))
      case .storefront(let shop):
        let (page, date) = try await answer(shop.orders(nil, context), transport)
        return AccountCheck(
          outcome: .success("answers, \(page.items.count) orders on a page"), date: date)
      case .supplier(let supplier) where supplier.listsPurchases:
        let (page, date) = try await answer(supplier.purchases(nil, context), transport)
        return AccountCheck(
          outcome: .success("answers, \(page.items.count) purchases on a page"), date: date)
      case .supplier: return try await unlisted(connection, context, transport)
      case .tracker(let tracker):
        let (_, date) = try await answer(
          tracker.track([Shipment(number: "LX000000005CN")], context), transport)
        return AccountCheck(outcome: .success("answers"), date: date)
      case .payments(let payments):
        let (page, date) = try await answer(payments.disputes(nil, context), transport)
        return AccountCheck(
          outcome: .success("answers, \(page.items.count) disputes on a page"), date: date)
      }
    } catch .throttled {
      // Only who is known is told to slow down.
      return AccountCheck(outcome: .success("answers, and asks for fewer requests just now"))
    } catch {
      return AccountCheck(outcome: .failure(error))
    }
  }

  /// A supplier that lists no orders is asked for one that nobody has: that it has none is an answer.
  private static func unlisted(
    _ connection: Connection, _ context: RequestContext, _ transport: some Transport
  ) async throws(ConnectorError) -> AccountCheck {
    guard let exchange = connection.refreshing?.refresh(["1"], context).first else {
      return AccountCheck(outcome: .success("works by files: there is nobody to ask"))
    }
    do throws(ConnectorError) {
      let (_, date) = try await answer(exchange, transport)
      return AccountCheck(outcome: .success("answers"), date: date)
    } catch .rejected {
      return AccountCheck(outcome: .success("answers"))
    }
  }

  private static func answer<Output>(
    _ exchange: Exchange<Output>, _ transport: some Transport
  ) async throws(ConnectorError) -> (Output, Timestamp?) {
    let response = try await transport.send(
      exchange.request, timeout: .seconds(20), maxBody: 32_000_000)
    return (try exchange.decode(response), response.headers["Date"].flatMap(HTTPDate.read))
  }
}
