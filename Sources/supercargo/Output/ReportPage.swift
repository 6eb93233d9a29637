import Fulfillment

/// A report as one HTML page with its charts in it. Everything that came from outside is escaped; the page
/// has no script and loads nothing.
struct ReportPage {
  private let report: Report

  init(_ report: Report) { self.report = report }

  var html: String {
    let day = String(report.now.iso8601.prefix(10))
    return """
      <!doctype html>
      <html lang="en"><head><meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
      <title>Supercargo report \(day)</title>
      <style>\(Self.style)</style></head><body>
      <h1>Report of \(day)</h1>
      <p>The last \(report.days) ripe days of each figure. Shares carry the interval in which the true share lies \
      in 19 of 20 cases; what is too young to count is told apart.</p>
      \(lines)
      \(section("Storefronts", report.storefronts, unit: "orders"))
      \(section("Suppliers", report.suppliers, unit: "purchases"))
      \(curves("From purchase to first scan", report.suppliers) { $0.processing })
      \(curves("From first scan to delivery", report.suppliers) { $0.shipping })
      \(section("Lanes", report.lanes, unit: "purchases"))
      \(section("Products", report.products, unit: "orders"))
      </body></html>

      """
  }

  private var lines: String {
    guard !report.verdicts.isEmpty else { return "" }
    let rows = report.verdicts.map { verdict in
      let limit =
        (verdict.line.isCeiling ? "below " : "above ") + "\((verdict.line.limit * 100).oneDigit) %"
      let cases = verdict.projectedHits.map { "\($0) by the end of the month" } ?? ""
      return """
        <tr class="\(verdict.standing.rawValue)"><td>\(escaped(verdict.storefront))</td>\
        <td>\(escaped(verdict.line.party)): \(verdict.line.measure.rawValue)</td><td>\(limit)</td>\
        <td>\(share(verdict.rate))</td><td>\(cases)</td><td>\(verdict.standing.rawValue)</td>\
        <td>\(escaped(verdict.line.source)), \(verdict.line.asOf.midnight.iso8601.prefix(10))</td></tr>
        """
    }
    return """
      <h2>Lines</h2><table><tr><th>Storefront<th>Line<th>Stay<th>Now<th>At this pace<th>Standing<th>Source</tr>
      \(rows.joined(separator: "\n"))</table>
      """
  }

  private func section(_ title: String, _ rows: [Numbers], unit: String) -> String {
    guard !rows.isEmpty else { return "" }
    let body = rows.map { row in
      let shares = NumbersShare.allCases.map { "<td>\(share(row[share: $0]))</td>" }.joined()
      let faults = FaultParty.allCases.compactMap { party in
        row.faults[party].map { "\(party.name) \($0)" }
      }.joined(separator: ", ")
      let changed =
        row.changes.isEmpty
        ? "" : " title=\"changed: \(row.changes.map(\.title).joined(separator: ", "))\""
      return """
        <tr><th scope="row"\(changed)>\(escaped(row.name))\(row.changes.isEmpty ? "" : " *")</th>\
        <td class="n">\(row.placed)</td><td>\(bars(row.weekly))</td>\(shares)\
        <td class="n">\(days(row.processing))</td><td class="n">\(days(row.shipping))</td>\
        <td class="n">\(money(row.costPerOrder))</td><td>\(faults)</td></tr>
        """
    }
    let heads = NumbersShare.allCases.map { "<th>\($0.title)" }.joined()
    return """
      <h2>\(title)</h2><table><tr><th>Name<th>\(unit)<th>12 weeks\(heads)<th>processing, days<th>shipping, days\
      <th>cost<th>at fault</tr>
      \(body.joined(separator: "\n"))</table>
      <p class="note">* changed since last week by more than chance. Days: half are through by then (interval).</p>
      """
  }

  /// The share as a bar, its interval as a whisker, and what is too young.
  private func share(_ rate: Rate) -> String {
    guard let share = rate.share, let interval = rate.interval else {
      return rate.young > 0 ? "<span class=\"young\">too young: \(rate.young)</span>" : "–"
    }
    let x = { (value: Double) in "\((value * 100).oneDigit)" }
    let young = rate.young > 0 ? " <span class=\"young\">+\(rate.young) young</span>" : ""
    return """
      <svg width="100" height="12" role="img" aria-label="\(x(share)) percent">\
      <rect width="100" height="12" class="track"/><rect width="\(x(share))" height="12" class="bar"/>\
      <line x1="\(x(interval.lowerBound))" x2="\(x(interval.upperBound))" y1="6" y2="6" class="whisker"/></svg> \
      \(x(share)) % <span class="note">(\(x(interval.lowerBound))–\(x(interval.upperBound)) of \(rate.total))</span>\(young)
      """
  }

