package import Fulfillment

/// Finished order timelines as a CSV file, one row an order line, day by day: the columns of the Olist
/// dataset as `supercargo backtest` reads it. Days become midnight UTC, amounts are Brazilian reals.
package enum TimelineCSV {
  /// Reads the file. An order of which any row can't be read is refused whole, once, at the first
  /// fault. What the file keeps without a date is dated with the order's last known day: a
  /// cancellation has none.
  package static func read(_ bytes: [UInt8], file: String) -> FileImport<OrderHistory> {
    guard let currency = Currency("BRL") else { return FileImport() }
    do throws(Refusal) {
      var sheet = try TimelineSheet(
        bytes, file: file, kind: "file of timelines",
        required: [.orderID, .purchaseDate, .promisedDate])
      var reader = TimelineOrders(currency: currency)
      while let next = sheet.next() {
        switch next {
        case .success(let row): reader.take(row)
        case .failure(let error):
          reader.refuse(Refusal(file: file, error), id: sheet.cell(.orderID, of: error))
        }
      }
      return reader.finish()
    } catch {
      return FileImport(refused: [error])
    }
  }
}

typealias TimelineSheet = Sheet<TimelineColumn>

/// The columns of a file of timelines that are read.
enum TimelineColumn: String, CaseIterable {
  case orderID = "order_id"
  case lineNumber = "order_item_id"
  case purchaseDate = "purchase_date"
  case approvedDate = "approved_date"
  case handoverDate = "handover_date"
  case shippingLimit = "shipping_limit_date"
  case deliveredDate = "delivered_date"
  case promisedDate = "promised_date"
  case finalStatus = "final_status"
  case sellerID = "seller_id"
  case sellerState = "seller_state"
  case sellerPostcode = "seller_zip5"
  case customerState = "customer_state"
  case customerPostcode = "customer_zip5"
  case productID = "product_id"
  case category = "product_category"
  case price
  case freight = "freight_value"
  case weight = "weight_g"
  case volume = "volume_cm3"
  case paymentType = "payment_type"
}

/// Gathers rows into histories; an order with one bad row is never half taken.
struct TimelineOrders {
  private let currency: Currency
  private var drafts: [Result<OrderHistory, Refusal>] = []
  private var indices: [String: Int] = [:]
  private var previous: Int?
  private var strays: [Refusal] = []

  init(currency: Currency) { self.currency = currency }

  mutating func take(_ row: TimelineSheet.Row) {
    let id = row[.orderID]
    guard !id.isEmpty else {
      refuse(row.refusal(.orderID, "the row names no order"), id: nil)
      return
    }
    let index = indices[id] ?? drafts.count
    if index == drafts.count {
      indices[id] = index
      drafts.append(Result { () throws(Refusal) in try TimelineRow(row, currency).history() })
    }
    previous = index
    guard case .success(var history) = drafts[index] else { return }
    drafts[index] = .failure(row.refusal(.orderID, ""))
    do throws(Refusal) {
      try TimelineRow(row, currency).addLine(to: &history)
      drafts[index] = .success(history)
    } catch {
      drafts[index] = .failure(error)
    }
  }

  /// A row that can't be read spoils its order; where that is unknown, the order before, of which it
  /// may be a part.
  mutating func refuse(_ refusal: Refusal, id: String?) {
    if let id, !id.isEmpty, indices[id] == nil {
      indices[id] = drafts.count
      drafts.append(.failure(refusal))
    } else if let index = id.flatMap({ indices[$0] }) ?? previous, case .success = drafts[index] {
      drafts[index] = .failure(refusal)
    } else if id == nil {
      strays.append(refusal)
    }
  }

  func finish() -> FileImport<OrderHistory> {
    var result = FileImport<OrderHistory>(refused: strays)
    for draft in drafts {
      switch draft {
      case .success(let history): result.items.append(history)
      case .failure(let refusal): result.refused.append(refusal)
      }
    }
    result.refused.sort { ($0.line, $0.column) < ($1.line, $1.column) }
    return result
  }
}
