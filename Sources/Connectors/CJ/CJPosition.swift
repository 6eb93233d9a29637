import Fulfillment
import Wire

/// Where a pull of CJ orders stands. The list has no filter by change, so every run reads from the
/// newest order back to the oldest one that was still on its way at the last run. New orders push
/// known ones to later pages, where they come again and are recognised.
struct CJPosition: Hashable, Sendable {
  var page = 1
  /// The oldest order that was not finished when the last run ended; nil: unknown.
  var oldestOpen: Timestamp?
  /// The same, as far as this run has seen.
  var seenOpen: Timestamp?
  /// How many orders this run has read.
  var read = 0

  static let pageSize = 50
  /// Orders older than this are history: CJ leaves some `SHIPPED` for ever.
  private static let longest = Span.days(90)

  var isStart: Bool { page == 1 }

  /// Where to go after a page; a start means that the run is complete.
  func following(
    _ items: [PurchaseOrder], count: Int, total: Int64?, now: Timestamp
  ) -> CJPosition {
    var next = self
    let open = items.filter { !$0.state.isOver }.map(\.placedAt).min()
    next.seenOpen = [seenOpen, open].compactMap { $0 }.min()
    let limit = now - CJPosition.longest
    let bound = max(limit, oldestOpen ?? limit)
    let isPast = !items.isEmpty && items.allSatisfy { $0.placedAt < bound }
    next.read += count
    let isLast = total.map { Int64(next.read) >= $0 } ?? (count < Self.pageSize)
    if count == 0 || isPast || isLast {
      return CJPosition(oldestOpen: max(limit, next.seenOpen ?? now))
    }
    next.page += 1
    return next
  }
}

extension CJPosition {
  /// A cursor that can't be read starts from the beginning.
  init(_ cursor: Cursor?) {
    let fields = Form(parsing: cursor?.text ?? "")
    page = max(1, fields["page"].flatMap { Int($0) }.map { min($0, 1_000_000) } ?? 1)
    oldestOpen = fields["oldest"].flatMap { Timestamp(iso8601: $0) }
    seenOpen = fields["seen"].flatMap { Timestamp(iso8601: $0) }
    read = fields["read"].flatMap { Int($0) }.map { min(max(0, $0), 1_000_000_000) } ?? 0
  }

  var cursor: Cursor {
    var fields = Form()
    if page > 1 { fields.add("page", "\(page)") }
    if let oldestOpen { fields.add("oldest", oldestOpen.iso8601) }
    if let seenOpen { fields.add("seen", seenOpen.iso8601) }
    if read > 0 { fields.add("read", "\(read)") }
    return Cursor(fields.encoded)
  }
}

extension PurchaseState {
  /// Its supplier will not change it any more.
  fileprivate var isOver: Bool { self == .delivered || self == .cancelled }
}
