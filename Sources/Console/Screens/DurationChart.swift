package import Fulfillment

/// How long something takes, as bars: a line a day, with the days by which half and nine of ten are
/// through.
package enum DurationChart {
  /// - Parameters:
  ///   - rows: lines for bars; days share a line where there are more.
  ///   - width: of the longest bar.
  package static func lines(
    _ name: String, _ curve: DurationCurve, rows: Int = 16, width: Int = 40
  ) -> [String] {
    guard curve.sample > 0, let last = curve.days(until: 0.98) ?? curve.lastDay else {
      return ["\(name): nothing yet"]
    }
    let days = max(1, Int(last.rounded(.up)))
    let step = max(1, (days + max(1, rows) - 1) / max(1, rows))
    let (shares, rest) = curve.histogram(days: days)
    let bins = stride(from: 0, to: shares.count, by: step).map { start in
      shares[start..<min(start + step, shares.count)].reduce(0, +)
    }
    let top = bins.max() ?? 0
    var lines = ["\(name): \(summary(curve))"]
    for (index, share) in bins.enumerated() {
      let (from, to) = (index * step, min((index + 1) * step, days))
      let label = from + 1 == to ? "\(to)d" : "\(from + 1)-\(to)d"
      let length = top > 0 ? Int((share / top * Double(max(1, width))).rounded()) : 0
      let marks = [(0.5, "half"), (0.9, "nine of ten")].compactMap { share, word in
        curve.days(until: share).flatMap { day in
          day > Double(from) && day <= Double(to) ? word : nil
        }
      }
      lines.append(
        String(repeating: " ", count: max(0, 7 - label.count)) + label + " "
          + String(repeating: "█", count: share > 0 ? max(1, length) : 0)
          + (share > 0 ? " \(share.tenthsPercent)" : "")
          + (marks.isEmpty ? "" : "  ← " + marks.joined(separator: ", ")))
    }
    if rest > 0.0005 { lines.append("  later \(rest.tenthsPercent)") }
    return lines
  }

  /// `half by 2.3d (2.0-2.8d), nine of ten by 5.0d, of 312`
  package static func summary(_ curve: DurationCurve) -> String {
    func by(_ share: Double, _ word: String) -> String? {
      guard let days = curve.days(until: share) else { return nil }
      let interval = curve.interval(until: share).map {
        " (\($0.earliest.tenths)-\($0.latest.map(\.tenths) ?? "?")d)"
      }
      return "\(word) by \(days.tenths)d\(interval ?? "")"
    }
    let parts = [by(0.5, "half"), by(0.9, "nine of ten")].compactMap { $0 }
    guard !parts.isEmpty else { return "too few are through, of \(curve.sample.grouped)" }
    return parts.joined(separator: ", ") + ", of \(curve.sample.grouped)"
  }
}

extension DurationCurve {
  /// The last day that was watched, where few ever came through.
  fileprivate var lastDay: Double? {
    shares.isEmpty ? nil : Double(shares.lastIndex { $0 < (shares.last ?? 0) } ?? 0) / 4 + 1
  }
}
