/// A row of one table. The phantom `Subject` keeps an order's number from being used as a return's.
package struct RowID<Subject>: Hashable, Comparable, Sendable {
  package let number: Int64

  package init(_ number: Int64) { self.number = number }

  package static func < (left: Self, right: Self) -> Bool { left.number < right.number }
}

package typealias OrderID = RowID<Order>
package typealias AccountID = RowID<Account>
package typealias PurchaseOrderID = RowID<PurchaseOrder>
package typealias ShipmentID = RowID<Shipment>
package typealias ExceptionID = RowID<OrderException>
package typealias ReturnID = RowID<Return>
package typealias DecisionID = RowID<Decision>
package typealias SupplierID = RowID<Supplier>
