package import Fulfillment

/// An account to pull and how often.
package struct AccountSetup: Hashable, Sendable {
  package var account: Account
  /// How often it is pulled.
  package var cadence: Span

  package init(account: Account, cadence: Span) {
    self.account = account
    self.cadence = cadence
  }
}

/// Where the pulling of one account stands.
package struct PullState: Hashable, Sendable {
  package var account: Account
  package var cadence: Span
  /// Where the next page starts, in the connector's own form; nil: from the beginning.
  package var cursor: String?
  package var dueAt: Timestamp
  /// Last pull that went well.
  package var freshAt: Timestamp?
  /// Failures in a row.
  package var failures: Int
  /// Not pulled before then.
  package var circuitOpenUntil: Timestamp?
  /// In the operator's words: why the last pull failed, else what it could not take; "" where neither.
  package var lastError: String

  package init(
    account: Account, cadence: Span, cursor: String? = nil, dueAt: Timestamp,
    freshAt: Timestamp? = nil, failures: Int = 0, circuitOpenUntil: Timestamp? = nil,
    lastError: String = ""
  ) {
    self.account = account
    self.cadence = cadence
    self.cursor = cursor
    self.dueAt = dueAt
    self.freshAt = freshAt
    self.failures = failures
    self.circuitOpenUntil = circuitOpenUntil
    self.lastError = lastError
  }
}

/// What became of one pull.
package struct PullOutcome: Hashable, Sendable {
  package var startedAt: Timestamp
  /// Items received.
  package var items: Int
  /// In the operator's words; nil where it went well.
  package var error: String?
  package var nextDueAt: Timestamp
  /// Set while the account is left alone after too many failures.
  package var circuitOpenUntil: Timestamp?
  /// Everything there was to read has been read: only then is the account fresh.
  package var isComplete: Bool
  /// What the operator should know of a pull that went well: items that could not be taken. It is no
  /// failure: the account is fresh all the same.
  package var note: String?

  package init(
    startedAt: Timestamp, items: Int, error: String? = nil, nextDueAt: Timestamp,
    circuitOpenUntil: Timestamp? = nil, isComplete: Bool = true, note: String? = nil
  ) {
    self.startedAt = startedAt
    self.items = items
    self.error = error
    self.nextDueAt = nextDueAt
    self.circuitOpenUntil = circuitOpenUntil
    self.isComplete = isComplete
    self.note = note
  }
}

/// The right to do something alone until an instant.
package struct Lease: Hashable, Sendable {
  package var name: String
  package var holder: String
  /// Grows each time the lease changes hands, so that work under an old one can be told apart.
  package var fence: Int64
  package var until: Timestamp

  package init(name: String, holder: String, fence: Int64, until: Timestamp) {
    self.name = name
    self.holder = holder
    self.fence = fence
    self.until = until
  }
}

/// A parcel whose tracking should be asked for.
package struct TrackingDue: Hashable, Sendable {
  package var shipment: Shipment
  /// The tracker has been told of the number before.
  package var isRegistered: Bool

  package init(shipment: Shipment, isRegistered: Bool) {
    self.shipment = shipment
    self.isRegistered = isRegistered
  }
}

/// What one round of detection did.
package struct DetectionResult: Hashable, Sendable {
  /// Orders and accounts evaluated.
  package var examined: Int
  /// Exceptions raised, or raised again.
  package var opened: Int
  /// Exceptions whose facts no longer hold.
  package var cleared: Int
  /// More orders are due: call again.
  package var hasMore: Bool

  package init(examined: Int = 0, opened: Int = 0, cleared: Int = 0, hasMore: Bool = false) {
    self.examined = examined
    self.opened = opened
    self.cleared = cleared
    self.hasMore = hasMore
  }
}

/// A decision as the log shows it.
package struct DecisionRow: Hashable, Sendable {
  package var id: DecisionID
  package var at: Timestamp
  package var by: String
  package var title: String
  /// When it was taken back; nil where it stands.
  package var undoneAt: Timestamp?

  package init(
    id: DecisionID, at: Timestamp, by: String, title: String, undoneAt: Timestamp? = nil
  ) {
    self.id = id
    self.at = at
    self.by = by
    self.title = title
    self.undoneAt = undoneAt
  }
}

/// A filter kept under a name.
package struct SavedFilter: Hashable, Sendable {
  package var name: String
  package var text: String

  package init(name: String, text: String) {
    self.name = name
    self.text = text
  }
}
