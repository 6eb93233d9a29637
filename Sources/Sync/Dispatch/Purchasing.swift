import Connectors
package import Fulfillment
package import Store

/// Buying by itself, as far as the operator's policy lets it: plans what the orders need and writes it
/// down, proposed or held for the hold window. It sends nothing.
package struct Purchasing: Sendable {
  package var routing: RoutingPolicy
  package var policy: PurchasingPolicy
  package var rates: Rates
  /// How long a purchase stays before it leaves.
  package var hold: Span
  /// By supplier name in lower case.
  let receivers: [String: Receiver]
  let failPoint: FailPoint

  /// Whoever buys where no operator does, as the decisions name it.
  package static let buyer = "supercargo"
  /// Orders planned together, and together at most in one round of the engine.
  private static let slice = 100
  private static let roundLimit = 1000

  package init(
    routing: RoutingPolicy, policy: PurchasingPolicy, rates: Rates, hold: Span,
    receivers: [Receiver], failPoint: FailPoint = .off
  ) {
    self.routing = routing
    self.policy = policy
    self.rates = rates
    self.hold = hold
    self.receivers = Dictionary(
      receivers.map { ($0.name.lowercased(), $0) }, uniquingKeysWith: { first, _ in first })
    self.failPoint = failPoint
  }

  /// Somebody lets it buy at all.
  package var isActive: Bool {
    guard !policy.isStopped else { return false }
    return policy.mode != .manual || policy.automations.contains { $0.mode != .manual }
  }

  /// Exactly what will be sent for an entry of a plan, and to whom. Throws why it can't be, in the
  /// operator's words.
  /// - Parameters:
  ///   - sending: `.proposed`, or held.
  ///   - fingerprint: of the request that was planned with; 0: not compared.
  package func intent(
    for entry: Plan.Entry, sending: Sending, fingerprint: Int64
  ) throws(PurchaseProblem) -> Intent {
    let supplier = entry.draft.supplier
    guard let receiver = receivers[supplier.lowercased()] else {
      throw PurchaseProblem("\(supplier) can't be ordered from: it has no account here")
    }
    let body: String?
    do {
      body = try receiver.body(for: entry.draft)
    } catch {
      throw PurchaseProblem(error.reason)
    }
    guard let body else { throw PurchaseProblem("\(supplier) takes no orders") }
    return Intent(
      draft: entry.draft, body: body, receiver: receiver.name,
      automation: entry.verdict.automation, sending: sending, fingerprint: fingerprint,
      needsPayment: receiver.paysByItself)
  }

  /// Plans the next orders in turn: why nobody could fill a line is kept for the rules, and what may be
  /// bought by itself is written down.
  /// - Parameter after: where the last round ended; nil: at the first order.
  func round(
    _ store: Store, after: OrderID?, now: Timestamp
  ) throws -> (report: PurchasingReport, next: OrderID?) {
    var report = PurchasingReport()
    let isBuying = try isActive && store.buyingStop() == nil
    var catalogue = try catalogue(store)
    var next = after
    while report.examined < Purchasing.roundLimit {
      let requests = try store.routeRequests(
        Purchasing.waiting, limit: Purchasing.slice, after: next, now: now)
      report.examined += requests.count
      let plan = Planner.plan(
        requests.compactMap(Purchasing.untouched), catalogue, routing: routing, purchasing: policy,
        usage: try usage(store, now), rates: rates, buysManual: false, now: now)
      for entry in plan.entries where entry.verdict.mode != .manual { catalogue.use(entry.draft) }
      try store.keepRefusals(plan.refused, for: requests.map(\.order), now: now)
      for request in isBuying ? requests : [] {
        let entries = plan.entries.filter { $0.draft.order == request.order }
        try buy(entries, request, store, now, &report)
      }
      next = requests.last?.order
      guard requests.count == Purchasing.slice else { return (report, nil) }
    }
    return (report, next)
  }

  /// Orders something of which may still have to be bought.
  private static let waiting = Query.match(.state([.ready, .ordered, .processing, .shipped]))

  /// The request without the lines that were bought before and came to nothing: whether to try again, or
  /// elsewhere, is an operator's matter. nil where nothing is left.
  private static func untouched(_ request: RouteRequest) -> RouteRequest? {
    guard request.obstacle.isEmpty else { return nil }
    var request = request
    request.lines.removeAll { $0.generation > 0 }
    return request.lines.isEmpty ? nil : request
  }

  /// Everything that can fill a line; who can't be ordered from here is passed over.
  package func catalogue(_ store: Store) throws -> Catalogue {
    var catalogue = try store.catalogue()
    for name in catalogue.suppliers.keys {
      catalogue.suppliers[name]?.takesOrders = receivers[name] != nil
    }
    return catalogue
  }

  /// What every automation has bought so far.
  private func usage(
    _ store: Store, _ now: Timestamp
  ) throws -> [String: PurchasingPolicy.Usage] {
    var usage: [String: PurchasingPolicy.Usage] = [:]
    for automation in policy.automations {
      let currency = automation.guardrails.dailyMoney?.currency ?? rates.base
      usage[automation.name] = try store.usage(
        of: automation.name, currency: currency, rates: rates, now: now)
    }
    return usage
  }

  private func buy(
    _ entries: [Plan.Entry], _ request: RouteRequest, _ store: Store, _ now: Timestamp,
    _ report: inout PurchasingReport
  ) throws {
    var intents: [Intent] = []
    for entry in entries where entry.verdict.mode != .manual {
      let isProposed = entry.verdict.mode == .approve || !entry.verdict.trips.isEmpty
      let sending =
        isProposed ? Sending(state: .proposed) : Sending.held(until: now + hold, now: now)
      do throws(PurchaseProblem) {
        var intent = try intent(
          for: entry, sending: sending, fingerprint: request.fingerprint)
        intent.note = entry.verdict.trips.joined(separator: "; ")
        intents.append(intent)
      } catch {
        report.refused.append("\(request.orderName): \(error.reason)")
      }
    }
    guard !intents.isEmpty else { return }
    let receipt = try store.intend(intents, by: Purchasing.buyer, hold: hold, now: now)
    try failPoint.pass(.intended)
    report.refused += receipt.refused.map { "\($0.target): \($0.reason)" }
    report.intended += receipt.applied
  }
}

/// Why a planned purchase can't be written down, in the operator's words.
package struct PurchaseProblem: Error, Hashable, Sendable {
  package var reason: String

  package init(_ reason: String) { self.reason = reason }
}

/// What one round of buying by itself did.
package struct PurchasingReport: Hashable, Sendable {
  /// Orders looked at.
  package var examined = 0
  /// Purchases written down, proposed or held.
  package var intended = 0
  /// What was planned and not written down, and why.
  package var refused: [String] = []
  /// Parcels that storefronts are to be told of.
  package var fulfilments = 0

  package init() {}
}
