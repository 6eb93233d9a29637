import Fulfillment

/// The figures of a backtest, for people and for scripts.
struct BacktestReport {
  private let backtest: Backtest
  private let trained: Int
  private let refused: Int
  private let leads = [2, 5, 7]

  init(_ backtest: Backtest, trained: Int, refused: Int) {
    self.backtest = backtest
    self.trained = trained
    self.refused = refused
  }

  private func score(_ list: FlagList, month: String? = nil) -> Score {
    Score(list, of: backtest.orders, month: month, leads: leads)
  }

  // MARK: For people

  /// Tables: all lists, by month, reliability.
  var text: String {
    let scores = backtest.lists.map { ($0, score($0)) }
    guard let first = scores.first?.1 else { return "" }
    var lines = [
      "\(first.orders) orders replayed, \(first.scored) of them scored: \(first.late) late "
        + "(\(percent(first.lateShare))), \(first.neverDelivered) of these never delivered",
      "",
      "                         5 days and more ahead                    2 days and more ahead",
      row("list", ["recall", "precision", "false:true", "per 100", "ahead"]),
    ]
    for (list, score) in scores {
      lines.append(row(list.name, cells(score, 5)))
    }
    lines += ["", "By month of purchase: recall / precision", monthRow("month", monthHeads)]
    for month in backtest.months {
      lines.append(monthRow(month, monthCells(month)))
    }
    for curve in backtest.reliability { lines += [""] + table(curve) }
    return lines.joined(separator: "\n")
  }

  private func row(_ name: String, _ five: [String]) -> String {
    guard let list = backtest.lists.first(where: { $0.name == name }) else {
      return name.padded(19) + columns(five) + "  " + columns(five)
    }
    return name.padded(19) + columns(five) + "  " + columns(cells(score(list), 2))
  }

  private func columns(_ cells: [String]) -> String {
    zip(cells, [8, 10, 11, 8, 7]).map { $0.padded(left: $1) }.joined()
  }

  private func cells(_ score: Score, _ days: Int) -> [String] {
    guard let lead = score.lead(days) else { return [] }
    return [
      percent(score.recall(lead)), percent(score.precision(lead)),
      score.falsePerTrue(lead).map { Figure.fixed($0, 2) } ?? "-",
      score.per100(lead).map { Figure.fixed($0, 1) } ?? "-",
      lead.medianDaysAhead.map { Figure.fixed($0, 1) + " d" } ?? "-",
    ]
  }

  private var monthLists: [(list: FlagList, lead: Int)] {
    ["at-risk", "countdown-5", "act-now", "countdown-2"].compactMap { name in
      backtest.lists.first { $0.name == name }.map { ($0, $0.lead) }
    }
  }

  private var monthHeads: [String] {
    ["scored", "late"] + monthLists.map { "\($0.list.name), \($0.lead) d" }
  }

  private func monthCells(_ month: String) -> [String] {
    let scores = monthLists.map { (score($0.list, month: month), $0.lead) }
    guard let first = scores.first?.0 else { return [] }
    return ["\(first.scored)", percent(first.lateShare)]
      + scores.map { score, days in
        guard let lead = score.lead(days) else { return "-" }
        return percent(score.recall(lead)) + " / " + percent(score.precision(lead))
      }
  }

  private func monthRow(_ name: String, _ cells: [String]) -> String {
    name.padded(9)
      + cells.enumerated().map { $1.padded(left: $0 < 2 ? 8 : 19) }.joined()
  }

  private func table(_ curve: Reliability) -> [String] {
    let brier = curve.brier.map { Figure.fixed($0, 4) } ?? "-"
    let base = curve.brierOfBaseRate.map { Figure.fixed($0, 4) } ?? "-"
    return [
      "P(late) as told \(curve.lead) days before the promised day, of orders open then: "
        + "\(curve.orders) orders, Brier score \(brier) (always the mean: \(base))",
      "P(late)".padded(11) + ["orders", "told", "seen"].map { $0.padded(left: 9) }.joined(),
    ]
      + curve.bins.map { bin in
        let range =
          Figure.fixed(bin.range.lowerBound, 1) + "-" + Figure.fixed(bin.range.upperBound, 1)
        return range.padded(11)
          + ["\(bin.orders)", percent(bin.predicted), percent(bin.seen)]
          .map { $0.padded(left: 9) }.joined()
      }
  }

