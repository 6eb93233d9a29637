import Fulfillment
import Wire

/// Gathers the rows of an export into orders. Each becomes what the shop's REST interface would have sent,
/// so that one reading serves both.
struct WooCommerceSheetOrders {
  private let sheet: WooCommerceSheet
  private let options: WooCommerceCSV.Options
  private let dates: SheetDate

  private struct Draft {
    var row: WooCommerceSheet.Row
    var id: Int64
    var items: [JSON]
    var refusal: Refusal?
  }

  init(_ sheet: WooCommerceSheet, _ options: WooCommerceCSV.Options) {
    self.sheet = sheet
    self.options = options
    var evidence = SheetDate.Evidence()
    for row in sheet.rows {
      for column in [WooCommerceColumn.date, .paidAt, .completedAt] {
        evidence.see(sheet.text(column, row))
      }
    }
    dates = SheetDate(
      order: evidence.order(otherwise: options.isDayFirst ? .dayFirst : .monthFirst),
      zone: options.zone)
  }

  func read() -> FileImport<Order> {
    var (drafts, places, result) = ([Draft](), [Int64: Int](), FileImport<Order>())
    for row in sheet.rows {
      do throws(Refusal) {
        let id = try id(row)
        if let fault = row.fault {
          throw Refusal(
            file: sheet.file, line: row.line, column: fault.column, reason: fault.reason)
        }
        let items = try items(row)
        guard let place = places[id] else {
          places[id] = drafts.count
          drafts.append(Draft(row: row, id: id, items: items))
          continue
        }
        // An order that comes again whole, and rows that come again, are the same.
        let known = drafts[place].items
        for item in items where !known.contains(item) {
          if let same = known.first(where: { !$0["id"].isNull && $0["id"] == item["id"] }) {
            throw sheet.refusal(
              .itemID, row, "item \(same["id"].text ?? "") of \(id) stands here in two ways")
          }
          drafts[place].items.append(item)
        }
      } catch {
        // The order of a row that can't be read is not whole.
        guard let id = try? id(row) else {
          result.refused.append(error)
          continue
        }
        let place = places[id] ?? drafts.count
        if place == drafts.count {
          places[id] = place
          drafts.append(Draft(row: row, id: id, items: []))
        }
        if drafts[place].refusal == nil { drafts[place].refusal = error }
      }
    }
    for draft in drafts {
      do throws(Refusal) {
        if let order = try order(draft) { result.items.append(order) }
      } catch {
        result.refused.append(error)
      }
    }
    result.refused.sort { ($0.line, $0.column) < ($1.line, $1.column) }
    return result
  }

  private func id(_ row: WooCommerceSheet.Row) throws(Refusal) -> Int64 {
    let column: WooCommerceColumn = sheet.has(.id) ? .id : .number
    let text = sheet.text(column, row)
    let number = text.hasPrefix("#") ? String(text.dropFirst()) : text
    guard let id = Int64(number), id > 0 else {
      if let fault = row.fault, text.isEmpty {
        throw Refusal(file: sheet.file, line: row.line, column: fault.column, reason: fault.reason)
      }
      throw sheet.refusal(
        column, row, text.isEmpty ? "the row names no order" : "\(text.prefix(40)) is no order id")
    }
    return id
  }

  private func order(_ draft: Draft) throws(Refusal) -> Order? {
    if let refusal = draft.refusal { throw refusal }
    let row = draft.row
    guard let placedAt = try date(.date, row) else {
      throw sheet.refusal(.date, row, "the order has no date")
    }
    let told = sheet.text(.currency, row)
    guard let currency = told.isEmpty ? options.currency : Currency(told) else {
      throw sheet.refusal(
        .currency, row,
        told.isEmpty
          ? "the file names no currency: say it with --currency" : "\(told) is no currency")
    }
    let text = { (column: WooCommerceColumn) in JSON.string(sheet.text(column, row)) }
    var members: [(String, JSON)] = [
      ("id", .number(String(draft.id))), ("number", text(.number)),
      ("status", .string(sheet.text(.status, row).lowercased().replacing(" ", with: "-"))),
      ("currency", .string(currency.code)), ("date_created_gmt", .string(placedAt.iso8601)),
      ("customer_note", text(.note)), ("total", text(.total)), ("total_tax", text(.tax)),
      ("shipping_total", text(.shippingTotal)), ("discount_total", text(.discount)),
      ("line_items", .array(draft.items)),
    ]
    for (name, column) in [
      ("date_paid_gmt", WooCommerceColumn.paidAt), ("date_completed_gmt", .completedAt),
    ] {
      if let date = try date(column, row) { members.append((name, .string(date.iso8601))) }
    }
    let refunded = sheet.text(.refunded, row)
    if !refunded.isEmpty { members.append(("refunds", [["total": .string(refunded)]])) }
    members.append(("billing", address(row, billing: true)))
    members.append(("shipping", address(row, billing: false)))
    let json = JSON.object(members.map { JSON.Member(name: $0.0, value: $0.1) })
    do throws(UnreadableItem) {
      return try WooCommerceOrder(json).order()
    } catch {
      throw sheet.refusal(.id, row, "\(draft.id): \(error.reason)")
    }
  }

