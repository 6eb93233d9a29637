import Console
import Fulfillment
import Settings
import Store

/// Goods bought again for customers: routed and written down like any purchase.
struct Replacing {
  let buyer: Buyer
  /// Who else but that supplier is passed over; nil: the router chooses.
  var supplier: String?

  /// What would be bought, or why nothing would.
  func prepare(_ request: RouteRequest, now: Timestamp) throws -> PreparedPlan {
    var catalogue = try buyer.catalogue()
    if let supplier {
      let isKnown = catalogue.suppliers[supplier.lowercased()] != nil
      guard isKnown else {
        throw Failure(
          "replace", "there is no supplier \(supplier)",
          remedy: NearestName.remedy(supplier, among: catalogue.suppliers.values.map(\.supplier)),
          status: .usage)
      }
      catalogue.offers = catalogue.offers.mapValues { offers in
        offers.filter { $0.supplier.lowercased() == supplier.lowercased() }
      }
    }
    return try buyer.prepare([request], catalogue: catalogue, now: now)
  }
}

/// What a replacement would do, for a person.
struct ReplacementText {
  /// - Parameters:
  ///   - matter: the order's money; nil: not known.
  static func lines(
    _ request: RouteRequest, _ prepared: PreparedPlan, _ money: OrderMoney?, rates: Rates,
    recourse: [RecourseRow]
  ) -> [String] {
    let what = request.lines.map { line in
      "\(line.quantity - (line.covered[""] ?? 0)) x \(line.sku)"
    }.joined(separator: ", ")
    var lines = ["\(request.orderName): send \(what.isEmpty ? "nothing" : what) again"]
    for entry in prepared.plan.entries {
      let (draft, route) = (entry.draft, entry.route)
      let items = draft.items.map { "\($0.quantity) x \($0.supplierSKU)" }.joined(separator: ", ")
      let days = route.days.map { ", \($0.lowerBound)-\($0.upperBound) days" } ?? ""
      let method = draft.method.isEmpty ? "" : " by \(draft.method)"
      lines.append(
        "  \(draft.supplier)\(method): \(items), \(draft.cost?.inWords ?? "cost not known")\(days)")
      lines += route.reasons.map { "    \($0)" }
      lines += entry.verdict.trips.map { "    ! \($0)" }
      lines += route.runnersUp.prefix(4).map { "    \($0.isEligible ? "+" : "-") \($0.told)" }
    }
    for refusal in prepared.plan.refused {
      let sku = refusal.sku.isEmpty ? "" : "\(refusal.sku): "
      lines.append("  not bought: \(sku)\(refusal.reason)")
    }
    if let money { lines += margin(money, prepared, rates) }
    if recourse.isEmpty {
      lines.append("  whose fault: not known; nobody is to be asked for it")
    }
    for row in recourse.prefix(3) { lines.append("  whose fault: \(row.text)") }
    return lines.map { line in
      String(line.prefix { $0 == " " }) + line.sanitised(limit: 400)
    }
  }

  private static func margin(
    _ money: OrderMoney, _ prepared: PreparedPlan, _ rates: Rates
  ) -> [String] {
    guard let before = money.margin, !prepared.plan.entries.isEmpty else {
      return money.margin == nil ? ["  margin of the order: \(money.gap)"] : []
    }
    var after = before
    for entry in prepared.plan.entries {
      guard let cost = entry.draft.cost.flatMap({ rates.convert($0, to: before.currency) }) else {
        return ["  margin of the order: \(before.inWords) now, after it not known"]
      }
      after = Money(minor: after.minor - cost.minor, currency: before.currency)
    }
    return ["  margin of the order: \(before.inWords) now, \(after.inWords) after it"]
  }
}

extension Route.RunnerUp {
  fileprivate var told: String {
    let way = method.isEmpty ? supplier : "\(supplier) by \(method)"
    return [way, cost?.inWords ?? "", reason].filter { !$0.isEmpty }.joined(separator: "  ")
  }
}
