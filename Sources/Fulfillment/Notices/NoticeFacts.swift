/// What is known of an order as far as its customer may want to hear of it.
package struct NoticeFacts: Hashable, Sendable {
  /// As the shop tells it.
  package var order: Order
  package var storefront: String
  package var parcels: [Parcel] = []
  package var answers: [Answer] = []
  package var refunds: [Refund] = []
  package var receipts: [Receipt] = []
  package var delay: Delay?
  package var alarms: [Alarm] = []
  /// What was told, or is to be told, already.
  package var earlier: [Earlier] = []
  /// Everything that is to be shipped is under way.
  package var isAllShipped = true
  /// The storefront is told of parcels and tells its customers itself.
  package var shopTellsParcels = false

  /// A parcel with a number.
  package struct Parcel: Hashable, Sendable {
    package var id: Int64
    package var number: String
    package var carrier: String
    package var status: TrackingStatus?
    /// When it came to be so, as far as is known, and what the carrier said of it and where.
    package var statusAt: Timestamp
    package var words: String
    package var place: String
    package var createdAt: Timestamp
    package var items: [NoticeMatter.Item]
    /// Of a purchase of ours: nobody else tells of it.
    package var isOurs: Bool
    package var isReplacement: Bool
    /// The message that tells the shop of it, as soon as there is one.
    package var shopMessage: Int64?
    /// It is settled whether the shop is told of it: with `shopMessage`, or not at all.
    package var isTold = false

    package init(
      id: Int64 = 0, number: String, carrier: String = "", status: TrackingStatus? = nil,
      statusAt: Timestamp, words: String = "", place: String = "", createdAt: Timestamp,
      items: [NoticeMatter.Item] = [], isOurs: Bool = true, isReplacement: Bool = false,
      shopMessage: Int64? = nil
    ) {
      self.id = id
      self.number = number
      self.carrier = carrier
      self.status = status
      self.statusAt = statusAt
      self.words = words
      self.place = place
      self.createdAt = createdAt
      self.items = items
      self.isOurs = isOurs
      self.isReplacement = isReplacement
      self.shopMessage = shopMessage
    }
  }

  /// The answer to a return, as the outbox holds it.
  package struct Answer: Hashable, Sendable {
    package var message: Int64
    package var key: String
    package var kind: NoticeKind
    package var returnID: String
    package var words: String
    package var amount: Money?
    package var items: [NoticeMatter.Item]
    package var at: Timestamp

    package init(
      message: Int64, key: String, kind: NoticeKind, returnID: String, words: String = "",
      amount: Money? = nil, items: [NoticeMatter.Item] = [], at: Timestamp
    ) {
      self.message = message
      self.key = key
      self.kind = kind
      self.returnID = returnID
      self.words = words
      self.amount = amount
      self.items = items
      self.at = at
    }
  }

  /// Money that has gone back.
  package struct Refund: Hashable, Sendable {
    package var key: String
    package var amount: Money
    package var at: Timestamp
    /// The message that sent it, where the shop tells of it by itself.
    package var shopMessage: Int64?

    package init(key: String, amount: Money, at: Timestamp, shopMessage: Int64? = nil) {
      self.key = key
      self.amount = amount
      self.at = at
      self.shopMessage = shopMessage
    }
  }

  /// Goods that have come back.
  package struct Receipt: Hashable, Sendable {
    package var returnID: String
    package var at: Timestamp

    package init(returnID: String, at: Timestamp) {
      self.returnID = returnID
      self.at = at
    }
  }

  /// That it will be late.
  package struct Delay: Hashable, Sendable {
    package var at: Timestamp
    /// The day by which it is expected now; nil: nobody knows.
    package var expected: CivilDate?

    package init(at: Timestamp, expected: CivilDate? = nil) {
      self.at = at
      self.expected = expected
    }
  }

  /// A critical exception.
  package struct Alarm: Hashable, Sendable {
    package var code: String
    package var reason: String
    package var at: Timestamp

    package init(code: String, reason: String, at: Timestamp) {
      self.code = code
      self.reason = reason
      self.at = at
    }
  }

  /// A notice that there is.
  package struct Earlier: Hashable, Sendable {
    package var kind: NoticeKind
    package var fact: String
    package var state: NoticeState
    package var expected: CivilDate?
    /// An operator withheld it, not the course of things.
    package var isWithheld = false
    /// An operator asked for it though no rule did.
    package var isByHand = false
    /// It has words; false: it could not be written.
    package var isWritten = true

    /// The customer has heard of it, or may have, or will.
    package var isTold: Bool { state == .queued || state == .sent || state == .unknown }

    package init(
      kind: NoticeKind, fact: String, state: NoticeState, expected: CivilDate? = nil
    ) {
      self.kind = kind
      self.fact = fact
      self.state = state
      self.expected = expected
    }
  }

  package init(order: Order, storefront: String) {
    self.order = order
    self.storefront = storefront
  }
}

/// A notice that is due: with its kind and order, `fact` makes it the one that it is.
package struct DueNotice: Hashable, Sendable {
  package var kind: NoticeKind
  package var fact: String
  /// When the fact came about.
  package var at: Timestamp
  package var matter: NoticeMatter
  /// A message that there is already: the shop's own telling, or the answer to a return.
  package var message: Message?

  /// What there is in the outbox already.
  package enum Message: Hashable, Sendable {
    /// The shop tells the customer with that message.
    case shopTells(Int64)
    /// That message waits in the outbox for its text.
    case answer(Int64)
  }

  package init(
    kind: NoticeKind, fact: String, at: Timestamp, matter: NoticeMatter, message: Message? = nil
  ) {
    self.kind = kind
    self.fact = fact
    self.at = at
    self.matter = matter
    self.message = message
  }
}
