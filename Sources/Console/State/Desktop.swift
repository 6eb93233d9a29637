package import Fulfillment

/// When the operator's desktop is told of new exceptions, and how.
package struct DesktopRule: Hashable, Sendable {
  /// How a desktop is told.
  package enum Way: Hashable, Sendable {
    case off
    /// By the terminal: OSC 9 (iTerm2, Windows Terminal, kitty, WezTerm, foot) or OSC 777 (urxvt, foot,
    /// Ghostty).
    case osc9, osc777
    /// By a program, which gets title and text as its last two words.
    case command([String])
  }

  package var way: Way
  /// What weighs less is not told.
  package var least: Severity

  package init(_ way: Way = .off, least: Severity = .serious) {
    self.way = way
    self.least = least
  }
}

extension ConsoleState {
  /// The desktop is told no more often than that.
  private static let pause = Span.seconds(30)

  /// Asks which exceptions are new, where anybody is to be told.
  mutating func askNew() -> [Effect] {
    guard settings.desktop.way != .off else { return [] }
    return [.load(.newExceptions(after: toldUpTo), requests.next(.newExceptions))]
  }

  /// Tells the desktop of exceptions that have come up since it was told last.
  mutating func takeNew(_ rows: [ExceptionRow], upTo: Int64) -> [Effect] {
    let isFirst = toldUpTo == nil
    let weighty = rows.filter { $0.state == .open && $0.severity >= settings.desktop.least }
      .sorted {
        ($0.severity, $0.money?.minor ?? 0) > ($1.severity, $1.money?.minor ?? 0)
      }
    guard !isFirst, let worst = weighty.first, !isQuietNow else {
      toldUpTo = max(toldUpTo ?? 0, upTo)
      return []
    }
    // What comes meanwhile is told together, with the next change.
    if let toldAt, now - toldAt < felt(ConsoleState.pause) { return [] }
    (toldUpTo, toldAt) = (upTo, now)
    let money = worst.money.map { ", " + $0.short } ?? ""
    let text = "\(worst.subject) \(worst.code)\(money): \(clock.told(worst.reason))".sanitised(
      limit: 200)
    let title =
      weighty.count == 1
      ? "Supercargo: \(worst.severity.name) exception"
      : "Supercargo: \(weighty.count.grouped) new exceptions"
    return [.notify(title: title, text: text)]
  }
}
