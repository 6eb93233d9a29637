package import Fulfillment

/// When the terminal's bell rings.
package enum BellRule: String, CaseIterable, Sendable {
  /// Never.
  case off
  /// Where something that was asked for has failed.
  case errors
  /// Then, and when there are more exceptions than before.
  case exceptions
}

/// Hours of each day, in the operator's own time, in which nothing rings. They may go past midnight.
package struct QuietHours: Hashable, Sendable {
  /// Minutes after midnight; quiet from the first on, no more from the second on.
  package var from: Int
  package var until: Int

  package init(from: Int, until: Int) { (self.from, self.until) = (from, until) }

  /// Reads `22:00-07:00`; nil for anything else.
  package init?(_ text: String) {
    let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { end -> Int? in
      let parts = end.split(separator: ":", omittingEmptySubsequences: false)
      guard parts.count == 2, parts.allSatisfy({ (1...2).contains($0.utf8.count) }),
        let hour = Int(parts[0]), let minute = Int(parts[1]), (0...24).contains(hour),
        (0..<60).contains(minute), hour * 60 + minute <= 1440
      else { return nil }
      return hour * 60 + minute
    }
    guard ends.count == 2, let from = ends[0], let until = ends[1], from != until else {
      return nil
    }
    self.init(from: from, until: until)
  }

  /// That minute of the day is quiet.
  package func contains(_ minute: Int) -> Bool {
    from < until ? (from..<until).contains(minute) : minute >= from || minute < until
  }
}

/// The same moment by two clocks.
package struct OwnTime: Hashable, Sendable {
  /// By the clock of the messages.
  package var shown: Timestamp
  /// By the operator's.
  package var own: Timestamp

  package init(shown: Timestamp, own: Timestamp) {
    self.shown = shown
    self.own = own
  }
}

extension ConsoleState {
  /// What the operator's own clock says now.
  var ownNow: Timestamp {
    guard let moment = settings.ownTime else { return now }
    return moment.own + departure.own(now - moment.shown)
  }

  /// The effects with the bell as the operator wants it: none where it is to be quiet, one where more
  /// exceptions stand than before, never two at once.
  func ringing(_ effects: [Effect], exceptionsBefore: Int?) -> [Effect] {
    let new = (counts?.exceptions ?? 0) > (exceptionsBefore ?? .max)
    let rings = effects.contains(.bell) || new && settings.bell == .exceptions
    guard rings else { return effects }
    let others = effects.filter { $0 != .bell }
    return settings.bell == .off || isQuietNow ? others : others + [.bell]
  }

  /// Within the operator's quiet hours.
  var isQuietNow: Bool {
    let local = settings.zone.local(ownNow)
    return settings.quietHours?.contains(Int(local.millisecondOfDay / 60_000)) ?? false
  }
}
