import Canvas
import Fulfillment

extension OrderSheet {
  /// What may be lost, and what is to be expected of the parcel: from the lane's own history, or that it is too
  /// thin to tell.
  var prospects: [SheetLine] {
    var lines: [SheetLine] = []
    if let risk = detail.risk {
      lines += named("  at risk   ", OutlookText.risk(risk, clock), .money)
    }
    if let outlook = detail.outlook {
      lines += named(
        "  outlook   ", OutlookText.summary(outlook, isPromised: order.promisedAt != nil),
        outlook.isLearned ? .text : .dim)
      if outlook.isLearned {
        lines += fitted([
          Table.Field("            ", role: .dim),
          Table.Field(OutlookText.bar(outlook.doneByNow), role: .stateMoving),
          Table.Field(" " + OutlookText.done(outlook), role: .dim),
        ])
      }
    }
    return lines.isEmpty ? [] : [title("Outlook", "what is likely, and what it may cost")] + lines
  }

  /// Words behind a name, over as many lines as they need.
  private func named(_ name: String, _ text: String, _ role: Role) -> [SheetLine] {
    text.wrapped(max(10, width - name.columns)).enumerated().map { index, line in
      let head = index == 0 ? name : String(repeating: " ", count: name.columns)
      return SheetLine([Table.Field(head, role: .dim), Table.Field(line, role: role)])
    }
  }
}

/// The words of an outlook on screen.
enum OutlookText {
  private static let weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
  private static let cells = 20

  /// `normal until Thu 2026-03-12, P(late) 0.71; from 140 parcels of CN->BR by 4PX`. Where no day was
  /// promised, nothing can be late.
  static func summary(_ outlook: Outlook, isPromised: Bool) -> String {
    guard outlook.isLearned else { return outlook.normalText }
    let day = Timestamp(day: outlook.normalUntil).date
    let name = weekdays[min(max(day.weekday, 1), 7) - 1]
    let late = isPromised ? ", P(late) \(outlook.probabilityLate.hundredths)" : ""
    return "normal until \(name) \(day)\(late); from "
      + Noun.of(Int(min(max(outlook.sample, 0), 1e9)), "parcel", "parcels")
      + " of \(outlook.lane.sanitised(limit: 80))"
  }

  /// The share of the lane that is through by now, one cell of twenty for every twentieth.
  static func bar(_ share: Double) -> String {
    let share = share.isFinite ? min(max(share, 0), 1) : 0
    let full = Int((share * Double(cells)).rounded(.down))
    return String(repeating: "█", count: full) + String(repeating: "░", count: cells - full)
  }

  /// `$370.35 = 30 % of ($1,000.00 to pay back + $234.50 paid for it); act by Thu 12 14:00`
  static func risk(_ risk: Risk, _ clock: LocalTime) -> String {
    var parts = ["\(risk.value.exact) to pay back"]
    if let cost = risk.cost, cost.currency == risk.value.currency, cost.minor > 0 {
      parts.append("\(cost.exact) paid for it")
    }
    if let fees = risk.fees, fees.currency == risk.value.currency, fees.minor > 0 {
      parts.append("\(fees.exact) in fees")
    }
    return "\(risk.expected.exact) = \(risk.probability.percent) of "
      + Risk.sum(parts) + (risk.due.map { "; act by \(clock.text($0))" } ?? "")
  }

  /// `92 % are delivered by day 8; this is day 9 of transit`
  static func done(_ outlook: Outlook) -> String {
    let (end, stay) =
      outlook.stage == .transit ? ("delivered", "transit") : ("scanned", "processing")
    return "\(outlook.doneByNow.percent) are \(end) by day \(outlook.age); this is day "
      + "\(outlook.age + 1) of \(stay)"
  }
}
