package import Fulfillment

extension Store {
  package func register(_ accounts: [AccountSetup], now: Timestamp) throws {}
  package func pullStates() throws -> [PullState] { [] }
  package func recordPull(_ account: String, _ outcome: PullOutcome, now: Timestamp) throws {}
  package func lease(_ name: String, holder: String, for span: Span, now: Timestamp) throws
    -> Lease?
  {
    nil
  }
  package func release(_ lease: Lease) throws {}
  package func leaseHolder(_ name: String, now: Timestamp) throws -> String? { nil }
  package func take(
    _ orders: [Order], from account: String, isHistory: Bool, cursor: String?, now: Timestamp
  ) throws -> IntakeResult { IntakeResult() }
  package func take(histories: [OrderHistory], from account: String, now: Timestamp) throws
    -> IntakeResult
  { IntakeResult() }
  package func take(
    _ purchases: [PurchaseOrder], from account: String, cursor: String?, now: Timestamp
  ) throws -> IntakeResult { IntakeResult() }
  package func take(
    _ reports: [TrackingReport], from account: String,
    nextTrack: (TrackingStatus, Timestamp) -> Span?, now: Timestamp
  ) throws -> IntakeResult { IntakeResult() }
  package func dueTracking(_ tracker: String, isDefault: Bool, limit: Int, now: Timestamp) throws
    -> [TrackingDue]
  { [] }
  package func markRegistered(_ numbers: [Shipment], tracker: String, now: Timestamp) throws {}
  package func detect(thresholds: Thresholds, limit: Int, now: Timestamp) throws -> DetectionResult
  { DetectionResult() }
  package func queue(
    _ query: Query, sort: QueueSort, at anchor: Anchor, count: Int, now: Timestamp
  ) throws -> Window<QueueRow> { Window() }
  package func queueCount(_ query: Query, now: Timestamp) throws -> Int { 0 }
  package func exceptions(
    _ query: Query, sort: ExceptionSort, at anchor: Anchor, count: Int, now: Timestamp
  ) throws -> Window<ExceptionRow> { Window() }
  package func exceptionCount(_ query: Query, now: Timestamp) throws -> Int { 0 }
  package func returns(
    _ query: Query, openOnly: Bool, at anchor: Anchor, count: Int, returnWindow: Span,
    now: Timestamp
  ) throws -> Window<ReturnRow> { Window() }
  package func suppliers(now: Timestamp) throws -> [SupplierRow] { [] }
  package func activity(now: Timestamp) throws -> [ActivityRow] { [] }
  package func counts() throws -> BoardCounts { BoardCounts() }
  package func findOrders(_ text: String) throws -> [OrderID] { [] }
  package func order(_ id: OrderID, returnWindow: Span, now: Timestamp) throws -> OrderDetail? {
    nil
  }
  package func decide(
    _ decision: Decision, on targets: [Target], by operatorName: String, hold: Span, now: Timestamp
  ) throws -> DecisionReceipt { DecisionReceipt(batch: nil, applied: 0, title: "") }
  package func undo(_ batch: DecisionID?, by operatorName: String, now: Timestamp) throws
    -> DecisionReceipt
  { DecisionReceipt(batch: nil, applied: 0, title: "") }
  package func redo(by operatorName: String, now: Timestamp) throws -> DecisionReceipt {
    DecisionReceipt(batch: nil, applied: 0, title: "")
  }
  package func lastUndoable(by operatorName: String, now: Timestamp) throws -> DecisionReceipt? {
    nil
  }
  package func decisions(limit: Int) throws -> [DecisionRow] { [] }
  package func releaseHeld(now: Timestamp) throws -> Int { 0 }
  package func recordPurchase(
    _ purchase: PurchaseOrder, for order: OrderID, by operatorName: String, now: Timestamp
  ) throws {}
  package func recordReturn(
    _ request: ReturnRequest, for order: OrderID, by operatorName: String, now: Timestamp
  ) throws -> ReturnID { ReturnID(0) }
  package func save(_ suppliers: [Supplier], now: Timestamp) throws {}
  package func save(_ offers: [Offer], now: Timestamp) throws -> IntakeResult { IntakeResult() }
  package func offers() throws -> [Offer] { [] }
  package func savedFilters() throws -> [SavedFilter] { [] }
  package func saveFilter(_ name: String, _ text: String?) throws {}
  package func backup(to path: String) throws {}
  package static func restore(from source: String, to path: String) throws {}
  package func integrityProblems() throws -> [String] { [] }
}

package final class ChangeWatch {
  package init(_ path: String) throws {}
  package func hasChanged() throws -> Bool { false }
}
