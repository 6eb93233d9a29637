/// A dispute as it is listed.
package struct DisputeRow: Hashable, Sendable {
  /// The row's number.
  package var id: Int64
  /// Who tells of it.
  package var account: String
  /// nil: it is not known which order it is about.
  package var orderID: OrderID?
  /// The order's name; where none is known, what the service calls it.
  package var orderName: String
  package var storefront: String
  package var dispute: Dispute

  package init(
    id: Int64, account: String, orderID: OrderID?, orderName: String, storefront: String,
    dispute: Dispute
  ) {
    self.id = id
    self.account = account
    self.orderID = orderID
    self.orderName = orderName
    self.storefront = storefront
    self.dispute = dispute
  }
}
