import Fulfillment

/// `ack_*`: what the supplier makes of purchases. A row names ours, and its own order number or
/// `REJECTED` with a note; with a sku it speaks of that line alone.
struct AcknowledgementFile {
  private let sheet: SupplierSheet
  private let supplier: String
  private let now: Timestamp

  init(
    _ bytes: [UInt8], _ name: String, from supplier: String, now: Timestamp
  ) throws(Refusal) {
    sheet = try SupplierSheet(bytes, name, required: [[.key], [.order, .status]])
    self.supplier = supplier
    self.now = now
  }

  /// What is known of a purchase so far.
  private struct Entry {
    var number = ""
    /// Line of the row that accepts it, or a line of it; nil: none does.
    var acceptedAt: Int?
    /// Line of the row that rejects it whole.
    var rejectedAt: Int?
    var notes: [String] = []
    var refused: [String: FolderReport.RefusedLine] = [:]
    var accepted: [String: Int] = [:]
  }

  func report() -> FolderReport {
    var (report, order, entries) = (FolderReport(), [String](), [String: Entry]())
    sheet.forEach(&report) { row, _ throws(Refusal) in
      let key = try row.identifier(.key)
      guard !key.isEmpty else { throw row.refusal(.key, "the row names no purchase") }
      var entry = entries[key] ?? Entry()
      try AcknowledgementFile.take(row, key, &entry)
      if entries.updateValue(entry, forKey: key) == nil { order.append(key) }
    }
    for key in order {
      guard let entry = entries[key] else { continue }
      finish(key, entry, &report)
    }
    return report
  }

  private static func take(
    _ row: SupplierSheet.Row, _ key: String, _ entry: inout Entry
  ) throws(Refusal) {
    let number = try row.identifier(.order)
    let (sku, note) = (row[.sku], row[.note])
    let quantity = try row.quantity()
    let byStatus = try verdict(row[.status], .status, row)
    let isRejected = try verdict(number, .order, row) ?? byStatus ?? false
    if isSubstituted(row[.status]) {
      // Bought all the same: what comes instead is the operator's to judge, so it must be told.
      guard !sku.isEmpty, !note.isEmpty else {
        throw row.refusal(.status, "a replaced line needs its sku, and in note what comes instead")
      }
    }
    if !isRejected, number.isEmpty, row[.status].isEmpty {
      throw row.refusal(.order, "neither an order number nor REJECTED")
    }
    switch (isRejected, sku.isEmpty) {
    case (true, true):
      if let line = entry.acceptedAt {
        throw row.refusal(.order, "\(key) is rejected here and accepted on line \(line)")
      }
      entry.rejectedAt = entry.rejectedAt ?? row.line
    case (true, false):
      if let line = entry.accepted[sku] {
        throw row.refusal(.sku, "\(sku) is rejected here and accepted on line \(line)")
      }
      // The same row twice is one refusal.
      entry.refused[sku] =
        entry.refused[sku]
        ?? FolderReport.RefusedLine(
          key: key, supplierSKU: sku, quantity: quantity ?? 0, reason: note)
    case (false, _):
      if let line = entry.rejectedAt {
        throw row.refusal(.order, "\(key) is accepted here and rejected on line \(line)")
      }
      guard entry.number.isEmpty || number.isEmpty || entry.number == number else {
        throw row.refusal(.order, "\(key) has the order number \(entry.number) already")
      }
      if !sku.isEmpty, entry.refused[sku] != nil {
        throw row.refusal(.sku, "\(sku) is accepted here and rejected before")
      }
      if !number.isEmpty { entry.number = number }
      entry.acceptedAt = entry.acceptedAt ?? row.line
      if !sku.isEmpty { entry.accepted[sku] = row.line }
    }
    let told = isSubstituted(row[.status]) ? "\(sku) is replaced: \(note)" : note
    if !told.isEmpty, !entry.notes.contains(told) { entry.notes.append(told) }
  }

  private static func isSubstituted(_ status: String) -> Bool {
    ["SUBSTITUTED", "SUBSTITUTE", "REPLACED"].contains(status.uppercased())
  }

  /// true: rejected; false: accepted; nil: the cell says neither, or is a number of theirs.
  private static func verdict(
    _ text: String, _ column: SupplierColumn, _ row: SupplierSheet.Row
  ) throws(Refusal) -> Bool? {
    switch text.uppercased() {
    case "REJECTED", "REJECT", "REFUSED", "CANCELLED", "CANCELED": return true
    case "ACCEPTED", "ACCEPT", "ACKNOWLEDGED", "OK", "CONFIRMED": return false
    case _ where isSubstituted(text): return false
    case "": return nil
    default:
      guard column == .status else { return nil }
      throw row.refusal(.status, "status is none of ACCEPTED, REJECTED, SUBSTITUTED")
    }
  }

  /// A purchase of which only lines are refused, and nothing is said of the rest, keeps its state.
  private func finish(_ key: String, _ entry: Entry, _ report: inout FolderReport) {
    report.refusedLines += entry.refused.values.sorted { $0.supplierSKU < $1.supplierSKU }
    if !entry.notes.isEmpty { report.notes[key] = entry.notes.joined(separator: "; ") }
    guard entry.acceptedAt != nil || entry.rejectedAt != nil else { return }
    let isAccepted = entry.acceptedAt != nil
    report.purchases.append(
      PurchaseOrder(
        supplier: supplier, number: entry.number, reference: key,
        state: isAccepted ? .acknowledged : .rejected, placedAt: now,
        acknowledgedAt: isAccepted ? now : nil, key: key))
  }
}
