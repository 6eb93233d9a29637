import Fulfillment

extension Fate {
  /// What follows the parcel's last scan, in the supplier's books and in the shop.
  mutating func finish(_ path: ParcelPath) {
    guard let last = path.scans.last else { return }
    noteCarrierTrouble(path)
    switch last.kind {
    case .delivered:
      life.purchases[0].steps.append((after(last.knownAt, minutes: 30...240), "DELIVERED"))
      afterDelivery(last.at)
    case .label:
      refundLate(last.at, days: 16...22, reason: "Never handed to the carrier")
    case .lost:
      refundLate(last.knownAt, days: 1...3, reason: "Lost in transit")
    case .damaged:
      refundLate(last.knownAt, days: 2...5, reason: "Damaged in transit")
    default:
      refundLate(last.knownAt, days: 1...4, reason: "Came back to the sender")
    }
  }

  /// Trouble that begins with a scan and ends with the next better one.
  mutating func noteCarrierTrouble(_ path: ParcelPath) {
    let starts: [Scenario: (ScanKind, Int64)] = [
      .customs: (.customsHeld, 0), .lost: (.lost, 0), .damaged: (.damaged, 0),
      .failedDelivery: (.attemptFailed, 0), .pickup: (.pickupReady, 3),
      .returnedToSender: (.returning, 0),
    ]
    guard let (kind, days) = starts[life.scenario],
      let at = path.scans.firstIndex(where: { $0.kind == kind })
    else { return }
    let begin = path.scans[at].knownAt
    let ends = life.isMended && at + 1 < path.scans.count ? path.scans[at + 1].knownAt : begin
    trouble(from: begin + .days(days), until: ends)
  }

  /// The money goes back, and whatever trouble there was ends with it.
  private mutating func refundLate(_ from: Timestamp, days: ClosedRange<Int>, reason: String) {
    let end = after(from, days: days)
    refundAll(at: end, reason: reason)
    trouble(from: life.trouble?.lowerBound ?? from + .days(5), until: end)
  }

  private mutating func afterDelivery(_ deliveredAt: Timestamp) {
    let line = life.cart.lines[0]
    switch life.scenario {
    case .refundedInPart:
      let at = after(deliveredAt, days: 1...4)
      shop(at, .note("Customer wrote: one piece arrived scratched."))
      shop(
        after(at, hours: 1...20),
        .refund(max(1, line.total / (2 * line.quantity)), reason: "One piece scratched"))
    case .returnRequested:
      let at = after(deliveredAt, days: 1...9)
      let ask = ReturnAsk(
        reason: random.pick(Fate.reasons), sku: line.sku, quantity: line.quantity,
        amount: line.total + line.tax)
      shop(at, .returnRequested(ask))
      shop(at, .status("return-requested"))
      let end = life.isMended ? after(at, days: 3...8) : after(at, days: 28...30)
      trouble(from: at + .hours(24), until: end)
      if life.isMended {
        shop(end, .note("Customer keeps it after all."))
        shop(end, .status("completed"))
      } else {
        refundAll(at: end, reason: "Return accepted")
      }
    default: break
    }
  }

  private static let reasons = [
    "Too small, please exchange or refund", "Arrived broken", "Not as in the pictures",
    "Doesn't work anymore after two days", "Changed my mind", "Größe passt nicht",
    "思ったより小さい", "Took too long, bought elsewhere",
  ]
}
