internal import Fulfillment
internal import GRDB

/// What every order is evaluated with, read once for a run of detection and shared by all that evaluate.
struct Evaluator: Sendable {
  let feeds: Feeds
  let recourse: RecourseBook
  /// What was learned of delays; asked in memory, order by order.
  var delays: Delays?
  let promises: PromiseBook
  let thresholds: Thresholds
  let now: Timestamp

  /// What these orders come to. Reads only; what is to be written comes back.
  mutating func evaluate(
    _ ids: some Collection<Int64>, _ loader: Loader
  ) throws -> [Evaluation] {
    var evaluations: [Evaluation] = []
    evaluations.reserveCapacity(ids.count)
    try loader.load(ids, isForRules: true) { order in
      order.facts.follow()
      // Only the rule about orders that are not sent yet asks for it.
      if order.facts.isInPreparation { try loader.findRepeated(&order) }
      let promise = promises.renew(&order)
      complete(&order)
      evaluations.append(try evaluate(&order, promise, loader))
    }
    return evaluations
  }

  /// Adds what only the rules need and no row of the order tells.
  private mutating func complete(_ order: inout LoadedOrder) {
    order.facts.trackingFreshAt = feeds.trackingFreshAt
    order.facts.supplierFreshAt = feeds.supplierFreshAt(order.facts)
    let standing = order.exceptions.filter { $0.exception.state.stands }.map(\.exception.finding)
    order.facts.standing = standing.filter(\.learned)
    guard delays != nil else { return }
    delays?.complete(&order, standing: standing)
  }

  private func evaluate(
    _ order: inout LoadedOrder, _ promise: PromiseNews?, _ loader: Loader
  ) throws -> Evaluation {
    order.facts.fold(followed: now)
    let settlement = Settlement.of(order)
    var (findings, dueAgain) = Detector.examine(folded: order.facts, thresholds, now: now)
    let recourse = try self.recourse.look(
      at: order, order.facts, thresholds, now: now, loader.database, &findings, &dueAgain)
    let nextLook = order.facts.nextLook(dueAgain, standing: findings, now: now)
    guard !order.exceptions.isEmpty || !findings.isEmpty else {
      let isPlain =
        !settlement.isNews && order.attention == Attention() && recourse == nil && promise == nil
      return Evaluation(
        id: order.id, nextCheck: nextLook,
        news: isPlain
          ? nil
          : EvaluationNews(
            settlement: settlement, currency: order.currency, exposure: nil, before: [], after: [],
            attended: order.attention, attention: Attention(), recourse: recourse,
            promise: promise))
    }
    let hasMoved = order.exceptions.contains {
      $0.hasMoved(since: settlement.derived.fingerprint)
    }
    let after = Reconciler.reconcile(
      order.exceptions.map(\.exception), findings, hasMoved: hasMoved, now: now)
    let exposure = order.exposure
    return Evaluation(
      id: order.id, nextCheck: [nextLook, after.nextWake(after: now)].compactMap { $0 }.min(),
      news: EvaluationNews(
        settlement: settlement, currency: order.currency, exposure: exposure,
        before: order.exceptions, after: after,
        attended: order.attention, attention: Attention(after, exposure),
        recourse: recourse, promise: promise))
  }
}

/// What an order comes to: for most of them only when to look again.
struct Evaluation {
  var id: Int64
  var nextCheck: Timestamp?
  /// nil: everything is in the store as it should be.
  var news: EvaluationNews?
}

/// What is raised of an order and what follows from its facts, beside what the store has of both.
final class EvaluationNews: Sendable {
  let settlement: Settlement
  let currency: Currency
  let exposure: Stake?
  let before: [KeptException]
  let after: [OrderException]
  /// As the order's row has it.
  let attended: Attention
  let attention: Attention
  /// What is to be kept of how to get money back; nil: what is kept already.
  let recourse: [Recourse]?
  /// Another promised day than the row has; nil: the same.
  let promise: PromiseNews?

  init(
    settlement: Settlement, currency: Currency, exposure: Stake?, before: [KeptException],
    after: [OrderException],
    attended: Attention, attention: Attention, recourse: [Recourse]?, promise: PromiseNews?
  ) {
    self.settlement = settlement
    self.currency = currency
    self.exposure = exposure
    self.before = before
    self.after = after
    self.attended = attended
    self.attention = attention
    self.recourse = recourse
    self.promise = promise
  }
}

extension Attention {
  init(_ exceptions: [OrderException], _ exposure: Stake?) {
    let shown = exceptions.first(where: \.shown)?.finding
    self.init(
      code: shown?.code, severity: (shown?.severity.rawValue).map(Int64.init),
      risk: exposure?.money(exceptions)?.minor)
  }
}

extension [OrderException] {
  /// When the first snooze ends.
  fileprivate func nextWake(after now: Timestamp) -> Timestamp? {
    compactMap { $0.state == .snoozed ? $0.snoozedUntil : nil }.filter { $0 > now }.min()
  }
}
