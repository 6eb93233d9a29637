import ArgumentParser
import Fulfillment
import Settings
import Store

/// `supercargo order ID`
struct OrderCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "order", abstract: "Show one order with everything that happened to it.")

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The order's name (#1001), its id in the shop, or id:N.")
  var order: String

  @Flag(name: .long, help: "One JSON object.")
  var json = false

  func run() throws {
    let store = try global.openStore()
    let id = try store.onlyOrder(order)
    let window = try global.configuration().returnWindow
    guard let detail = try store.order(id, returnWindow: window, now: global.now) else {
      throw Failure(order, "there is no such order", status: .nothingFound)
    }
    let notice = try global.configuration().thresholds.claimClosing
    let claims = try store.recourse(of: id, notice: notice, now: global.now)
    Standard.print(
      json ? OrderSheet.json(detail, claims).line : OrderSheet.text(detail, claims))
  }
}

extension Store {
  /// The one order that a text names; a failure says when there is none or more than one.
  func onlyOrder(_ text: String) throws -> OrderID {
    let found = try findOrders(text)
    guard let first = found.first else {
      throw Failure(
        "order \(text)", "there is no such order",
        remedy: "supercargo orders lists them", status: .nothingFound)
    }
    guard found.count == 1 else {
      let ids = found.prefix(5).map { "id:\($0.number)" }.joined(separator: ", ")
      throw Failure(
        "order \(text)", "\(found.count) shops have an order of that name",
        remedy: "say which: \(ids)", status: .usage)
    }
    return first
  }

  /// What a text names of orders and their returns: an order, where one has that name, else the one
  /// return with that id (`return:17`, or as its shop has it).
  func orderOrReturn(_ text: String) throws -> (order: OrderID, one: ReturnID?) {
    let returns = try findOrders(text).isEmpty ? findReturns(text) : []
    guard let first = returns.first else {
      guard text.hasPrefix("return:") else { return (try onlyOrder(text), nil) }
      throw Failure(
        text, "there is no such return",
        remedy: "supercargo returns --columns id,order lists them", status: .nothingFound)
    }
    guard returns.count == 1 else {
      let ids = returns.prefix(5).map { "return:\($0.id.number)" }.joined(separator: ", ")
      throw Failure(
        "return \(text)", "\(returns.count) returns have that id", remedy: "say which: \(ids)",
        status: .usage)
    }
    return (first.order, first.id)
  }
}

/// One order as a page of text or as JSON.
enum OrderSheet {
  static func json(_ detail: OrderDetail, _ claims: [RecourseRow] = []) -> JSON {
    let (row, order) = (detail.row, detail.order)
    return .object([
      ("id", .integer(row.id.number)), ("name", .string(row.name)),
      ("external_id", .string(order.externalID)), ("storefront", .string(row.storefront)),
      ("placed_at", .time(row.placedAt)), ("state", .string(row.state.rawValue)),
      ("payment", .string(row.payment.rawValue)), ("total", .money(row.total)),
      ("subtotal", .money(order.subtotal)), ("shipping", .money(order.shipping)),
      ("tax", .money(order.tax)), ("discount", .money(order.discount)),
      ("refunded", .money(order.refunded)), ("lines", .lines(order.lines)),
      ("ship_to", .address(order.shipTo)), ("customer", .string(row.customer)),
      ("email", .string(order.email)), ("supplier", .string(row.supplier)),
      ("exceptions", .array(detail.exceptions.map(ExceptionColumns.object))),
      ("risk", .money(row.risk)),
      ("risk_reason", detail.risk.map { .string($0.text) } ?? .null),
      ("outlook", detail.outlook.map(OutlookColumns.object) ?? .null),
      ("tags", .array(row.tags.map(JSON.string))),
      ("purchases", .array(detail.purchases.map(purchase))),
      ("returns", .array(detail.returns.map(ReturnColumns.object))),
      ("disputes", .array(detail.disputes.map(DisputeColumns.object))),
      ("notices", .array(detail.notices.map(NoticeColumns.object))),
      ("claims", .array(claims.map(ClaimColumns.object))),
      ("timeline", .array(detail.timeline.map(entry))),
      ("outbox", .array(detail.outbox.map(message))), ("updated_at", .time(row.updatedAt)),
    ])
  }

