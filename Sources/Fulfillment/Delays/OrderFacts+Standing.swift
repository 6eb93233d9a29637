extension OrderFacts {
  /// What a rule found by a learned limit, for as long as the instance that `key` names goes on: the limit
  /// may be a later one tomorrow, and the exception would come and go.
  func kept(_ code: String, _ key: @autoclosure () -> String) -> Trip? {
    guard !standing.isEmpty else { return nil }
    let key = key()
    let found = standing.first { $0.learned && $0.code == code && $0.trip.key == key }
    guard var trip = found?.trip else { return nil }
    trip.due = promisedAt
    return trip
  }

  /// How far the chance must fall below the chosen precision before a learned `transit.delayed` that stands
  /// is cleared: it would come and go as the chance wavers.
  package static let steadiness = 0.1

  /// Keeps a delay that was found standing while its chance wavers around the precision.
  /// - Parameters:
  ///   - standing: what stands of the order.
  ///   - precision: the chance at which a delay is found.
  package mutating func keepDelays(of standing: [Finding], precision: Double) {
    let found = standing.first { $0.code == "transit.delayed" && $0.learned }
    guard let found else { return }
    for index in shipments.indices
    where found.trip.key == "parcel \(shipments[index].number)" {
      shipments[index].outlook?.stand(since: found.trip.at, precision: precision)
    }
    for index in purchases.indices where found.trip.key == "purchase \(purchases[index].name)" {
      purchases[index].outlook?.stand(since: found.trip.at, precision: precision)
    }
  }
}

extension Outlook {
  fileprivate mutating func stand(since at: Timestamp, precision: Double) {
    guard probabilityLate >= precision - OrderFacts.steadiness - 1e-9 else { return }
    lateAt = min(lateAt ?? .max, max(at.day, -1_000_000) - 1)
  }
}

extension OrderFacts {
  /// When to look again at an order whose next check is that far away: what its lane tells changes night by
  /// night, so a learned limit is looked at again when half of the time to it has passed, and once a day while a
  /// learned exception stands.
  package func nextLook(_ check: Timestamp?, standing: [Finding], now: Timestamp) -> Timestamp? {
    let tomorrow = Timestamp(day: now.day.nextDay)
    if standing.contains(where: \.learned) { return min(check ?? tomorrow, tomorrow) }
    guard let check, check > tomorrow else { return check }
    let hasLearned =
      purchases.contains { $0.outlook?.isLearned ?? false }
      || shipments.contains { $0.outlook?.isLearned ?? false }
    guard hasLearned else { return check }
    let halfway = now + .milliseconds((check - now).milliseconds / 2)
    return max(tomorrow, Timestamp(day: halfway.day))
  }
}
