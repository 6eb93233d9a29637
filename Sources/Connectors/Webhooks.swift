package import Fulfillment
package import Wire

/// Something that a service sent by itself, as it came in.
package struct Delivery: Hashable, Sendable, CustomStringConvertible {
  /// As sent; names compare without case.
  package var headers: HTTPHeaders
  /// The path it was sent to, query included.
  package var path: String
  /// Every byte as it was signed: never decoded and encoded again.
  package var body: [UInt8]
  package var receivedAt: Timestamp

  package init(
    headers: HTTPHeaders, path: String = "", body: [UInt8], receivedAt: Timestamp
  ) {
    self.headers = headers
    self.path = path
    self.body = body
    self.receivedAt = receivedAt
  }

  /// The size alone: headers hold signatures, bodies hold customers.
  package var description: String {
    "Delivery(\(body.count) bytes at \(receivedAt.iso8601))"
  }
}

/// A service that sends news by itself.
package protocol WebhookReading: Sendable {
  /// What a delivery says. Its proof is looked at before anything else of it.
  func read(_ delivery: Delivery) throws(WebhookError) -> WebhookNews
  /// The setting of the account that its deliveries are proved by.
  var webhookSecret: WebhookSecret { get }
  /// The delivery as it may be written down: where a service sends the secret itself instead of a proof
  /// by it, the secret is taken out.
  func keepable(_ delivery: Delivery) -> Delivery
  /// The delivery as it came in, of one that was written down.
  func restored(_ delivery: Delivery) -> Delivery
}

extension WebhookReading {
  /// Most accounts keep it there.
  package var webhookSecret: WebhookSecret { WebhookSecret(setting: "secret", isSet: true) }

  /// Most services send a proof that gives nothing away.
  package func keepable(_ delivery: Delivery) -> Delivery { delivery }

  /// Nothing was taken out.
  package func restored(_ delivery: Delivery) -> Delivery { delivery }
}

/// The setting of an account that deliveries are proved by.
package struct WebhookSecret: Hashable, Sendable {
  /// As the configuration calls it: `secret`.
  package var setting: String
  /// Without it every delivery is refused.
  package var isSet: Bool
  /// It is part of the address that is entered at the service, as this query; "" elsewhere.
  package var query: String

  package init(setting: String, isSet: Bool, query: String = "") {
    self.setting = setting
    self.isSet = isSet
    self.query = query
  }
}

/// What a delivery says. News are hints: they may come late, twice, out of order or never, and the
/// next pull heals all of it.
package struct WebhookNews: Hashable, Sendable {
  /// The same for every repeat of a delivery; "" where the service gives none.
  package var id: String
  /// In the service's words: `orders/create`.
  package var topic: String
  /// When it happened, where the service says so.
  package var at: Timestamp?
  package var content: Content

  /// What it is about.
  package enum Content: Hashable, Sendable {
    /// Orders as they now are.
    case orders([Order])
    case tracking([TrackingReport])
    case disputes([Dispute])
    /// Something changed that the delivery does not tell whole: pull soon. The text names it.
    case hint(String)
    /// The service only tries whether we are there.
    case ping
  }

  package init(id: String, topic: String, at: Timestamp? = nil, content: Content) {
    self.id = id
    self.topic = topic
    self.at = at
    self.content = content
  }
}

/// Why a delivery is not taken.
package enum WebhookError: Error, Hashable, Sendable {
  /// It carries a proof that is wrong.
  case badSignature
  /// Its proof is right but older than is taken.
  case stale
  /// It carries no proof, or we know no secret to check it by.
  case unsigned
  /// It is signed, and can't be read.
  case malformed(String)
  /// It is signed and readable, and nothing that we want to know.
  case ignored(topic: String)

  /// One sentence for the operator.
  package var message: String {
    switch self {
    case .badSignature: "the signature is wrong"
    case .stale: "the delivery is too old"
    case .unsigned: "no signature, or no secret to check it by"
    case .malformed(let text): "unreadable: \(text)"
    case .ignored(let topic): "nothing of interest: \(topic)"
    }
  }
}

extension Connection {
  /// The same connector where it sends news by itself.
  package var webhooks: (any WebhookReading)? {
    switch self {
    case .storefront(let connector): connector as? any WebhookReading
    case .supplier(let connector): connector as? any WebhookReading
    case .tracker(let connector): connector as? any WebhookReading
    case .payments(let connector): connector as? any WebhookReading
    }
  }

  /// The same connector where it tells of chargebacks.
  package var disputing: (any Disputing)? {
    switch self {
    case .storefront(let connector): connector as? any Disputing
    case .payments(let connector): connector
    case .supplier, .tracker: nil
    }
  }

  /// The same connector where it takes evidence against chargebacks.
  package var contesting: (any Contesting)? { disputing as? any Contesting }

  /// The same connector where money can be sent back through it.
  package var refunding: (any Refunding)? {
    switch self {
    case .storefront(let connector): connector as? any Refunding
    case .payments(let connector): connector as? any Refunding
    case .supplier, .tracker: nil
    }
  }

  /// The same connector where orders can be cancelled through it.
  package var cancelling: (any Cancelling)? {
    guard case .storefront(let connector) = self else { return nil }
    return connector as? any Cancelling
  }

  /// The same connector where it can keep orders from being shipped.
  package var holding: (any Holding)? {
    guard case .storefront(let connector) = self else { return nil }
    return connector as? any Holding
  }
}
