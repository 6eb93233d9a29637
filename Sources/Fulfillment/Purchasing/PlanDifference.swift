/// What has changed between a purchase of a kept plan and the plan made now: why it is not applied as it
/// was shown.
package struct PlanDifference: Hashable, Sendable {
  package var order: OrderID
  package var orderName: String
  /// Most telling first; never empty.
  package var changes: [Change]

  /// One thing that is not as it was.
  package enum Change: Hashable, Sendable {
    /// It would not be bought any more; why.
    case gone(String)
    /// It was not in the kept plan.
    case new
    case supplier(from: String, to: String)
    case method(from: String, to: String)
    case items(from: String, to: String)
    case cost(from: Money?, to: Money?)
    case address(from: String, to: String)
    /// Another purchase of these lines has come to nothing since.
    case generation(from: Int, to: Int)

    /// In the operator's words: `cost 4.25 USD -> 5.10 USD`.
    package var text: String {
      switch self {
      case .gone(let reason): "not bought any more: \(reason)"
      case .new: "not in the plan"
      case .supplier(let from, let to): "supplier \(from.briefly) -> \(to.briefly)"
      case .method(let from, let to): "method \(method(from)) -> \(method(to))"
      case .items(let from, let to): "items \(from) -> \(to)"
      case .cost(let from, let to):
        "cost \(from?.inWords ?? "not known") -> \(to?.inWords ?? "not known")"
      case .address(let from, let to): "address \(from.quotedBriefly) -> \(to.quotedBriefly)"
      case .generation: "a purchase of it has come to nothing since"
      }
    }

    private func method(_ name: String) -> String {
      name.isEmpty ? "of the supplier's choice" : name.briefly
    }
  }

  package init(order: OrderID, orderName: String, changes: [Change]) {
    self.order = order
    self.orderName = orderName
    self.changes = changes
  }

  /// What has changed of one purchase; nil: nothing. Its counterpart in the plan made now is the one
  /// with its key, else the one of its order that shares most of its units.
  package static func of(_ kept: Plan.Entry, in made: Plan) -> PlanDifference? {
    of(kept, among: made.entries.filter { $0.draft.order == kept.draft.order }, made)
  }

  /// What has changed of every purchase, and what only the plan made now holds, in the order of the kept
  /// plan.
  package static func between(_ kept: Plan, _ made: Plan) -> [PlanDifference] {
    let byOrder = Dictionary(grouping: made.entries) { $0.draft.order }
    var differences = kept.entries.compactMap {
      of($0, among: byOrder[$0.draft.order] ?? [], made)
    }
    let keptUnits = Dictionary(grouping: kept.entries) { $0.draft.order }
    for entry in made.entries {
      let before = keptUnits[entry.draft.order] ?? []
      guard !before.contains(where: { shared($0.draft, entry.draft) > 0 }) else { continue }
      differences.append(
        PlanDifference(
          order: entry.draft.order, orderName: entry.draft.orderName, changes: [.new]))
    }
    return differences
  }

  private static func of(
    _ kept: Plan.Entry, among entries: [Plan.Entry], _ made: Plan
  ) -> PlanDifference? {
    let draft = kept.draft
    let key = draft.key
    let nearest = entries.max {
      (shared($0.draft, draft), $1.draft.supplier) < (shared($1.draft, draft), $0.draft.supplier)
    }
    guard let other = entries.first(where: { $0.draft.key == key })?.draft ?? nearest?.draft,
      shared(other, draft) > 0
    else {
      let skus = Set(draft.items.map(\.sku) + [""])
      let refusal = made.refused.first { $0.order == draft.order && skus.contains($0.sku) }
      return PlanDifference(
        order: draft.order, orderName: draft.orderName,
        changes: [.gone(refusal?.reason ?? "the order is not to be bought for any more")])
    }
    let changes = changes(from: draft, to: other)
    guard !changes.isEmpty else { return nil }
    return PlanDifference(order: draft.order, orderName: draft.orderName, changes: changes)
  }

  private static func changes(from old: PurchaseDraft, to new: PurchaseDraft) -> [Change] {
    var changes: [Change] = []
    if old.supplier != new.supplier {
      changes.append(.supplier(from: old.supplier, to: new.supplier))
    }
    if old.items.map(\.filled) != new.items.map(\.filled) {
      changes.append(.items(from: text(old.items), to: text(new.items)))
    } else if old.supplier == new.supplier, asked(old.items) != asked(new.items) {
      changes.append(.items(from: asked(old.items), to: asked(new.items)))
    }
    if old.cost != new.cost { changes.append(.cost(from: old.cost, to: new.cost)) }
    if old.method != new.method { changes.append(.method(from: old.method, to: new.method)) }
    if old.shipTo != new.shipTo || old.email != new.email {
      changes.append(
        .address(from: old.shipTo.inOneLine(old.email), to: new.shipTo.inOneLine(new.email)))
    }
    if old.generation != new.generation {
      changes.append(.generation(from: old.generation, to: new.generation))
    }
    return changes
  }

  /// Units that two purchases would both fill.
  private static func shared(_ one: PurchaseDraft, _ other: PurchaseDraft) -> Int {
    var units = 0
    for left in one.items {
      for right in other.items where left.line == right.line && left.part == right.part {
        let start = max(left.firstUnit, right.firstUnit)
        units += max(0, min(left.end, right.end) - start)
      }
    }
    return units
  }

  /// `2 of v-1, 1 of v-7`: what the supplier is asked for.
  private static func asked(_ items: [PurchaseDraft.Item]) -> String {
    items.map { "\($0.quantity) of \($0.supplierSKU.briefly)" }.joined(separator: ", ")
  }

  /// `2 MUG-1, 1 SET-1 (lid)`
  static func text(_ items: [PurchaseDraft.Item]) -> String {
    items.map { item in
      "\(item.units) \(item.sku.briefly)" + (item.part.isEmpty ? "" : " (\(item.part.briefly))")
    }.joined(separator: ", ")
  }
}

extension PurchaseDraft.Item {
  fileprivate var end: Int { firstUnit + units }

  /// Which units it fills.
  fileprivate var filled: [String] { [line, part, "\(firstUnit)+\(units)"] }
}

extension Address {
  fileprivate func inOneLine(_ email: String) -> String {
    [name, company, line1, line2, postcode, city, province, country, phone, email]
      .filter { !$0.isBlank }.joined(separator: ", ")
  }
}
