package import Fulfillment

/// A supplier on the screen.
package struct SupplierSheet: Equatable, Sendable {
  package var id: SupplierID
  package var name: String
  /// nil until it has been read.
  package var card: Scorecard?
  package var scroll = 0

  package init(id: SupplierID, name: String) {
    self.id = id
    self.name = name
  }
}

/// How long the orders of one line of the numbers take, on the screen.
package struct DurationSheet: Equatable, Sendable {
  package var numbers: Numbers
  package var scroll = 0

  package init(numbers: Numbers) { self.numbers = numbers }
}

/// What moving volume would do, worked out on the orders that are not bought yet.
package struct MovePreview: Equatable, Sendable {
  package var move: VolumeMove
  package var supplier: SupplierID
  /// Orders that would be bought from the other.
  package var moves: Int
  /// Orders that would be bought from the one, in all, and those that stay by the share.
  package var routed: Int
  package var outside: Int
  /// What the orders that move would cost more (less: negative), and leave more; by currency.
  package var dearer: [Money]
  package var margin: [Money]
  /// Of orders that fall into the share and can't move: why, with how many, most frequent first.
  package var stuck: [String]
  /// Purchases written down and not sent: they stay as they are.
  package var held: Int
  /// Whether the other would have been faster; nil: one of them has delivered nothing there.
  package var comparison: LaneComparison?
  /// Shares that were delivered by the promise there.
  package var onTime: Rate
  package var onTimeThere: Rate

  package init(
    move: VolumeMove, supplier: SupplierID, moves: Int = 0, routed: Int = 0, outside: Int = 0,
    dearer: [Money] = [], margin: [Money] = [], stuck: [String] = [], held: Int = 0,
    comparison: LaneComparison? = nil, onTime: Rate = Rate(hits: 0, total: 0),
    onTimeThere: Rate = Rate(hits: 0, total: 0)
  ) {
    self.move = move
    self.supplier = supplier
    self.moves = moves
    self.routed = routed
    self.outside = outside
    self.dearer = dearer
    self.margin = margin
    self.stuck = stuck
    self.held = held
    self.comparison = comparison
    self.onTime = onTime
    self.onTimeThere = onTimeThere
  }

  /// What the operator is to know before agreeing: the same on the screen and on the command line.
  package var lines: [String] {
    func signed(_ amounts: [Money], _ more: String, _ less: String) -> String {
      amounts.isEmpty
        ? "not known"
        : amounts.map { money in
          let size = Money(minor: abs(money.minor), currency: money.currency).exact
          return money.minor == 0 ? "no difference" : size + (money.minor > 0 ? more : less)
        }.joined(separator: " and ")
    }
    func late(_ name: String, _ rate: Rate) -> String {
      guard let share = rate.share, let interval = rate.interval else {
        return "  \(name): late is not known yet"
      }
      return "  \(name): late \((1 - share).tenthsPercent) "
        + "(\((1 - interval.upperBound).tenthsPercent) to \((1 - interval.lowerBound).tenthsPercent) of "
        + "\(rate.total.grouped))"
    }
    var lines = [
      "\(move.text.capitalised) goes to \(move.to) from now on"
        + (move.until.map { ", until \($0.date)" } ?? ""),
      "\(Noun.of(moves, "order", "orders")) not bought yet would move, of \(routed.grouped) "
        + "that would go to \(move.from)"
        + (outside > 0 ? "; \(outside.grouped) stay by the share" : ""),
    ]
    if moves > 0 {
      lines.append("Cost: " + signed(dearer, " more", " less"))
      lines.append("Margin: " + signed(margin, " more", " less"))
    }
    lines.append("Delivery there")
    if let comparison {
      lines.append("  \(move.to) would have been \(comparison.text)")
    } else {
      lines.append("  which is faster is not known: one of the two has delivered nothing there")
    }
    lines += [late(move.from, onTime), late(move.to, onTimeThere)]
    if !stuck.isEmpty {
      lines += ["Can't move"] + stuck.map { "  " + $0 }
    }
    if held > 0 {
      lines.append(
        "\(Noun.of(held, "purchase", "purchases")) of \(move.from) already written down "
          + (held == 1 ? "stays" : "stay") + ": x drops one that has not left")
    }
    return lines.map { String($0.prefix { $0 == " " }) + $0.sanitised(limit: 300) }
      + ["", "Nothing is bought by it: it is a preference that the router follows."]
  }
}
