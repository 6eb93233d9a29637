import Fulfillment
import Wire

/// Where a pull of CJ orders stands. The list is asked for one status after the other, because the
/// documents name CANCELLED as what is listed without one, while clients see all: naming each is right
/// either way. An order only moves forward in `statuses`, so one that moves while it is read is met
/// again in a later list. There is no filter by change: every run reads all unfinished orders, and of
/// the finished ones those as old as the oldest that was unfinished at the last run.
struct CJPosition: Hashable, Sendable {
  /// Place in `statuses`.
  var list = 0
  var page = 1
  /// The oldest order that was not finished when the last run ended; nil: unknown.
  var oldestOpen: Timestamp?
  /// The same, as far as this run has seen.
  var seenOpen: Timestamp?
  /// How many orders of this list were read.
  var read = 0

  /// In the order of an order's life.
  static let statuses = [
    "CREATED", "IN_CART", "UNPAID", "UNSHIPPED", "SHIPPED", "OTHER", "DELIVERED", "CANCELLED",
  ]
  private static let finished: Set = ["DELIVERED", "CANCELLED"]
  static let pageSize = 50
  /// Orders older than this are history: CJ leaves some `SHIPPED` for ever.
  private static let longest = Span.days(90)

  var isStart: Bool { list == 0 && page == 1 }

  var status: String { CJPosition.statuses[list] }

  /// Where to go after a page, newest first; a start means that the run is complete.
  func following(
    _ items: [PurchaseOrder], count: Int, total: Int64?, now: Timestamp
  ) -> CJPosition {
    let limit = now - CJPosition.longest
    let isFinished = CJPosition.finished.contains(status)
    let bound = isFinished ? max(limit, oldestOpen ?? limit) : limit
    var next = self
    if !isFinished {
      next.seenOpen = ([seenOpen] + items.map(\.placedAt)).compactMap { $0 }.min()
    }
    next.read += count
    let isPast = !items.isEmpty && items.allSatisfy { $0.placedAt < bound }
    let isLast = total.map { Int64(next.read) >= $0 } ?? (count < CJPosition.pageSize)
    next.page += 1
    guard count == 0 || isPast || isLast else { return next }
    next.list += 1
    next.page = 1
    next.read = 0
    guard next.list < CJPosition.statuses.count else {
      return CJPosition(oldestOpen: max(limit, next.seenOpen ?? now))
    }
    return next
  }
}

extension CJPosition {
  /// A cursor that can't be read starts from the beginning.
  init(_ cursor: Cursor?) {
    let fields = Form(parsing: cursor?.text ?? "")
    list = fields["status"].flatMap { CJPosition.statuses.firstIndex(of: $0) } ?? 0
    page = max(1, fields["page"].flatMap { Int($0) }.map { min($0, 1_000_000) } ?? 1)
    oldestOpen = fields["oldest"].flatMap { Timestamp(iso8601: $0) }
    seenOpen = fields["seen"].flatMap { Timestamp(iso8601: $0) }
    read = fields["read"].flatMap { Int($0) }.map { min(max(0, $0), 1_000_000_000) } ?? 0
  }

  var cursor: Cursor {
    var fields = Form()
    if list > 0 { fields.add("status", status) }
    if page > 1 { fields.add("page", "\(page)") }
    if let oldestOpen { fields.add("oldest", oldestOpen.iso8601) }
    if let seenOpen { fields.add("seen", seenOpen.iso8601) }
    if read > 0 { fields.add("read", "\(read)") }
    return Cursor(fields.encoded)
  }
}
