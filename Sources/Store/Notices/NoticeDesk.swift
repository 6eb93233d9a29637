package import Fulfillment

/// Everything it takes to write to customers: what is set, and who can do what.
package struct NoticeDesk: Sendable {
  package var policy: NoticePolicy
  /// Storefronts that are told of parcels, and tell their customers.
  package var tellingShops: Set<String>
  /// Storefronts that pass a note on to the customer.
  package var notingShops: Set<String>
  /// How long what goes by itself can be taken back.
  package var hold: Span
  /// A mail as it leaves, from its parts.
  package var encode: @Sendable (Letter) -> String?
  /// A digest of a mail address, 64 characters; the same for the same address.
  package var digest: @Sendable (String) -> String

  /// The parts of a mail.
  package struct Letter: Hashable, Sendable {
    package var from: String
    package var replyTo: String
    package var to: String
    package var subject: String
    package var text: String
    /// The same for the same fact, so that whoever gets it twice can tell.
    package var id: String
    package var language: NoticeLanguage

    package init(
      from: String, replyTo: String, to: String, subject: String, text: String, id: String,
      language: NoticeLanguage
    ) {
      self.from = from
      self.replyTo = replyTo
      self.to = to
      self.subject = subject
      self.text = text
      self.id = id
      self.language = language
    }
  }

  package init(
    policy: NoticePolicy, tellingShops: Set<String> = [], notingShops: Set<String> = [],
    hold: Span, encode: @escaping @Sendable (Letter) -> String?,
    digest: @escaping @Sendable (String) -> String
  ) {
    self.policy = policy
    self.tellingShops = tellingShops
    self.notingShops = notingShops
    self.hold = hold
    self.encode = encode
    self.digest = digest
  }

  /// A notice written out. Throws why it can't be.
  /// - Parameter language: nil: as the order's country has it.
  func draft(
    _ due: DueNotice, of order: Order, storefront: String, language: NoticeLanguage? = nil
  ) throws(NoticeRefusal) -> NoticeDraft {
    let isOwn = due.kind == .support
    let language =
      language
      ?? (isOwn
        ? .english : policy.language(country: order.shipTo.country, storefront: storefront))
    let text = try policy.compose(due.kind, due.matter, storefront: storefront, language: language)
    let wanted = isOwn ? NoticeRules.Way.mail : policy.rules(of: storefront).way
    if wanted == .shop {
      guard notingShops.contains(storefront) else {
        throw NoticeRefusal("\(storefront) passes no notes on to customers: set by = \"mail\"")
      }
      return NoticeDraft(
        way: .shop, receiver: storefront, address: "", text: text, body: text.text)
    }
    let address = isOwn ? policy.supportAddress : order.email
    guard !address.isEmpty else { throw NoticeRefusal("the customer's mail address is not known") }
    let letter = Letter(
      from: policy.from, replyTo: policy.replyTo, to: address, subject: text.subject,
      text: text.text,
      id: NoticeDesk.key(storefront, order.externalID, due.kind, due.fact), language: language)
    guard let body = encode(letter) else {
      throw NoticeRefusal("the mail address \(address.sanitised(limit: 80)) can't be written to")
    }
    return NoticeDraft(
      way: .mail, receiver: OutboxMessage.customers, address: address, text: text, body: body)
  }

  /// `notice:main-shop:5001:shipped:RR123456785CN`: names the fact among all.
  static func key(
    _ storefront: String, _ order: String, _ kind: NoticeKind, _ fact: String
  ) -> String { "notice:\(storefront):\(order):\(kind.rawValue):\(fact)" }
}

/// A notice written out.
package struct NoticeDraft: Hashable, Sendable {
  package var way: NoticeRow.Way
  var receiver: String
  package var address: String
  package var text: NoticeText
  /// Exactly what leaves.
  package var body: String

  init(
    way: NoticeRow.Way, receiver: String, address: String, text: NoticeText, body: String
  ) {
    self.way = way
    self.receiver = receiver
    self.address = address
    self.text = text
    self.body = body
  }
}
