internal import Fulfillment
internal import GRDB

/// Reads what an order adds to the figures from its rows.
struct FigureLoader {
  let database: Database
  /// The rows of lanes and products, looked up once a transaction.
  private var keys: [Key: Int64] = [:]

  private struct Key: Hashable {
    var kind: FigureKind
    var name: String
  }

  init(_ database: Database) { self.database = database }

  /// nil: the order is not there.
  mutating func load(_ orderID: Int64) throws -> OrderFigures? {
    guard let order = try order(orderID) else { return nil }
    let isReturned =
      try database.number("SELECT 1 FROM returnRequest WHERE orderID = ? LIMIT 1", orderID) != nil
    let skus = try database.texts(
      "SELECT DISTINCT sku FROM orderLine WHERE orderID = ? AND sku <> '' ORDER BY sku", orderID)
    let bought = try purchases(orderID, country: order.country)
    return try figures(
      of: orderID, order, isReturned: isReturned, skus: skus, bought,
      try parcels(orderID, bought))
  }

  /// The same from facts that are at hand, and what follows from them.
  mutating func figures(
    of loaded: LoadedOrder, _ settlement: Settlement
  ) throws -> OrderFigures {
    let order = Head(loaded, deliveredAt: settlement.derived.deliveredAt)
    let bought = try purchases(loaded, settlement)
    return try figures(
      of: loaded.id, order, isReturned: !loaded.facts.returns.isEmpty, skus: loaded.skus, bought,
      FigureLoader.parcels(loaded, bought))
  }

  private mutating func figures(
    of orderID: Int64, _ order: Head, isReturned: Bool, skus: [String], _ bought: [Bought],
    _ parcels: [Told]
  ) throws -> OrderFigures {
    var figures = OrderFigures(storefront: order.storefront, placed: order.placedAt.day)
    figures.isCancelled = order.cancelledAt != nil
    figures.isRefunded = order.isRefunded
    figures.isReturned = isReturned
    figures.disputes = try database.numbers(
      """
      SELECT ifnull(openedAt, seenAt) FROM dispute WHERE orderID = ? AND kind = 'chargeback'
      ORDER BY 1
      """, [orderID]
    ).map { Timestamp(milliseconds: $0).day }
    figures.isDelivered = order.deliveredAt != nil
    figures.promised = order.promisedAt?.day
    if let promised = order.promisedAt, let delivered = order.deliveredAt {
      figures.isOnTime = delivered <= promised
    }
    figures.value = order.total
    figures.refundedValue = order.refunded
    figures.products = try skus.map { try key(.product, $0) }
    figures.purchases = bought.map(\.figures)
    figures.parcels = parcels.map(\.figures)
    figures.fault =
      FigureLoader.signs(order, figures, bought, statuses: parcels.map(\.status)).party
    return figures
  }

  fileprivate struct Head {
    var storefront: Int64
    var placedAt: Timestamp
    var cancelledAt: Timestamp?
    var promisedAt: Timestamp?
    var deliveredAt: Timestamp?
    var payment: PaymentState
    var total: Money?
    var refunded: Money?
    var country: String

    var isRefunded: Bool {
      payment == .refunded || payment == .partiallyRefunded || (refunded?.minor ?? 0) > 0
    }

    var isEnded: Bool { cancelledAt != nil || payment == .refunded }
  }

  private func order(_ id: Int64) throws -> Head? {
    try database.row(
      """
      SELECT accountID, placedAt, cancelledAt, promisedAt, deliveredAt, payment, total, refunded,
        currency, country FROM customerOrder WHERE id = ?
      """, id
    ) {
      let storefront = try $0.number()
      let (placedAt, cancelledAt) = (try $0.time(), try $0.timeOrNil())
      let (promisedAt, deliveredAt) = (try $0.timeOrNil(), try $0.timeOrNil())
      let payment = try $0.state(PaymentState.self)
      let (total, refunded) = (try $0.numberOrNil(), try $0.numberOrNil())
      let currency = Currency(try $0.text())
      let money = { (minor: Int64?) in
        minor.flatMap { minor in currency.map { Money(minor: minor, currency: $0) } }
      }
      return Head(
        storefront: storefront, placedAt: placedAt, cancelledAt: cancelledAt,
        promisedAt: promisedAt, deliveredAt: deliveredAt, payment: payment, total: money(total),
        refunded: money(refunded), country: try $0.text())
    }
  }

