import Fulfillment

/// A command that fits what was typed in the palette.
struct PaletteMatch {
  var command: Command
  var availability: Availability

  /// The commands in which the letters typed occur in order, the best first: the beginning of the id
  /// or of a word counts most, then letters that stand together; commands that can be run before
  /// those that cannot, a whole id before all.
  static func of(_ state: ConsoleState, typed: String) -> [PaletteMatch] {
    let wanted = Array(typed.lowercased().filter { $0 != " " })
    let scored = Command.table.enumerated().compactMap {
      index, command -> (Int, Int, PaletteMatch)? in
      guard let score = score(wanted, command) else { return nil }
      let match = PaletteMatch(command: command, availability: command.availabilityHere(state))
      let recent = state.history.lastIndex(of: command.id).map { $0 + 1 } ?? 0
      let bonus = (match.availability.isAvailable ? 1_000 : 0) + (wanted.isEmpty ? recent * 10 : 0)
      // A name typed in full means that command, even where it says why not.
      let named = command.id == typed.lowercased() ? 10_000 : 0
      return (score + bonus + named, index, match)
    }
    return scored.sorted { ($0.0, $1.1) > ($1.0, $0.1) }.map(\.2)
  }

  private static func score(_ wanted: [Character], _ command: Command) -> Int? {
    let inID = FuzzyScore.of(wanted, in: command.id).map { $0 + 200 }
    let inTitle = FuzzyScore.of(wanted, in: command.title)
    return [inID, inTitle].compactMap { $0 }.max()
  }
}

/// How well letters fit a text in which they must occur in order.
enum FuzzyScore {
  /// nil: they do not occur; else the higher the better.
  static func of(_ wanted: [Character], in text: String) -> Int? {
    guard !wanted.isEmpty else { return 0 }
    var (score, next, run) = (0, 0, 0)
    var previous: Character = " "
    for character in text.lowercased() {
      guard next < wanted.count else { break }
      if character == wanted[next] {
        let isWordStart = previous == " " || previous == "-"
        run += 1
        score += (isWordStart ? 10 : 1) + run * 2
        next += 1
      } else {
        run = 0
      }
      previous = character
    }
    return next == wanted.count ? score * 10 - text.count / 4 : nil
  }
}

extension Command {
  /// Whether it can be run from where the keys go now.
  func availabilityHere(_ state: ConsoleState) -> Availability {
    guard places.contains(state.place) else { return .unavailable("works in: \(places.text)") }
    return availability(state)
  }
}
