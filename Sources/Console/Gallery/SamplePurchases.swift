package import Fulfillment

// Purchases on their way out, one of each state, and plans for more.

extension SampleBoard {
  /// A board on which things are being bought: the first orders have a purchase of each state.
  package static func buying(orders count: Int = 60) -> SampleBoard {
    var board = SampleBoard(orders: count)
    // So that `y` has one thing to approve.
    let early = Set(board.orders.prefix(10).map(\.id))
    board.returns.removeAll { early.contains($0.order) }
    let states: [(Sending.State, Timestamp?)] = [
      (.unknown, nil), (.held, now + .minutes(9) + .seconds(12)), (.held, nil), (.proposed, nil),
      (.claimed, nil), (.rejected, nil), (.ready, nil), (.waiting, nil), (.sent, nil),
      (.held, now + .seconds(42)),
    ]
    for (index, (sending, until)) in states.enumerated() where index < count {
      board.orders[index].state = .ready
      board.orders[index].supplier = index % 2 == 0 ? "CJ" : "Ali Direct"
      board.add(purchase(index, sending, until, of: board.orders[index]))
    }
    board.flagDoubts()
    return board
  }

  /// Puts a purchase on the board and tells its order's row of it.
  package mutating func add(_ purchase: PurchaseRow) {
    purchases.append(purchase)
    retell(purchase.order)
  }

  /// Lets the order's row tell of its purchases as they are now.
  mutating func retell(_ order: OrderID) {
    let urgency: [Sending.State] = [
      .waiting, .unknown, .claimed, .ready, .held, .proposed, .rejected,
    ]
    let own = purchases.filter { $0.order == order }
    let shown = urgency.lazy.compactMap { state in own.first { $0.sending == state } }.first
    for place in orders.indices where orders[place].id == order {
      orders[place].purchase = shown?.sending
      orders[place].holdUntil = shown?.holdUntil
    }
  }

  private mutating func flagDoubts() {
    for purchase in purchases where purchase.isInDoubt {
      guard let place = orders.firstIndex(where: { $0.id == purchase.order }) else { continue }
      orders[place].exception = "purchase.unknown"
      orders[place].severity = .critical
      orders[place].risk = orders[place].total
      exceptions.removeAll { $0.order == purchase.order }
      let row = orders[place]
      exceptions.insert(
        ExceptionRow(
          id: ExceptionID(row.id.number + 50_000), order: row.id, subject: row.name,
          code: row.exception, severity: .critical, state: .open,
          since: purchase.lastSentAt ?? now, money: row.risk,
          reason:
            "\(purchase.supplier) did not answer within 30 s: nobody knows whether it went through",
          supplier: purchase.supplier, storefront: row.storefront), at: 0)
    }
  }

  static func purchase(
    _ index: Int, _ sending: Sending.State, _ until: Timestamp?, of row: QueueRow
  ) -> PurchaseRow {
    let hasLeft = !sending.isHere && sending != .withdrawn
    let sentAt = hasLeft ? now - .minutes(4) : nil
    let state: PurchaseState =
      switch sending {
      case .unknown, .waiting: .unknown
      case .rejected: .rejected
      case .sent: .acknowledged
      default: .intended
      }
    let outcome =
      switch sending {
      case .proposed: "costs $41.20, more than the $40.00 of the automation shoes"
      case .unknown: "no answer within 30 s; CJ's list has no order under this key (asked 1m ago)"
      case .waiting: "the connection broke after it was sent, and the supplier can't be asked"
      case .rejected: "the supplier refused it: variant is off the shelves"
      default: ""
      }
    let key = "SC-\(18_231 - index)-0A1B2C3D4E5F6G7H8I9J0K1L"
    var evidence: [PurchaseRow.Evidence] = []
    if let sentAt {
      evidence.append(.init(attempt: 1, at: sentAt, event: "sent", text: ""))
      evidence.append(
        .init(
          attempt: 1, at: sentAt + .seconds(30), event: sending == .sent ? "accepted" : "lost",
          text: outcome.isEmpty ? "number CJ-\(index)" : outcome))
    }
    return PurchaseRow(
      id: PurchaseOrderID(Int64(700 + index)), key: key, order: row.id, orderName: row.name,
      storefront: row.storefront, supplier: row.supplier,
      number: sending == .sent ? "CJ-\(2_211 + index)" : "", state: state, sending: sending,
      holdUntil: until, cost: usd(Int64(612 + index * 350)), method: "CJPacket Ordinary",
      placedAt: now - .minutes(Int64(5 + index)), items: "2 x VAR-\(index)-40, 1 x CASE-1",
      outcome: outcome, attempts: hasLeft ? 1 : 0, lastSentAt: sentAt,
      automation: index % 3 == 0 ? "shoes" : "",
      body: """
        {"orderNumber":"\(key)","shippingCountryCode":"\(row.country)",
        "products":[{"vid":"V-\(index)","quantity":2}]}
        """, evidence: evidence)
  }

