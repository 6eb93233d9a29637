package import Fulfillment

/// What would be bought, on the screen: made, looked through, bought.
package struct PlanSheet: Equatable, Sendable {
  /// How far it has come.
  package enum Stage: Equatable, Sendable {
    /// The plan is being made under that number.
    case planning(RequestNumber)
    /// It can be looked at, and bought.
    case shown
    /// Asks whether all of it is to be bought.
    case asking
    /// It is being written down under that number; cancelled or not.
    case buying(RequestNumber, isStopping: Bool)
  }

  /// What is shown of it.
  package enum Face: Equatable, Sendable {
    case list
    /// Why the entry under the cursor, and who else there was.
    case reasons
    /// Exactly what would be sent for it.
    case body
  }

  /// `#1001`, or `12 orders`.
  package var title: String
  package var stage: Stage
  package var progress: Progress?
  package var prepared = PreparedPlan(plan: Plan(madeAt: Timestamp(milliseconds: 0)), bodies: [])
  /// Entries that are left out, by their place.
  package var left: Set<Int> = []
  /// Entries first, then what is refused.
  package var cursor = 0
  package var face = Face.list
  /// What is refused of orders of which something is bought.
  package var stays: [OrderID: [Plan.Refusal]] = [:]
  package var scroll = 0

  /// So many of so many.
  package struct Progress: Equatable, Sendable {
    package var done: Int
    package var total: Int
  }

  package init(title: String, stage: Stage) {
    self.title = title
    self.stage = stage
  }
}

extension PlanSheet {
  /// What the loop is asked for at the moment.
  var request: RequestNumber? {
    switch stage {
    case .planning(let number), .buying(let number, _): number
    case .shown, .asking: nil
    }
  }

  var plan: Plan { prepared.plan }

  var lineCount: Int { plan.entries.count + plan.refused.count }

  /// Finds the orders that would be bought only in part.
  mutating func noteWhatStays() {
    let orders = Set(plan.entries.map(\.draft.order))
    stays = Dictionary(grouping: plan.refused.filter { orders.contains($0.order) }, by: \.order)
  }

  /// Orders, of those that are not left out, that would be bought only in part.
  var partly: Int {
    guard !stays.isEmpty else { return 0 }
    return Set(chosen.plan.entries.map(\.draft.order)).count { stays[$0] != nil }
  }

  /// The entry under the cursor; nil where what is refused is.
  var entry: Plan.Entry? {
    plan.entries.indices.contains(cursor) ? plan.entries[cursor] : nil
  }

  /// The refusal under the cursor.
  var refusal: Plan.Refusal? {
    let place = cursor - plan.entries.count
    return plan.refused.indices.contains(place) ? plan.refused[place] : nil
  }

  /// Exactly what would be sent for the entry under the cursor.
  var body: String {
    prepared.bodies.indices.contains(cursor) && entry != nil ? prepared.bodies[cursor] : ""
  }

  /// The plan without what is left out.
  var chosen: PreparedPlan {
    guard !left.isEmpty else { return prepared }
    var rest = prepared
    let kept = plan.entries.indices.filter { !left.contains($0) }
    rest.plan.entries = kept.map { plan.entries[$0] }
    rest.bodies = kept.compactMap {
      prepared.bodies.indices.contains($0) ? prepared.bodies[$0] : nil
    }
    return rest
  }
}

extension Plan {
  /// What it would cost, by currency.
  var money: [Money] { entries.compactMap(\.draft.cost).summed }

  /// Purchases whose cost is not known.
  var unpriced: Int { entries.count { $0.draft.cost == nil } }

  /// Purchases at which a guardrail tripped.
  var tripped: Int { entries.count { !$0.verdict.trips.isEmpty } }

  /// `12 purchases, $310.40 + €88.00 and 1 without a price`
  var total: String {
    let priced = money.isEmpty ? [] : [money.exact]
    let rest = unpriced > 0 ? ["\(unpriced.grouped) without a price"] : []
    return
      ([Noun.of(entries.count, "purchase", "purchases")]
      + [(priced + rest).joined(separator: " and ")].filter { !$0.isEmpty })
      .joined(separator: ", ")
  }
}
