/// What tells a storefront of a decision on a return: the same text is shown before the decision, kept in
/// the outbox and sent.
package enum ReturnMessage {
  /// The return it is about; every text as the storefront gave it.
  package struct Matter: Hashable, Sendable {
    package var storefront: String
    /// The shop's name of the order: `#1001`.
    package var order: String
    /// The storefront's id of the request.
    package var externalID: String
    /// `2 x VAR-5-40, 1 x CASE-1`; "" for the whole order.
    package var items: String
    package var amount: Money?

    package init(
      storefront: String, order: String, externalID: String, items: String, amount: Money?
    ) {
      self.storefront = storefront
      self.order = order
      self.externalID = externalID
      self.items = items
      self.amount = amount
    }
  }

  /// Kind and body of the message a decision causes; nil: it causes none.
  /// - Parameter grant: what is granted with an approval.
  package static func of(
    _ decision: Decision, about matter: Matter, grant: ReturnGrant? = nil
  ) -> (kind: String, body: String)? {
    let (kind, words): (String, String)
    switch decision {
    case .approveReturn(let note, _): (kind, words) = ("return.approved", note)
    case .declineReturn(let reason): (kind, words) = ("return.declined", reason)
    case .askReturn(let question): (kind, words) = ("return.asked", question)
    default: return nil
    }
    let lines = [
      "storefront: " + matter.storefront, "order: " + matter.order,
      "return: " + matter.externalID,
      "items: " + (matter.items.isEmpty ? "the whole order" : matter.items),
      matter.amount.map { "amount: \($0.decimal) \($0.currency.code)" },
      grant.map { "outcome: " + $0.outcome.text },
      grant?.amount.map { "refund: \($0.decimal) \($0.currency.code)" },
      words.isEmpty ? nil : "message: " + words,
    ]
    return (kind, lines.compactMap { $0 }.joined(separator: "\n"))
  }

  /// The operator's own words in such a body; "" where there are none.
  package static func words(in body: String) -> String {
    body.firstRange(of: "\nmessage: ").map { String(body[$0.upperBound...]) } ?? ""
  }
}
