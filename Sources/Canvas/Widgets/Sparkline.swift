/// Numbers as a row of small bars, one column each.
package enum Sparkline {
  private static let bars: [Character] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"]

  /// The last `width` values, from 0 to the largest shown (or to `top`). A value that is not a number
  /// is a blank.
  package static func text(_ values: [Double], width: Int? = nil, top: Double? = nil) -> String {
    let shown = values.suffix(max(0, width ?? values.count))
    let highest = top ?? shown.filter(\.isFinite).max() ?? 0
    return String(
      shown.map { value -> Character in
        guard value.isFinite else { return " " }
        guard highest > 0, value > 0 else { return bars[0] }
        return bars[min(7, Int((min(1, value / highest) * 7).rounded()))]
      })
  }
}

/// A share of a whole as a bar.
package enum ProgressBar {
  /// The bar in exactly so many columns with the percentage at its end: `█████░░░ 62%`.
  package static func text(_ fraction: Double, width: Int) -> String {
    let share = fraction.isFinite ? min(1, max(0, fraction)) : 0
    let percent = "\(Int((share * 100).rounded(.down)))%"
    let label = String(repeating: " ", count: max(0, 5 - percent.count)) + percent
    let columns = width - label.count
    guard columns > 0 else { return TextWidth.truncate(percent, to: max(0, width), ellipsis: "") }
    let full = Int((share * Double(columns)).rounded(.down))
    return String(repeating: "█", count: full) + String(repeating: "░", count: columns - full)
      + label
  }
}
