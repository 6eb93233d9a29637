package import Fulfillment
package import Wire

extension World {
  /// The secret key of the simulated Stripe account.
  package var stripeKey: String { "sk_test_" + stripeHex(1) }
  /// The signing secret of its webhook endpoint.
  package var stripeHookSecret: String { "whsec_" + stripeHex(2) }

  private func stripeHex(_ stream: Int) -> String {
    var random = SeededRandom(seed: seed ^ 0x57121E, stream: -stream)
    return random.hex(32)
  }

  /// The shop's payments at Stripe: charges, disputes and refunds of API v1.
  mutating func stripe(_ call: Call) -> HTTPResponse {
    let header = call.request.headers["Authorization"] ?? ""
    guard
      header == "Bearer " + stripeKey
        || header == "Basic " + Array((stripeKey + ":").utf8).base64
    else {
      return StripeDesk.error(
        401, "invalid_request_error", nil, "Invalid API Key provided: sk_test_***")
    }
    let view = StripeView(now: call.now, desk: stripeDesk)
    let parts = call.path(without: "/v1").split(separator: "/").map(String.init)
    let expands = call.target.list("expand").contains { $0.hasSuffix("charge") }
    switch (call.request.method, parts.first, parts.count) {
    case (.get, "disputes", 1):
      let found = lives.reversed().filter { view.disputeAt($0) != nil }.sorted {
        (view.disputeAt($0)?.milliseconds ?? 0) > (view.disputeAt($1)?.milliseconds ?? 0)
      }
      return stripePage(call, found, id: { StripeView.id("du", $0) }) {
        view.dispute($0, expands: expands)
      }
    case (.get, "disputes", 2):
      let life = lives.first { StripeView.id("du", $0) == parts[1] }
      return stripeOne(life.flatMap { view.dispute($0, expands: expands) }, "dispute", parts[1])
    case (.post, "disputes", 2): return stripeEvidence(call, parts[1])
    case (.get, "charges", 1):
      let intent = call.target["payment_intent"]
      let found = lives.reversed().filter { intent == nil || StripeView.id("pi", $0) == intent }
      return stripePage(call, found, id: { StripeView.id("ch", $0) }) { view.charge($0) }
    case (.get, "charges", 2) where parts[1] == "search":
      return stripeSearch(call.target["query"] ?? "", view)
    case (.get, "charges", 2):
      let life = lives.first { StripeView.id("ch", $0) == parts[1] }
      return stripeOne(life.flatMap(view.charge), "charge", parts[1])
    case (.get, "refunds", 1):
      let charge = call.target["charge"]
      let found = stripeDesk.refunds.reversed().filter { charge == nil || $0.charge == charge }
      return stripePage(call, found, id: \.id) { view.refund($0) }
    case (.post, "refunds", 1): return stripeRefund(call)
    default:
      return StripeDesk.error(
        404, "invalid_request_error", nil,
        "Unrecognized request URL (\(call.request.method.rawValue): /\(call.path)).")
    }
  }

  /// Orders of which a dispute was opened since, or has another status than then.
  func disputesChanged(since last: Timestamp, until now: Timestamp) -> [Int] {
    let (then, view) = (
      StripeView(now: last, desk: stripeDesk), StripeView(now: now, desk: stripeDesk)
    )
    return lives.filter {
      view.disputeAt($0) != nil && view.disputeStatus($0) != then.disputeStatus($0)
    }.map(\.id)
  }

