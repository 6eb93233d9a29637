import Canvas
import Fulfillment

// What is done about purchases. The purchases of the order on the screen are at hand; those of rows are
// read first, so that what is asked about is exactly what is decided on.

extension ConsoleState {
  func availability(_ verb: PurchaseVerb) -> Availability {
    let orders = availability(.order)
    guard orders.isAvailable else { return orders }
    if order != nil, isOrderFocused {
      let rows = order?.detail?.purchaseRows ?? []
      return rows.contains(where: verb.fits) ? .available : .unavailable(verb.lack(rows))
    }
    if focus == .exceptions {
      let rows =
        exceptions.marks.isEmpty
        ? exceptions.selected.map { [$0] } ?? [] : Array(exceptions.marks.values)
      return verb == .cancel || rows.contains(where: \.isOfBuying)
        ? .available : .unavailable("nothing waits to be bought here; p plans it")
    }
    guard focus == .queue else { return .available }
    let rows = queue.marks.isEmpty ? queue.selected.map { [$0] } ?? [] : Array(queue.marks.values)
    return rows.contains(where: verb.fits) ? .available : .unavailable(verb.lack(rows))
  }

  /// Begins it on the order on the screen, the marked rows, or the row under the cursor.
  mutating func begin(_ verb: PurchaseVerb) -> [Effect] {
    let selection = selection(.order)
    if isOrderFocused, let detail = order?.detail {
      return act(verb, on: detail.purchaseRows, isOneOrder: true)
    }
    let orders = selection.targets.compactMap { target -> OrderID? in
      if case .order(let id) = target { id } else { nil }
    }
    guard !orders.isEmpty else { return refuse(TargetKind.order.lack(single: true)) }
    if verb == .approve, orders.count == 1 {
      // With what was bought for it by hand, too.
      return [.load(.order(orders[0], for: .approve), requests.next(.orderAside(.approve)))]
    }
    let number = requests.next(.purchases)
    requests.purchaseVerbs = [number: verb]
    return [.load(.purchases(orders), number)]
  }

  /// The purchases that a verb was chosen for have been read.
  mutating func take(_ rows: [PurchaseRow], _ number: RequestNumber) -> [Effect] {
    guard let verb = requests.purchaseVerbs.removeValue(forKey: number), overlay == nil,
      filterInput == nil
    else { return [] }
    return act(verb, on: rows, isOneOrder: Set(rows.map(\.order)).count == 1)
  }

  /// The order whose purchases are to be approved has been read.
  mutating func approve(_ detail: OrderDetail) -> [Effect] {
    act(.approve, on: detail.purchaseRows, isOneOrder: true)
  }

  private mutating func act(
    _ verb: PurchaseVerb, on rows: [PurchaseRow], isOneOrder: Bool
  ) -> [Effect] {
    let fitting = rows.filter(verb.fits)
    guard let first = fitting.first else { return refuse(verb.lack(rows)) }
    if fitting.count > 1, isOneOrder, verb.isForOne { return choose(verb, among: fitting) }
    switch verb {
    case .approve: return confirmApproval(fitting, among: rows)
    case .hold:
      let counting = fitting.filter(\.countsDown)
      return counting.isEmpty
        ? decide(.decide(.releasePurchase), on: Selection(fitting, "purchases"))
        : decide(.decide(.holdPurchase), on: Selection(counting, "purchases"))
    case .drop: return openPrompt(.drop, with: Selection(fitting, "purchases"))
    case .cancel: return openPrompt(.cancelPurchase, with: Selection(fitting, "purchases"))
    case .ask:
      say(.info, "Asking \(first.supplier.sanitised(limit: 40)) about \(first.key)")
      return [.askSupplier(first.id, requests.next())]
    case .placed: return openPrompt(.placed, with: Selection([first], ""))
    case .absent: return openPrompt(.absent, with: Selection([first], ""))
    }
  }

  /// Several purchases of one order fit, and only one can be meant.
  private mutating func choose(_ verb: PurchaseVerb, among rows: [PurchaseRow]) -> [Effect] {
    let items = rows.enumerated().map { index, row in
      Menu.Item(
        index < 9 ? Character(String(index + 1)) : nil, row.title,
        row.standing(departure).text + "  " + row.items, .purchase(verb, row))
    }
    overlay = .menu(Menu(title: "Which purchase?", items: items))
    return []
  }

  /// The one that was chosen.
  mutating func act(_ verb: PurchaseVerb, on row: PurchaseRow) -> [Effect] {
    act(verb, on: [row], isOneOrder: true)
  }

