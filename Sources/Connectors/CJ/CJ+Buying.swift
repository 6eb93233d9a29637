package import Fulfillment
import Wire

/// Buying from CJ: an order is created, then confirmed, then paid from the balance; each is a request of
/// its own, so that creating never spends money.
extension CJ: Buying, Quoting {
  /// CJ refuses a second order of one `orderNumber` (1603003) and finds orders by it.
  package var powers: SupplierPowers {
    SupplierPowers(
      deduplicates: .days(365), isQueryable: true, settles: .minutes(10), cancels: true,
      takesPayment: true)
  }

  package func body(for draft: PurchaseDraft) throws(DraftProblem) -> String {
    try CJDraft(draft, from: origin).json().encoded
  }

  package func place(_ body: String, _ context: RequestContext) -> Exchange<Placement> {
    Exchange(CJRequests(credentials).create(body, context)) { response throws(ConnectorError) in
      let data: JSON
      do throws(ConnectorError) {
        data = try CJEnvelope.data(response, now: context.now)
      } catch .rejected("1603003", _) {
        return Placement(numbers: [], state: .unpaid, isRepeated: true)
      }
      return try CJPlacement(data).created()
    }.inCJsWords.placing(refusals: CJCode.isRefusal, isTurnedAway: CJCode.isBusy)
      .concealing(credentials, context)
  }

  /// By our key, which CJ takes for its own number; by its number where there is no key.
  package func find(
    key: String, number: String, _ context: RequestContext
  ) -> Exchange<Placement?>? {
    let id = key.isEmpty ? number : key
    guard !id.isEmpty else { return nil }
    return Exchange(CJRequests(credentials).order(id, context)) { response throws(ConnectorError) in
      let data: JSON
      do throws(ConnectorError) {
        data = try CJEnvelope.data(response, now: context.now)
      } catch .rejected("1603100", _) {
        return nil
      }
      return try CJPlacement(data).found(key: key)
    }.concealing(credentials, context)
  }

  /// Confirmed, then paid from the balance. An order that was confirmed before answers 1603001, which the
  /// documents give for any failure to confirm; the payment behind it tells which it was.
  package func pay(number: String, _ context: RequestContext) -> [Exchange<Placement>] {
    let requests = CJRequests(credentials)
    let confirm = Exchange(requests.confirm(number, context)) { response throws(ConnectorError) in
      var note = ""
      do throws(ConnectorError) {
        _ = try CJEnvelope.data(response, now: context.now)
      } catch .rejected("1603001", let message) {
        note = "not confirmed: \(message)"
      }
      return Placement(numbers: [number], state: .unpaid, note: note)
    }
    let pay = Exchange(requests.pay(number, context)) { response throws(ConnectorError) in
      do throws(ConnectorError) {
        _ = try CJEnvelope.data(response, now: context.now)
      } catch .rejected(let code, let message) {
        guard CJCode.isPaidAlready(code, message) else {
          throw .rejected(code: code, message: message)
        }
        return Placement(numbers: [number], state: .acknowledged, isRepeated: true)
      }
      return Placement(numbers: [number], state: .acknowledged)
    }
    return [confirm, pay].map {
      $0.inCJsWords.placing(refusals: CJCode.isRefusal, isTurnedAway: CJCode.isBusy)
        .concealing(credentials, context)
    }
  }

  /// Deletes an order that was not confirmed yet; one that is gone already counts as deleted.
  package func cancel(number: String, _ context: RequestContext) -> Exchange<Placement>? {
    Exchange(CJRequests(credentials).delete(number, context)) { response throws(ConnectorError) in
      do throws(ConnectorError) {
        _ = try CJEnvelope.data(response, now: context.now)
      } catch .rejected("1603100", _) {
        return Placement(numbers: [number], state: .cancelled, isRepeated: true)
      }
      return Placement(numbers: [number], state: .cancelled)
    }.inCJsWords.placing(refusals: CJCode.isRefusal, isTurnedAway: CJCode.isBusy)
      .concealing(credentials, context)
  }

  package func balance(_ context: RequestContext) -> Exchange<Money>? {
    Exchange(CJRequests(credentials).balance(context)) { response throws(ConnectorError) in
      let data = try CJEnvelope.data(response, now: context.now)
      guard let text = data["amount"].text?.trimmed,
        let money = Money(told: text, currency: .usd)
      else { throw .malformed("no amount in the balance") }
      return money
    }.concealing(credentials, context)
  }

  package func freight(
    _ draft: PurchaseDraft, _ context: RequestContext
  ) -> [Exchange<[ShippingMethod]>] {
    guard let query = CJDraft(draft, from: origin).freight else { return [] }
    let request = CJRequests(credentials).freight(query, context)
    let exchange = Exchange(request) { response throws(ConnectorError) in
      let data = try CJEnvelope.data(response, now: context.now)
      guard data.isArray else { throw .malformed("shipping methods are not a list") }
      return data.elements.compactMap { CJPlacement($0).method }
    }
    return [exchange.inCJsWords.concealing(credentials, context)]
  }

  /// The country that CJ ships from: its Chinese warehouses unless the account says another.
  var origin: String {
    let code = (credentials.options["from"] ?? "").trimmed.uppercased()
    return code.isEmpty ? "CN" : code
  }
}