  fileprivate struct Bought {
    var row: Int64
    var state: PurchaseState
    var figures: OrderFigures.Purchase
    /// It came in the place of another.
    var isReplacement = false

    /// Without what it cost and its lane.
    init(
      row: Int64, supplier: Int64, placedAt: Timestamp, state: PurchaseState,
      scannedAt: Timestamp?, deliveredAt: Timestamp?, handlingDays: Int?
    ) {
      (self.row, self.state) = (row, state)
      figures = OrderFigures.Purchase(supplier: supplier, lane: 0, placed: placedAt.day)
      figures.isCancelled = state == .cancelled
      figures.isDelivered = deliveredAt != nil
      if let scannedAt {
        figures.processing = OrderFigures.quarters(placedAt, scannedAt)
        figures.scanned = scannedAt.day
        figures.transit = deliveredAt.map { OrderFigures.quarters(scannedAt, $0) }
      }
      if let handlingDays {
        let due = BusinessDays.add(handlingDays, to: placedAt)
        figures.dispatchDue = due.day
        figures.isDispatchedInTime = scannedAt.map { $0 <= due } ?? false
      }
    }
  }

  /// The purchases that a supplier has or had, as `isBought` of the suppliers' panel has it.
  private mutating func purchases(_ orderID: Int64, country: String) throws -> [Bought] {
    let rows = try database.rows(
      """
      SELECT p.id, p.supplierID, s.name, p.placedAt, p.state, p.scannedAt, p.deliveredAt, p.cost,
        p.currency, p.method, p.handlingDays, p.returnID IS NOT NULL OR p.replaces IS NOT NULL
      FROM purchaseOrder p JOIN supplier s ON s.id = p.supplierID
      WHERE p.orderID = ? AND p.state NOT IN ('intended', 'unknown', 'rejected')
        AND (p.state <> 'cancelled' OR p.number <> '')
      ORDER BY p.id
      """, orderID
    ) {
      let (row, supplier, name) = (try $0.number(), try $0.number(), try $0.text())
      let (placedAt, state) = (try $0.time(), try $0.state(PurchaseState.self))
      let (scannedAt, deliveredAt) = (try $0.timeOrNil(), try $0.timeOrNil())
      let (cost, currency) = (try $0.numberOrNil(), try $0.textOrNil())
      let (method, handlingDays) = (try $0.text(), try $0.intOrNil())
      var bought = Bought(
        row: row, supplier: supplier, placedAt: placedAt, state: state, scannedAt: scannedAt,
        deliveredAt: deliveredAt, handlingDays: handlingDays)
      bought.figures.cost = cost.flatMap { minor in
        currency.flatMap { Currency($0) }.map { Money(minor: minor, currency: $0) }
      }
      bought.isReplacement = try $0.bool()
      return (bought, FigureLoader.lane(supplier: name, country: country, method: method))
    }
    return try rows.map { bought, lane in
      var bought = bought
      bought.figures.lane = try key(.lane, lane)
      return bought
    }
  }

  /// `CJ to BR by YunExpress`
  static func lane(supplier: String, country: String, method: String) -> String {
    supplier + " to " + (country.isEmpty ? "?" : country) + (method.isEmpty ? "" : " by " + method)
  }

  fileprivate struct Told {
    var figures: OrderFigures.Parcel
    var status: TrackingStatus?

    init(
      _ purchaseID: Int64?, told: Timestamp, status: TrackingStatus?, isScanned: Bool,
      _ bought: [Bought]
    ) {
      // A parcel of an order that was bought once can only be that purchase's.
      let first = bought.filter { !$0.isReplacement }
      let own = bought.first { $0.row == purchaseID } ?? (first.count == 1 ? first[0] : nil)
      figures = OrderFigures.Parcel(
        supplier: own?.figures.supplier ?? 0, lane: own?.figures.lane ?? 0, told: told.day,
        isScanned: isScanned)
      self.status = status
    }
  }

  private func parcels(_ orderID: Int64, _ bought: [Bought]) throws -> [Told] {
    try database.rows(
      """
      SELECT purchaseID, ifnull(shippedAt, createdAt), status, EXISTS (
        SELECT 1 FROM trackingEvent e WHERE e.shipmentID = s.id AND e.status NOT IN (
          'unregistered', 'label', 'expired', 'cancelled'))
      FROM shipment s WHERE orderID = ? AND number <> '' ORDER BY id
      """, orderID
    ) {
      let (purchaseID, told) = (try $0.numberOrNil(), try $0.time())
      let (status, isScanned) = (try $0.stateOrNil(TrackingStatus.self), try $0.bool())
      return Told(purchaseID, told: told, status: status, isScanned: isScanned, bought)
    }
  }

