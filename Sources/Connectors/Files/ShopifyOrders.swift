import Fulfillment

/// Gathers the rows of an export into orders. Rows of an order need not be adjacent. An order with one
/// bad row is never half taken.
struct ShopifyOrders {
  private let dates: SheetDate
  /// Orders in the making, each replaced by the first reason why it can't be taken.
  private var drafts: [Result<Order, Refusal>] = []
  /// Which draft the rows of a name go on with.
  private var current: [String: Int] = [:]
  private var previous: (row: ShopifySheet.Row, draft: Int)?
  /// Refused rows that belong to no order.
  private var strays: [Refusal] = []

  init(dates: SheetDate) { self.dates = dates }

  mutating func take(_ row: ShopifySheet.Row) {
    let name = row[.name]
    guard !name.isEmpty else {
      refuse(row.refusal(.name, "the row names no order"), name: nil)
      return
    }
    let index = draft(of: row, name)
    add(row, to: index)
    previous = (row, index)
  }

  /// A row that can't be read. Where not even its order is known it may be a part of the one before,
  /// which then can't be known to be whole.
  mutating func refuse(_ refusal: Refusal, name: String?) {
    if let name, !name.isEmpty {
      fail(current[name] ?? open(name, .failure(refusal)), refusal)
    } else if let previous, case .success = drafts[previous.draft] {
      fail(previous.draft, refusal)
    } else {
      strays.append(refusal)
    }
  }

  /// What came of the rows, in the order of the file.
  func finish() -> FileImport<Order> {
    var result = FileImport<Order>(refused: strays)
    for draft in drafts {
      switch draft {
      case .success(let order): result.items.append(order)
      case .failure(let refusal): result.refused.append(refusal)
      }
    }
    result.refused.sort { ($0.line, $0.column) < ($1.line, $1.column) }
    return result
  }

  /// The draft that a row belongs to. A row with order cells opens a new one, also where the name is
  /// known (files put together from several exports), unless it only repeats the cells of the row
  /// before, as tools that fill cells down leave it.
  private mutating func draft(of row: ShopifySheet.Row, _ name: String) -> Int {
    let hasOrderCells = ShopifyColumn.marks.contains { !row[$0].isEmpty }
    if hasOrderCells, let previous, previous.row[.name] == name,
      previous.row.texts(ShopifyColumn.ofOrder) == row.texts(ShopifyColumn.ofOrder)
    {
      if previous.row.texts(ShopifyColumn.ofLine) == row.texts(ShopifyColumn.ofLine) {
        let reason = "the row repeats the one before: a second item or a copy?"
        fail(previous.draft, row.refusal(.name, reason))
      }
      return previous.draft
    }
    if !hasOrderCells, let known = current[name] { return known }
    let order = Result { () throws(Refusal) in try ShopifyRow(row, dates).order() }
    return open(name, order)
  }

  private mutating func open(_ name: String, _ draft: Result<Order, Refusal>) -> Int {
    drafts.append(draft)
    current[name] = drafts.count - 1
    return drafts.count - 1
  }

  private mutating func add(_ row: ShopifySheet.Row, to index: Int) {
    guard case .success(var order) = drafts[index] else { return }
    // The draft lets go of the order while it grows, so that its lines are not copied each time.
    drafts[index] = .failure(row.refusal(.name, ""))
    do throws(Refusal) {
      let line = try ShopifyRow(row, dates).line(number: order.lines.count + 1, order.currency)
      if let line { order.lines.append(line) }
      drafts[index] = .success(order)
    } catch {
      drafts[index] = .failure(error)
    }
  }

  /// Only the first reason is kept.
  private mutating func fail(_ index: Int, _ refusal: Refusal) {
    if case .success = drafts[index] { drafts[index] = .failure(refusal) }
  }
}
