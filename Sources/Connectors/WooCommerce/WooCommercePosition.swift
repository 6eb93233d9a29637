import Fulfillment
import Wire

/// Where a pull of orders stands, and how it goes on without losing an order.
///
/// One run reads everything changed since a fixed moment, in the order of ids, which alone is stable
/// on every version (paging by `modified` loses orders of equal stamps where orders are posts;
/// measured). While it runs, orders only enter the set, and one that enters behind the reader carries
/// a change after the run's start, so the next run, which goes back to before that start by the
/// shop's own clock, brings it. Orders leave the set only into the trash; then later ones move up, and
/// reading by page numbers would jump over some. So each request overlaps the one before: where its
/// first id is not one already seen, orders moved up, and it steps back. Trashed orders vanish from
/// `status=any`, so a second list reads `status=trash`. What comes twice is recognised at intake.
struct WooCommercePosition: Hashable, Sendable {
  enum List: String, Sendable { case any, trash }

  var list = List.any
  /// Only orders changed after this are read; nil reads all.
  var since: Timestamp?
  /// The shop's clock at the first page of this run; nil before.
  var startedAt: Timestamp?
  var offset = 0
  /// The id at offset 0 of this list; 0 before.
  var firstID: Int64 = 0
  /// Everything up to this id was read; 0 before.
  var lastID: Int64 = 0
  /// How often orders were seen to have moved up.
  var retreats = 0
  /// The shop does not honour `offset` (a plugin or a proxy drops it): plain pages, no overlap.
  var isPaged = false

  /// The most that a shop accepts (101 is refused; measured).
  static let pageSize = 100
  private static let overlap = 10
  /// More retreats than this in one list are no deletions but a shop that counts in its own way.
  private static let mostRetreats = 20
  /// How far before a run's start the next one begins: a change may become visible after its stamp.
  private static let margin = Span.seconds(60)

  /// What an answer shows.
  struct Sight {
    var ids: [Int64]
    var count: Int
    /// `X-WP-Total`; nil where a proxy removed it.
    var total: Int?
    var serverTime: Timestamp?
    var newestChange: Timestamp?
  }

  /// At the start of a run.
  var isStart: Bool { startedAt == nil && offset == 0 && list == .any }

  /// Where to go after seeing an answer to this position; a start means that the run is complete.
  func following(_ sight: Sight) -> WooCommercePosition {
    if isStart, let time = sight.serverTime, let since, time < since {
      // The shop's clock was set back: what changed since carries stamps before `since`.
      return WooCommercePosition(since: time - .days(1), startedAt: time - Self.margin)
    }
    var next = self
    if isStart {
      // Without a clock the newest change of the first page serves: the page is not older than it.
      next.startedAt = (sight.serverTime ?? sight.newestChange).map { $0 - Self.margin } ?? since
    }
    if offset == 0 { next.firstID = sight.ids.first ?? 0 }
    if offset > 0, !isPaged, sight.ids.first == firstID {
      next.isPaged = true
      next.offset = Self.pageSize
      return next
    }
    if offset > 0, !isPaged, (sight.ids.first ?? .max) > lastID {
      next.retreats += 1
      next.isPaged = next.retreats > Self.mostRetreats
      next.offset = next.isPaged ? 0 : max(0, offset - Self.pageSize)
      return next
    }
    next.lastID = max(lastID, sight.ids.max() ?? 0)
    guard isComplete(sight) else {
      next.offset +=
        isPaged ? Self.pageSize : max(1, sight.count - min(Self.overlap, sight.count / 2))
      return next
    }
    // A first run has nothing to cancel that it did not bring.
    guard list == .any, since != nil else { return WooCommercePosition(since: next.startedAt) }
    return WooCommercePosition(list: .trash, since: since, startedAt: next.startedAt)
  }

  private func isComplete(_ sight: Sight) -> Bool {
    guard sight.count > 0 else { return true }
    guard let total = sight.total else { return sight.count < Self.pageSize }
    return offset + (isPaged ? Self.pageSize : sight.count) >= total
  }
}

extension WooCommercePosition {
  /// A cursor that can't be read starts from the beginning: nothing is lost, known orders are
  /// recognised.
  init(_ cursor: Cursor?) {
    let fields = Form(parsing: cursor?.text ?? "")
    list = fields["list"].flatMap(List.init) ?? .any
    since = fields["since"].flatMap { Timestamp(iso8601: $0) }
    startedAt = fields["started"].flatMap { Timestamp(iso8601: $0) }
    offset = min(max(0, fields["offset"].flatMap { Int($0) } ?? 0), 1_000_000_000)
    firstID = fields["first"].flatMap { Int64($0) } ?? 0
    lastID = fields["last"].flatMap { Int64($0) } ?? 0
    retreats = min(max(0, fields["retreats"].flatMap { Int($0) } ?? 0), Self.mostRetreats)
    isPaged = fields["paged"] == "1"
  }

  /// As text, with only what differs from a first start.
  var cursor: Cursor {
    var fields = Form()
    if list != .any { fields.add("list", list.rawValue) }
    if let since { fields.add("since", since.iso8601) }
    if let startedAt { fields.add("started", startedAt.iso8601) }
    if offset > 0 { fields.add("offset", String(offset)) }
    if firstID > 0 { fields.add("first", String(firstID)) }
    if lastID > 0 { fields.add("last", String(lastID)) }
    if retreats > 0 { fields.add("retreats", String(retreats)) }
    if isPaged { fields.add("paged", "1") }
    return Cursor(fields.encoded)
  }
}
