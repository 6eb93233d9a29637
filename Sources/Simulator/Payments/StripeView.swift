import Fulfillment

/// The shop's payments as Stripe has them at some time: one charge for each paid order, and a dispute of
/// some.
struct StripeView: Sendable {
  let now: Timestamp
  let desk: StripeDesk

  /// A charge as far as it is known now; nil: nothing has been paid.
  func charge(_ life: Life) -> AnswerJSON? {
    guard let paidAt = ShopState(life, at: now).paidAt else { return nil }
    let (id, amount) = (Self.id("ch", life), Self.amount(life))
    let refunded = desk.refunded(id)
    return [
      "id": .text(id), "object": "charge", "amount": .int(amount),
      "amount_captured": .int(amount), "amount_refunded": .int(refunded), "captured": .bool(true),
      "created": .int(Int(paidAt.wholeSeconds)), "currency": .text(Self.currency(life)),
      "disputed": .bool(disputeAt(life) != nil), "livemode": .bool(false),
      "metadata": ["order_id": .text(String(life.id))], "paid": .bool(true),
      "payment_intent": .text(Self.id("pi", life)), "refunded": .bool(refunded == amount),
      "status": "succeeded",
    ]
  }

  /// - Parameter expands: the charge itself instead of its id.
  func dispute(_ life: Life, expands: Bool) -> AnswerJSON? {
    guard let at = disputeAt(life) else { return nil }
    let course = course(life, at)
    let charge: AnswerJSON = expands ? self.charge(life) ?? .null : .text(Self.id("ch", life))
    let isSent = course.answeredAt.map { $0 <= now } ?? false
    return [
      "id": .text(Self.id("du", life)), "object": "dispute", "amount": .int(Self.amount(life)),
      "charge": charge, "created": .int(Int(at.wholeSeconds)),
      "currency": .text(Self.currency(life)),
      "evidence_details": [
        "due_by": .int(Int(course.dueAt.wholeSeconds)), "has_evidence": .bool(isSent),
        "past_due": .bool(!isSent && course.dueAt <= now), "submission_count": .int(isSent ? 1 : 0),
      ],
      "is_charge_refundable": .bool(course.isInquiry), "livemode": .bool(false), "metadata": [:],
      "payment_intent": .text(Self.id("pi", life)), "reason": .text(course.reason),
      "status": .text(course.status(at: now)),
    ]
  }

  /// Nobody has handed any in, and it is not too late.
  func takesEvidence(_ life: Life) -> Bool {
    guard let at = disputeAt(life) else { return false }
    let course = course(life, at)
    return now < course.dueAt && !(course.answeredAt.map { $0 <= now } ?? false)
  }

  /// When the customer's bank opened a dispute; nil: it has not.
  func disputeAt(_ life: Life) -> Timestamp? {
    guard life.index % 29 == 11, let paidAt = ShopState(life, at: now).paidAt else { return nil }
    let at = paidAt + .days(Int64(9 + life.index % 7))
    return at <= now ? at : nil
  }

  /// How a dispute stands; nil: there is none.
  func disputeStatus(_ life: Life) -> String? {
    disputeAt(life).map { course(life, $0).status(at: now) }
  }

  private func course(_ life: Life, _ at: Timestamp) -> Course {
    Course(life, at: at, answeredAt: desk.evidence[Self.id("du", life)]?.at)
  }

  static func id(_ kind: String, _ life: Life) -> String {
    var random = SeededRandom(seed: 0x57121E, stream: life.id)
    return "\(kind)_3Sim" + random.hex(20)
  }

  static func currency(_ life: Life) -> String { life.cart.currency.code.lowercased() }

  /// In Stripe's smallest unit.
  static func amount(_ life: Life) -> Int {
    ["isk", "ugx"].contains(currency(life)) ? life.cart.total * 100 : life.cart.total
  }

  func refund(_ refund: StripeDesk.Refund) -> AnswerJSON {
    [
      "id": .text(refund.id), "object": "refund", "amount": .int(refund.amount),
      "charge": .text(refund.charge), "created": .int(Int(refund.createdAt.wholeSeconds)),
      "currency": .text(refund.currency),
      "metadata": .object(refund.metadata.map { ($0.name, .text($0.value)) }),
      "reason": refund.reason.isEmpty ? .null : .text(refund.reason), "status": "succeeded",
    ]
  }

  /// What becomes of a dispute.
  private struct Course {
    var isInquiry: Bool
    var reason: String
    var dueAt: Timestamp
    /// Somebody in the shop answers; nil: nobody does.
    var answeredAt: Timestamp?
    var decidedAt: Timestamp
    var isWon: Bool

    /// - Parameter evidence: when somebody handed some in; nil: nobody from outside did.
    init(_ life: Life, at: Timestamp, answeredAt evidence: Timestamp?) {
      let place = life.index / 29
      isInquiry = place % 4 == 3
      reason = ["product_not_received", "fraudulent", "product_unacceptable"][place % 3]
      dueAt = at + .days(9)
      answeredAt = evidence ?? (place % 5 == 4 ? at + .days(3) : nil)
      isWon = place % 2 == 0
      decidedAt = (answeredAt.map { $0 + .days(20) }) ?? dueAt
    }

    func status(at now: Timestamp) -> String {
      let isAnswered = answeredAt.map { $0 <= now } ?? false
      if isInquiry {
        if now >= decidedAt { return "warning_closed" }
        return isAnswered ? "warning_under_review" : "warning_needs_response"
      }
      if now >= decidedAt { return isAnswered && isWon ? "won" : "lost" }
      return isAnswered ? "under_review" : "needs_response"
    }
  }
}
