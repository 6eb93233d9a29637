import Console
import Fulfillment
import Settings
import Store

/// Routes the orders that are not bought yet twice, as they would go now and with the volume moved, and
/// says what differs. Writes nothing.
struct MovePreviewRun {
  private let store: Store
  private let buyer: Buyer
  private let period = 180
  /// Orders looked at: more than anybody leaves unbought, few enough to answer at once.
  private let limit = 5_000

  init(store: Store, configuration: Configuration) throws {
    self.store = store
    buyer = try Buyer(store: store, configuration: configuration)
  }

  func preview(
    _ wish: VolumeMove, _ supplier: SupplierID, now: Timestamp
  ) throws -> MovePreview {
    let suppliers = try store.suppliers(now: now)
    func known(_ name: String) throws -> String {
      if let row = suppliers.first(where: { $0.name.lowercased() == name.lowercased() }) {
        return row.name
      }
      throw Failure(
        "can't move volume", "there is no supplier \(name.sanitised(limit: 60))",
        remedy: NearestName.remedy(name, among: suppliers.map(\.name)), status: .nothingFound)
    }
    var move = wish
    (move.from, move.to) = (try known(wish.from), try known(wish.to))
    guard move.from != move.to else {
      throw Failure("can't move volume", "\(move.from) is the one it would come from")
    }
    var preview = MovePreview(move: move, supplier: supplier)
    try route(&preview, now: now)
    preview.held = try store.waitingPurchases(of: supplier)
    let (own, other) = try store.comparison(
      of: move.from, with: move.to, to: move.country.isEmpty ? nil : move.country, period: period,
      now: now)
    preview.comparison = LaneComparison(own: own, other: other)
    (preview.onTime, preview.onTimeThere) = (own.onTime, other.onTime)
    return preview
  }

  private func route(_ preview: inout MovePreview, now: Timestamp) throws {
    let move = preview.move
    var before = try buyer.catalogue()
    before.moves.removeAll { $0.from == move.from && $0.country == move.country }
    var after = before
    after.moves.insert(move, at: 0)
    var (dearer, margin): ([Currency: Int64], [Currency: Int64]) = ([:], [:])
    var reasons: [String: Int] = [:]
    try store.forEachRouteRequest(.all, limit: limit, now: now) { requests in
      let asked = requests.filter { move.isInForce(to: $0.shipTo.country, now: now) }
      let old = try buyer.prepare(asked, catalogue: before, now: now).plan
      let own = Dictionary(grouping: old.entries, by: \.draft.order).filter { _, entries in
        entries.contains { $0.draft.supplier == move.from }
      }
      let concerned = asked.filter { own[$0.order] != nil }
      preview.routed += concerned.count
      let taken = concerned.filter {
        move.takes($0.externalID.isEmpty ? $0.orderName : $0.externalID)
      }
      preview.outside += concerned.count - taken.count
      let new = try buyer.prepare(taken, catalogue: after, now: now).plan
      let theirs = Dictionary(grouping: new.entries, by: \.draft.order)
      for request in taken {
        let (was, becomes) = (own[request.order] ?? [], theirs[request.order] ?? [])
        guard becomes.contains(where: { $0.draft.supplier == move.to }),
          !becomes.contains(where: { $0.draft.supplier == move.from })
        else {
          reasons[Self.obstacle(was, move), default: 0] += 1
          continue
        }
        preview.moves += 1
        for (entries, sign) in [(was, Int64(-1)), (becomes, 1)] {
          for entry in entries {
            if let cost = entry.draft.cost {
              dearer[cost.currency, default: 0] += sign * cost.minor
            }
            if let left = entry.route.margin {
              margin[left.currency, default: 0] += sign * left.minor
            }
          }
        }
      }
      return true
    }
    preview.dearer = Self.amounts(dearer)
    preview.margin = Self.amounts(margin)
    preview.stuck = reasons.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(6).map {
      "\($0.value) x \($0.key)"
    }
  }

  /// Why the other was not taken.
  private static func obstacle(_ entries: [Plan.Entry], _ move: VolumeMove) -> String {
    let others = entries.flatMap(\.route.runnersUp).filter {
      $0.supplier.lowercased() == move.to.lowercased()
    }
    guard let other = others.first(where: { !$0.isEligible }) ?? others.first else {
      return "\(move.to) has no offer for it"
    }
    return other.isEligible ? "another rule decides" : other.reason
  }

  private static func amounts(_ sums: [Currency: Int64]) -> [Money] {
    sums.map { Money(minor: $1, currency: $0) }.sorted { $0.currency.code < $1.currency.code }
  }
}