  /// A dispute as Stripe sends it by itself; nil where the order has none.
  /// - Parameter signedAt: the time that its signature tells; left out, now.
  package func stripeDelivery(
    ofDispute order: Int, topic: String, at now: Timestamp, signedAt: Timestamp? = nil
  ) -> (headers: HTTPHeaders, body: [UInt8])? {
    let view = StripeView(now: now, desk: stripeDesk)
    guard let at = position(of: order), let dispute = view.dispute(lives[at], expands: false) else {
      return nil
    }
    let event: AnswerJSON = [
      "id": .text("evt_" + StripeView.id(view.disputeStatus(lives[at]) ?? "1", lives[at])),
      "object": "event",
      "created": .int(Int(now.wholeSeconds)), "type": .text(topic), "livemode": .bool(false),
      "data": ["object": dispute],
    ]
    let body = event.bytes()
    let stamp = String((signedAt ?? now).wholeSeconds)
    let proof = SHA256.hmac(Array((stamp + ".").utf8) + body, key: Array(stripeHookSecret.utf8))
    let digits = Array("0123456789abcdef")
    let hex = String(proof.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
    return (
      ["Content-Type": "application/json", "Stripe-Signature": "t=\(stamp),v1=\(hex)"], body
    )
  }

  private func stripeOne(_ object: AnswerJSON?, _ kind: String, _ id: String) -> HTTPResponse {
    object.map { .json(200, $0) }
      ?? StripeDesk.error(
        404, "invalid_request_error", "resource_missing", "No such \(kind): '\(id)'")
  }

  /// Newest first, behind `starting_after`, at most `limit`.
  private func stripePage<Item>(
    _ call: Call, _ items: [Item], id: (Item) -> String, _ render: (Item) -> AnswerJSON?
  ) -> HTTPResponse {
    let limit = call.target["limit"].flatMap { Int($0) } ?? 10
    guard (1...100).contains(limit) else {
      return StripeDesk.error(
        400, "invalid_request_error", "parameter_invalid_integer", "Invalid limit: \(limit)")
    }
    var rest = items[...]
    if let after = call.target["starting_after"] {
      guard let at = items.firstIndex(where: { id($0) == after }) else {
        return stripeOne(nil, "object", after)
      }
      rest = items[(at + 1)...]
    }
    let rows = rest.compactMap(render)
    return .json(
      200,
      [
        "object": "list", "url": .text(call.path), "has_more": .bool(rows.count > limit),
        "data": .list(Array(rows.prefix(limit))),
      ])
  }

  /// `metadata['order_id']:'1001'`, and nothing else.
  private func stripeSearch(_ query: String, _ view: StripeView) -> HTTPResponse {
    let parts = query.split(separator: ":", maxSplits: 1).map(String.init)
    guard parts.count == 2, parts[0] == "metadata['order_id']", parts[1].hasPrefix("'"),
      parts[1].hasSuffix("'"), parts[1].count > 2
    else {
      return StripeDesk.error(
        400, "invalid_request_error", nil, "We were unable to parse your search query.")
    }
    let life = Int(parts[1].dropFirst().dropLast()).flatMap { position(of: $0) }.map { lives[$0] }
    return .json(
      200,
      [
        "object": "search_result", "url": "/v1/charges/search", "has_more": .bool(false),
        "data": .list([life.flatMap(view.charge)].compactMap { $0 }),
      ])
  }

  /// Evidence is taken once, and until it is due.
  private mutating func stripeEvidence(_ call: Call, _ id: String) -> HTTPResponse {
    func refusal(_ message: String) -> HTTPResponse {
      StripeDesk.error(400, "invalid_request_error", nil, message)
    }
    let view = StripeView(now: call.now, desk: stripeDesk)
    guard let life = lives.first(where: { StripeView.id("du", $0) == id }),
      let dispute = view.dispute(life, expands: false)
    else { return stripeOne(nil, "dispute", id) }
    guard view.takesEvidence(life) else {
      return refusal("This dispute is not accepting evidence at this time.")
    }
    let asked = call.parameters
    var fields: [String: String] = [:]
    for pair in asked.query where pair.name.hasPrefix("evidence[") && pair.name.hasSuffix("]") {
      fields[String(pair.name.dropFirst(9).dropLast())] = pair.value
    }
    if let long = fields.first(where: { $0.value.count > 20_000 }) {
      return refusal("Invalid string: evidence[\(long.key)] must be at most 20000 characters")
    }
    guard asked["submit"] == "true", !fields.isEmpty else { return .json(200, dispute) }
    stripeDesk.take(fields, for: id, at: call.now)
    let after = StripeView(now: call.now, desk: stripeDesk).dispute(life, expands: false)
    return stripeOne(after, "dispute", id)
  }

  /// Evidence that was handed in at Stripe, for tests: its fields by the dispute's id.
  package var stripeEvidence: [String: [String: String]] { stripeDesk.evidence.mapValues(\.fields) }

  /// The same key again is answered as the first time; with another body it is refused.
  private mutating func stripeRefund(_ call: Call) -> HTTPResponse {
    let key = call.request.headers["Idempotency-Key"] ?? ""
    if !key.isEmpty, let given = stripeDesk.answer(under: key, at: call.now) {
      guard given.body == call.request.body else {
        return StripeDesk.error(
          400, "idempotency_error", nil,
          "Keys for idempotent requests can only be used with the same parameters they were first "
            + "used with.")
      }
      var again = given.response
      again.headers.add("Idempotent-Replayed", "true")
      return again
    }
    let response = makeStripeRefund(call)
    if !key.isEmpty {
      stripeDesk.keep(
        StripeDesk.Given(body: call.request.body, response: response, at: call.now), under: key)
    }
    return response
  }

  private mutating func makeStripeRefund(_ call: Call) -> HTTPResponse {
    func refusal(_ code: String, _ message: String) -> HTTPResponse {
      StripeDesk.error(400, "invalid_request_error", code, message)
    }
    let asked = call.parameters
    let id = asked["charge"] ?? ""
    let view = StripeView(now: call.now, desk: stripeDesk)
    guard let life = lives.first(where: { StripeView.id("ch", $0) == id }),
      view.charge(life) != nil
    else { return stripeOne(nil, "charge", id) }
    let left = StripeView.amount(life) - stripeDesk.refunded(id)
    guard left > 0 else {
      return refusal("charge_already_refunded", "Charge \(id) has already been refunded.")
    }
    guard view.disputeAt(life) == nil else {
      return refusal(
        "charge_disputed", "Charge \(id) has been charged back; cannot issue a refund.")
    }
    let amount = asked["amount"].map { Int($0) } ?? left
    guard let amount, amount > 0 else {
      return refusal("parameter_invalid_integer", "Invalid positive integer")
    }
    guard amount <= left else {
      return refusal(
        "amount_too_large",
        "Refund amount (\(amount)) is greater than unrefunded amount on charge (\(left))")
    }
    var random = SeededRandom(seed: seed ^ 0x57121E, stream: 1000 + stripeDesk.refunds.count)
    let metadata = asked.query.compactMap { pair -> (name: String, value: String)? in
      guard pair.name.hasPrefix("metadata["), pair.name.hasSuffix("]") else { return nil }
      return (String(pair.name.dropFirst(9).dropLast()), pair.value)
    }
    let refund = StripeDesk.Refund(
      id: "re_3Sim" + random.hex(20), charge: id, amount: amount,
      currency: StripeView.currency(life), createdAt: call.now, reason: asked["reason"] ?? "",
      metadata: metadata)
    stripeDesk.add(refund)
    return .json(200, StripeView(now: call.now, desk: stripeDesk).refund(refund))
  }

  /// Orders that are paid then, with what was taken for each; those that the customer disputes left out.
  package func undisputed(at now: Timestamp) -> [(order: Int, total: Money)] {
    let view = StripeView(now: now, desk: stripeDesk)
    return lives.filter { view.charge($0) != nil && view.disputeAt($0) == nil }.map { life in
      (life.id, Money(minor: Int64(life.cart.total), currency: life.cart.currency))
    }
  }

  /// Orders whose customer disputes the payment then.
  package func disputed(at now: Timestamp) -> [Int] {
    let view = StripeView(now: now, desk: stripeDesk)
    return lives.filter { view.disputeAt($0) != nil }.map(\.id)
  }

  /// What went back through Stripe, for tests: the charge, the amount in its smallest unit, and the key
  /// in the metadata.
  package var stripeRefunds: [(charge: String, amount: Int, key: String)] {
    stripeDesk.refunds.map { refund in
      (
        refund.charge, refund.amount,
        refund.metadata.first { $0.name == "supercargo_key" }?.value ?? ""
      )
    }
  }
}
