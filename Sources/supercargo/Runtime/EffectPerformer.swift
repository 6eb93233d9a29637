import Canvas
import Console
import Dispatch
import Fulfillment
import Settings
import Store
import Sync
import Synchronization

/// Does what the console asks of the store and the sync, off the main thread; every outcome comes back
/// as a message.
final class EffectPerformer: Sendable {
  private let store: Store
  private let clock: any Clock
  private let configuration: Configuration
  private let themes: Themes
  /// nil: nothing is kept of what is typed.
  private let memory: OperatorMemory?
  private let pull: @Sendable (String?) -> Void
  /// Has what is due sent: something was bought, approved or let go.
  private let dispatch: @Sendable () -> Void
  private let reads = ReadQueue()
  /// What is asked for by hand, and so never given up.
  private let checks = DispatchQueue(label: "supercargo.checks", qos: .userInitiated)
  private let planning = DispatchQueue(label: "supercargo.planning", qos: .userInitiated)
  private let writes = DispatchQueue(label: "supercargo.writes", qos: .userInitiated)
  private let watching = DispatchQueue(label: "supercargo.watch", qos: .utility)
  /// Plans that nobody waits for any more.
  private let cancelled = Mutex<Set<RequestNumber>>([])
  private let isStopped = Atomic(false)
  /// Which file the store was, as told last.
  private let file = Mutex<String?>(nil)

  init(
    store: Store, clock: any Clock, configuration: Configuration, themes: Themes,
    pull: @escaping @Sendable (String?) -> Void,
    dispatch: @escaping @Sendable () -> Void = {}, memory: OperatorMemory? = nil
  ) {
    self.memory = memory
    self.store = store
    self.clock = clock
    self.configuration = configuration
    self.themes = themes
    self.pull = pull
    self.dispatch = dispatch
  }

