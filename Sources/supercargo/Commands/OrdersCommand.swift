import ArgumentParser
import Fulfillment
import Store

/// `supercargo orders [FILTER]`
struct OrdersCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "orders", abstract: "List orders.",
    discussion: """
      The filter language: \(QueryHelp.fields.map(\.example).joined(separator: "  "))
      """)

  @OptionGroup var global: GlobalOptions
  @OptionGroup var listing: ListingOptions

  func run() throws {
    let store = try global.openStore()
    var lister = try Lister(OrderColumns.all, options: listing)
    try OrderBatches(
      store: store, query: listing.query(), sort: listing.sorting(QueueSort.newest),
      limit: listing.limit, now: global.now
    ).forEach { lister.add($0) }
    try lister.finish()
  }
}

/// Walks the orders that match, a batch at a time.
struct OrderBatches {
  var store: Store
  var query: Query
  var sort: QueueSort
  var limit: Int?
  var now: Timestamp

  func forEach(_ body: (OrderRecord) throws -> Void) throws {
    var (anchor, left) = (Anchor.start, limit ?? .max)
    while left > 0 {
      let window = try store.queue(query, sort: sort, at: anchor, count: min(left, 500), now: now)
      try store.records(window.rows).forEach(body)
      left -= window.rows.count
      guard window.hasAfter, let last = window.rows.last else { return }
      anchor = .after(last.id.number)
    }
  }
}

/// The columns of an order, with the stable names of the command line.
enum OrderColumns {
  static let all: [ListColumn<OrderRecord>] = [
    .count("id", isExtra: true) { Int($0.row.id.number) },
    .text("name") { $0.row.name },
    .text("storefront") { $0.row.storefront },
    .time("placed_at") { $0.row.placedAt },
    .text("state") { $0.row.state.rawValue },
    .text("payment") { $0.row.payment.rawValue },
    .money("total") { $0.row.total },
    ListColumn(
      "lines", isExtra: true, json: { .lines($0.order.lines) },
      text: { record in
        record.order.lines.map { "\($0.quantity) x \($0.sku.isEmpty ? $0.title : $0.sku)" }
          .joined(separator: "; ")
      }),
    ListColumn(
      "ship_to", isExtra: true, json: { .address($0.order.shipTo) },
      text: { record in
        let to = record.order.shipTo
        return [to.name, to.line1, to.line2, to.postcode, to.city, to.province, to.country]
          .filter { !$0.isEmpty }.joined(separator: ", ")
      }),
    .text("customer") { $0.row.customer },
    .text("country") { $0.row.country },
    .text("supplier") { $0.row.supplier },
    .text("tracking", isExtra: true) { $0.row.tracking },
    ListColumn(
      "exceptions", json: { .array($0.exceptions.map(JSON.string)) },
      text: { $0.exceptions.joined(separator: " ") }),
    .money("risk") { $0.row.risk },
    ListColumn(
      "tags", isExtra: true, json: { .array($0.row.tags.map(JSON.string)) },
      text: { $0.row.tags.joined(separator: " ") }),
    .text("email", isExtra: true) { $0.order.email },
    .money("subtotal", isExtra: true) { $0.order.subtotal },
    .money("shipping", isExtra: true) { $0.order.shipping },
    .money("tax", isExtra: true) { $0.order.tax },
    .money("discount", isExtra: true) { $0.order.discount },
    .money("refunded", isExtra: true) { $0.order.refunded },
    .time("updated_at", isExtra: true) { $0.row.updatedAt },
  ]
}
