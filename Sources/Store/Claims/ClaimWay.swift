internal import Fulfillment
internal import GRDB

extension Store {
  /// The one way to get money back that is wished for: one that detection keeps, else one that the
  /// policies give for a loss of that kind, else the order's own supplier or carrier without a window.
  static func way(
    _ wish: ClaimWish, _ order: LoadedOrder, _ policies: [ClaimPolicy], now: Timestamp,
    _ database: Database
  ) throws -> Recourse {
    let kept = try RecourseRows.of(order.id, database).filter { wish.means($0) }
    if let only = try wish.only(kept) { return only }
    guard let kind = wish.kind else {
      throw wish.refusal(
        "no loss stands that \(wish.against.briefly) could be asked for",
        remedy: "say of what kind it is: --kind "
          + LossKind.allCases.map(\.rawValue).joined(separator: "|"))
    }
    var facts = order.facts
    facts.fold()
    let scene = try LossScene(order, facts, database)
    let numbered = order.shipments.indices.filter { !order.shipments[$0].shipment.number.isEmpty }
    let places: [Int?] = numbered.isEmpty ? [nil] : numbered.map { $0 }
    let losses = places.map { Loss(kind: kind, noticedAt: now, shipment: $0) }
    let made = Recourse.all(losses, policies, consignment: scene.consignment)
      .filter { wish.means($0) }
    if let only = try wish.only(made) { return only }
    let bare = losses.flatMap { bareWays($0, scene.consignment($0), now: now) }
      .filter { wish.means($0) }
    if let only = try wish.only(bare) { return only }
    throw wish.refusal(
      "\(wish.against.briefly) has nothing to do with this order",
      remedy:
        "name its supplier or carrier, or write a policy; supercargo policies list shows those "
        + "there are")
  }

  /// Ways that no policy speaks of.
  private static func bareWays(
    _ loss: Loss, _ consignment: Consignment, now: Timestamp
  ) -> [Recourse] {
    [(ClaimParty.supplier, consignment.supplier), (.carrier, consignment.carrier)]
      .filter { !$0.1.isEmpty }.map { party, name in
        Recourse(
          party: party, name: name, kind: loss.kind, parcel: consignment.parcel,
          noticedAt: loss.noticedAt, window: ClaimWindow(opens: .unstated, closes: .unstated),
          amount: consignment.cost, asOf: now.date)
      }
  }
}

extension ClaimWish {
  fileprivate func means(_ way: Recourse) -> Bool {
    let wanted = against.lowercased()
    let isNamed =
      [way.party.rawValue, way.name.lowercased(), way.title.lowercased()].contains(wanted)
    let isOfParcel = parcel.map { TrackingNumber.normalised($0) == way.parcel } ?? true
    return isNamed && isOfParcel && kind.map { $0 == way.kind } ?? true
  }

  /// The one of these; nil: there is none. Throws where it can't be told which.
  fileprivate func only(_ ways: [Recourse]) throws -> Recourse? {
    guard ways.count > 1 else { return ways.first }
    let names = ways.prefix(4).map { "\($0.party.rawValue) \($0.name) (\($0.lossText))" }
    throw refusal(
      "that can be " + names.joined(separator: ", "),
      remedy: "say which with --against, --kind or --parcel")
  }

  fileprivate func refusal(_ why: String, remedy: String) -> StoreError {
    StoreError(.refused, what: "can't open the claim", why: why, remedy: remedy)
  }
}

extension String {
  fileprivate var briefly: String { sanitised(limit: 60) }
}
