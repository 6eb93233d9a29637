extension Outlook {
  /// When it counts as late: at the end of the day on which the chance passes the chosen precision; nil: not
  /// before the promise is broken.
  package var tripsAt: Timestamp? { lateAt.map { Timestamp(day: $0.nextDay) } }

  /// `day 9 of transit; 92 % of GZ->BR by YunExpress are delivered by day 8; P(late) 0.71`. Asked for at
  /// the end of a day, so it is read on the next.
  package var text: String {
    let (stay, end) = stage == .transit ? ("transit", "delivered") : ("processing", "scanned")
    return "day \(age + 1) of \(stay); \(doneByNow.percent) of \(lane.briefly) are \(end) by day "
      + "\(age); P(late) \(probabilityLate.hundredths)"
  }

  /// `normal until 2026-03-12 (9 in 10 of GZ->BR by YunExpress, from 140 parcels)`
  package var normalText: String {
    guard isLearned else { return Outlook.fixed(self) }
    return "normal until \(Timestamp(day: normalUntil).date) (9 in 10 of \(lane.briefly), from "
      + counted(Int(sample.bounded), "parcel") + ")"
  }

  /// Why a fixed threshold spoke: `fixed threshold: history too thin (4 parcels)`.
  package static func fixed(_ outlook: Outlook?) -> String {
    guard let outlook, !outlook.isLearned else { return "fixed threshold" }
    return thin(outlook.sample)
  }

  /// The same where that many parcels are known.
  static func thin(_ sample: Double) -> String {
    "fixed threshold: history too thin (\(counted(Int(sample.bounded), "parcel")))"
  }
}

extension Double {
  /// `0.71`
  package var hundredths: String {
    let whole = Int64((bounded * 100).rounded())
    return "\(whole / 100)." + padded(whole % 100, 2)
  }

  /// `92 %`; never 100 where it is less.
  package var percent: String {
    let whole = Int((bounded * 100).rounded())
    return "\(whole == 100 && self < 1 ? 99 : whole) %"
  }

  /// From 0 to a number that can be shown, so that no figure can stop the program.
  fileprivate var bounded: Double { isFinite ? Swift.min(Swift.max(self, 0), 1e12) : 0 }
}
