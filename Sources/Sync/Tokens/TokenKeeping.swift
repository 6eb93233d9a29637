import Synchronization

/// Where tokens outlive a request, and perhaps the process.
package protocol TokenKeeping: Sendable {
  /// Reads and changes what is kept under a name (`Authenticating.identity`), in one step before all who
  /// share the place.
  func update<Result: Sendable>(
    _ identity: String, _ change: (inout TokenRecord) -> Result
  ) -> Result
}

extension TokenKeeping {
  /// What is kept under a name.
  package func record(_ identity: String) -> TokenRecord { update(identity) { $0 } }
}

/// Tokens that end with the process: those of simulated worlds and of tests.
package final class MemoryTokens: TokenKeeping {
  private let records = Mutex<[String: TokenRecord]>([:])

  package init() {}

  package func update<Result: Sendable>(
    _ identity: String, _ change: (inout TokenRecord) -> Result
  ) -> Result {
    records.withLock { change(&$0[identity, default: TokenRecord()]) }
  }
}
