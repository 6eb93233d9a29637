/// A notice as the operator sees it.
package struct NoticeRow: Hashable, Sendable {
  package var id: Int64
  package var order: OrderID
  /// `#1001`
  package var orderName: String
  package var storefront: String
  package var kind: NoticeKind
  /// What makes it the one that it is, with its kind and order.
  package var fact: String
  package var state: NoticeState
  package var way: Way
  /// To whom; "" where the shop knows.
  package var address: String
  /// nil: the shop's own words.
  package var language: NoticeLanguage?
  package var subject: String
  package var text: String
  /// Exactly what leaves.
  package var body: String
  /// Why it stands as it does; "" where that needs no words.
  package var reason: String
  package var factAt: Timestamp
  package var createdAt: Timestamp
  /// It leaves then, and can be taken back until then.
  package var holdUntil: Timestamp?
  package var sentAt: Timestamp?

  /// By which way it goes.
  package enum Way: String, CaseIterable, Sendable {
    /// As a note of ours that the shop mails.
    case shop
    case mail
    /// The shop tells of it in its own words.
    case own

    package var text: String {
      switch self {
      case .shop: "note of the shop"
      case .mail: "mail"
      case .own: "the shop's own notice"
      }
    }
  }

  package init(
    id: Int64, order: OrderID, orderName: String, storefront: String, kind: NoticeKind,
    fact: String, state: NoticeState, way: Way = .mail, address: String = "",
    language: NoticeLanguage? = nil, subject: String = "", text: String = "", body: String = "",
    reason: String = "", factAt: Timestamp, createdAt: Timestamp, holdUntil: Timestamp? = nil,
    sentAt: Timestamp? = nil
  ) {
    self.id = id
    self.order = order
    self.orderName = orderName
    self.storefront = storefront
    self.kind = kind
    self.fact = fact
    self.state = state
    self.way = way
    self.address = address
    self.language = language
    self.subject = subject
    self.text = text
    self.body = body
    self.reason = reason
    self.factAt = factAt
    self.createdAt = createdAt
    self.holdUntil = holdUntil
    self.sentAt = sentAt
  }
}
