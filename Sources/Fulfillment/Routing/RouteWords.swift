/// What the operator should know of a purchase beside why it was chosen.
struct RouteWords {
  private let inquiry: Inquiry
  private let parcel: Parcel
  private let auctions: [Auction]
  private let margin: Margin

  init(_ inquiry: Inquiry, _ parcel: Parcel, _ auctions: [Auction], _ margin: Margin) {
    self.inquiry = inquiry
    self.parcel = parcel
    self.auctions = auctions
    self.margin = margin
  }

  /// Most telling first: warnings, then facts.
  var reasons: [String] {
    var reasons = warnings
    reasons += stock
    if let promise, !isLate { reasons.append(promise) }
    if let share = margin.share {
      reasons.append("margin \(percentText(share))")
    } else if let amount = margin.amount {
      reasons.append("margin \(amount.inWords) of nothing paid")
    } else {
      reasons.append("margin not known: \(margin.gap)")
    }
    let rules = parcel.needs.compactMap { auctions[$0].need.rule?.name.briefly }
    reasons += rules.uniqued.map { "by rule \($0)" }
    return reasons
  }

  private var warnings: [String] {
    var warnings: [String] = []
    if let promise, isLate { warnings.append(promise) }
    let age = inquiry.now - inquiry.request.placedAt
    if age > inquiry.policy.maxAge {
      warnings.append(StaleWord.text(age: age, limit: inquiry.policy.maxAge))
    }
    return warnings
  }

  private var isLate: Bool { parcel.bids.contains(where: \.isLate) }

  private var promise: String? {
    guard let promisedAt = inquiry.request.promisedAt else { return nil }
    let promised = promisedAt.date.description
    guard let days = parcel.measure.days else {
      return "promised for \(promised), and its time is not known"
    }
    guard isLate else { return "arrives before the promise" }
    let arrival = inquiry.now + .days(Int64(days.upperBound))
    return "may arrive \(arrival.date.description), after the promise of \(promised)"
  }

  private var stock: [String] {
    let words = parcel.bids.map { StockWord($0.offer, inquiry.policy, inquiry.now) }
    if words.count == 1 { return words.map(\.text) + remainder }
    let unsure = words.filter {
      if case .fresh = $0 { return false }
      return true
    }
    return (unsure.isEmpty ? ["all in stock"] : ["stock of \(unsure.count) not known"])
      + remainder
  }

  /// Where little is left for the orders that come after.
  private var remainder: [String] {
    let left = parcel.bids.compactMap { bid -> Int? in
      guard case .fresh(let stock, _) = StockWord(bid.offer, inquiry.policy, inquiry.now) else {
        return nil
      }
      return stock - (inquiry.catalogue.use(of: bid.offer)?.items ?? 0) - bid.items
    }
    guard let least = left.min(), least < 10 else { return [] }
    let item = left.count == 1 ? "" : " of one item"
    return least > 0 ? ["\(least) left\(item) after this"] : ["the last\(item) in stock"]
  }
}

/// How an order's age is told.
enum StaleWord {
  static func text(age: Span, limit: Span) -> String {
    "the order is \(ShortAge.text(age)) old, more than \(limit.limitText)"
  }
}
