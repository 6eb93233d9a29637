package import Fulfillment

/// A place that the operator jumped away from, to come back to.
package struct Spot: Equatable, Sendable {
  package var panel: Panel
  package var filter: Filter
  package var queueSort: QueueSort
  package var exceptionSort: ExceptionSort
  /// Sorted the other way round.
  package var isReversed: Bool
  /// The row under the cursor; nil: there was none.
  package var key: Int64?
}

/// Places in the order they were left, and those that were come back from.
package struct Jumps: Equatable, Sendable {
  /// More than that many are forgotten, the oldest first.
  private static let kept = 50

  package private(set) var behind: [Spot] = []
  package private(set) var ahead: [Spot] = []

  package init() {}

  /// Left for another place.
  mutating func leave(_ spot: Spot) {
    ahead = []
    guard behind.last != spot else { return }
    behind.append(spot)
    if behind.count > Jumps.kept { behind.removeFirst() }
  }

  /// The place to go to from here; nil: there is none.
  mutating func step(_ direction: Int, from spot: Spot) -> Spot? {
    if direction < 0 {
      guard let target = behind.popLast() else { return nil }
      ahead.append(spot)
      return target
    }
    guard let target = ahead.popLast() else { return nil }
    behind.append(spot)
    return target
  }
}

extension ConsoleState {
  /// Where the keys are.
  var spot: Spot {
    Spot(
      panel: focus, filter: filter(of: focus), queueSort: queueSort, exceptionSort: exceptionSort,
      isReversed: focus == .exceptions ? areExceptionsReversed : isQueueReversed,
      key: selectedKey(of: focus))
  }

  /// Before something that leads far away.
  mutating func noteJump() { jumps.leave(spot) }

  func jumpAvailability(_ direction: Int) -> Availability {
    let places = direction < 0 ? jumps.behind : jumps.ahead
    guard places.isEmpty else { return .available }
    return .unavailable(direction < 0 ? "nothing was jumped from" : "nothing was come back from")
  }

  /// Back to where a jump began, or forward again: panel, filter, sort and row.
  mutating func jump(_ direction: Int, count: Int) -> [Effect] {
    var effects: [Effect] = []
    for _ in 0..<max(1, count) {
      guard let target = jumps.step(direction, from: spot) else { break }
      effects += go(to: target)
    }
    return effects
  }

  private mutating func go(to target: Spot) -> [Effect] {
    var effects = show(target.panel, isJump: false)
    let isSorted = sort(as: target)
    let placement: ListPlacement = target.key.map { .row($0) } ?? .first
    if filter(of: target.panel).query != target.filter.query {
      return effects + set(target.filter, of: target.panel, placement: placement)
    }
    guard selectedKey(of: target.panel) != target.key || !isSorted else { return effects }
    effects += reload(target.panel, placement)
    return effects
  }

  /// The sort of the panel gone to, and of no other: their rows are not read again. Whether it is the one
  /// in force.
  private mutating func sort(as target: Spot) -> Bool {
    let before = (queueSort, exceptionSort, isQueueReversed, areExceptionsReversed)
    switch target.panel {
    case .queue: (queueSort, isQueueReversed) = (target.queueSort, target.isReversed)
    case .exceptions:
      (exceptionSort, areExceptionsReversed) = (target.exceptionSort, target.isReversed)
    case .suppliers, .returns, .numbers, .activity, .claims: break
    }
    return before == (queueSort, exceptionSort, isQueueReversed, areExceptionsReversed)
  }
}
