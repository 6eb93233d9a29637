package import Fulfillment

extension ConsoleState {
  /// When the screen next changes by itself: a countdown, an age, a notice that goes. nil: never. The
  /// loop sends `.tick` then and needs no other clock.
  package func nextWake(_ now: Timestamp) -> Timestamp? {
    var wakes: [Timestamp] = notices.map(\.until)
    // Several countdowns go by the one that ends first: the others read right to a second too, and the
    // screen is drawn once a second however many there are.
    if let end = countdowns.filter({ $0 > now }).min() {
      wakes.append(now + untilNextSecond(end - now))
    }
    if let newest = accounts.compactMap(\.freshAt).max() {
      wakes.append(nextAge(of: newest, now, seconds: 5))
    }
    for panel in visiblePanels { wakes += ages(in: panel).map { nextAge(of: $0, now) } }
    if order != nil { wakes.append(now + .seconds(60)) }
    if let wake = nextDeadlineText { wakes.append(wake) }
    // A fast clock must not make the screen flicker or the processor busy.
    return wakes.filter { $0 > now }.min().map { max($0, now + felt(.milliseconds(200))) }
  }

  /// Until the nearest deadline, a second that has begun being whole; nil where there is none, or it has
  /// passed.
  var untilDeadline: Span? {
    guard let next = deadlines.next, next.at > now else { return nil }
    return .milliseconds(((next.at - now).milliseconds + 999) / 1000 * 1000)
  }

  /// When the header tells the nearest deadline otherwise: another unit of time is gone, it comes near, or
  /// it has passed.
  private var nextDeadlineText: Timestamp? {
    guard let next = deadlines.next, let told = untilDeadline else { return nil }
    let left = (next.at - now).milliseconds
    let near = Deadlines.near.milliseconds
    guard left <= near else { return now + .milliseconds(left - near) }
    let step = ShortAge.step(told).milliseconds
    let change = left - told.milliseconds / step * step + 1000
    return now + .milliseconds(min(left, change))
  }

  /// The ends of the countdowns on the screen.
  private var countdowns: [Timestamp] {
    var ends = [undoable?.undoableUntil]
    if focus == .returns || order != nil {
      ends += [returns.selected?.holdUntil, order?.heldUntil(now)]
    }
    if visiblePanels.contains(.queue) {
      ends += queue.drawn(height(of: .queue)).map(countdown)
    }
    return ends.compactMap { $0 }
  }

  /// When what the queue counts down for that row has come.
  private func countdown(_ row: QueueRow) -> Timestamp? {
    guard buyingStop == nil else { return nil }
    return switch row.purchase {
    case .held: row.holdUntil
    case .ready: row.notBefore
    default: nil
    }
  }

  /// Until what is left of a span is one second less, long before it only a minute less.
  private func untilNextSecond(_ left: Span) -> Span {
    guard left < .hours(1) else { return .minutes(1) }
    let rest = left.milliseconds % 1000
    return .milliseconds(rest == 0 ? 1000 : rest)
  }

  /// When the short age of an instant reads differently. Under a minute only feeds are told by the
  /// second, and a redraw every few seconds is enough for them.
  private func nextAge(of instant: Timestamp, _ now: Timestamp, seconds: Int64? = nil) -> Timestamp
  {
    let age = (now - instant).milliseconds
    let step: Int64
    if age < 60_000, let seconds {
      step = seconds * 1000
    } else if age < 3_600_000 {
      step = 60_000
    } else {
      step = age < 172_800_000 ? 3_600_000 : 86_400_000
    }
    guard age >= 0 else { return instant + .minutes(1) }
    return instant + .milliseconds((age / step + 1) * step)
  }

  /// The instants whose ages a panel shows now.
  private func ages(in panel: Panel) -> [Timestamp] {
    let room = height(of: panel)
    switch panel {
    case .queue: return queue.drawn(room).flatMap { [$0.placedAt, $0.trackedAt ?? $0.placedAt] }
    case .exceptions: return exceptions.drawn(room).map(\.since)
    case .returns: return returns.drawn(room).map(\.requestedAt)
    case .activity: return activity.drawn(room).compactMap(\.freshAt)
    // Told in whole hours and days until the last one: a look a minute is enough.
    case .claims: return claims.window.rows.isEmpty ? [] : [now]
    case .suppliers, .numbers: return []
    }
  }
}

extension ListState {
  /// The rows that fit the screen.
  func drawn(_ height: Int) -> ArraySlice<Row> {
    window.rows.dropFirst(max(0, top)).prefix(height)
  }
}

extension OrderView {
  /// When the next message of this order leaves.
  func heldUntil(_ now: Timestamp) -> Timestamp? {
    let messages = detail?.outbox.filter { $0.state == .held }.map(\.holdUntil) ?? []
    let purchases = detail?.purchaseRows.filter { $0.sending == .held }.map(\.holdUntil) ?? []
    return (messages + purchases).compactMap { $0 }.filter { $0 > now }.min()
  }
}