  private func percent(_ share: Double?) -> String {
    share.map { Figure.fixed(100 * $0, 1) + " %" } ?? "-"
  }

  // MARK: For scripts

  /// Everything, whole.
  var json: JSON {
    .object([
      ("trained_orders", .count(trained)), ("replayed_orders", .count(backtest.orders.count)),
      ("refused", .count(refused)),
      ("lists", .array(backtest.lists.map { json($0) })),
      ("reliability", .array(backtest.reliability.map { json($0) })),
    ])
  }

  private func json(_ list: FlagList) -> JSON {
    let months = backtest.months.map { ($0, JSON.object(fields(score(list, month: $0)))) }
    return .object(
      [("name", .string(list.name)), ("lead_days", .count(list.lead))] + fields(score(list))
        + [("months", .object(months))])
  }

  private func fields(_ score: Score) -> [(String, JSON)] {
    [
      ("orders", .count(score.orders)), ("scored", .count(score.scored)),
      ("left_out", .count(score.orders - score.scored)), ("late", .count(score.late)),
      ("late_delivered", .count(score.deliveredLate)),
      ("late_never_delivered", .count(score.neverDelivered)),
      ("late_share", .figure(score.lateShare)), ("flagged", .count(score.flagged)),
      ("flagged_left_out", .count(score.flaggedLeftOut)),
      ("flags_per_100_orders", .figure(score.flagsPer100)),
      ("precision_all_flags", .figure(score.precisionOfAllFlags)),
      ("recall_any_time", .figure(score.recallAtAnyTime)),
      (
        "leads",
        .array(
          score.leads.map { lead in
            .object([
              ("lead_days", .count(lead.days)), ("early_flagged", .count(lead.flagged)),
              ("early_late", .count(lead.late)), ("early_recall", .figure(score.recall(lead))),
              ("early_precision", .figure(score.precision(lead))),
              ("early_recall_delivered_late", .figure(score.recallOfDeliveredLate(lead))),
              ("early_recall_never_delivered", .figure(score.recallOfNeverDelivered(lead))),
              ("median_days_before_promise", .figure(lead.medianDaysAhead)),
              ("false_per_true", .figure(score.falsePerTrue(lead))),
              ("flagged_per_100_orders", .figure(score.per100(lead))),
            ])
          })
      ),
    ]
  }

  private func json(_ curve: Reliability) -> JSON {
    .object([
      ("days_before_promise", .count(curve.lead)), ("orders", .count(curve.orders)),
      ("brier", .figure(curve.brier)), ("brier_of_mean", .figure(curve.brierOfBaseRate)),
      (
        "bins",
        .array(
          curve.bins.map { bin in
            .object([
              ("from", .number(bin.range.lowerBound)), ("to", .number(bin.range.upperBound)),
              ("orders", .count(bin.orders)), ("predicted", .figure(bin.predicted)),
              ("seen", .figure(bin.seen)),
            ])
          })
      ),
    ])
  }
}

extension JSON {
  /// A number or null.
  fileprivate static func figure(_ value: Double?) -> JSON { value.map(JSON.number) ?? .null }
}

/// Numbers as text.
enum Figure {
  /// With so many digits after the point, halves away from zero: `0.7050`.
  static func fixed(_ value: Double, _ digits: Int) -> String {
    guard value.isFinite, abs(value) < 1e12 else { return "-" }
    var scale: Int64 = 1
    for _ in 0..<digits { scale *= 10 }
    let whole = Int64((abs(value) * Double(scale)).rounded())
    let sign = value < 0 && whole > 0 ? "-" : ""
    guard digits > 0 else { return sign + String(whole) }
    let fraction = String(whole % scale)
    return sign + String(whole / scale) + "."
      + String(repeating: "0", count: digits - fraction.count) + fraction
  }
}

extension String {
  /// With blanks behind it up to a width.
  fileprivate func padded(_ width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }

  /// With blanks before it up to a width.
  fileprivate func padded(left width: Int) -> String {
    String(repeating: " ", count: max(0, width - count)) + self
  }
}
