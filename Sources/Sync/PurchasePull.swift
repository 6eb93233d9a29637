import Connectors
import Fulfillment
import Store
import Wire

/// Pulling a supplier that lists no orders: each open purchase is asked for by its number, newest first.
/// A pull whose time is up goes on behind the last one in the next turn.
extension AccountPull {
  /// Purchases asked for in one pull.
  private static let limit = 2000

  mutating func refresh(_ supplier: any Refreshing) async throws {
    let last = cursor.flatMap { Int64($0.text) }
    let open = try store.purchases(.match(.supplier([name])), limit: AccountPull.limit, now: now)
      .filter { $0.supplier == name && !$0.number.isEmpty && AccountPull.mayMove($0.state) }
      .filter { row in last.map { row.id.number < $0 } ?? true }
    for (index, row) in open.enumerated() {
      let isLast = index == open.count - 1
      try await refresh(row, supplier, cursor: isLast ? "" : "\(row.id.number)")
      if isSpent, !isLast {
        report.hasMore = true
        // A supplier's silence counts, so it is fresh only once everything was asked for.
        isFresh = false
        return
      }
    }
  }

  /// Nothing more is heard of the others.
  private static func mayMove(_ state: PurchaseState) -> Bool {
    switch state {
    case .intended, .rejected, .cancelled, .delivered: false
    case .unknown, .placed, .unpaid, .acknowledged, .shipped, .unclear: true
    }
  }

  private mutating func refresh(
    _ row: PurchaseRow, _ supplier: any Refreshing, cursor: String
  ) async throws {
    do {
      var purchases: [PurchaseOrder] = []
      if var purchase = try await ask({ supplier.refresh([row.number], $0).first }) {
        if purchase.shipments.isEmpty, purchase.state == .shipped {
          purchase.shipments = try await ask { supplier.parcels(of: row.number, $0) } ?? []
        }
        purchases.append(purchase)
      }
      try await caller.permit()
      let result = try store.take(purchases, from: name, cursor: cursor, now: now)
      count(result, items: purchases.count)
    } catch let failure as PullFailure {
      // One order that it refuses to tell of does not end the pull.
      guard case .rejected(_, let text) = failure.error else { throw failure }
      report.refused.append("\(row.number): \(text)")
      _ = try store.take([PurchaseOrder](), from: name, cursor: cursor, now: now)
    }
  }

  /// nil where there is nothing to be asked.
  private func ask<Output: Sendable>(
    _ build: (RequestContext) -> Exchange<Output>?
  ) async throws -> Output? {
    guard build(RequestContext(now: now, nonce: "")) != nil else { return nil }
    return try await caller.send { context -> Exchange<Output?> in
      // Asked above with another context: whether there is a request depends on none.
      guard let exchange = build(context) else {
        return Exchange(HTTPRequest(.get, "")) { _ throws(ConnectorError) in nil }
      }
      return Exchange(exchange.request) { response throws(ConnectorError) in
        try exchange.decode(response)
      }
    }
  }
}
