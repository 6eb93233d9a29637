import Connectors
import Fulfillment
import Settings
import Sync

/// Asks an account one harmless question, and what its key may do, for `doctor` and `connect`.
struct AccountCheck {
  var outcome: Result<String, ConnectorError>
  /// What the service's clock showed, where it told.
  var date: Timestamp?
  var scopes = Scopes.untold

  /// What the key may do.
  enum Scopes {
    /// The service can't be asked, or was not.
    case untold
    case told(granted: Set<String>, missing: [Scope])
    /// It can be asked, and did not answer.
    case failed(ConnectorError)
  }

  static func run(
    _ entry: ConfiguredAccount, transport: some Transport, tokens: any TokenKeeping,
    time: any Clock = SystemTime()
  ) async -> AccountCheck {
    guard let descriptor = ConnectorTable.service(entry.account.service) else {
      return AccountCheck(
        outcome: .failure(.rejected(code: "", message: "unknown service \(entry.account.service)")))
    }
    let account = ConnectedAccount(entry.account, entry.credentials, descriptor)
    let visit = AccountVisit(
      account, transport: transport, time: time, random: SystemRandom(),
      sessions: AccountSessions(tokens: tokens))
    var check: AccountCheck
    do throws(ConnectorError) {
      check = try await question(visit)
    } catch .throttled {
      // Only who is known is told to slow down.
      check = AccountCheck(outcome: .success("answers, and asks for fewer requests just now"))
    } catch {
      return AccountCheck(outcome: .failure(error))
    }
    check.scopes = await scopes(visit)
    return check
  }

  private static func question(_ visit: AccountVisit) async throws(ConnectorError) -> AccountCheck {
    switch visit.connection {
    case .storefront where visit.connection.folderShop != nil:
      return good("works by files: there is nobody to ask", nil)
    case .storefront(let shop):
      let reply = try await visit.ask { shop.orders(nil, $0) }
      return good("answers, \(reply.value.items.count) orders on a page", reply.date)
    case .supplier(let supplier) where supplier.listsPurchases:
      let reply = try await visit.ask { supplier.purchases(nil, $0) }
      return good("answers, \(reply.value.items.count) purchases on a page", reply.date)
    case .supplier: return try await unlisted(visit)
    case .tracker(let tracker):
      let reply = try await visit.ask { tracker.track([Shipment(number: "LX000000005CN")], $0) }
      return good("answers", reply.date)
    case .payments(let payments):
      let reply = try await visit.ask { payments.disputes(nil, $0) }
      return good("answers, \(reply.value.items.count) disputes on a page", reply.date)
    }
  }

  /// A supplier that lists no orders is asked for one that nobody has: that it has none is an answer.
  private static func unlisted(_ visit: AccountVisit) async throws(ConnectorError) -> AccountCheck {
    let context = RequestContext(now: Timestamp(milliseconds: 0), nonce: "")
    guard let supplier = visit.connection.refreshing,
      !supplier.refresh(["1"], context).isEmpty
    else {
      return good("works by files: there is nobody to ask", nil)
    }
    do throws(ConnectorError) {
      let reply = try await visit.ask { context in
        // As many exchanges as numbers were asked for (`Refreshing`).
        supplier.refresh(["1"], context)[0]
      }
      return good("answers", reply.date)
    } catch .rejected {
      return good("answers", nil)
    }
  }

  private static func scopes(_ visit: AccountVisit) async -> Scopes {
    guard let telling = visit.connection.scopeTelling else { return .untold }
    do throws(ConnectorError) {
      let granted = try await visit.ask { telling.grantedScopes($0) }.value
      return .told(granted: granted, missing: telling.missing(granted))
    } catch {
      return .failed(error)
    }
  }

  private static func good(_ text: String, _ date: Timestamp?) -> AccountCheck {
    AccountCheck(outcome: .success(text), date: date)
  }
}