  private static func purchase(_ purchase: PurchaseOrder) -> JSON {
    .object([
      ("supplier", .string(purchase.supplier)), ("number", .string(purchase.number)),
      ("state", .string(purchase.state.rawValue)), ("cost", .money(purchase.cost)),
      ("placed_at", .time(purchase.placedAt)),
      (
        "tracking",
        .array(purchase.shipments.map { .string($0.number) })
      ),
    ])
  }

  private static func entry(_ entry: TimelineEntry) -> JSON {
    .object([
      ("occurred_at", .time(entry.occurredAt)), ("recorded_at", .time(entry.recordedAt)),
      ("kind", .string(entry.kind.rawValue)), ("text", .string(entry.text)),
      ("source", .string(entry.source)),
    ])
  }

  private static func message(_ message: OutboxMessage) -> JSON {
    .object([
      ("kind", .string(message.kind)), ("state", .string(message.state.rawValue)),
      ("hold_until", .time(message.holdUntil)), ("body", .string(message.body)),
    ])
  }

  static func text(_ detail: OrderDetail, _ claims: [RecourseRow] = []) -> String {
    let (row, order) = (detail.row, detail.order)
    var lines: [String] = []
    func money(_ money: Money?) -> String {
      money.map { "\($0.decimal) \($0.currency.code)" } ?? "-"
    }
    lines.append("\(row.name)  \(row.storefront)  \(row.state.rawValue)  \(row.payment.rawValue)")
    lines.append("placed    \(row.placedAt.iso8601)")
    lines.append("customer  \(row.customer)  \(order.email)")
    let to = order.shipTo
    lines.append(
      "ship to   "
        + [to.name, to.company, to.line1, to.line2, to.postcode, to.city, to.province, to.country]
        .filter { !$0.isEmpty }.joined(separator: ", "))
    lines.append("")
    for line in order.lines {
      lines.append("  \(line.quantity) x \(line.sku)  \(line.title)  \(money(line.price))")
    }
    lines.append(
      "  total \(money(order.total))  shipping \(money(order.shipping))  tax \(money(order.tax))"
        + "  discount \(money(order.discount))  refunded \(money(order.refunded))")
    for purchase in detail.purchases {
      lines.append(
        "purchase  \(purchase.supplier) \(purchase.number)  \(purchase.state.rawValue)"
          + "  \(money(purchase.cost))  "
          + purchase.shipments.map(\.number).joined(separator: " "))
    }
    for row in detail.purchaseRows {
      guard let words = row.replacing else { continue }
      lines.append(
        "again     \(row.supplier) \(row.number.isEmpty ? row.key : row.number) \(words)")
    }
    if let risk = detail.risk { lines.append("at risk   \(risk.text)") }
    if let outlook = detail.outlook { lines.append("outlook   \(outlook.normalText)") }
    for exception in detail.exceptions {
      lines.append("! \(exception.code)  \(exception.state.rawValue)  \(exception.reason)")
    }
    for item in detail.returns {
      lines.append("return    \(item.state.rawValue)  \(item.requestedBy): \(item.reason)")
    }
    for row in detail.disputes {
      let dispute = row.dispute
      lines.append(
        "dispute   \(dispute.kind.rawValue)  \(dispute.state.rawValue)  \(money(dispute.amount))"
          + "  \(dispute.reason)"
          + (dispute.evidenceDueAt.map { "  evidence due " + $0.iso8601 } ?? ""))
    }
    for row in detail.notices {
      lines.append(
        "notice    \(row.kind.rawValue)  \(NoticeColumns.state(row))  by \(row.way.text)")
    }
    for row in claims { lines.append("claim     \(row.text)") }
    for message in detail.outbox {
      lines.append(
        "message   \(message.kind)  \(message.state.rawValue)"
          + (message.holdUntil.map { "  until " + $0.iso8601 } ?? ""))
    }
    lines.append("")
    lines.append("happened              known                 what")
    for entry in detail.timeline {
      lines.append(
        "\(entry.occurredAt.iso8601)  \(entry.recordedAt.iso8601)  \(entry.text)  [\(entry.source)]"
      )
    }
    return lines.map { line in
      // Sanitising trims the ends; the indent is ours.
      String(line.prefix { $0 == " " }) + line.sanitised(limit: 2000)
    }.joined(separator: "\n")
  }
}
