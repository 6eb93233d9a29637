import Fulfillment
import Wire

/// Where a pull of orders stands, and how it goes on without losing an order.
///
/// A run reads everything changed since a fixed moment, in the order of ids, which alone is stable on
/// every version (paging by `modified` loses orders of equal stamps where orders are posts; measured).
/// While it runs, orders only enter the set, and one that enters behind the reader carries a change
/// after the run's start. So the next run begins before that start, told by the shop's own stamps and
/// by no clock: by the newest change that the run saw before it read its first page for good.
///
/// Orders leave the set only into the trash; then later ones move up, and reading by page numbers would
/// jump over some. So each request overlaps the one before: where its first id was not seen yet, orders
/// moved up, and it steps back. Trashed orders vanish from `status=any`, so a second list reads
/// `status=trash`. What comes twice is recognised at intake.
struct WooCommercePosition: Hashable, Sendable {
  enum List: String, Sendable {
    /// What changed, by id.
    case changed
    /// The newest orders, to learn how late it is in the shop; only where `changed` has many pages.
    case newest
    case trash
  }

  var list = List.changed
  /// Only orders changed after this are read; nil reads all.
  var since: Timestamp?
  /// A change that is not later than this run's start; nil until one is known.
  var newest: Timestamp?
  /// The last day on which a run looked further back.
  var lookedBack: Timestamp?
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
  static let mostRetreats = 20
  /// How far before the newest change the next run begins: a change may show up after its stamp.
  private static let margin = Span.seconds(60)

  /// Once a day so much is read again: it heals what a shop's clock that was set back, by a day at
  /// most, has hidden behind the bound of the day before.
  private static let lookback = Span.days(2)

  /// What an answer shows.
  struct Sight {
    var ids: [Int64]
    var count: Int
    /// `X-WP-Total`; nil where a proxy removed it.
    var total: Int?
    var newestChange: Timestamp?
  }

  /// At the start of a run.
  var isStart: Bool { list == .changed && newest == nil && offset == 0 }

  /// Where to go after seeing an answer to this position; a start means that the run is complete.
  func following(_ sight: Sight) -> WooCommercePosition {
    if list == .newest {
      // Without any stamp the run's bound stays where it is.
      return begun(sight.newestChange ?? since ?? Timestamp(milliseconds: 0))
    }
    if isStart && !isComplete(sight) {
      return WooCommercePosition(list: .newest, since: since, lookedBack: lookedBack)
    }
    var next = self
    if isStart { next.newest = sight.newestChange }
    if offset == 0 { next.firstID = sight.ids.first ?? 0 }
    if offset > 0, !isPaged {
      if sight.ids.first == firstID {
        next.isPaged = true
        next.offset = Self.pageSize
        return next
      }
      if (sight.ids.first ?? .max) > lastID { return retreated }
    }
    next.lastID = max(lastID, sight.ids.max() ?? 0)
    if isComplete(sight) { return next.behindList }
    next.offset +=
      isPaged ? Self.pageSize : max(1, sight.count - min(Self.overlap, sight.count / 2))
    return next
  }

  private func begun(_ newest: Timestamp) -> WooCommercePosition {
    WooCommercePosition(since: since, newest: newest, lookedBack: lookedBack)
  }

  private var retreated: WooCommercePosition {
    var next = self
    next.retreats += 1
    next.isPaged = next.retreats > Self.mostRetreats
    next.offset = next.isPaged ? 0 : max(0, offset - Self.pageSize)
    return next
  }

  private var behindList: WooCommercePosition {
    // A first run has nothing to cancel that it did not bring.
    if list == .changed, since != nil {
      return WooCommercePosition(
        list: .trash, since: since, newest: newest, lookedBack: lookedBack)
    }
    guard let newest else { return WooCommercePosition(since: since, lookedBack: lookedBack) }
    let today = newest.date.midnight
    if let since, lookedBack.map({ $0 < today }) ?? true {
      return WooCommercePosition(since: since - Self.lookback, lookedBack: today)
    }
    return WooCommercePosition(since: newest - Self.margin, lookedBack: today)
  }

  private func isComplete(_ sight: Sight) -> Bool {
    guard sight.count > 0 else { return true }
    guard let total = sight.total else { return sight.count < Self.pageSize }
    return offset + (isPaged ? Self.pageSize : sight.count) >= total
  }
}
