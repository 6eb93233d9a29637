package import Fulfillment
import Wire

extension TimelineCSV {
  /// Reads the file for a backtest: every order as it is replayed, and apart from it how it ended. An order
  /// of which any row can't be read is refused whole, once, at the first fault; the rest goes on.
  ///
  /// The columns are those of `read(_:file:)`; only the order, its days, its seller and its status are
  /// needed. 100,000 rows take about half a second.
  package static func readFinished(
    _ bytes: [UInt8], file: String
  ) -> FileImport<FinishedOrder> {
    do throws(CSVError) {
      var table = try CSVTable(bytes)
      var orders = FinishedOrders(file: file, table: table)
      guard orders.missing == nil else {
        let text = "not a file of timelines: the column \(orders.missing ?? "") is missing"
        return FileImport(refused: [Refusal(file: file, line: 1, column: 1, reason: text)])
      }
      while let next = table.next() {
        switch next {
        case .success(let record): orders.take(record)
        case .failure(let error): orders.refuse(error)
        }
      }
      return orders.finish()
    } catch {
      return FileImport(refused: [Refusal(file: file, error)])
    }
  }
}

/// Gathers rows into orders.
private struct FinishedOrders {
  private struct Draft {
    var order: ReplayOrder
    var status: String
    var numbers: [Int64] = []
    var refusal: Refusal?
  }

  /// The first column that has to be there and is not.
  let missing: String?
  private let file: String
  private let places: [TimelineColumn: Int]
  private var drafts: [Draft] = []
  private var indices: [String: Int] = [:]
  private var strays: [Refusal] = []
  private var previous: Int?

  init(file: String, table: CSVTable) {
    self.file = file
    var places: [TimelineColumn: Int] = [:]
    for column in TimelineColumn.allCases { places[column] = table.index(of: column.rawValue) }
    self.places = places
    missing =
      [
        TimelineColumn.orderID, .lineNumber, .purchaseDate, .approvedDate, .handoverDate,
        .deliveredDate, .promisedDate, .finalStatus, .sellerID,
      ].first { places[$0] == nil }?.rawValue
  }

  mutating func take(_ record: CSVRecord) {
    let row = FinishedRow(record: record, places: places, file: file)
    let id = row.text(.orderID)
    guard !id.isEmpty else {
      strays.append(row.refusal(.orderID, "the row names no order"))
      return
    }
    do throws(Refusal) {
      let index: Int
      if let known = indices[id] {
        index = known
      } else {
        let order = try row.order(id)
        index = drafts.count
        indices[id] = index
        drafts.append(Draft(order: order, status: row.text(.finalStatus)))
      }
      previous = index
      guard drafts[index].refusal == nil, let (number, line) = try row.line() else { return }
      if drafts[index].numbers.contains(number) {
        throw row.refusal(.lineNumber, "the order has two lines \(number)")
      }
      drafts[index].numbers.append(number)
      drafts[index].order.lines.append(line)
    } catch {
      spoil(id, error)
    }
  }

  /// A row that can't be read as one spoils the order it begins with or, where that is unknown, the order before.
  mutating func refuse(_ error: CSVError) {
    let refusal = Refusal(file: file, error)
    var count = error.before.count
    if case .wrongCount = error.problem { count -= 1 }
    let place = places[.orderID] ?? 0
    if place < count, !error.before[place].trimmed.isEmpty {
      spoil(error.before[place].trimmed, refusal)
    } else if let previous, drafts[previous].refusal == nil {
      drafts[previous].refusal = refusal
    } else {
      strays.append(refusal)
    }
  }

  private mutating func spoil(_ id: String, _ refusal: Refusal) {
    let index = indices[id] ?? drafts.count
    if index == drafts.count {
      indices[id] = index
      drafts.append(
        Draft(order: ReplayOrder(id: id, lines: [], purchasedOn: 0, promisedOn: 0), status: ""))
    }
    previous = index
    if drafts[index].refusal == nil { drafts[index].refusal = refusal }
  }

  func finish() -> FileImport<FinishedOrder> {
    var result = FileImport<FinishedOrder>(refused: strays)
    result.items.reserveCapacity(drafts.count)
    for draft in drafts {
      if let refusal = draft.refusal {
        result.refused.append(refusal)
        continue
      }
      let ending = Ending(
        status: draft.status, lines: draft.order.lines.count, deliveredOn: draft.order.deliveredOn,
        promisedOn: draft.order.promisedOn)
      result.items.append(FinishedOrder(order: draft.order, ending: ending))
    }
    result.refused.sort { ($0.line, $0.column) < ($1.line, $1.column) }
    return result
  }
}
