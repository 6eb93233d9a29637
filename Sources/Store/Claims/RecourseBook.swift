internal import Fulfillment
internal import GRDB

/// What detection knows of claims. An order without a loss that never had one costs a look into an index,
/// however many others had.
struct RecourseBook: Sendable {
  private let policies: [ClaimPolicy]

  init(_ policies: [ClaimPolicy]) { self.policies = policies }

  /// Adds what `claim.closing` finds, and the ways to get money back that are to be kept; nil: what is
  /// kept is right.
  func look(
    at order: LoadedOrder, _ facts: OrderFacts, _ thresholds: Thresholds, now: Timestamp,
    _ database: Database, _ findings: inout [Finding], _ nextCheck: inout Timestamp?
  ) throws -> [Recourse]? {
    let isKept = order.hasRecourse
    guard isKept || !policies.isEmpty && facts.mayHaveLoss(findings) else { return nil }
    let losses = facts.losses(findings)
    guard isKept || !losses.isEmpty else { return nil }
    var facts = facts
    let scene = try LossScene(order, facts, database)
    let before = isKept ? try RecourseRows.of(order.id, database) : []
    var recourse = Recourse.all(losses, policies, consignment: scene.consignment)
    for index in recourse.indices { recourse[index].settle(by: scene.claims) }
    facts.recourse = recourse.map { way in
      var way = way
      way.phase = way.phase(at: now, notice: thresholds.claimClosing)
      return way
    }
    let (finding, next) = facts.recourseFinding(thresholds, now: now)
    if let finding { findings.append(finding) }
    nextCheck = [nextCheck, next].compactMap { $0 }.min()
    return recourse == before ? nil : recourse
  }
}

/// One order with a loss: what the windows to claim are worked out from.
struct LossScene {
  let order: LoadedOrder
  private let tracks: [ParcelTrack]
  private let storefronts: [String]
  /// By supplier.
  private let services: [String: String]
  let claims: [LossClaim]

  init(_ order: LoadedOrder, _ facts: OrderFacts, _ database: Database) throws {
    self.order = order
    tracks = facts.tracks
    storefronts =
      try database.row(
        """
        SELECT a.name, a.service FROM customerOrder o JOIN account a ON a.id = o.accountID
        WHERE o.id = ?
        """, order.id
      ) { [try $0.text(), try $0.text()] } ?? []
    var services: [String: String] = [:]
    for kept in order.purchases where services[kept.purchase.supplier] == nil {
      services[kept.purchase.supplier] = try database.texts(
        "SELECT a.service FROM supplier s JOIN account a ON a.name = s.account WHERE s.id = ?",
        kept.supplierID
      ).first
    }
    self.services = services
    claims = try ClaimRows.of(order.id, database)
  }

  func consignment(_ loss: Loss) -> Consignment {
    let parcel = loss.shipment.map { order.shipments[$0] }
    let track = loss.shipment.map { tracks[$0] }
    let events = loss.shipment.map { order.facts.shipments[$0].events } ?? []
    let bought = order.purchases.filter(\.isBought)
    let kept =
      bought.first { $0.id == parcel?.purchaseID } ?? (bought.count == 1 ? bought[0] : nil)
    var consignment = Consignment(
      parcel: parcel?.shipment.number ?? "", carrier: parcel?.shipment.carrier ?? "",
      supplier: kept?.purchase.supplier ?? "",
      supplierService: kept.flatMap { services[$0.purchase.supplier] } ?? "",
      storefronts: storefronts, origin: origin(events, kept), destination: destination,
      placedAt: order.facts.placedAt, cost: kept.flatMap(cost), value: order.total,
      lines: order.lines.flatMap { [$0.title, $0.sku] },
      evidence: evidence(events, track))
    consignment.boughtAt = kept?.purchase.placedAt
    // The earliest that is known: a supplier's word is seen late, and a scan comes later still.
    consignment.shippedAt =
      [parcel?.shipment.shippedAt, kept?.shippedAt, track?.firstScanAt].compactMap { $0 }.min()
    consignment.scannedAt = track?.firstScanAt
    consignment.lastScanAt = track?.lastMovedAt
    consignment.deliveredAt = track?.status == .delivered ? track?.statusSince : nil
    consignment.promisedAt = order.facts.promisedAt
    return consignment
  }

  private var destination: String { order.facts.shipTo.country }

  /// Where it was first scanned, else where the supplier sends from.
  private func origin(_ events: [TrackingEvent], _ kept: KeptPurchase?) -> String {
    let scans = events.filter { $0.status.isScan && !$0.country.isEmpty }
    if let first = scans.min(by: { $0.happenedAt < $1.happenedAt }) { return first.country }
    return order.facts.purchases.first { $0.number == kept?.purchase.number }?.origin ?? ""
  }

  /// What the goods of the parcel cost; not known where the purchase came in several parcels.
  private func cost(_ kept: KeptPurchase) -> Money? {
    guard order.shipments.filter({ $0.purchaseID == kept.id }).count < 2 else { return nil }
    return kept.charged ?? kept.planned ?? kept.purchase.cost
  }

  /// What is there without anybody gathering it.
  private func evidence(_ events: [TrackingEvent], _ track: ParcelTrack?) -> [ClaimEvidence] {
    var there: [ClaimEvidence] = []
    if !events.isEmpty { there.append(.tracking) }
    if track?.status == .delivered { there.append(.deliveryProof) }
    if track?.status == .lost { there.append(.carrierStatement) }
    if !order.facts.returns.isEmpty { there.append(.customerMessage) }
    if order.facts.payment == .refunded || order.facts.payment == .partiallyRefunded {
      there.append(.refundProof)
    }
    return there
  }
}

extension Recourse {
  /// Takes account of what was claimed: the newest claim of that party decides, and once a loss was made
  /// good by anybody nothing more is to be asked for it.
  mutating func settle(by claims: [LossClaim]) {
    let same = claims.filter {
      $0.kind == kind && ($0.parcel == parcel || $0.parcel.isEmpty || parcel.isEmpty)
    }
    let own = same.last { $0.party == party && $0.name == name }
    isClaimed = same.contains { $0.state == .won } || own.map { $0.state != .draft } ?? false
    guard let own else { return }
    for item in own.evidence where wanted.contains(item.kind) && !present.contains(item.kind) {
      present.append(item.kind)
    }
  }
}