  /// Performs an effect that needs the store or the sync.
  func perform(_ effect: Effect, reply: @escaping @Sendable (Message) -> Void) {
    switch effect {
    case .load(let load, let number):
      reads.ask(load.slot, canWait: load.isCount) { [self] patience in
        guard let answer = answer(to: load, number, while: patience) else { return false }
        tellFile(reply)
        reply(answer)
        return true
      }
    case .decide(let decision, let targets, let number):
      write(number, reply) { [self] now in
        if case .approveReturn(_, nil) = decision, !configuration.returns.secondAbove.isEmpty {
          return .failed(
            "Open the return with enter and choose how it ends: two operators must agree above an "
              + "amount", number, now)
        }
        let receipt = try store.decide(
          decision, on: targets, by: configuration.operatorName,
          hold: decision.isAboutBuying ? buyingHold : configuration.hold, now: now)
        dispatch()
        return .decided(receipt, number, now)
      }
    case .undo(let batch, let number):
      write(number, reply) { [self] now in
        .undone(try store.undo(batch, by: configuration.operatorName, now: now), number, now)
      }
    case .redo(let number):
      write(number, reply) { [self] now in
        .redone(try store.redo(by: configuration.operatorName, now: now), number, now)
      }
    case .recordPurchase(let order, let purchase, let number):
      write(number, reply) { [self] now in
        try store.recordPurchase(
          purchase, for: order, by: configuration.operatorName, now: now)
        return .recorded(
          "purchase \(purchase.number) at \(purchase.supplier) for \(purchase.reference)", number,
          now)
      }
    case .forgetFilter(let name, let number):
      write(number, reply) { [self] now in
        try store.saveFilter(name, nil)
        return .savedFilter(number, now)
      }
    case .saveView(let view, let number):
      write(number, reply) { [self] now in
        try store.saveBoardView(BoardView(view), of: configuration.operatorName)
        return .savedFilter(number, now)
      }
    case .forgetView(let name, let number):
      write(number, reply) { [self] now in
        try store.forgetBoardView(name, of: configuration.operatorName)
        return .savedFilter(number, now)
      }
    case .keep(let arrangement):
      guard let memory else { return }
      checks.async { [self] in
        do throws(ValueProblem) {
          try memory.keep(arrangement)
        } catch {
          reply(.failed("The arrangement can't be kept: \(error.what)", nil, clock.now()))
        }
      }
    case .plan(let scope, let number):
      planning.async { [self] in
        do {
          guard let prepared = try plan(scope, number, reply) else { return }
          reply(.planned(prepared, number, clock.now()))
        } catch {
          reply(.failed(Self.sentence(error), number, clock.now()))
        }
      }
    case .buy(let prepared, let number):
      write(number, reply) { [self] now in
        let receipt = try Buyer(store: store, configuration: configuration)
          .buy(prepared, now: now)
        dispatch()
        return .decided(receipt, number, now)
      }
    case .cancel(let number): cancelled.withLock { _ = $0.insert(number) }
    case .askSupplier(let purchase, let number):
      write(number, reply) { [self] now in
        let powers = try Buyer(store: store, configuration: configuration).powers
        let name = try store.askAgain(about: purchase, powers: powers, now: now)
        dispatch()
        return .asked("\(name) is being asked", number, now)
      }
    case .checkOffer(let offer, let cells, let number):
      checks.async { [self] in
        let now = clock.now()
        reply(.offerChecked(OfferColumns.check(offer, cells, now: now), number, now))
      }
    case .saveOffer(let before, let after, let change, let number):
      write(number, reply) { [self] now in
        try store.edit(before, to: after, change: change, by: configuration.operatorName, now: now)
        return .recorded("offer \(after.sku) of \(after.supplier): \(change)", number, now)
      }
    case .previewMove(let move, let supplier, let number):
      planning.async { [self] in
        let now = clock.now()
        do {
          let run = try MovePreviewRun(store: store, configuration: configuration)
          reply(.previewed(try run.preview(move, supplier, now: now), number, clock.now()))
        } catch {
          reply(.failed(Self.sentence(error), number, clock.now()))
        }
      }
    case .tryRules(let scope, let number):
      planning.async { [self] in
        do {
          let lines = try RuleTrialRun.lines(scope, store, configuration, now: clock.now()) {
            done in
            reply(.progress(done: done, total: 0, number))
            return !cancelled.withLock { $0.remove(number) != nil }
          }
          if let lines { reply(.rulesTried(lines, number, clock.now())) }
        } catch {
          reply(.failed(Self.sentence(error), number, clock.now()))
        }
      }
    case .prepareEvidence(let order, let row, let number):
      planning.async { [self] in
        do {
          let desk = EvidenceDesk(store: store, configuration: configuration)
          let sheet = try desk.sheet(of: order, row, now: clock.now())
          reply(.evidence(sheet, number, clock.now()))
        } catch {
          reply(.failed(Self.sentence(error), number, clock.now()))
        }
      }
    case .rehearse(let decision, let returns, let number):
      planning.async { [self] in
        do {
          let desk = try Services.notices(configuration)
          let answers = try returns.map {
            try store.rehearse(
              decision, on: $0, by: configuration.operatorName, desk, now: clock.now())
          }
          reply(.rehearsed(answers, number, clock.now()))
        } catch {
          reply(.failed(Self.sentence(error), number, clock.now()))
        }
      }
    case .openClaim(let row, let number):
      write(number, reply) { [self] now in
        let wish = ClaimWish(
          order: row.order, against: row.recourse.name, kind: row.recourse.kind,
          parcel: row.recourse.parcel.isEmpty ? nil : row.recourse.parcel)
        let claim = try store.openClaim(
          wish, policies: try Policies.inForce(configuration.folder), reason: "",
          by: configuration.operatorName,
          now: now)
        return .recorded("claim \(claim.id.number) for \(row.orderName), a draft", number, now)
      }
    case .stepClaim(let claim, let step, let number):
      write(number, reply) { [self] now in
        let changed = try store.step(
          claim.id, step, reason: "", by: configuration.operatorName, now: now)
        return .recorded("claim \(claim.id.number), \(changed.state.rawValue)", number, now)
      }
    case .submitEvidence(let sheet, let number):
      write(number, reply) { [self] now in
        let receipt = try store.submitEvidence(
          sheet.submission, to: sheet.account, by: configuration.operatorName,
          hold: configuration.hold, now: now)
        dispatch()
        return .decided(receipt, number, now)
      }
    case .pull(let account): pull(account)
    case .remember(let kind, let text):
      guard let memory else { return }
      checks.async { [self] in
        do throws(ValueProblem) {
          try memory.append(kind, text)
        } catch {
          reply(.failed("What was typed can't be kept: \(error.what)", nil, clock.now()))
        }
      }
    case .copy, .edit, .pipe, .page, .pageFile, .open, .setTheme, .suspend, .redraw, .bell, .notify,
      .quit:
      break
    }
  }

