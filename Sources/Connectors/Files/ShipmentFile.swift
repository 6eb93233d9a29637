import Fulfillment
import Wire

/// `shp_*`: what has left, one row a line of an order and parcel; a purchase may come in several parcels,
/// and a parcel may hold several lines.
struct ShipmentFile {
  private let sheet: SupplierSheet
  private let supplier: String
  private let now: Timestamp

  init(
    _ bytes: [UInt8], _ name: String, from supplier: String, now: Timestamp
  ) throws(Refusal) {
    sheet = try SupplierSheet(bytes, name, required: [[.key, .order], [.tracking]])
    self.supplier = supplier
    self.now = now
  }

  func report() -> FolderReport {
    var (report, names, purchases) = (FolderReport(), [String](), [String: PurchaseOrder]())
    let (supplier, now) = (supplier, now)
    sheet.forEach(&report) { row, report throws(Refusal) in
      let (key, number) = (try row.identifier(.key), try row.identifier(.order))
      guard !key.isEmpty || !number.isEmpty else {
        throw row.refusal(.key, "the row names no purchase")
      }
      let shipment = try ShipmentFile.shipment(row)
      let line = try ShipmentFile.line(row, key, number, shipment)
      let name = key.isEmpty ? "#" + number : key
      var purchase =
        purchases[name]
        ?? PurchaseOrder(
          supplier: supplier, number: number, reference: key, state: .shipped, placedAt: now,
          key: key)
      if purchase.number.isEmpty { purchase.number = number }
      guard number.isEmpty || purchase.number == number else {
        throw row.refusal(.order, "\(key) has the order number \(purchase.number) already")
      }
      if !purchase.shipments.contains(where: { $0.number == shipment.number }) {
        purchase.shipments.append(shipment)
      }
      if purchases.updateValue(purchase, forKey: name) == nil { names.append(name) }
      // The same line twice is one: suppliers send rows again.
      if let line, !report.shipped.contains(line) { report.shipped.append(line) }
      let note = row[.note]
      if !note.isEmpty { report.notes[key.isEmpty ? number : key] = note }
    }
    report.purchases = names.compactMap { purchases[$0] }
    return report
  }

  private static func shipment(_ row: SupplierSheet.Row) throws(Refusal) -> Shipment {
    let number = TrackingNumber.normalised(try row.identifier(.tracking))
    guard !number.isEmpty else { throw row.refusal(.tracking, "no tracking number") }
    let carrier = row[.carrier].isEmpty ? row[.method] : row[.carrier]
    return Shipment(number: number, carrier: carrier, shippedAt: try date(row))
  }

  private static func line(
    _ row: SupplierSheet.Row, _ key: String, _ number: String, _ shipment: Shipment
  ) throws(Refusal) -> FolderReport.ShippedLine? {
    let sku = row[.sku]
    guard let quantity = try row.quantity(), !sku.isEmpty else { return nil }
    guard quantity > 0 else { throw row.refusal(.quantity, "nothing of it was shipped") }
    return FolderReport.ShippedLine(
      key: key, order: number, supplierSKU: sku, quantity: quantity, tracking: shipment.number)
  }

  /// Unix seconds (of this century), or a date as shops and ISO 8601 write it; nil where none is given.
  private static func date(_ row: SupplierSheet.Row) throws(Refusal) -> Timestamp? {
    let text = row[.shippedAt]
    if text.isEmpty { return nil }
    if let seconds = Int64(text), (946_684_800...4_102_444_800).contains(seconds) {
      return Timestamp(seconds: seconds)
    }
    guard let date = SheetDate(order: nil, zone: 0).read(text) else {
      throw row.refusal(.shippedAt, "the date is not one that can be read; write 2026-01-31")
    }
    return date
  }
}
