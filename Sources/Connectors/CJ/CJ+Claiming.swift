import Fulfillment
import Wire

/// Disputes at CJ (developers.cjdropshipping.com, API 2.0, dispute): the products that may be disputed, the
/// reasons and the most that may be asked for, then the dispute itself; its list tells how it ended.
extension CJ: ClaimTaking {
  package func claims(on order: String, _ context: RequestContext) -> Exchange<[KnownClaim]> {
    Exchange(CJRequests(credentials).disputes(on: order, context)) {
      response throws(ConnectorError) in
      let data = try CJEnvelope.data(response, now: context.now)
      let list = data.isArray || data.isNull ? data : data["list"]
      guard list.isArray || list.isNull && (data.isNull || data.has("list")) else {
        throw .malformed("disputes are not a list")
      }
      return list.elements.compactMap(CJDispute.known).sorted {
        ($0.openedAt ?? context.now) > ($1.openedAt ?? context.now)
      }
    }.inCJsWords.concealing(credentials, context)
  }

  package func prepare(
    _ draft: ClaimDraft, _ context: RequestContext
  ) -> Exchange<ClaimDraft>? {
    let requests = CJRequests(credentials)
    guard let lines = draft.lines else {
      return Exchange(requests.disputable(draft.claim.order, context)) {
        response throws(ConnectorError) in
        let data = try CJEnvelope.data(response, now: context.now)
        var next = draft
        next.lines = try CJDispute.lines(data)
        return next
      }.inCJsWords.concealing(credentials, context)
    }
    guard draft.reason == nil else { return nil }
    return Exchange(requests.disputeTerms(draft.claim.order, lines, context)) {
      response throws(ConnectorError) in
      let data = try CJEnvelope.data(response, now: context.now)
      var next = draft
      next.reason = try CJDispute.reason(for: draft.claim, data)
      return next
    }.inCJsWords.concealing(credentials, context)
  }

  /// The money goes to the balance at CJ.
  package func make(
    _ draft: ClaimDraft, key: String, _ context: RequestContext
  ) -> Exchange<Void> {
    let claim = draft.claim
    let body: JSON = [
      "orderId": .string(claim.order), "businessDisputeId": .string(CJDispute.id(key)),
      "disputeReasonId": .number(String(draft.reason ?? 0)),
      "expectType": .number(claim.wish == .refund ? "1" : "2"), "refundType": .number("1"),
      "messageText": .string(String(claim.words.prefix(SupplierClaim.limit))),
      "imageUrl": .array(claim.photos.map { .string($0) }), "videoUrl": .array([]),
      "productInfoList": .array(
        (draft.lines ?? []).map {
          [
            "lineItemId": .string($0.id), "quantity": .number(String($0.quantity)),
            "price": .number($0.price),
          ]
        }),
    ]
    return Exchange(CJRequests(credentials).dispute(body, context)) {
      response throws(ConnectorError) in
      _ = try CJEnvelope.data(response, now: context.now)
    }.inCJsWords.placing(refusals: CJCode.isRefusal, isTurnedAway: CJCode.isBusy)
      .concealing(credentials, context)
  }
}

/// Disputes as CJ writes them.
enum CJDispute {
  /// One of the list; nil for what has no number.
  static func known(_ entry: JSON) -> KnownClaim? {
    guard let id = entry["id"].text?.trimmed ?? entry["disputeId"].text?.trimmed, !id.isEmpty
    else { return nil }
    let outcome: KnownClaim.Outcome? =
      switch entry["finallyDeal"].integer {
      case 1: .refunded
      case 2: .reissued
      case 3: .rejected
      default: nil
      }
    let opened = entry["createDate"]
    return KnownClaim(
      id: id, status: entry["status"].text ?? "",
      openedAt: opened.integer.map { Timestamp(milliseconds: $0) }
        ?? opened.text.flatMap { Timestamp(told: $0) },
      outcome: outcome,
      refunded: entry["money"].text.flatMap { Money(told: $0, currency: .usd) },
      reissue: entry["resendOrderCode"].text ?? "")
  }

  /// What of the order may be disputed.
  static func lines(_ data: JSON) throws(ConnectorError) -> [ClaimDraft.Line] {
    guard data["productInfoList"].isArray else { throw .malformed("products are not a list") }
    let lines = data["productInfoList"].elements.compactMap { product -> ClaimDraft.Line? in
      guard product["canChoose"].bool != false, let id = product["lineItemId"].text, !id.isEmpty,
        let quantity = product["quantity"].integer, (1...1_000_000).contains(quantity),
        let price = product["price"].text, Money(told: price, currency: .usd) != nil
      else { return nil }
      return ClaimDraft.Line(id: id, quantity: Int(quantity), price: price)
    }
    guard !lines.isEmpty else {
      throw .rejected(
        code: "nothing", message: "CJ lets nothing of the order be disputed now; one may be open")
    }
    return lines
  }

  /// CJ's reason for a claim: the one that was named, else the one whose name fits.
  static func reason(for claim: SupplierClaim, _ data: JSON) throws(ConnectorError) -> Int {
    let reasons = data["disputeReasonList"].elements.compactMap {
      entry -> (id: Int, name: String)? in
      guard let id = entry["disputeReasonId"].integer.flatMap({ Int(exactly: $0) }) else {
        return nil
      }
      return (id, entry["reasonName"].text ?? "")
    }
    let wishes = data["expectResultOptionList"].elements.compactMap(\.text)
    if !wishes.isEmpty, !wishes.contains(claim.wish == .refund ? "1" : "2") {
      let other = claim.wish == .refund ? "a reissue" : "a refund"
      throw .rejected(code: "wish", message: "CJ takes only \(other) for this order")
    }
    let offered = reasons.map { "\($0.id) \($0.name)" }.joined(separator: ", ")
    if let named = claim.reason {
      guard reasons.contains(where: { $0.id == named }) else {
        throw .rejected(code: "reason", message: "CJ has no reason \(named) here, but: \(offered)")
      }
      return named
    }
    for word in words(claim.kind) + ["other"] {
      if let fit = reasons.first(where: { $0.name.lowercased().contains(word) }) { return fit.id }
    }
    throw .rejected(
      code: "reason",
      message: "none of CJ's reasons fits, name one with --reason-id: \(offered)")
  }

  /// No longer than CJ's own numbers, and the same for every attempt.
  static func id(_ key: String) -> String {
    "SC" + Signing.hex(Signing.sha256(Array(key.utf8))).prefix(30)
  }

  /// What the name of a fitting reason has in it, best first. CJ's list is not documented in full.
  private static func words(_ kind: LossKind) -> [String] {
    switch kind {
    case .lost: ["lost", "not received", "unreceived", "undelivered", "no tracking"]
    case .notReceived: ["not received", "unreceived", "undelivered", "lost"]
    case .damaged: ["damage", "broken", "defect", "quality"]
    case .notAsDescribed: ["not as described", "wrong", "incorrect", "different", "quality"]
    case .returned: ["return", "not received", "unreceived", "undelivered"]
    case .late: ["delay", "late", "overdue", "not received", "unreceived"]
    }
  }
}
