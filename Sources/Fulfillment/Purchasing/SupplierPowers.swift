/// What the far side of a message can do about one whose outcome is unknown, declared by its connector.
package struct SupplierPowers: Hashable, Sendable {
  /// It refuses a second order under the same key, and for how long; nil: it does not.
  package var deduplicates: Span?
  /// It can be asked, by our key, whether it has the order.
  package var isQueryable: Bool
  /// How long after sending an order may still appear at its side: what it has not by then, it never
  /// got.
  package var settles: Span
  /// It can be told by API to drop an order.
  package var cancels: Bool
  /// It is paid order by order, by API, after it has accepted.
  package var takesPayment: Bool
  /// What it can do about money sent back through it.
  package var refunds = RefundPowers()
  /// The same of notices to customers.
  package var notices = RefundPowers()

  package init(
    deduplicates: Span? = nil, isQueryable: Bool = false, settles: Span = .minutes(10),
    cancels: Bool = false, takesPayment: Bool = false
  ) {
    self.deduplicates = deduplicates
    self.isQueryable = isQueryable
    self.settles = settles
    self.cancels = cancels
    self.takesPayment = takesPayment
  }

  /// E-mail, files: only a person can find out.
  package static let none = SupplierPowers()
}

/// What can be done about a refund, or a notice, whose outcome is unknown; each field as in `SupplierPowers`. Without
/// any, a person must find out.
package struct RefundPowers: Hashable, Sendable {
  package var deduplicates: Span?
  package var isQueryable: Bool
  package var settles: Span

  package init(
    deduplicates: Span? = nil, isQueryable: Bool = false, settles: Span = .minutes(10)
  ) {
    self.deduplicates = deduplicates
    self.isQueryable = isQueryable
    self.settles = settles
  }
}

extension SupplierPowers {
  /// As they are where the message is a refund.
  package var ofRefunds: SupplierPowers {
    SupplierPowers(
      deduplicates: refunds.deduplicates, isQueryable: refunds.isQueryable,
      settles: refunds.settles)
  }

  /// As they are where the message is a notice to a customer.
  package var ofNotices: SupplierPowers {
    SupplierPowers(
      deduplicates: notices.deduplicates, isQueryable: notices.isQueryable,
      settles: notices.settles)
  }
}
