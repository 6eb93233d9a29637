package import Connectors
package import Fulfillment
import Wire

/// A few questions to one account outside of the sync, each sent once. Its token is the one that the sync
/// uses and keeps.
package struct AccountVisit: Sendable {
  /// What is asked.
  package let connection: Connection
  private let caller: Caller

  /// What came, and what the service's clock showed.
  package struct Reply<Output: Sendable>: Sendable {
    package var value: Output
    package var date: Timestamp?
  }

  /// - Parameter sessions: with the tokens' place in it.
  package init(
    _ account: ConnectedAccount, transport: any Transport, time: any Clock,
    random: any RandomSource, sessions: AccountSessions
  ) {
    connection = account.connection
    var policy = SyncPolicy()
    policy.requestTimeout = .seconds(20)
    var retry = policy.retry
    retry.attempts = 1
    caller = Caller(
      account: account.account, transport: transport, time: time, random: random,
      policy: policy, authenticating: account.connection.authenticating, permit: {},
      tell: { _ in }, retry: retry,
      session: sessions[
        account.account.name, RateLimit(perSecond: account.requestsPerSecond / time.rate)])
  }

  /// The answer to an exchange that only reads.
  package func ask<Output: Sendable>(
    _ build: (RequestContext) -> Exchange<Output>
  ) async throws(ConnectorError) -> Reply<Output> {
    do {
      return try await caller.send { context in
        let exchange = build(context)
        return Exchange(exchange.request) { response throws(ConnectorError) in
          Reply(
            value: try exchange.decode(response),
            date: response.headers["Date"].flatMap(HTTPDate.read))
        }
      }
    } catch let failure as PullFailure {
      throw failure.error
    } catch let error as ConnectorError {
      throw error
    } catch {
      throw .unavailable("interrupted")
    }
  }
}
