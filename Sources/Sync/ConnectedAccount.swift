package import Connectors
package import Fulfillment

/// An account that can be pulled: who it is, what may be asked of it, and its connector.
package struct ConnectedAccount: Sendable {
  package var account: Account
  /// How often it is pulled.
  package var cadence: Span
  /// Documented limit, requests in a real second; 0: none.
  package var requestsPerSecond: Double
  package var connection: Connection

  package init(
    account: Account, cadence: Span, requestsPerSecond: Double = 0, connection: Connection
  ) {
    self.account = account
    self.cadence = cadence
    self.requestsPerSecond = requestsPerSecond
    self.connection = connection
  }

  /// The account as its service's descriptor connects it.
  /// - Parameter cadence: nil: the descriptor's own.
  package init(
    _ account: Account, _ credentials: Credentials, _ descriptor: ServiceDescriptor,
    cadence: Span? = nil
  ) {
    self.init(
      account: account, cadence: cadence ?? descriptor.cadence,
      requestsPerSecond: descriptor.requestsPerSecond,
      connection: descriptor.connect(account, credentials))
  }
}
