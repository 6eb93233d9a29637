package import Fulfillment

/// Something that a service sent by itself and proved to have sent.
package struct InboxDelivery: Hashable, Sendable, CustomStringConvertible {
  package var account: String
  /// The same for every repeat of it: the service's own id, else a digest.
  package var key: String
  /// In the service's words; "" where it can't be told.
  package var topic: String
  /// Without secrets.
  package var path: String
  /// A line each, without secrets.
  package var headers: String
  /// Every byte as it was signed.
  package var body: [UInt8]
  package var receivedAt: Timestamp
  /// Why it will never be taken; nil: it waits to be.
  package var problem: String?

  package init(
    account: String, key: String, topic: String, path: String, headers: String, body: [UInt8],
    receivedAt: Timestamp, problem: String? = nil
  ) {
    self.account = account
    self.key = key
    self.topic = topic
    self.path = path
    self.headers = headers
    self.body = body
    self.receivedAt = receivedAt
    self.problem = problem
  }

  /// The size alone: bodies hold customers.
  package var description: String { "InboxDelivery(\(account), \(topic), \(body.count) bytes)" }
}

/// A delivery that waits to be taken.
package struct PendingDelivery: Hashable, Sendable {
  package var id: Int64
  package var delivery: InboxDelivery
  /// How often it was tried.
  package var attempts: Int
}

/// What becomes of a delivery that was looked at.
package enum DeliveryFate: Hashable, Sendable {
  /// It is taken; the note says what of it was not, "" where nothing.
  case taken(note: String)
  /// It will never be: why.
  case failed(String)
  /// It is tried again later: why.
  case again(String)
}

/// How an account's deliveries stand.
package struct InboxRow: Hashable, Sendable {
  package var account: String
  /// Kept for audit, those still waiting included.
  package var kept: Int
  package var pending: Int
  package var failed: Int
  package var oldestPending: Timestamp?
  package var lastReceived: Timestamp?
  /// Why the newest failed one failed; "" where none did.
  package var lastFailure: String
}

/// One delivery in a listing; newest first.
package struct InboxLine: Hashable, Sendable {
  package var id: Int64
  package var account: String
  package var topic: String
  package var state: String
  package var receivedAt: Timestamp
  package var size: Int
  package var attempts: Int
  /// What was not taken of it, or why it failed.
  package var note: String
}