  /// The answer to an effect that only reads; nil for any other.
  func answer(to effect: Effect) -> Message? {
    guard case .load(let load, let number) = effect else { return nil }
    return answer(to: load, number)
  }

  /// Reads what was asked for; a failure is an answer too.
  func answer(to load: Load, _ number: RequestNumber) -> Message {
    let now = clock.now()
    do {
      return .loaded(try read(load, now, nil), number, now)
    } catch {
      return .failed(Self.sentence(error), number, now)
    }
  }

  /// The same while anyone waits for it; nil: patience ended before that.
  private func answer(
    to load: Load, _ number: RequestNumber, while patience: Patience
  ) -> Message? {
    let now = clock.now()
    do {
      return .loaded(try read(load, now, patience), number, now)
    } catch {
      if (error as? StoreError)?.kind == .givenUp { return nil }
      return .failed(Self.sentence(error), number, now)
    }
  }

  /// The theme of that name.
  func theme(_ name: String) -> Result<Theme, Failure> {
    do {
      return .success(try themes.load(name))
    } catch {
      return .failure(Failure("the theme \(name) can't be used", "\(error)"))
    }
  }

  /// Calls back, on a thread of its own, whenever any process has written to the store.
  func onChange(_ act: @escaping @Sendable () -> Void) {
    watching.async { [self] in
      let isWatching =
        (try? StoreWatch(
          store.path, on: watching, spent: { self.reads.spent },
          isStopped: { self.isStopped.load(ordering: .relaxed) }, act: act)) != nil
      // What was written between the first frame and this moment would never be told.
      if isWatching { act() }
    }
  }

  /// Ends the watch, and waits for what is being written: a line that breaks takes no decision with it.
  func stop() {
    isStopped.store(true, ordering: .relaxed)
    writes.sync {}
  }

  private func write(
    _ number: RequestNumber, _ reply: @escaping @Sendable (Message) -> Void,
    _ work: @escaping @Sendable (Timestamp) throws -> Message
  ) {
    writes.async { [self] in
      let now = clock.now()
      do {
        reply(try work(now))
      } catch {
        let isEnvironment = (error as? StoreError).map { Self.passing.contains($0.kind) } ?? false
        let sentence = Self.sentence(error)
        reply(isEnvironment ? .notWritten(sentence, number, now) : .failed(sentence, number, now))
      }
    }
  }

  /// Troubles with the store that go away, and after which the same can be written again.
  private static let passing: Set<StoreError.Kind> = [.busy, .full, .missing, .readOnly, .failed]