  private static func signs(
    _ order: Head, _ figures: OrderFigures, _ bought: [Bought], statuses: [TrackingStatus?]
  ) -> FaultSigns {
    let isLate = figures.promised != nil && figures.isDelivered && !figures.isOnTime
    let isAstray = statuses.contains {
      $0 == .lost || $0 == .returned || $0 == .returning || $0 == .exception
    }
    let isOverdue = bought.contains {
      guard $0.figures.dispatchDue != nil, !$0.figures.isDispatchedInTime else { return false }
      return $0.figures.scanned != nil || order.isEnded
    }
    let wasRefused = order.cancelledAt == nil && bought.contains { $0.state == .cancelled }
    let wentWrong =
      isLate || isAstray || figures.isCancelled || figures.isRefunded || figures.isReturned
      || !figures.disputes.isEmpty
    return FaultSigns(
      wentWrong: wentWrong, supplierFailed: isOverdue || wasRefused,
      carrierFailed: isAstray || isLate, neverBought: bought.isEmpty,
      customerChangedMind: figures.isReturned || (figures.isCancelled && !bought.isEmpty))
  }

  fileprivate mutating func key(_ kind: FigureKind, _ name: String) throws -> Int64 {
    let key = Key(kind: kind, name: name.lowercased())
    if let known = keys[key] { return known }
    var id = try database.number(
      "SELECT id FROM figureKey WHERE kind = ? AND name = ?", Int64(kind.rawValue), name)
    if id == nil {
      try database.run(
        "INSERT INTO figureKey (kind, name) VALUES (?, ?)", Int64(kind.rawValue), name)
      id = database.lastInsertedRowID
    }
    guard let id else { throw Work.vanished("the figures of " + name) }
    keys[key] = id
    return id
  }
}

extension FigureLoader {
  /// As the other of that name, of purchases that are at hand.
  fileprivate mutating func purchases(
    _ loaded: LoadedOrder, _ settlement: Settlement
  ) throws -> [Bought] {
    try loaded.purchases.filter(\.isBought).sorted { $0.id < $1.id }.map { kept in
      let news = settlement.purchases.first { $0.id == kept.id }
      let purchase = kept.purchase
      var bought = Bought(
        row: kept.id, supplier: kept.supplierID, placedAt: purchase.placedAt,
        state: purchase.state, scannedAt: news == nil ? kept.scannedAt : news?.scannedAt,
        deliveredAt: news == nil ? kept.deliveredAt : news?.deliveredAt,
        handlingDays: kept.promisedDays)
      bought.figures.cost = purchase.cost
      bought.isReplacement = kept.isReplacement
      bought.figures.lane = try key(
        .lane,
        FigureLoader.lane(
          supplier: purchase.supplier, country: loaded.facts.shipTo.country, method: kept.method))
      return bought
    }
  }

  /// Its facts are folded.
  fileprivate static func parcels(_ loaded: LoadedOrder, _ bought: [Bought]) -> [Told] {
    let tracks = loaded.facts.tracks
    return loaded.shipments.indices.filter { !loaded.shipments[$0].shipment.number.isEmpty }
      .sorted { loaded.shipments[$0].id < loaded.shipments[$1].id }
      .map { place in
        let kept = loaded.shipments[place]
        return Told(
          kept.purchaseID, told: kept.shipment.shippedAt ?? kept.createdAt,
          status: tracks[place].status,
          isScanned: kept.events.contains {
            switch $0.status {
            case .unregistered, .label, .expired, .cancelled: false
            default: true
            }
          }, bought)
      }
  }
}

extension FigureLoader.Head {
  fileprivate init(_ loaded: LoadedOrder, deliveredAt: Timestamp?) {
    let facts = loaded.facts
    self.init(
      storefront: loaded.accountID, placedAt: facts.placedAt, cancelledAt: facts.cancelledAt,
      promisedAt: facts.promisedAt, deliveredAt: deliveredAt, payment: facts.payment,
      total: loaded.total, refunded: loaded.refunded, country: facts.shipTo.country)
  }
}

extension LoadedOrder {
  /// Each once, as SQLite's NOCASE sorts and tells them apart.
  fileprivate var skus: [String] {
    let skus = lines.map(\.sku).filter { !$0.isEmpty }
    guard skus.count > 1 else { return skus }
    var seen: Set<[UInt8]> = []
    return skus.map { ($0, $0.folded) }.filter { seen.insert($0.1).inserted }
      .sorted { $0.1.lexicographicallyPrecedes($1.1) }.map { $0.0 }
  }
}

extension String {
  fileprivate var folded: [UInt8] { utf8.map { (65...90).contains($0) ? $0 + 32 : $0 } }
}
