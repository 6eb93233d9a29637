import Fulfillment

/// The same things worked out the long way, to compare with.
enum Reference {
  /// Business days one hour at a time.
  static func businessHours(_ start: Timestamp, _ end: Timestamp) -> Int {
    var (hours, now) = (0, start)
    while now + .hours(1) <= end {
      if now.date.weekday <= 5 { hours += 1 }
      now = now + .hours(1)
    }
    return hours
  }

  /// The dates of a range, counted up by the calendar's own rules.
  static func dates(from start: CivilDate, count: Int) -> [CivilDate] {
    var dates: [CivilDate] = []
    var date = start
    for _ in 0..<count {
      dates.append(date)
      date = next(date)
    }
    return dates
  }

  private static func next(_ date: CivilDate) -> CivilDate {
    if let tomorrow = CivilDate(year: date.year, month: date.month, day: date.day + 1) {
      return tomorrow
    }
    return CivilDate(year: date.year, month: date.month + 1, day: 1)
      ?? CivilDate(year: date.year + 1, month: 1, day: 1) ?? date
  }

  /// The check digit that S10 asks for, by trying the divisibility: the weighted sum and the digit
  /// together leave no remainder by 11, but for the two digits that stand for 10 and 11.
  static func s10(_ serial: [Int]) -> Int {
    let weights = [8, 6, 4, 2, 3, 5, 9, 7]
    let sum = (0..<8).reduce(0) { $0 + serial[$1] * weights[$1] }
    let exact = (0...11).first { $0 > 0 && (sum + $0) % 11 == 0 } ?? 11
    return exact == 10 ? 0 : exact == 11 ? 5 : exact
  }

  /// A digit for which the sum, tripled at every second place from the right, ends in zero.
  static func mod10(_ serial: [Int], weight: Int) -> Int {
    (0...9).first { digit in
      let all = Array(serial.reversed())
      let sum = all.indices.reduce(digit) { $0 + all[$1] * ($1 % 2 == 0 ? weight : 1) }
      return sum % 10 == 0
    } ?? 0
  }

  /// Edit distance with swaps, by trying everything: only for short words.
  static func distance(_ left: Substring, _ right: Substring) -> Int {
    if left.isEmpty { return right.count }
    if right.isEmpty { return left.count }
    if left.first == right.first { return distance(left.dropFirst(), right.dropFirst()) }
    var best = min(
      distance(left.dropFirst(), right), distance(left, right.dropFirst()),
      distance(left.dropFirst(), right.dropFirst()))
    if left.count > 1, right.count > 1, left.first == right.dropFirst().first,
      left.dropFirst().first == right.first
    {
      best = min(best, distance(left.dropFirst(2), right.dropFirst(2)))
    }
    return best + 1
  }

  /// The state of an order with one parcel and nothing else going on.
  static func state(ofParcel status: TrackingStatus?) -> OrderState {
    switch status {
    case nil, .unregistered, .label: .shipped
    case .pickup: .pickup
    case .delivered: .delivered
    case .returning: .returning
    case .returned: .returned
    case .lost, .expired: .lost
    case .cancelled: .ready
    default: .transit
    }
  }
}
