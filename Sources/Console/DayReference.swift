import Canvas

/// A working day in screens: Documentation/Day.md is this text, drawn by the program itself.
package enum DayReference {
  private struct Moment {
    var heading: String
    var words: String
    /// A scene of the gallery; nil: words alone.
    var scene: String?
  }

  private static let moments: [Moment] = [
    Moment(
      heading: "Eight o'clock: what happened at night",
      words: """
        `supercargo` opens on the queue, worst first. The header tells whether what you see is live, how much is open, how many orders need
        a hand, and the money at stake. `j` and `k` move, `enter` opens, `?` explains every key.
        """, scene: "queue"),
    Moment(
      heading: "The exceptions, by money",
      words: """
        `2` goes to what is stuck, late or lost, and why. A line is one order, shown once, under its worst trouble. `a` says you are on it,
        `z` puts it off until a time or until something moves, `R` closes it with a reason, `C` prepares the message to the supplier.
        """, scene: "exceptions"),
    Moment(
      heading: "Not now",
      words: "`z` asks until when. What is snoozed comes back by itself.",
      scene: "exceptions-snooze"),
    Moment(
      heading: "One order, everything about it",
      words: """
        `enter` opens the order beside the list: timeline, lines, money, purchases, parcels, notes. `J` and `K` go through the list without
        closing it, `c` copies a number, an address or the tracking link to your own clipboard, over ssh too.
        """, scene: "order"),
    Moment(
      heading: "Ten o'clock: buying",
      words: """
        Mark with `space` (or `V` for all that match a filter), then `p`. The plan shows supplier, method, cost and margin, what is refused
        and why, and word by word what would be sent. Nothing leaves before the hold window has passed; `u` takes it back until then.
        """, scene: "plan"),
    Moment(
      heading: "A customer writes",
      words:
        "`/` filters as you type: a name, a number, or `supplier:cj age>3d`. `f` keeps a filter under a name.",
      scene: "queue-filter"),
    Moment(
      heading: "After lunch: returns",
      words: """
        `4` has the returns that wait, the longest first. `enter` shows what is needed to decide one, with what each outcome does to the
        margin; `y` approves, `d` declines. What the customer will read is shown word by word first; without `[notices]` nothing is sent, and
        the answer stays with the order for you to tell.
        """, scene: "return-deciding"),
    Moment(
      heading: "What customers are told",
      words: """
        `I` lists the notices that wait for you: that a parcel is late, that money has gone back. `y` shows one in full and sends it once the
        hold has passed, `w` withholds it, `u` takes it back. What was sent is on its order's page.
        """, scene: "notices"),
    Moment(
      heading: "Something is odd",
      words: """
        `3` compares suppliers, `5` shows the numbers marketplaces will hold against you, `6` tells whether every account is pulled. A line
        that reads `stale` is not to be believed until it is mended.
        """, scene: "numbers"),
    Moment(
      heading: "Five o'clock",
      words: """
        `ctrl-o` leads back to where you jumped from, `.` does the last verb again, `!` feeds the rows to a shell command, `q` leaves.
        Quitting asks only where something would be lost. The store is one file: `supercargo backup FILE`.
        """, scene: nil),
  ]

  /// The whole page.
  package static var markdown: String {
    var page = """
      # A day in five minutes

      The screens are drawn by the program from a sample shop; `supercargo demo` opens one that lives. Every key is in [Keys](Keys.md).
      `supercargo simulate record FILE` plays such a day and writes it down for asciinema's players (`asciinema play FILE`).

      """
    for moment in moments {
      page += "\n## \(moment.heading)\n\n\(moment.words)\n"
      guard let scene = Gallery.scenes.first(where: { $0.name == moment.scene }) else { continue }
      let lines = view(scene.state(size: Size(columns: 100, rows: 28))).lines
      page += "\n```text\n" + lines.joined(separator: "\n") + "\n```\n"
    }
    return page
  }

  /// Scenes that are named and not there; for the tests.
  package static var missingScenes: [String] {
    moments.compactMap(\.scene).filter { name in !Gallery.scenes.contains { $0.name == name } }
  }
}
