internal import Fulfillment
internal import GRDB

/// What the rules may look at of one offer.
struct OfferState {
  var supplierID: Int64
  var supplier: String
  var part: String
  var renewal: String
  var validUntil: Timestamp?
  var stock: Int?
  var stockAt: Timestamp?
  var cost: Money?
  var costBefore: Money?
  var costRoseAt: Timestamp?

  static func of(_ sku: String, _ database: Database) throws -> [OfferState] {
    try database.rows(
      """
      SELECT s.id, s.name, f.part, f.renewal, f.validUntil, f.stock, f.stockAt, f.cost, f.currency,
        f.costBefore, CASE WHEN f.costBefore IS NOT NULL THEN f.currency END, f.costRoseAt
      FROM offer f JOIN supplier s ON s.id = f.supplierID WHERE f.sku = ?
      ORDER BY f.priority, f.id
      """, sku
    ) {
      OfferState(
        supplierID: try $0.number(), supplier: try $0.text(), part: try $0.text().lowercased(),
        renewal: try $0.text(),
        validUntil: try $0.timeOrNil(), stock: try $0.intOrNil(), stockAt: try $0.timeOrNil(),
        cost: try $0.money(), costBefore: try $0.money(), costRoseAt: try $0.timeOrNil())
    }
  }
}

extension [OfferState] {
  /// One group for each part of a bundle: the sku can be filled where each can.
  private var parts: [[OfferState]] {
    let groups = Dictionary(grouping: self, by: \.part)
    return groups.sorted { $0.key < $1.key }.map(\.value)
  }

  /// Why the only mapping must be renewed; "": it is good, or another is.
  func renewal(_ now: Timestamp) -> String {
    for part in parts {
      let reasons = part.map { offer in
        if !offer.renewal.isEmpty { return offer.renewal }
        guard let until = offer.validUntil, until <= now else { return "" }
        return "\(offer.supplier) held it until \(until.iso8601.prefix(10))"
      }
      if let first = reasons.first, !reasons.contains("") { return first }
    }
    return ""
  }

  /// Nobody has any since the sale: `CJ has none since 2026-03-02`.
  func stockOut(since placedAt: Timestamp) -> String {
    for part in parts {
      let isOut = part.allSatisfy { $0.stock == 0 }
      let news = part.compactMap(\.stockAt).max()
      guard isOut, let news, news >= placedAt else { continue }
      let names = part.map(\.supplier).joined(separator: ", ")
      return names + (part.count == 1 ? " has" : " have") + " none since "
        + news.iso8601.prefix(10)
    }
    return ""
  }

  /// What has become dearer since the sale: `CJ asks 5.20 USD, was 4.00 USD`. Nothing where somebody
  /// else still asks no more than that.
  func costRise(since placedAt: Timestamp) -> String {
    for part in parts {
      for offer in part {
        guard let roseAt = offer.costRoseAt, roseAt >= placedAt, let cost = offer.cost,
          let before = offer.costBefore
        else { continue }
        let isCheaperElsewhere = part.contains {
          $0.supplier != offer.supplier && $0.cost?.currency == before.currency
            && ($0.cost?.minor ?? .max) <= before.minor
        }
        guard !isCheaperElsewhere else { continue }
        return "\(offer.supplier) asks \(cost.decimal) \(cost.currency.code), "
          + "was \(before.decimal) \(before.currency.code)"
      }
    }
    return ""
  }
}
