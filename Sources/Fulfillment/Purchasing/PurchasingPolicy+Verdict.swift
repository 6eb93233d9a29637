extension PurchasingPolicy {
  /// How a purchase would come about, and what keeps it from doing so by itself.
  ///
  /// Every item of it is looked up alone, and the most careful mode that any of them has decides: what
  /// has not earned its automation does not slip through with what has. The guardrails of all the
  /// automations involved hold.
  /// - Parameter usage: what every automation has bought so far, by its name.
  package func verdict(
    _ draft: PurchaseDraft, route: Route, request: RouteRequest, usage: [String: Usage],
    rates: Rates, now: Timestamp
  ) -> Verdict {
    guard !isStopped else {
      return Verdict(mode: .manual, trips: ["buying is stopped in the configuration"])
    }
    let involved = involved(draft)
    let mode = involved.map { $0?.mode ?? self.mode }.min { $0.care < $1.care } ?? self.mode
    let decisive = involved.first { ($0?.mode ?? self.mode) == mode } ?? nil
    var verdict = Verdict(mode: mode, automation: decisive?.name ?? "")
    guard mode != .manual else { return verdict }
    if let loss = route.margin, loss.minor < 0 {
      verdict.trips.append("it loses \(Money(minor: -loss.minor, currency: loss.currency).inWords)")
    }
    if let promisedAt = request.promisedAt, let days = route.days,
      now + .days(Int64(days.upperBound)) > promisedAt
    {
      verdict.trips.append("it may arrive after the promise of \(promisedAt.date.description)")
    }
    for automation in involved.compactMap({ $0 }) {
      let guarding = Guarding(
        rails: automation.guardrails, usage: usage[automation.name] ?? Usage(), rates: rates)
      verdict.trips += guarding.trips(draft, route, request, now: now)
      if mode == .automatic { verdict.trips += guarding.pilot }
    }
    verdict.trips = verdict.trips.uniqued
    return verdict
  }

  /// The automation of each item, without repeats, in the order of the policy; nil: the general mode.
  private func involved(_ draft: PurchaseDraft) -> [Automation?] {
    let fitting = automations.indices.filter { place in
      let automation = automations[place]
      return
        (automation.storefronts.isEmpty
        || NamePattern.any(automation.storefronts, match: draft.storefront))
        && (automation.suppliers.isEmpty
          || NamePattern.any(automation.suppliers, match: draft.supplier))
    }
    var places: Set<Int> = []
    for item in draft.items {
      let place = fitting.first { place in
        let skus = automations[place].skus
        return skus.isEmpty || NamePattern.any(skus, match: item.sku)
      }
      places.insert(place ?? automations.count)
    }
    return places.sorted().map { automations.indices.contains($0) ? automations[$0] : nil }
  }

  /// The guardrails of one automation at one purchase.
  private struct Guarding {
    let rails: Guardrails
    let usage: Usage
    let rates: Rates

    func trips(
      _ draft: PurchaseDraft, _ route: Route, _ request: RouteRequest, now: Timestamp
    ) -> [String] {
      [cost(draft), margin(route), country(draft), age(request, now), count, money(draft)]
        .compactMap { $0 }
    }

    /// Approved by hand at first.
    var pilot: [String] {
      guard usage.proven < rails.pilot else { return [] }
      return ["the first \(rails.pilot) are approved by hand, and \(usage.proven) are"]
    }

    private func cost(_ draft: PurchaseDraft) -> String? {
      guard let most = rails.maxCost else { return nil }
      guard let cost = draft.cost else {
        return "its cost is not known, and the limit is \(most.inWords)"
      }
      guard let same = rates.convert(cost, to: most.currency) else {
        return "no rate of \(cost.currency.code), and the limit is \(most.inWords)"
      }
      guard same.minor > most.minor else { return nil }
      return "it costs \(cost.inWords), above \(most.inWords)"
    }

    private func margin(_ route: Route) -> String? {
      guard let least = rails.minMargin else { return nil }
      guard let share = route.marginShare else {
        return "its margin is not known, and the limit is \(percentText(least))"
      }
      return share < least ? "margin \(percentText(share)), under \(percentText(least))" : nil
    }

    private func country(_ draft: PurchaseDraft) -> String? {
      let country = draft.shipTo.country
      guard !rails.countries.isEmpty, !NamePattern.any(rails.countries, match: country) else {
        return nil
      }
      return country.isEmpty
        ? "the order names no country" : "\(country.briefly) is not among its countries"
    }

    private func age(_ request: RouteRequest, _ now: Timestamp) -> String? {
      let age = now - request.placedAt
      guard let most = rails.maxAge, age > most else { return nil }
      return StaleWord.text(age: age, limit: most)
    }

    private var count: String? {
      guard let most = rails.dailyCount, usage.countToday >= most else { return nil }
      return "\(usage.countToday) bought today already, and the limit is \(most)"
    }

    private func money(_ draft: PurchaseDraft) -> String? {
      guard let most = rails.dailyMoney else { return nil }
      let before = usage.moneyToday ?? .zero(most.currency)
      guard let cost = draft.cost.flatMap({ rates.convert($0, to: most.currency) }),
        let spent = rates.convert(before, to: most.currency), let sum = spent.plus(cost)
      else { return "its cost is not known, and the limit of a day is \(most.inWords)" }
      guard sum.minor > most.minor else { return nil }
      return "with it \(sum.inWords) today, above \(most.inWords)"
    }
  }
}

extension PurchasingPolicy.Mode {
  /// The smaller, the more careful.
  fileprivate var care: Int {
    switch self {
    case .manual: 0
    case .approve: 1
    case .automatic: 2
    }
  }
}
