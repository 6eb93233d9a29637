/// Puts the figures of one storefront, supplier, lane or product together from its cells.
package struct NumbersBuilder: Sendable {
  private let kind: FigureKind
  private let today: Int32
  private let period: Int32
  private var days: [Int32: Day] = [:]

  /// What was counted on the first day of one cohort.
  private struct Day {
    var counts: [FigureMeasure: Int64] = [:]
    var processed: [Int32: Int64] = [:]
    var arrived: [Int32: Int64] = [:]
    var faults: [Int32: Int64] = [:]
    var money: [FigureMeasure: [Int32: Int64]] = [:]
  }

  /// - Parameters:
  ///   - today: days since 1970-01-01; it is not over.
  ///   - period: how many ripe days each figure covers.
  package init(kind: FigureKind, today: Int32, period: Int32) {
    self.kind = kind
    self.today = today
    self.period = max(1, period)
  }

  /// The first day whose cells matter, of any measure.
  package var firstDay: Int32 {
    let ripe = FigureMeasure.allCases.map(\.ripeAfter).max() ?? 0
    return today - max(period + ripe + 7, 84) - 7
  }

  /// Adds one cell.
  package mutating func add(
    _ measure: FigureMeasure, day: Int32, bucket: Int32, amount: Int64
  ) {
    switch measure {
    case .processed: days[day, default: Day()].processed[bucket, default: 0] += amount
    case .arrived: days[day, default: Day()].arrived[bucket, default: 0] += amount
    case .fault: days[day, default: Day()].faults[bucket, default: 0] += amount
    case .value, .refundedValue, .cost:
      days[day, default: Day()].money[measure, default: [:]][bucket, default: 0] += amount
    default: days[day, default: Day()].counts[measure, default: 0] += amount
    }
  }

  /// The figures of all that was added.
  package func numbers(key: Int64, name: String) -> Numbers {
    var numbers = Numbers(kind: kind, key: key, name: name)
    let current = days.filter { $0.key > today - period && $0.key <= today }
    numbers.placed = current.values.reduce(0) { $0 + ($1.counts[.placed] ?? 0) }
    numbers.cancelledNow = current.values.reduce(0) { $0 + ($1.counts[.cancelled] ?? 0) }
    numbers.value = money(.value, current)
    numbers.refundedValue = money(.refundedValue, current)
    numbers.cost = money(.cost, current)
    for share in NumbersShare.allCases {
      let rate = rate(share, today: today)
      switch share {
      case .cancelled: numbers.cancelled = rate
      case .refunded: numbers.refunded = rate
      case .returned: numbers.returned = rate
      case .disputed: numbers.disputed = rate
      case .lateDispatch: numbers.lateDispatch = rate
      case .validTracking: numbers.validTracking = rate
      case .onTime: numbers.onTime = rate
      }
      numbers.before[share] = self.rate(share, today: today - 7)
      numbers.trends[share] = trend(share)
    }
    numbers.processing = curve(current) { day in
      func count(_ measure: FigureMeasure) -> Int64 { day.counts[measure] ?? 0 }
      let isOfPurchases = kind == .supplier || kind == .lane
      return (
        isOfPurchases ? count(.placed) - count(.cancelled) : count(.bought), day.processed
      )
    }
    numbers.shipping = curve(current) { ($0.counts[.scanned] ?? 0, $0.arrived) }
    let ripe = FigureMeasure.fault.ripeAfter
    for (day, cells) in days where isRipe(day, ripe, today) {
      for (bucket, amount) in cells.faults {
        if let party = FaultParty(rawValue: Int(bucket)) {
          numbers.faults[party, default: 0] += amount
        }
      }
    }
    for (day, cells) in days where day <= today {
      let week = Int((today - day) / 7)
      guard week < 12 else { continue }
      numbers.weekly[11 - week] += cells.counts[.placed] ?? 0
    }
    return numbers
  }

  /// Every day of the cohort is past, by so many days.
  private func isRipe(_ day: Int32, _ ripeAfter: Int32, _ today: Int32) -> Bool {
    let last = day + kind.cohortDays - 1
    return last <= today - ripeAfter && last > today - ripeAfter - period
  }

  private func rate(_ share: NumbersShare, today: Int32) -> Rate {
    let (hits, total, isInverse) = share.measures
    var rate = Rate(hits: 0, total: 0)
    for (day, cells) in days where day <= today {
      let (hit, all) = (cells.counts[hits] ?? 0, cells.counts[total] ?? 0)
      if isRipe(day, share.ripeAfter, today) {
        rate.hits += hit
        rate.total += all
      } else if day + kind.cohortDays - 1 > today - share.ripeAfter {
        rate.youngHits += hit
        rate.young += all
      }
    }
    return isInverse ? rate.inverse : rate
  }

  /// Week by week, the last of twelve ending with the newest day that is ripe.
  private func trend(_ share: NumbersShare) -> [Double?] {
    let (hits, total, isInverse) = share.measures
    let newest = today - share.ripeAfter - kind.cohortDays + 1
    var weeks = Array(repeating: (hits: Int64(0), total: Int64(0)), count: 12)
    for (day, cells) in days where day <= newest && newest - day < 84 {
      let week = 11 - Int((newest - day) / 7)
      weeks[week].hits += cells.counts[hits] ?? 0
      weeks[week].total += cells.counts[total] ?? 0
    }
    return weeks.map { week in
      guard week.total > 0 else { return nil }
      let share = Double(week.hits) / Double(week.total)
      return isInverse ? 1 - share : share
    }
  }

  private func curve(
    _ days: [Int32: Day], _ read: (Day) -> (entered: Int64, through: [Int32: Int64])
  ) -> DurationCurve {
    DurationCurve(
      days.map { day, cells in
        let (entered, through) = read(cells)
        // Watched for as long as the last that entered was: until the beginning of today.
        let last = day + kind.cohortDays - 1
        return DurationCurve.Cohort(
          entered: entered, watched: max(0, today - last - 1) * 4, through: through)
      })
  }

  private func money(_ measure: FigureMeasure, _ days: [Int32: Day]) -> [Money] {
    var sums: [Int32: Int64] = [:]
    for cells in days.values { sums.merge(cells.money[measure] ?? [:]) { $0 + $1 } }
    return sums.filter { $0.value != 0 }
      .compactMap { bucket, minor in
        Currency(figureBucket: bucket).map { Money(minor: minor, currency: $0) }
      }
      .sorted { $0.currency.code < $1.currency.code }
  }
}
