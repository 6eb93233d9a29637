package import Canvas
package import Fulfillment

/// A console over a sample board, driven by keys: every effect is answered at once, as the loop and a
/// store would.
package struct SampleSession: Sendable {
  package var state: ConsoleState
  package var board: SampleBoard
  /// Effects that are not questions: what left the console, oldest first.
  package private(set) var seen: [Effect] = []
  /// Plans are made and bought only when `answer` says so: for what is shown meanwhile.
  package var isSlow = false
  private var earlier: [SampleBoard] = []

  package init(
    size: Size, board: SampleBoard = SampleBoard(), settings: ConsoleSettings = .sample,
    keymap: Keymap = .standard
  ) {
    self.board = board
    state = ConsoleState(size: size, now: board.now, settings: settings, keymap: keymap)
    send(.started(board.now))
  }

  /// Presses keys written as in `KeyScript`.
  package mutating func press(_ script: String) { press(KeyScript.keys(script)) }

  package mutating func press(_ keys: [Key]) { for key in keys { send(.key(key, board.now)) } }

  /// Types text as it is, blanks included.
  package mutating func type(_ text: String) { press(text.map { .character($0) }) }

  /// Lets time pass on the board and tells the console.
  package mutating func wait(_ span: Span) {
    board.now = board.now + span
    send(.tick(board.now))
  }

  /// Sends a message and answers what comes of it until nothing more is asked.
  package mutating func send(_ message: Message) {
    var waiting = [message]
    // A console that asks for ever is a fault: the bound lets a test see it instead of hanging.
    for _ in 0..<200 where !waiting.isEmpty {
      let effects = update(&state, waiting.removeFirst())
      waiting += effects.compactMap { answer($0) }
    }
  }

  /// What the loop would answer to an effect; nil: nothing comes back.
  package mutating func answer(_ effect: Effect) -> Message? {
    switch effect {
    case .load(let load, let number): return .loaded(board.answer(load), number, board.now)
    case .decide(let decision, let targets, let number):
      seen.append(effect)
      return .decided(decide(decision, targets), number, board.now)
    case .undo(_, let number):
      seen.append(effect)
      return .undone(undo(), number, board.now)
    case .redo(let number):
      seen.append(effect)
      return .redone(DecisionReceipt(batch: nil, applied: 0, title: ""), number, board.now)
    case .recordPurchase(_, let purchase, let number):
      seen.append(effect)
      return .recorded("\(purchase.supplier) \(purchase.number)", number, board.now)
    case .plan(let scope, let number):
      seen.append(effect)
      return isSlow ? nil : .planned(board.plan(for: scope), number, board.now)
    case .buy(let prepared, let number):
      seen.append(effect)
      return isSlow ? nil : .decided(buy(prepared), number, board.now)
    case .askSupplier(let id, let number):
      seen.append(effect)
      return .asked("CJ has no order under the key of purchase \(id.number)", number, board.now)
    case .checkOffer(let offer, let cells, let number):
      return .offerChecked(SampleBoard.check(offer, cells), number, board.now)
    case .saveOffer(let before, let after, let change, let number):
      seen.append(effect)
      let base = board.edits.first { $0.value == before }?.key
      board.edits[base ?? before] = after
      return .recorded("offer \(after.sku): \(change)", number, board.now)
    case .previewMove(let move, let id, let number):
      seen.append(effect)
      return isSlow ? nil : .previewed(board.preview(move, id), number, board.now)
    case .tryRules(_, let number):
      seen.append(effect)
      return isSlow ? nil : .rulesTried(SampleBoard.ruleTrial, number, board.now)
    case .rehearse(let decision, let ids, let number):
      seen.append(effect)
      return isSlow
        ? nil : .rehearsed(ids.map { board.rehearse(decision, $0) }, number, board.now)
    case .openClaim(let row, let number):
      seen.append(effect)
      let claim = board.open(row)
      return .recorded("claim \(claim.id.number) for \(row.orderName)", number, board.now)
    case .stepClaim(let claim, let step, let number):
      seen.append(effect)
      do throws(DecisionRefusal) {
        try board.take(step, of: claim)
        return .recorded("\(step.verb) claim \(claim.id.number)", number, board.now)
      } catch {
        return .failed(error.reason, number, board.now)
      }
    case .saveView(let view, let number):
      seen.append(effect)
      board.savedViews.removeAll { $0.name == view.name }
      board.savedViews.append(view)
      return .savedFilter(number, board.now)
    case .forgetView(let name, let number), .forgetFilter(let name, let number):
      seen.append(effect)
      board.savedViews.removeAll { $0.name == name }
      return .savedFilter(number, board.now)
    default:
      seen.append(effect)
      return nil
    }
  }

  private mutating func decide(_ decision: Decision, _ targets: [Target]) -> DecisionReceipt {
    earlier.append(board)
    for target in targets { apply(decision, to: target) }
    let isHeld = ["approve", "decline", "ask", "approve-purchase", "tell"].contains(decision.verb)
    let receipt = DecisionReceipt(
      batch: DecisionID(Int64(earlier.count)), applied: targets.count,
      title: "\(decision.verb) \(targets.count == 1 ? name(targets[0]) : "\(targets.count) rows")",
      undoableUntil: isHeld ? board.now + state.settings.hold : nil)
    board.undoable = receipt
    return receipt
  }

  private mutating func undo() -> DecisionReceipt {
    guard let before = earlier.popLast(), let receipt = board.undoable else {
      return DecisionReceipt(batch: nil, applied: 0, title: "")
    }
    let now = board.now
    board = before
    board.now = now
    return receipt
  }

  private mutating func apply(_ decision: Decision, to target: Target) {
    switch target {
    case .exception(let id): settle(decision) { $0.id == id }
    case .order(let id):
      settle(decision) { $0.order == id }
      guard let place = board.orders.firstIndex(where: { $0.id == id }) else { return }
      if case .tag(let tag) = decision { board.orders[place].tags.append(tag) }
      if case .untag(let tag) = decision { board.orders[place].tags.removeAll { $0 == tag } }
      board.tell(decision, id, hold: state.settings.hold)
    case .return(let id):
      guard let place = board.returns.firstIndex(where: { $0.id == id }) else { return }
      switch decision {
      case .approveReturn: board.returns[place].state = .approved
      case .declineReturn: board.returns[place].state = .declined
      case .askReturn: board.returns[place].state = .asked
      default: return
      }
      board.returns[place].decidedAt = board.now
      board.returns[place].holdUntil = board.now + state.settings.hold
    case .purchase(let id):
      guard let place = board.purchases.firstIndex(where: { $0.id == id }) else { return }
      board.purchases[place].apply(decision, now: board.now, hold: state.settings.hold)
      board.retell(board.purchases[place].order)
    case .claim: return
    case .supplier(let id):
      guard let place = board.suppliers.firstIndex(where: { $0.id == id }) else { return }
      switch decision {
      case .pauseSupplier(let reason):
        board.suppliers[place].pause = SupplierPause(
          at: board.now, by: state.settings.operatorName, reason: reason)
      case .resumeSupplier: board.suppliers[place].pause = nil
      default: return
      }
    case .buying:
      switch decision {
      case .stopBuying(let reason):
        board.buyingStop = BuyingStop(
          at: board.now, by: state.settings.operatorName, reason: reason)
      default: board.buyingStop = nil
      }
    }
  }

  private mutating func buy(_ prepared: PreparedPlan) -> DecisionReceipt {
    earlier.append(board)
    for (entry, body) in zip(prepared.plan.entries, prepared.bodies) {
      board.add(
        PurchaseRow(
          id: PurchaseOrderID(Int64(900 + board.purchases.count)), key: entry.draft.key,
          order: entry.draft.order, orderName: entry.draft.orderName,
          supplier: entry.draft.supplier, state: .intended, sending: .held,
          holdUntil: board.now + state.settings.hold, cost: entry.draft.cost,
          method: entry.draft.method, placedAt: board.now, items: entry.draft.itemsText,
          body: body))
    }
    let orders = Set(prepared.plan.entries.map(\.draft.order)).count
    let receipt = DecisionReceipt(
      batch: DecisionID(Int64(earlier.count)), applied: prepared.plan.entries.count,
      title:
        "buy for \(orders == 1 ? prepared.plan.entries[0].draft.orderName : "\(orders) orders")",
      undoableUntil: board.now + state.settings.hold)
    board.undoable = receipt
    return receipt
  }

  private mutating func settle(_ decision: Decision, _ isMeant: (ExceptionRow) -> Bool) {
    if case .resolve = decision { board.exceptions.removeAll(where: isMeant) }
    for place in board.exceptions.indices where isMeant(board.exceptions[place]) {
      if case .acknowledge = decision { board.exceptions[place].state = .acknowledged }
      if case .snooze(let snooze) = decision {
        board.exceptions[place].state = .snoozed
        if case .until(let instant) = snooze { board.exceptions[place].snoozedUntil = instant }
      }
    }
  }

  private func name(_ target: Target) -> String {
    switch target {
    case .order(let id): board.orders.first { $0.id == id }?.name ?? "order"
    case .exception(let id): board.exceptions.first { $0.id == id }?.subject ?? "exception"
    case .return(let id): "return #\(id.number)"
    case .purchase(let id): "purchase \(id.number)"
    case .claim(let id): "claim \(id.number)"
    case .buying: "buying"
    case .supplier(let id): board.suppliers.first { $0.id == id }?.name ?? "supplier"
    }
  }
}

extension PurchaseRow {
  /// What a decision makes of it, as a store would.
  fileprivate mutating func apply(_ decision: Decision, now: Timestamp, hold: Span) {
    switch decision {
    case .approvePurchase: (sending, holdUntil) = (.held, now + hold)
    case .holdPurchase: (sending, holdUntil) = (.held, nil)
    case .releasePurchase: (sending, holdUntil) = (.held, now + hold)
    case .dropPurchase: (sending, state) = (.withdrawn, .cancelled)
    case .settlePlaced(let told): (sending, state, number) = (.sent, .placed, told)
    case .settleAbsent: (sending, state) = (.rejected, .rejected)
    default: break
    }
  }
}

extension ConsoleSettings {
  /// The settings of the gallery.
  package static let sample = ConsoleSettings(
    operatorName: "Mina", zone: Zone(minutes: 60),
    themes: ["harbour", "light", "monochrome"], theme: "harbour", hasStorefront: true,
    storePath: "/tmp/supercargo.sqlite")
}
