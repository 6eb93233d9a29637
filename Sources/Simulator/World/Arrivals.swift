import Fulfillment

/// When orders come in: few at night, most in the evening, more on Sundays and Mondays.
enum Arrivals {
  /// Weight of each hour of the day, UTC.
  private static let hours: [Double] = [
    0.6, 0.4, 0.3, 0.2, 0.2, 0.3, 0.5, 0.7, 0.9, 1.0, 1.1, 1.2,
    1.3, 1.2, 1.1, 1.1, 1.2, 1.3, 1.5, 1.7, 1.8, 1.6, 1.2, 0.9,
  ]
  /// Weight of each weekday, Monday first.
  private static let weekdays: [Double] = [1.1, 1.0, 0.95, 0.95, 1.0, 0.9, 1.1]

  /// How busy the 24 hours after that instant are, 1 on average.
  static func weight(from start: Timestamp) -> Double { weekdays[start.date.weekday - 1] }

  /// The times of that many orders in the 24 hours after `start`, in rising order.
  static func times(
    from start: Timestamp, count: Int, _ random: inout SeededRandom
  ) -> [Timestamp] {
    let firstHour = Int(start.millisecondOfDay / 3_600_000)
    let weights = (0..<24).map { hours[(firstHour + $0) % 24] }
    let sum = weights.reduce(0, +)
    var (hour, below) = (0, 0.0)
    return (0..<count).map { position in
      let wanted = (Double(position) + random.unit()) / Double(count) * sum
      while hour < 23, below + weights[hour] <= wanted {
        below += weights[hour]
        hour += 1
      }
      let part = min(max((wanted - below) / weights[hour], 0), 0.999_999)
      return start + .milliseconds(Int64((Double(hour) + part) * 3_600_000) / 1000 * 1000)
    }
  }

  /// How many of `total` orders fall into each of the days that begin at these instants.
  static func split(_ total: Int, over days: [Timestamp]) -> [Int] {
    let weights = days.map(weight)
    let sum = weights.reduce(0, +)
    var (reached, given) = (0.0, 0)
    return weights.map { weight in
      reached += weight / sum * Double(total)
      let count = Int(reached.rounded()) - given
      given += count
      return count
    }
  }
}
