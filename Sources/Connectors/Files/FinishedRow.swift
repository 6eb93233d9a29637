import Fulfillment
import Wire

/// One row of a file of timelines, read from its bytes: such files have millions of cells.
struct FinishedRow {
  let record: CSVRecord
  let places: [TimelineColumn: Int]
  let file: String

  /// The cell without blanks at its ends; "" where the file lacks the column.
  func text(_ column: TimelineColumn) -> String {
    guard let place = places[column] else { return "" }
    let text = record[place]
    guard text.utf8.first.map({ $0 <= 0x20 }) == true || text.utf8.last.map({ $0 <= 0x20 }) == true
    else { return text }
    return text.trimmed
  }

  func refusal(_ column: TimelineColumn, _ reason: String) -> Refusal {
    let position = record.position(places[column] ?? 0)
    return Refusal(file: file, line: position.line, column: position.column, reason: reason)
  }

  /// The order without its lines.
  func order(_ id: String) throws(Refusal) -> ReplayOrder {
    guard let purchasedOn = try day(.purchaseDate) else {
      throw refusal(.purchaseDate, "purchase_date is empty")
    }
    guard let promisedOn = try day(.promisedDate) else {
      throw refusal(.promisedDate, "promised_date is empty")
    }
    return ReplayOrder(
      id: id, lines: [], purchasedOn: purchasedOn, approvedOn: try day(.approvedDate),
      handedOverOn: try day(.handoverDate), deliveredOn: try day(.deliveredDate),
      promisedOn: promisedOn, customerState: text(.customerState),
      customerPostcode: text(.customerPostcode), paymentType: text(.paymentType))
  }

  /// The line and its number; nil in the one row of an order without lines.
  func line() throws(Refusal) -> (Int64, ReplayOrder.Line)? {
    guard !text(.lineNumber).isEmpty else { return nil }
    guard let hundredths = try number(.lineNumber), hundredths % 100 == 0 else {
      throw refusal(.lineNumber, "order_item_id is not a number")
    }
    let line = ReplayOrder.Line(
      seller: text(.sellerID), sellerState: text(.sellerState),
      sellerPostcode: text(.sellerPostcode), limitOn: try day(.shippingLimit),
      price: try number(.price) ?? 0, freight: try number(.freight) ?? 0,
      grams: Int32(clamping: (try number(.weight) ?? 0) / 100),
      volume: Int32(clamping: (try number(.volume) ?? 0) / 100))
    return (hundredths / 100, line)
  }

  /// A civil day from `YYYY-MM-DD`; a time behind it is not looked at.
  private func day(_ column: TimelineColumn) throws(Refusal) -> Int32? {
    guard let place = places[column] else { return nil }
    let day = record.withBytes(of: place) { bytes -> Int32?? in
      if bytes.isEmpty { return .some(nil) }
      guard bytes.count >= 10, bytes[4] == 0x2D, bytes[7] == 0x2D,
        bytes.count == 10 || bytes[10] == 0x20 || bytes[10] == 0x54,
        let year = digits(bytes, 0..<4), let month = digits(bytes, 5..<7),
        let day = digits(bytes, 8..<10),
        let date = CivilDate(year: year, month: month, day: day)
      else { return .none }
      return .some(Int32(clamping: date.daysSinceEpoch))
    }
    guard let day else {
      throw refusal(column, "\(column.rawValue) is not a date: \(record[place].prefix(40))")
    }
    return day
  }

  /// A number from 0 in hundredths; digits past the second are dropped.
  private func number(_ column: TimelineColumn) throws(Refusal) -> Int64? {
    guard let place = places[column] else { return nil }
    let number = record.withBytes(of: place) { bytes -> Int64?? in
      if bytes.isEmpty { return .some(nil) }
      guard bytes.count <= 18 else { return .none }
      var (value, decimals, whole) = (Int64(0), -1, 0)
      for index in bytes.indices {
        if bytes[index] == 0x2E, decimals < 0 {
          decimals = 0
          continue
        }
        guard (0x30...0x39).contains(bytes[index]) else { return .none }
        if decimals < 0 { whole += 1 } else { decimals += 1 }
        guard whole <= 15 else { return .none }
        if decimals <= 2 { value = value * 10 + Int64(bytes[index] - 0x30) }
      }
      guard whole > 0 else { return .none }
      for _ in min(max(decimals, 0), 2)..<2 { value *= 10 }
      return .some(value)
    }
    guard let number else {
      throw refusal(column, "\(column.rawValue) is not a number: \(record[place].prefix(40))")
    }
    return number
  }

  private func digits(_ bytes: Swift.Span<UInt8>, _ range: Range<Int>) -> Int? {
    var value = 0
    for index in range {
      guard (0x30...0x39).contains(bytes[index]) else { return nil }
      value = value * 10 + Int(bytes[index] - 0x30)
    }
    return value
  }
}
