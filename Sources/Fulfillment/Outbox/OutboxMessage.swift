/// Something that will leave the house once its hold window has passed.
package struct OutboxMessage: Hashable, Sendable {
  /// Where it stands. `ready` waits for a dispatcher.
  package enum State: String, CaseIterable, Sendable { case held, ready, withdrawn, sent, failed }

  /// Unique: the same decision never queues two.
  package var key: String
  /// `return.approved`, `return.declined`, `return.asked`
  package var kind: String
  /// Exactly what will be sent, as text.
  package var body: String
  package var state: State
  package var createdAt: Timestamp
  /// It can be taken back until then.
  package var holdUntil: Timestamp

  package init(
    key: String, kind: String, body: String, state: State, createdAt: Timestamp,
    holdUntil: Timestamp
  ) {
    self.key = key
    self.kind = kind
    self.body = body
    self.state = state
    self.createdAt = createdAt
    self.holdUntil = holdUntil
  }
}
