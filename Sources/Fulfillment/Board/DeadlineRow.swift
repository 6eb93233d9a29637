/// A line of the claims panel: a dispute that waits, a way to get money back, or a claim that was made.
package struct DeadlineRow: Hashable, Sendable {
  /// What it is about.
  package enum Matter: Hashable, Sendable {
    case dispute(DisputeRow)
    case recourse(RecourseRow)
  }

  /// Its number in the list; the same as long as it stands there.
  package var key: Int64
  package var matter: Matter
  /// The order's storefront.
  package var storefront: String

  package init(key: Int64, matter: Matter, storefront: String = "") {
    self.key = key
    self.matter = matter
    self.storefront = storefront
  }

  /// nil: a dispute of which nobody knows the order.
  package var order: OrderID? {
    switch matter {
    case .dispute(let row): row.orderID
    case .recourse(let row): row.order
    }
  }

  package var orderName: String {
    switch matter {
    case .dispute(let row): row.orderName
    case .recourse(let row): row.orderName
    }
  }

  /// The last moment: for evidence, or to claim. nil: none is known, or none is ours to keep.
  package var dueAt: Timestamp? {
    switch matter {
    case .dispute(let row): row.dispute.state.isFinal ? nil : row.dispute.evidenceDueAt
    case .recourse(let row):
      row.claim?.state.isMade == true ? nil : row.recourse.window.closesAt
    }
  }

  /// What is disputed, or may be recovered.
  package var amount: Money? {
    switch matter {
    case .dispute(let row): row.dispute.amount
    case .recourse(let row): row.claim?.amount ?? row.recourse.amount
    }
  }

  /// The claim it is about; nil where nobody has claimed.
  package var claim: LossClaim? {
    if case .recourse(let row) = matter { row.claim } else { nil }
  }
}

/// The nearest of all last moments, and how many are near: for the header.
package struct Deadlines: Hashable, Sendable {
  /// One that must not be missed.
  package struct Next: Hashable, Sendable {
    package var at: Timestamp
    /// Evidence for a dispute; else a window to claim.
    package var isDispute: Bool
    package var orderName: String

    package init(at: Timestamp, isDispute: Bool, orderName: String) {
      self.at = at
      self.isDispute = isDispute
      self.orderName = orderName
    }
  }

  /// nil: nothing is due.
  package var next: Next?
  /// Disputes that wait for evidence.
  package var disputes: Int
  /// Windows to claim that close within `Deadlines.near`.
  package var closing: Int

  package init(next: Next? = nil, disputes: Int = 0, closing: Int = 0) {
    self.next = next
    self.disputes = disputes
    self.closing = closing
  }

  /// A last moment no further away than this is told in the header.
  package static let near = Span.hours(72)
}