  private func bars(_ weekly: [Int64]) -> String {
    let most = max(1, weekly.max() ?? 1)
    let bars = weekly.enumerated().map { index, count in
      let height = Int(max(0, count) * 18 / most)
      return
        "<rect x=\"\(index * 7)\" y=\"\(18 - height)\" width=\"6\" height=\"\(height)\" class=\"bar\"/>"
    }
    let label = weekly.map { "\($0)" }.joined(separator: " ")
    return
      "<svg width=\"84\" height=\"18\" role=\"img\" aria-label=\"\(label)\">\(bars.joined())</svg>"
  }

  /// How many are through after so many days, the eight busiest.
  private func curves(
    _ title: String, _ rows: [Numbers], _ curve: (Numbers) -> DurationCurve
  ) -> String {
    let shown = rows.prefix(8).map { (name: $0.name, shares: curve($0).shares) }
      .filter { $0.shares.count > 1 && ($0.shares.last ?? 0) > 0 }
    guard
      let longest = shown.map({ row in
        (row.shares.firstIndex { $0 >= 0.98 } ?? row.shares.count - 1) + 1
      }).max()
    else { return "" }
    let (width, height) = (600.0, 200.0)
    let paths = shown.enumerated().map { index, row in
      let points = row.shares.prefix(longest).enumerated().map { quarter, share in
        "\((Double(quarter + 1) / Double(longest) * width).oneDigit),\(((1 - share) * height).oneDigit)"
      }
      return """
        <polyline points="0,\(Int(height)) \(points.joined(separator: " "))" class="c\(index)"/>\
        <text x="\(Int(width) + 8)" y="\(14 + index * 16)" class="t\(index)">\(escaped(row.name))</text>
        """
    }
    let marks = stride(from: 0, through: longest / 4, by: max(1, longest / 32)).map { day in
      let x = (Double(day * 4) / Double(longest) * width).oneDigit
      return
        "<line x1=\"\(x)\" x2=\"\(x)\" y1=\"0\" y2=\"200\" class=\"grid\"/><text x=\"\(x)\" y=\"214\">\(day)</text>"
    }
    let levels = [0, 25, 50, 75, 100].map { percent in
      let y = 200 - percent * 2
      return
        "<line x1=\"0\" x2=\"600\" y1=\"\(y)\" y2=\"\(y)\" class=\"grid\"/>"
        + "<text x=\"-40\" y=\"\(y + 4)\">\(percent) %</text>"
    }
    return """
      <h3>\(title)</h3><svg viewBox="-44 -8 860 228" width="860" height="228" role="img" \
      aria-label="\(title): share that is through, by days">\(levels.joined())\(marks.joined())\
      \(paths.joined())<text x="602" y="214">days</text></svg>
      """
  }

  private func days(_ curve: DurationCurve) -> String {
    guard let median = curve.days(until: 0.5) else { return "–" }
    guard let interval = curve.interval(until: 0.5) else { return median.oneDigit }
    return median.oneDigit
      + " <span class=\"note\">(\(interval.earliest.oneDigit)–\(interval.latest?.oneDigit ?? "?"))</span>"
  }

  private func money(_ sums: [Money]) -> String {
    sums.map { "\($0.decimal) \($0.currency.code)" }.joined(separator: "<br>")
  }

  /// Text that came from outside, harmless in HTML and inside a quoted attribute.
  private func escaped(_ text: String) -> String {
    var result = ""
    for character in text.sanitised() {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.append(character)
      }
    }
    return result
  }

  /// Colours that the colour-blind tell apart (Okabe and Ito), on light and dark.
  private static let style: String = {
    let colours = ["0072b2", "d55e00", "009e73", "cc79a7", "e69f00", "56b4e9", "b5a300", "777777"]
    let curves = colours.enumerated().map { index, colour in
      ".c\(index){stroke:#\(colour);fill:none;stroke-width:2}.t\(index){fill:#\(colour)}"
    }
    return """
      :root{color-scheme:light dark;font:14px system-ui,sans-serif}body{margin:2rem;max-width:120rem}\
      table{border-collapse:collapse;display:block;overflow-x:auto}td,th{padding:.25rem .6rem;text-align:left;\
      border-bottom:1px solid #8884;white-space:nowrap}.n{text-align:right}.note,.young{opacity:.65;font-size:12px}\
      .track{fill:#8883}.bar{fill:#0072b2}.whisker{stroke:#d55e00;stroke-width:2}.grid{stroke:#8884}\
      svg text{font-size:11px;fill:currentColor}tr.over td{font-weight:bold}\(curves.joined())
      """
  }()
}