  /// Shows what would leave, word by word, what keeps it here, and until when it could be taken back.
  private mutating func confirmApproval(
    _ rows: [PurchaseRow], among all: [PurchaseRow]
  ) -> [Effect] {
    let selection = Selection(rows, "purchases")
    var lines: [String] = []
    if let buyingStop {
      let end = buyingStop.at == nil ? "stop = false stands under [purchasing]" : ":start"
      let who = buyingStop.text.sanitised(limit: 200)
      lines += ["! Buying is stopped by \(who); nothing is sent until \(end)", ""]
    }
    for row in rows.prefix(20) {
      let cost = row.cost.map { ", " + $0.exact } ?? ", cost not known"
      lines.append("\(row.orderName) from \(row.supplier)\(cost): \(row.items)")
      if let hand = row.boughtByHand(among: all) {
        lines.append("  ! bought by hand already: \(hand); this one would be taken back, not sent")
      }
      if !row.outcome.isEmpty { lines.append("  waits because: " + row.outcome) }
      lines.append("  is sent:")
      let body = row.body.sanitised(limit: 100_000, keepsLineBreaks: true)
      lines += body.split(separator: "\n").map { "    " + $0 }
    }
    if rows.count > 20 {
      lines.append("and \(Noun.of(rows.count - 20, "more purchase", "more purchases"))")
    }
    lines += ["", purchaseHoldLine]
    let title =
      rows.count == 1
      ? "Buy for \(rows[0].orderName), \(rows[0].cost?.exact ?? "cost not known")?"
      : "Approve \(rows.count.grouped) purchases, \(selection.money.exact)?"
    overlay = .confirm(
      Confirmation(
        title: title, lines: lines, action: .decide(.decide(.approvePurchase), selection)))
    return []
  }

  /// Until when a purchase can be taken back.
  var purchaseHoldLine: String { holdLine(settings.purchaseHold ?? settings.hold) }

  /// Until when what waits for that long can be taken back.
  func holdLine(_ hold: Span) -> String {
    guard hold > .seconds(0) else {
      return "It leaves at once: it cannot be taken back."
    }
    let until = "\(clock.time(now + hold)) (\(departure.own(hold).countdown))"
    return "Held until \(until): u takes it back till then."
  }

  /// Asks before a purchase in doubt is said not to be there: it ends with its lines free to buy again.
  mutating func confirmAbsent(_ reason: String, _ selection: Selection) -> [Effect] {
    let row = order?.detail?.purchaseRows.first { selection.targets == [.purchase($0.id)] }
    let supplier = (row?.supplier ?? "the supplier").sanitised(limit: 60)
    var lines = ["reason: " + reason]
    if let row { lines += ["key: " + row.key, row.items] }
    if let outcome = row?.outcome, !outcome.isEmpty { lines.append("last heard: " + outcome) }
    lines += [
      "",
      "Its lines may then be bought again. If \(supplier) has the order after all, they are bought"
        + " twice. This cannot be taken back.",
    ]
    overlay = .confirm(
      Confirmation(
        title: "\(supplier) has no order for \(row?.orderName ?? selection.title)?", lines: lines,
        action: .decide(.decide(.settleAbsent(reason: reason)), selection)))
    return []
  }

  /// What the supplier said, or that it is being asked.
  mutating func asked(_ text: String) -> [Effect] {
    say(.info, text.sanitised(limit: 300))
    return reloadVisible()
  }
}

// The stop switch.

extension ConsoleState {
  var stopAvailability: Availability {
    buyingStop == nil ? .available : .unavailable("buying is stopped already")
  }

  var startAvailability: Availability {
    guard let buyingStop else { return .unavailable("buying is not stopped") }
    return buyingStop.at == nil
      ? .unavailable("\(buyingStop.by) stops it: set stop = false under [purchasing]") : .available
  }

  mutating func openStop() -> [Effect] {
    openPrompt(.stopBuying, with: Selection(targets: [.buying]))
  }

  /// Asks before buying goes on: what has waited leaves.
  mutating func openStart() -> [Effect] {
    var lines: [String] = []
    if let stop = buyingStop {
      let when = stop.at.map { " " + clock.text($0) } ?? ""
      let because = stop.reason.isEmpty ? "" : ": " + stop.reason
      lines.append("Stopped by \(stop.by)\(when)\(because)".sanitised(limit: 400))
    }
    if let counts, counts.held > 0 {
      lines.append("\(Noun.of(counts.held, "purchase is", "purchases are")) held meanwhile.")
    }
    lines.append("Whatever is ready to leave goes from now on.")
    overlay = .confirm(
      Confirmation(
        title: "Buy again?", lines: lines,
        action: .decide(
          .decide(.startBuying), Selection(targets: [.buying], title: "buying"))))
    return []
  }
}

extension ExceptionRow {
  /// It is about an order that is still to be bought, or being bought.
  fileprivate var isOfBuying: Bool {
    ["purchase.", "order.", "stock.", "price.", "payment."].contains { code.hasPrefix($0) }
  }
}

extension PurchaseRow {
  /// `#1001 from CJ`
  var title: String { "\(orderName) from \(supplier)".sanitised(limit: 60) }

  /// `CJ 2211-77`: what was bought of its order by hand meanwhile, for which it would be withdrawn instead
  /// of sent; nil: nothing.
  fileprivate func boughtByHand(among rows: [PurchaseRow]) -> String? {
    guard replacing == nil else { return nil }
    let live = rows.filter { $0.order == order && $0.state.isLive && $0.replacing == nil }
    // A supplier that has one of ours may have given it a further number.
    let ours = Set(live.filter { !$0.key.isEmpty && $0.sending?.isHere != true }.map(\.supplier))
    return live.first { $0.key.isEmpty && !ours.contains($0.supplier) }
      .map { "\($0.supplier) \($0.number)".sanitised(limit: 80) }
  }
}

extension Selection {
  /// Purchases, their cost as what is at stake.
  init(_ rows: [PurchaseRow], _ many: String) {
    self.init(
      targets: rows.map { .purchase($0.id) },
      title: rows.count == 1 ? rows[0].title : "\(rows.count.grouped) \(many)",
      money: rows.compactMap(\.cost).summed)
  }
}
