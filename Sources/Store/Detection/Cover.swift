internal import Fulfillment
internal import GRDB

/// Which units of an order's lines live purchases cover; what is bought again covers none.
struct Cover {
  /// A live purchase that is known only by its number: it may be of anything.
  private var isWhole: Bool
  /// Live stretches of units, by line and part, in order.
  private(set) var stretches: [String: [String: [Range<Int>]]] = [:]

  init(of orderID: Int64, _ purchases: [KeptPurchase], _ database: Database) throws {
    let rows =
      purchases.contains { !$0.purchase.key.isEmpty }
      ? try database.rows(
        """
        SELECT \(CoveredUnits.columns) FROM purchaseLine WHERE orderID = ? AND isLive = 1
        """, orderID, read: CoveredUnits.init)
      : []
    self.init(purchases, rows)
  }

  /// `rows`: the live lines of these purchases.
  init(_ purchases: [KeptPurchase], _ rows: [CoveredUnits]) {
    isWhole = false
    let purchases = purchases.filter { !$0.isReplacement }
    guard !purchases.isEmpty else { return }
    guard purchases.contains(where: { !$0.purchase.key.isEmpty }) else {
      isWhole = purchases.contains { $0.purchase.state.isLive }
      return
    }
    let keys = Set(
      purchases.filter { $0.purchase.state.isLive }.map(\.purchase.key).filter { !$0.isEmpty })
    isWhole = purchases.contains {
      $0.purchase.key.isEmpty && $0.purchase.state.isLive && !keys.contains($0.purchase.reference)
    }
    for row in rows.sorted(by: { $0.units.lowerBound < $1.units.lowerBound })
    where row.again == 0 {
      stretches[row.line, default: [:]][row.part, default: []].append(row.units)
    }
  }

  /// How many units of a line are covered: of a bundle, as many as every part that was bought reaches.
  func units(of line: OrderLine) -> Int {
    if isWhole { return line.quantity }
    let parts = stretches[line.externalID] ?? [:]
    return parts.values.map { $0.reduce(0) { $0 + $1.count } }.min() ?? 0
  }
}

/// Units of a line, or of a part of it, that a live purchase is for.
struct CoveredUnits {
  var line: String
  var part: String
  var units: Range<Int>
  var again: Int
  var purchaseID: Int64

  /// What `init` reads.
  static let columns = "line, part, firstUnit, units, again, purchaseID"

  init(_ columns: inout Columns) throws {
    line = try columns.text()
    part = try columns.text()
    let first = try columns.int()
    units = first..<first + (try columns.int())
    again = try columns.int()
    purchaseID = try columns.number()
  }
}
