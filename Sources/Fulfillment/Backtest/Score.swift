/// How well a list of flags foretold which orders would be late.
package struct Score: Hashable, Sendable {
  /// Flags raised at least so many days before the promised day.
  package struct Lead: Hashable, Sendable {
    package var days: Int
    /// Orders with such a flag.
    package var flagged = 0
    /// Of these, the orders that ended late.
    package var late = 0
    /// Of these, the orders that were never delivered.
    package var never = 0
    /// Days from the first flag to the promised day, over `late`; nil where that is 0.
    package var medianDaysAhead: Double?
  }

  /// All orders of the truth.
  package var orders = 0
  /// Those that count: neither cancelled nor without lines.
  package var scored = 0
  package var deliveredLate = 0
  package var neverDelivered = 0
  /// Orders flagged at any time.
  package var flagged = 0
  /// Of these, the orders that ended late.
  package var flaggedLate = 0
  /// Orders flagged that don't count.
  package var flaggedLeftOut = 0
  package var leads: [Lead] = []

  package var late: Int { deliveredLate + neverDelivered }

  /// Scores the flags against the endings.
  ///
  /// - Parameters:
  ///   - month: only orders bought in that month count, `2017-11`.
  ///   - leads: in days before the promised day.
  package init(
    _ list: FlagList, of orders: [FinishedOrder], month: String? = nil, leads: [Int] = [2, 5, 7]
  ) {
    self.leads = leads.map { Lead(days: $0) }
    var ahead = leads.map { _ in [Int]() }
    for (place, finished) in orders.enumerated() where month == nil || finished.month == month {
      self.orders += 1
      let flag = list.flags[place]
      guard finished.ending != .leftOut else {
        if flag != nil { flaggedLeftOut += 1 }
        continue
      }
      scored += 1
      if finished.ending == .deliveredLate { deliveredLate += 1 }
      if finished.ending == .neverDelivered { neverDelivered += 1 }
      guard let flag else { continue }
      flagged += 1
      if finished.ending.isLate { flaggedLate += 1 }
      let left = Int(finished.order.promisedOn) - Int(flag.day)
      for index in leads.indices where left >= leads[index] {
        self.leads[index].flagged += 1
        guard finished.ending.isLate else { continue }
        self.leads[index].late += 1
        if finished.ending == .neverDelivered { self.leads[index].never += 1 }
        ahead[index].append(left)
      }
    }
    for index in leads.indices { self.leads[index].medianDaysAhead = Score.median(ahead[index]) }
  }

  /// Late orders among those scored.
  package var lateShare: Double? { Score.share(late, scored) }
  package var flagsPer100: Double? { Score.share(100 * flagged, scored) }
  package var precisionOfAllFlags: Double? { Score.share(flaggedLate, flagged) }
  package var recallAtAnyTime: Double? { Score.share(flaggedLate, late) }

  /// Late orders with a flag that early, among all late orders.
  package func recall(_ lead: Lead) -> Double? { Score.share(lead.late, late) }
  /// The same of the orders that were delivered late in the end.
  package func recallOfDeliveredLate(_ lead: Lead) -> Double? {
    Score.share(lead.late - lead.never, deliveredLate)
  }
  /// The same of the orders that never came.
  package func recallOfNeverDelivered(_ lead: Lead) -> Double? {
    Score.share(lead.never, neverDelivered)
  }
  /// Late orders among those flagged that early.
  package func precision(_ lead: Lead) -> Double? { Score.share(lead.late, lead.flagged) }
  /// Orders flagged that early that came in time, for one that did not.
  package func falsePerTrue(_ lead: Lead) -> Double? {
    Score.share(lead.flagged - lead.late, lead.late)
  }
  /// Orders flagged that early of a hundred.
  package func per100(_ lead: Lead) -> Double? { Score.share(100 * lead.flagged, scored) }

  /// The score of the flags at least so many days ahead, where it was asked for.
  package func lead(_ days: Int) -> Lead? { leads.first { $0.days == days } }

  private static func share(_ part: Int, _ whole: Int) -> Double? {
    whole == 0 ? nil : Double(part) / Double(whole)
  }

  private static func median(_ values: [Int]) -> Double? {
    guard !values.isEmpty else { return nil }
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1
      ? Double(sorted[middle]) : Double(sorted[middle - 1] + sorted[middle]) / 2
  }
}