  private func read(_ load: Load, _ now: Timestamp, _ patience: Patience?) throws -> Answer {
    switch load {
    case .queue(let query, let sort, let anchor, let count, let isReversed):
      .queue(
        try store.queue(
          query, sort: sort, reversed: isReversed, at: anchor, count: count, now: now,
          patience: patience))
    case .allInQueue(let query, let sort, let limit):
      .queue(try store.queue(query, sort: sort, at: .start, count: limit, now: now))
    case .queueCount(let query):
      .count(
        try store.queueCount(query, atMost: Load.countLimit, now: now, patience: patience))
    case .exceptions(let query, let sort, let anchor, let count, let isReversed):
      .exceptions(
        try store.exceptions(
          query, sort: sort, reversed: isReversed, at: anchor, count: count, now: now,
          patience: patience))
    case .allExceptions(let query, let sort, let limit):
      .exceptions(try store.exceptions(query, sort: sort, at: .start, count: limit, now: now))
    case .exceptionCount(let query):
      .count(
        try store.exceptionCount(query, atMost: Load.countLimit, now: now, patience: patience))
    case .returns(let query, let openOnly, let anchor, let count):
      .returns(try returns(query, openOnly, anchor, count, now, patience))
    case .allReturns(let query, let openOnly, let limit):
      .returns(try returns(query, openOnly, .start, limit, now))
    case .match(let load): try read(load, now, patience)
    case .suppliers: .suppliers(try store.suppliers(now: now))
    case .numbers(let kind):
      .numbers(kind, try store.numbers(kind, period: 90, limit: 200, now: now))
    case .activity: .activity(try store.activity(now: now))
    case .claims(let query, let anchor, let count):
      .claims(
        try store.deadlines(
          query, at: anchor, count: count, notice: configuration.thresholds.claimClosing, now: now))
    case .deadlines: .deadlines(try store.nextDeadlines(now: now))
    case .counts: .counts(try store.counts())
    case .order(let id, _): .order(try order(id, now))
    case .returnDossier(let id): .returnDossier(try dossier(id, now))
    case .scorecard(let id): .scorecard(try ScorecardRun.card(id, store, configuration, now: now))
    case .notices(let order): .notices(try notices(order, now))
    case .lastUndoable:
      .lastUndoable(try store.lastUndoable(by: configuration.operatorName, now: now))
    case .purchases(let orders): .purchases(try store.openPurchases(of: orders))
    case .buyingStop: .buyingStop(try buyingStop())
    case .rules: .rules(try RuleTrialRun.overview(store, configuration, now: now))
    case .offers(let supplier, let offset, let count):
      .offers(try OfferColumns.page(of: supplier, offset: offset, count: count, store))
    case .newExceptions(let after):
      .newExceptions(
        try store.newExceptions(after: after, limit: 100), upTo: try store.newestException())
    case .past: .past(memory?.past() ?? Past())
    case .savedFilters:
      .savedFilters(
        try store.boardViews(of: configuration.operatorName).map { SavedView($0) }
          + store.savedFilters().map {
            SavedView(name: $0.name, text: $0.text, origin: .shared)
          })
    }
  }

  /// Plans in slices, so that the screen can tell how far it is and stop it; nil: it was stopped.
  private func plan(
    _ scope: PlanScope, _ number: RequestNumber, _ reply: @Sendable (Message) -> Void
  ) throws -> PreparedPlan? {
    let buyer = try Buyer(store: store, configuration: configuration)
    let now = clock.now()
    var catalogue = try buyer.catalogue()
    var whole = PreparedPlan(plan: Plan(madeAt: now), bodies: [])
    var (done, total) = (0, 0)
    var isStopped = false
    func take(_ requests: [RouteRequest]) throws -> Bool {
      isStopped = cancelled.withLock { $0.remove(number) != nil }
      guard !isStopped else { return false }
      let part = try buyer.prepare(requests, catalogue: catalogue, now: now)
      whole.plan.entries += part.plan.entries
      for entry in part.plan.entries { catalogue.use(entry.draft) }
      whole.plan.refused += part.plan.refused
      whole.bodies += part.bodies
      done += requests.count
      reply(.progress(done: done, total: max(total, done), number))
      return true
    }
    switch scope {
    case .orders(let given, let sort):
      let ids = try sort.map { try store.inQueueOrder(given, sort: $0) } ?? given
      total = ids.count
      for start in stride(from: 0, to: ids.count, by: 500) {
        let slice = Array(ids[start..<min(ids.count, start + 500)])
        guard try take(try store.routeRequests(slice, now: now)) else { break }
      }
    case .matching(let query, let sort):
      total = try store.queueCount(query, now: now)
      try store.forEachRouteRequest(query, limit: nil, now: now, take)
      if !isStopped { try whole.sort(like: store, sort) }
    case .replacement(let id):
      total = 1
      _ = try take([try store.replacementRequest(for: id, now: now)])
    }
    return isStopped ? nil : whole
  }

