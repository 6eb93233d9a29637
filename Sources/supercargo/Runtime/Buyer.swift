import Console
import Fulfillment
import Settings
import Store
import Sync

/// Plans purchases and intends them: one way for the console, `plan`, `apply` and `route`. Sends nothing:
/// what it intends waits out the hold window in the outbox.
struct Buyer: Sendable {
  let store: Store
  let configuration: Configuration
  private let purchasing: Purchasing
  /// What the receivers can do about an unknown outcome, by their name.
  let powers: @Sendable (String) -> SupplierPowers

  init(store: Store, configuration: Configuration) throws {
    self.store = store
    self.configuration = configuration
    let receivers = try Services.receivers(configuration)
    purchasing = Services.purchasing(configuration, receivers)
    let byName = Dictionary(
      receivers.map { ($0.name, $0.powers) }, uniquingKeysWith: { first, _ in first })
    powers = { byName[$0] ?? .none }
  }

  /// What an operator would buy for these orders. Automatic purchases are shown as such, with what would
  /// keep them from going by themselves; an operator may buy them all the same.
  func prepare(_ requests: [RouteRequest], now: Timestamp) throws -> PreparedPlan {
    try prepare(requests, catalogue: catalogue(), now: now)
  }

  /// The same with a catalogue at hand, for many calls in a row.
  func prepare(
    _ requests: [RouteRequest], catalogue: Catalogue, now: Timestamp
  ) throws -> PreparedPlan {
    // Nothing here goes by itself: what is too old for that is only said to be.
    var asked = configuration.purchasing
    for index in asked.automations.indices where asked.automations[index].mode == .automatic {
      asked.automations[index].mode = .approve
    }
    if asked.mode == .automatic { asked.mode = .approve }
    var plan = Planner.plan(
      requests, catalogue, routing: configuration.routing, purchasing: asked,
      usage: try usage(now: now), rates: configuration.rates, now: now)
    var prepared = PreparedPlan(plan: Plan(madeAt: plan.madeAt, refused: plan.refused), bodies: [])
    for index in plan.entries.indices {
      plan.entries[index].verdict.mode = mode(of: plan.entries[index].verdict)
      let entry = plan.entries[index]
      do throws(PurchaseProblem) {
        prepared.bodies.append(try intent(entry, now: now).body)
        prepared.plan.entries.append(entry)
      } catch {
        prepared.plan.refused.append(
          Plan.Refusal(
            order: entry.draft.order, orderName: entry.draft.orderName,
            sku: entry.draft.items.map(\.sku).joined(separator: ", "), reason: error.reason,
            code: "order.blocked"))
      }
    }
    return prepared
  }

  /// Everything that can fill a line; a supplier that this program can't order from is passed over.
  func catalogue() throws -> Catalogue {
    try purchasing.catalogue(store)
  }

  /// Intends the entries, to be sent once the hold window has passed; one decision, one undo. What can't
  /// be intended is refused, and the rest goes ahead.
  func buy(_ prepared: PreparedPlan, now: Timestamp) throws -> DecisionReceipt {
    guard !configuration.purchasing.isStopped else {
      throw Failure(
        "nothing is bought", "\(configuration.file) stops buying",
        remedy: "take stop = true out of [purchasing]")
    }
    var (intents, refused): ([Intent], [DecisionReceipt.Refusal]) = ([], [])
    for (entry, body) in zip(prepared.plan.entries, prepared.bodies) {
      do throws(PurchaseProblem) {
        var intent = try intent(entry, now: now)
        // What was shown is what is sent.
        intent.body = body
        intents.append(intent)
      } catch {
        refused.append(.init(target: entry.draft.orderName, reason: error.reason))
      }
    }
    var receipt = try store.intend(
      intents, by: configuration.operatorName, hold: purchasing.hold, now: now)
    receipt.refused = refused + receipt.refused
    return receipt
  }

  private func intent(_ entry: Plan.Entry, now: Timestamp) throws(PurchaseProblem) -> Intent {
    try purchasing.intent(
      for: entry, sending: .held(until: now + purchasing.hold, now: now), fingerprint: 0)
  }

  private func usage(now: Timestamp) throws -> [String: PurchasingPolicy.Usage] {
    var usage: [String: PurchasingPolicy.Usage] = [:]
    for automation in configuration.purchasing.automations {
      usage[automation.name] = try store.usage(
        of: automation.name,
        currency: automation.guardrails.dailyMoney?.currency ?? configuration.rates.base,
        rates: configuration.rates, now: now)
    }
    return usage
  }

  private func mode(of verdict: PurchasingPolicy.Verdict) -> PurchasingPolicy.Mode {
    let policy = configuration.purchasing
    return policy.automations.first { $0.name == verdict.automation }?.mode ?? policy.mode
  }
}

extension Store {
  /// The orders that match, for routing, a batch at a time.
  func forEachRouteRequest(
    _ query: Query, limit: Int?, now: Timestamp, _ body: ([RouteRequest]) throws -> Bool
  ) throws {
    var (last, left): (OrderID?, Int) = (nil, limit ?? .max)
    while left > 0 {
      let batch = try routeRequests(query, limit: min(left, 500), after: last, now: now)
      guard let end = batch.last, try body(batch) else { return }
      left -= batch.count
      last = end.order
    }
  }
}

extension Decision {
  /// It lets a purchase go: the hold window of purchases applies.
  var isAboutBuying: Bool {
    switch self {
    case .approvePurchase, .holdPurchase, .releasePurchase, .dropPurchase, .cancelPurchase: true
    default: false
    }
  }
}
