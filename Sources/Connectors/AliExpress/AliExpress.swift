package import Fulfillment
import Wire

/// AliExpress (Open Platform, dropshipping) as a supplier. It lists no orders: each is asked for by its
/// number. It is paid on its website, where orders are also cancelled.
package struct AliExpress: UnlistedSupplier {
  let supplier: String
  let credentials: Credentials

  /// The service in the connector table. `session` is the access token of the buyer's account, and
  /// `refresh_token` what it is renewed by; without one it lasts as long as it lasts. The
  /// documents name no limit in figures; one request a second is what they advise.
  package static let descriptor = ServiceDescriptor(
    service: "aliexpress", role: .supplier, defaultURL: AliExpressRequests.origin,
    requestsPerSecond: 1, cadence: .minutes(20), needs: ["key", "secret", "session"],
    connect: { account, credentials in .supplier(AliExpress(account, credentials)) },
    options: ["session", "refresh_token", "currency", "country"])

  /// - Parameter credentials: the app's key and secret; option `session`: the access token.
  package init(_ account: Account, _ credentials: Credentials) {
    supplier = account.name
    self.credentials = credentials
  }

  var requests: AliExpressRequests { AliExpressRequests(credentials) }
}

extension AliExpress: Buying {
  /// `out_order_id` is remembered for 24 h; orders can't be asked for by it.
  package var powers: SupplierPowers { SupplierPowers(deduplicates: .hours(24)) }

  package func body(for draft: PurchaseDraft) throws(DraftProblem) -> String {
    try AliExpressDraft(draft).json().encoded
  }

  package func place(_ body: String, _ context: RequestContext) -> Exchange<Placement> {
    Exchange(requests.create(body, context)) { response throws(ConnectorError) in
      try AliExpressPlacement.read(try AliExpressEnvelope.result(response))
    }.placing(refusals: AliExpressCode.isRefusal).concealing(credentials, context)
  }

  /// By its own number only; nil where that is not known yet. AliExpress answers alike about orders that
  /// it does not have and orders that are not ours, so nothing is ever certainly absent.
  package func find(
    key: String, number: String, _ context: RequestContext
  ) -> Exchange<Placement?>? {
    guard !number.isEmpty else { return nil }
    return Exchange(requests.order(number, context)) { response throws(ConnectorError) in
      let order = AliExpressOrder(try AliExpressEnvelope.result(response))
      return Placement(
        numbers: [number], state: try order.state(), cost: order.cost, note: order.note,
        isRepeated: true, shipments: order.shipments)
    }.concealing(credentials, context)
  }

  package func pay(number: String, _ context: RequestContext) -> [Exchange<Placement>] { [] }

  package func cancel(number: String, _ context: RequestContext) -> Exchange<Placement>? { nil }

  package func balance(_ context: RequestContext) -> Exchange<Money>? { nil }
}

extension AliExpress: Refreshing {
  package func refresh(
    _ numbers: [String], _ context: RequestContext
  ) -> [Exchange<PurchaseOrder>] {
    numbers.map { number in
      let supplier = supplier
      return Exchange(requests.order(number, context)) { response throws(ConnectorError) in
        let order = AliExpressOrder(try AliExpressEnvelope.result(response))
        return try order.purchase(number, from: supplier, now: context.now)
      }.concealing(credentials, context)
    }
  }

  /// The carrier's numbers; none as long as AliExpress has no tracking data.
  package func parcels(of number: String, _ context: RequestContext) -> Exchange<[Shipment]>? {
    Exchange(requests.tracking(number, context)) { response throws(ConnectorError) in
      try AliExpressTracking.shipments(try AliExpressEnvelope.result(response))
    }.concealing(credentials, context)
  }
}

extension AliExpress: Quoting {
  package func freight(
    _ draft: PurchaseDraft, _ context: RequestContext
  ) -> [Exchange<[ShippingMethod]>] {
    draft.items.compactMap { item in
      guard let query = AliExpressDraft(draft).freight(item, currency: currency) else { return nil }
      return Exchange(requests.freight(query, context)) { response throws(ConnectorError) in
        try AliExpressFreight.methods(try AliExpressEnvelope.result(response))
      }.concealing(credentials, context)
    }
  }

  /// What prices are asked for in.
  var currency: String {
    Currency((credentials.options["currency"] ?? "").trimmed)?.code ?? Currency.usd.code
  }
}