  /// An order, its purchases with what can be found out about them.
  private func order(_ id: OrderID, _ now: Timestamp) throws -> OrderDetail? {
    let found = try store.order(id, returnWindow: configuration.returnWindow, now: now)
    guard var detail = found,
      detail.purchaseRows.contains(where: { $0.sending?.isInDoubt == true })
    else { return found }
    let powers = try Buyer(store: store, configuration: configuration).powers
    detail.purchaseRows = detail.purchaseRows.map { row in
      var row = row
      row.powers = powers(row.receiver)
      return row
    }
    return detail
  }

  /// A return with what is needed to decide it.
  private func dossier(_ id: ReturnID, _ now: Timestamp) throws -> ReturnDossier? {
    let matter = try store.returnCase(
      id, returnWindow: configuration.returnWindow, rates: configuration.rates, now: now)
    return matter.map {
      ReturnDossier(
        matter: $0,
        advice: ReturnAdvice.of(
          $0, configuration.returns, rates: configuration.rates,
          defaultWindow: configuration.returnWindow, now: now))
    }
  }

  /// Of that order, or those of any that wait for the operator, newest first.
  private func notices(_ order: OrderID?, _ now: Timestamp) throws -> [NoticeRow] {
    if let order { return try store.notices(of: order) }
    return try store.notices(.all, states: [.proposed, .unknown], limit: 500, now: now)
  }

  /// Says which file the store is, where it is another than before.
  private func tellFile(_ reply: @Sendable (Message) -> Void) {
    guard let now = store.file else { return }
    let isNew = file.withLock { known in
      defer { known = now }
      return known != now
    }
    if isNew { reply(.storeFile(now)) }
  }

  private var buyingHold: Span { configuration.purchaseHold ?? configuration.hold }

  private func buyingStop() throws -> Console.BuyingStop? {
    if configuration.purchasing.isStopped {
      return Console.BuyingStop(at: nil, by: "config.toml", reason: "stop = true in [purchasing]")
    }
    return try store.buyingStop().map {
      Console.BuyingStop(at: $0.at, by: $0.by, reason: $0.reason)
    }
  }

  private func returns(
    _ query: Query, _ openOnly: Bool, _ anchor: Anchor, _ count: Int, _ now: Timestamp,
    _ patience: Patience? = nil
  ) throws -> Window<ReturnRow> {
    try store.returns(
      query, openOnly: openOnly, at: anchor, count: count,
      returnWindow: configuration.returnWindow, now: now, patience: patience)
  }

  private static func sentence(_ error: any Error) -> String {
    (error as? StoreError).map { Failure($0).description } ?? "\(error)"
  }
}

extension PreparedPlan {
  /// Puts purchases and refusals in the order of the queue.
  fileprivate mutating func sort(like store: Store, _ sort: QueueSort) throws {
    let orders = Set(plan.entries.map(\.draft.order) + plan.refused.map(\.order))
    let places = Dictionary(
      try store.inQueueOrder(Array(orders), sort: sort).enumerated().map { ($1, $0) },
      uniquingKeysWith: { first, _ in first })
    func place(_ order: OrderID) -> Int { places[order] ?? .max }
    // Several of one order stay as the planner has them.
    let entries = plan.entries.indices.sorted {
      (place(plan.entries[$0].draft.order), $0) < (place(plan.entries[$1].draft.order), $1)
    }
    let refused = plan.refused.indices.sorted {
      (place(plan.refused[$0].order), $0) < (place(plan.refused[$1].order), $1)
    }
    bodies = entries.map { bodies[$0] }
    plan.entries = entries.map { plan.entries[$0] }
    plan.refused = refused.map { plan.refused[$0] }
  }
}
