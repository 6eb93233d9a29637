import Canvas
import Fulfillment

/// One entry of a plan told in full: what, why there, what speaks against it, and who else there was.
struct PlanReasons {
  var entry: Plan.Entry
  /// What is refused of the same order.
  var stays: [Plan.Refusal] = []

  var lines: [(String, Role)] {
    var lines = what
    if !stays.isEmpty {
      lines.append(("", .overlay))
      lines.append(("Only part of the order; this stays to be bought", .severityWarning))
      lines += stays.map { ("  \($0.sku.isEmpty ? "the rest" : $0.sku): \($0.reason)", .overlay) }
    }
    lines.append(("", .overlay))
    lines.append(("Why \(entry.draft.supplier)", .overlayTitle))
    let reasons = entry.route.reasons
    lines += (reasons.isEmpty ? ["nobody else could"] : reasons).map { ("  " + $0, .overlay) }
    lines.append(("", .overlay))
    lines.append((entry.verdict.text, entry.verdict.trips.isEmpty ? .overlay : .severityWarning))
    lines.append(("", .overlay))
    lines.append(("Who else", .overlayTitle))
    let others = entry.route.runnersUp
    if others.isEmpty { lines.append(("  nobody offers these items", .dim)) }
    lines += others.map { ("  " + text($0), $0.isEligible ? .overlay : .dim) }
    return lines
  }

  private var what: [(String, Role)] {
    let (draft, route) = (entry.draft, entry.route)
    var lines: [(String, Role)] = draft.items.map { item in
      let part = item.part.isEmpty ? "" : " (\(item.part))"
      let price = item.unitCost.map { " at \($0.exact)" } ?? ""
      return ("\(item.quantity) x \(item.supplierSKU)\(price)  for \(item.sku)\(part)", .overlay)
    }
    var cost = "cost " + (draft.cost?.exact ?? "not known")
    if let goods = route.goods, let postage = route.postage {
      cost += " (goods \(goods.exact), postage \(postage.exact))"
    }
    lines.append((cost, .money))
    let share = route.marginShare.map { " (\((Double($0) / 100).tenths)%)" } ?? ""
    let margin = route.margin.map { "margin \($0.exact)\(share)" } ?? "margin not known"
    let days = route.days.map { "\($0.text) days to the door" } ?? "days not known"
    lines.append(
      ("\(margin), \(days)", (route.margin?.minor ?? 0) < 0 ? .severitySerious : .overlay))
    if !draft.method.isEmpty { lines.append(("by " + draft.method, .overlay)) }
    lines.append(("to " + draft.shipTo.lines.joined(separator: ", "), .overlay))
    lines.append(("key " + draft.key, .dim))
    return lines
  }

  private func text(_ other: Route.RunnerUp) -> String {
    var parts = [other.isEligible ? "○ " + other.supplier : "✗ " + other.supplier]
    if !other.method.isEmpty { parts.append(other.method) }
    if let cost = other.cost { parts.append(cost.exact) }
    if let days = other.days { parts.append("\(days.text) days") }
    return parts.joined(separator: "  ") + ": " + other.reason
  }
}

extension [Plan.Refusal] {
  /// For a column: `part, 2 stay`.
  var short: String { "part, \(count.grouped) \(count == 1 ? "stays" : "stay")" }

  /// In full: `only part of the order; stays to be bought: LAMP-01 (no supplier is mapped to it)`
  var text: String {
    let what = map { ($0.sku.isEmpty ? "the rest" : $0.sku) + " (\($0.reason))" }
    return "only part of the order; stays to be bought: " + what.joined(separator: ", ")
  }
}

extension PurchaseDraft {
  /// `2 x VAR-5-40, 1 x CASE-1`
  var itemsText: String {
    items.map { "\($0.units) x \($0.sku)" }.joined(separator: ", ")
  }
}

extension PurchasingPolicy.Verdict {
  /// For a column: what tripped, else the mode.
  var short: String {
    if let trip = trips.first { return trip + (trips.count > 1 ? " +\(trips.count - 1)" : "") }
    return automation.isEmpty ? mode.word : "\(mode.word): \(automation)"
  }

  /// In full.
  var text: String {
    let who = automation.isEmpty ? mode.word : "\(mode.word), by the automation \(automation)"
    return trips.isEmpty ? who : "\(who); tripped: " + trips.joined(separator: "; ")
  }
}

extension PurchasingPolicy.Mode {
  var word: String {
    switch self {
    case .manual: "by hand"
    case .approve: "with approval"
    case .automatic: "automatic"
    }
  }
}

extension ClosedRange<Int> {
  /// `7-12`, or `7`
  var text: String {
    lowerBound == upperBound ? "\(lowerBound)" : "\(lowerBound)-\(upperBound)"
  }
}