  private func address(_ row: WooCommerceSheet.Row, billing: Bool) -> JSON {
    let columns: [(String, WooCommerceColumn, WooCommerceColumn)] = [
      ("first_name", .billingFirst, .shippingFirst), ("last_name", .billingLast, .shippingLast),
      ("company", .billingCompany, .shippingCompany), ("address_1", .billing1, .shipping1),
      ("address_2", .billing2, .shipping2), ("city", .billingCity, .shippingCity),
      ("state", .billingState, .shippingState),
      ("postcode", .billingPostcode, .shippingPostcode),
      ("country", .billingCountry, .shippingCountry), ("phone", .phone, .shippingPhone),
    ]
    var members = columns.map { name, bill, ship in
      JSON.Member(name: name, value: .string(sheet.text(billing ? bill : ship, row)))
    }
    if billing { members.append(.init(name: "email", value: .string(sheet.text(.email, row)))) }
    return .object(members)
  }

  private func date(
    _ column: WooCommerceColumn, _ row: WooCommerceSheet.Row
  ) throws(Refusal) -> Timestamp? {
    let text = sheet.text(column, row)
    if text.isEmpty { return nil }
    guard let date = dates.read(text) else {
      throw sheet.refusal(column, row, "it is not a date: \(text.prefix(40))")
    }
    return date
  }

  /// The lines that a row names: one of its own, or all of the order packed into cells.
  private func items(_ row: WooCommerceSheet.Row) throws(Refusal) -> [JSON] {
    var packed = sheet.packed(row)
    let text = sheet.text(.items, row)
    if let list = try? JSON(Array(text.utf8)), list.isArray { return list.elements }
    if !text.isEmpty { packed += PackedItems.split(text) }
    var items: [JSON] = []
    for text in packed {
      guard let item = PackedItems.item(text) else {
        throw sheet.refusal(.items, row, "a line can't be read: \(text.prefix(60))")
      }
      items.append(item)
    }
    guard items.isEmpty, !sheet.text(.itemQuantity, row).isEmpty else { return items }
    let columns: [(String, WooCommerceColumn)] = [
      ("id", .itemID), ("name", .itemName), ("sku", .itemSKU), ("quantity", .itemQuantity),
      ("price", .itemPrice), ("total", .itemTotal),
    ]
    return [
      .object(
        columns.compactMap { name, column in
          let text = sheet.text(column, row)
          return text.isEmpty ? nil : JSON.Member(name: name, value: .string(text))
        })
    ]
  }
}

/// Lines of an order in one cell: `id:1|name:Mug|sku:MUG-1|quantity:2|total:24.00`, several apart by `;`.
enum PackedItems {
  /// A `;` ends a line only where a next one begins: names hold them too.
  static func split(_ text: String) -> [String] {
    var (items, current) = ([String](), "")
    for part in text.split(separator: ";", omittingEmptySubsequences: false) {
      let begins = ["id:", "name:"].contains { part.hasPrefix($0) }
      if begins, !current.isEmpty {
        items.append(current)
        current = ""
      }
      current += (current.isEmpty ? "" : ";") + part
    }
    if !current.trimmed.isEmpty { items.append(current) }
    return items
  }

  /// nil where it has no quantity.
  static func item(_ text: String) -> JSON? {
    var (members, last) = ([JSON.Member](), nil as Int?)
    for part in text.split(separator: "|", omittingEmptySubsequences: false) {
      let pair = part.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(pair[0])
      guard pair.count == 2, known.contains(name) else {
        // A bar in a name; other names say nothing of the line.
        if pair.count == 1, let last, members[last].name == "name",
          let value = members[last].value.text
        {
          members[last].value = .string(value + "|" + part)
        }
        if pair.count == 2 { last = nil }
        continue
      }
      last = members.count
      members.append(JSON.Member(name: name, value: .string(String(pair[1]))))
    }
    let texts = members.map { member in
      JSON.Member(name: member.name, value: .string((member.value.text ?? "").trimmed))
    }
    let item = JSON.object(texts.filter { $0.value != .string("") })
    return item["quantity"].isNull ? nil : item
  }

  private static let known: Set<String> = ["id", "name", "sku", "quantity", "total", "price"]
}