  /// What would be bought for those orders: every fifth trips a guardrail, every seventh can't be.
  package func plan(for scope: PlanScope) -> PreparedPlan {
    var plan = Plan(madeAt: now)
    let rows: [QueueRow] =
      switch scope {
      case .orders(let ids, _):
        ids.compactMap { id in orders.first { $0.id == id } }
      case .matching: orders.filter { !$0.state.isFinal }
      case .replacement(let id):
        orders.filter { row in returns.contains { $0.id == id && $0.order == row.id } }
      }
    for row in rows {
      let index = Int(row.id.number) - 1000
      if purchases.contains(where: { $0.order == row.id && $0.state.isLive }) {
        plan.refused.append(
          .init(order: row.id, orderName: row.name, reason: "every unit is bought already"))
      } else if index % 7 == 6 {
        plan.refused.append(
          .init(
            order: row.id, orderName: row.name, sku: "VAR-\(index)-40",
            reason: "no supplier is mapped to it", code: "order.unmapped"))
      } else {
        plan.entries.append(SampleBoard.entry(index, row))
      }
    }
    let bodies = plan.entries.map { entry in
      """
      {"orderNumber":"\(entry.draft.key)","logisticName":"\(entry.draft.method)",
      "products":[{"vid":"V-1","quantity":\(entry.draft.items[0].quantity)}]}
      """
    }
    return PreparedPlan(plan: plan, bodies: bodies)
  }

  private static func entry(_ index: Int, _ row: QueueRow) -> Plan.Entry {
    let goods = usd(Int64(420 + index * 40))
    let supplier = index % 3 == 1 ? "Ali Direct" : "CJ"
    let item = PurchaseDraft.Item(
      line: "\(index)", sku: "VAR-\(index)-40", title: "Running shoe", units: 1 + index % 3,
      supplierSKU: "CJYD\(1_000 + index)", quantity: 1 + index % 3, unitCost: usd(420))
    let trips = index % 5 == 4 ? ["costs more than the $40.00 of the automation shoes"] : []
    let draft = PurchaseDraft(
      order: row.id, storefront: row.storefront, externalID: "\(row.id.number * 7)",
      orderName: row.name, supplier: supplier, method: "CJPacket Ordinary", items: [item],
      shipTo: Address(
        name: row.customer, line1: "1 Main Street", city: "Springfield", postcode: "12345",
        country: row.country), cost: Money(minor: goods.minor + 199, currency: .usd))
    let route = Route(
      supplier: supplier, method: draft.method, items: [item], goods: goods, postage: usd(199),
      days: 7...12, margin: usd(index % 9 == 8 ? -120 : 680), marginShare: 3_820,
      reasons: ["cheapest of 3", "stock 120, told 4h ago", "arrives before the promise"],
      runnersUp: [
        .init(
          supplier: "NordPack 3PL", method: "DHL", cost: usd(1_240), days: 2...3,
          reason: "dearer by $6.21", isEligible: true),
        .init(
          supplier: "Shenzhen agent", reason: "does not serve \(row.country)", isEligible: false),
      ])
    return Plan.Entry(
      draft: draft, route: route,
      verdict: .init(
        mode: index % 4 == 0 ? .manual : .automatic, automation: index % 4 == 0 ? "" : "shoes",
        trips: trips))
  }
}
