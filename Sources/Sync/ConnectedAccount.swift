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
  /// The folder shared with a supplier that works by files; nil: none.
  package var folder: String?
  /// What is ordered is paid by API as soon as the supplier waits for our money.
  package var paysByItself: Bool

  package init(
    account: Account, cadence: Span, requestsPerSecond: Double = 0, connection: Connection,
    folder: String? = nil, paysByItself: Bool = false
  ) {
    self.account = account
    self.cadence = cadence
    self.requestsPerSecond = requestsPerSecond
    self.connection = connection
    self.folder = folder
    self.paysByItself = paysByItself
  }

  /// The account as its service's descriptor connects it; `folder` and `pay = "auto"` are options of its
  /// credentials; an address `sftp://...` is a folder too.
  /// - Parameter cadence: nil: the descriptor's own.
  package init(
    _ account: Account, _ credentials: Credentials, _ descriptor: ServiceDescriptor,
    cadence: Span? = nil
  ) {
    self.init(
      account: account, cadence: cadence ?? descriptor.cadence,
      requestsPerSecond: descriptor.requestsPerSecond,
      connection: descriptor.connect(account, credentials),
      folder: credentials.url.hasPrefix("sftp://")
        ? credentials.url : credentials.options["folder"].flatMap { $0.isEmpty ? nil : $0 },
      paysByItself: credentials.options["pay"] == "auto")
  }
}
