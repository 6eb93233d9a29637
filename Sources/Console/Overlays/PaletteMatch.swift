import Fulfillment

/// A command that fits what was typed in the palette.
struct PaletteMatch {
  var command: Command
  var availability: Availability

  /// The commands whose id has the letters typed in order, or whose title has words that begin with those
  /// typed, the best first: the beginning of the id or of a word of it counts most, then letters that stand
  /// together; commands that can be run before those that cannot, a whole id before all.
  static func of(_ state: ConsoleState, typed: String) -> [PaletteMatch] {
    // No name is longer, and what a cat types would be compared with every command at every key.
    guard typed.utf8.count <= mostTyped else { return [] }
    let wanted = Array(typed.lowercased().filter { $0 != " " })
    let words = typed.lowercased().split(separator: " ")
    let scored = Command.table.enumerated().compactMap {
      index, command -> (Int, Int, PaletteMatch)? in
      guard let score = score(wanted, words, command) else { return nil }
      let match = PaletteMatch(command: command, availability: command.availabilityHere(state))
      let recent = state.history.lastIndex(of: command.id).map { $0 + 1 } ?? 0
      let bonus = (match.availability.isAvailable ? 1_000 : 0) + (wanted.isEmpty ? recent * 10 : 0)
      // A name typed in full means that command, even where it says why not.
      let named = command.id == typed.lowercased() ? 10_000 : 0
      return (score + bonus + named, index, match)
    }
    return scored.sorted { ($0.0, $1.1) > ($1.0, $0.1) }.map(\.2)
  }

  private static let mostTyped = 200

  private static func score(_ wanted: [Character], _ words: [Substring], _ command: Command) -> Int?
  {
    let inID = FuzzyScore.of(wanted, in: command.id).map { $0 + 200 }
    return [inID, inTitle(words, command.title)].compactMap { $0 }.max()
  }

  /// Every word typed begins a word of the title: letters strewn over a sentence mean nothing.
  private static func inTitle(_ wanted: [Substring], _ title: String) -> Int? {
    let words = title.lowercased().split { !$0.isLetter && !$0.isNumber }
    let isThere = wanted.allSatisfy { part in words.contains { $0.hasPrefix(part) } }
    guard isThere else { return nil }
    let letters = wanted.reduce(0) { $0 + $1.count }
    return letters * 10 + (wanted.first.map { words.first?.hasPrefix($0) == true } == true ? 50 : 0)
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
  /// It belongs to where the keys go now.
  func isHere(_ state: ConsoleState) -> Bool {
    places.contains(state.place) || state.isFinding && places.contains(.match)
  }

  /// Whether it can be run from where the keys go now.
  func availabilityHere(_ state: ConsoleState) -> Availability {
    guard isHere(state) else { return .unavailable("works in: \(places.text)") }
    return availability(state)
  }
}
