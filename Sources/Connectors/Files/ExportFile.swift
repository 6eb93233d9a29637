import Fulfillment
import Wire

/// The export of orders of a service that tells no more than how each stands: Zendrop, AutoDS. One row an
/// order or one a line; where rows of an order disagree, the one that is further on counts.
struct ExportFile {
  private let sheet: SupplierSheet
  private let format: BulkFormat
  private let supplier: String
  private let now: Timestamp

  /// The columns that the format documents, by name; nil where it documents no export.
  static func columns(of format: BulkFormat) -> [String: SupplierColumn]? {
    switch format {
    case .zendrop:
      [
        "Order number": .order, "Store order ID": .key, "Order status": .status,
        "Order Date": .placedAt, "Order Fulfillment Date": .shippedAt, "Zendrop payment": .note,
      ]
    case .autods: ["Order ID": .key, "Order status": .status, "Date": .placedAt]
    case .generic, .dsers: nil
    }
  }

  init(
    _ bytes: [UInt8], _ name: String, _ format: BulkFormat, _ columns: [String: SupplierColumn],
    from supplier: String, now: Timestamp
  ) throws(Refusal) {
    sheet = try SupplierSheet(bytes, name, required: [[.key], [.status]], names: columns)
    self.format = format
    self.supplier = supplier
    self.now = now
  }

  func report() -> FolderReport {
    var (report, names, purchases) = (FolderReport(), [String](), [String: PurchaseOrder]())
    let (supplier, format, now) = (supplier, format, now)
    sheet.forEach(&report) { row, _ throws(Refusal) in
      let key = try row.identifier(.key)
      guard !key.isEmpty else { throw row.refusal(.key, "the row names no order of the shop") }
      guard var state = format.state(row[.status]) else {
        throw row.refusal(
          .status, "\(format.title) has no status that is called \(row[.status].prefix(40))")
      }
      // Zendrop waits for our money beside the status.
      if format == .zendrop, row[.note].lowercased() == "unpaid", state.rank < 2 { state = .unpaid }
      let number = try row.identifier(.order)
      var purchase =
        purchases[key]
        ?? PurchaseOrder(
          supplier: supplier, number: number.isEmpty ? key : number, reference: key, state: state,
          placedAt: SheetDate(order: nil, zone: 0).read(row[.placedAt]) ?? now,
          key: key.hasPrefix("SC-") ? key : "")
      if state.rank > purchase.state.rank { purchase.state = state }
      let tracking = TrackingNumber.normalised(try row.identifier(.tracking))
      if !tracking.isEmpty, !purchase.shipments.contains(where: { $0.number == tracking }) {
        let shippedAt = SheetDate(order: nil, zone: 0).read(row[.shippedAt])
        purchase.shipments.append(
          Shipment(number: tracking, carrier: row[.carrier], shippedAt: shippedAt))
      }
      if purchases.updateValue(purchase, forKey: key) == nil { names.append(key) }
    }
    report.purchases = names.compactMap { purchases[$0] }
    return report
  }
}

extension PurchaseState {
  /// How far on it is, among what an export tells.
  fileprivate var rank: Int {
    switch self {
    case .intended, .unknown, .unclear, .placed: 0
    case .unpaid: 1
    case .acknowledged: 2
    case .rejected, .cancelled: 3
    case .shipped: 4
    case .delivered: 5
    }
  }
}
