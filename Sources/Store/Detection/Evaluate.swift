internal import Fulfillment
internal import GRDB

/// What every order is evaluated with, read once for a run of detection and shared by all that evaluate.
struct Evaluator {
  let feeds: Feeds
  /// What was learned of delays; asked in memory, order by order.
  var delays: Delays?
  let thresholds: Thresholds
  let now: Timestamp

  /// What these orders come to. Reads only; what is to be written comes back.
  mutating func evaluate(
    _ ids: some Collection<Int64>, _ loader: Loader
  ) throws -> [Evaluation] {
    try loader.load(ids, isForRules: true).map { order in
      var order = order
      complete(&order)
      return evaluate(order)
    }
  }

  /// Adds what only the rules need and no row of the order tells.
  private mutating func complete(_ order: inout LoadedOrder) {
    order.facts.trackingFreshAt = feeds.trackingFreshAt
    order.facts.supplierFreshAt = feeds.supplierFreshAt(order.facts)
    guard delays != nil else { return }
    let standing = order.exceptions.filter { $0.exception.state.stands }.map(\.exception.finding)
    delays?.complete(&order, standing: standing)
  }

  private func evaluate(_ order: LoadedOrder) -> Evaluation {
    var facts = order.facts
    facts.fold()
    let settlement = Settlement(order, facts)
    let (findings, dueAgain) = Detector.examine(folded: facts, thresholds, now: now)
    let nextLook = facts.nextLook(dueAgain, standing: findings, now: now)
    guard !order.exceptions.isEmpty || !findings.isEmpty else {
      return Evaluation(
        settlement: settlement, exposure: nil, before: [], after: [], attention: Attention(),
        isAttentionNews: order.attention != Attention(), nextCheck: nextLook)
    }
    let hasMoved = order.exceptions.contains {
      $0.hasMoved(since: settlement.derived.fingerprint)
    }
    let after = Reconciler.reconcile(
      order.exceptions.map(\.exception), findings, hasMoved: hasMoved, now: now)
    let exposure = order.exposure
    let attention = Attention(after, exposure)
    return Evaluation(
      settlement: settlement, exposure: exposure, before: order.exceptions, after: after,
      attention: attention, isAttentionNews: order.attention != attention,
      nextCheck: [nextLook, after.nextWake(after: now)].compactMap { $0 }.min())
  }
}

/// What an order comes to, and what of that is not in the store yet.
struct Evaluation {
  var settlement: Settlement
  var exposure: Stake?
  var before: [KeptException]
  var after: [OrderException]
  var attention: Attention
  var isAttentionNews: Bool
  var nextCheck: Timestamp?

  var id: Int64 { settlement.id }
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
