import Canvas
import Fulfillment
import Testing

@testable import Console

@Suite struct OutlookTests {
  private func outlook(learned: Bool = true, done: Double = 0.92) -> Outlook {
    Outlook(
      stage: .transit, age: 8, probabilityLate: 0.71, lateAt: nil, normalUntil: 20_524,
      doneByNow: done, lane: "CN->BR by 4PX", sample: learned ? 140 : 4, isLearned: learned)
  }

  private func sheet(_ change: (inout OrderDetail) -> Void, width: Int = 100) -> [String] {
    let board = SampleBoard()
    var detail = board.detail(of: SampleBoard.order(1))
    detail.outlook = nil
    detail.risk = nil
    change(&detail)
    return OrderSheet(
      detail: detail, evidence: nil, departure: Departure(now: Timestamp(day: 20_520)),
      clock: LocalTime(zone: .utc), width: width
    ).lines.map(\.text)
  }

  @Test func aLaneThatIsKnownSaysWhatIsNormal() {
    let lines = sheet {
      $0.outlook = outlook()
      $0.order.promisedAt = Timestamp(day: 20_525)
    }
    #expect(lines.contains("Outlook  what is likely, and what it may cost"))
    #expect(
      lines.contains(
        "  outlook   normal until Thu 2026-03-12, P(late) 0.71; from 140 parcels of CN->BR by 4PX"))
    #expect(
      lines.contains(
        "            ██████████████████░░ 92 % are delivered by day 8; this is day 9 of transit"))
  }

  @Test func withoutAPromiseNothingIsLate() {
    let lines = sheet {
      $0.outlook = outlook()
      $0.order.promisedAt = nil
    }
    #expect(
      lines.contains(
        "  outlook   normal until Thu 2026-03-12; from 140 parcels of CN->BR by 4PX"))
  }

  @Test func aThinHistorySaysSoAndDrawsNothing() {
    let lines = sheet { $0.outlook = outlook(learned: false) }
    #expect(lines.contains("  outlook   fixed threshold: history too thin (4 parcels)"))
    #expect(!lines.contains { $0.contains("██") })
  }

  @Test func whatMayBeLostIsOneLine() {
    let lines = sheet {
      $0.risk = Risk(
        value: Money(minor: 10_000, currency: .usd), cost: Money(minor: 2_000, currency: .usd),
        probability: 0.3)
    }
    #expect(
      lines.contains("  at risk   $36.00 = 30 % of ($100.00 to pay back + $20.00 paid for it)"))
  }

  @Test func nothingKnownTakesNoLine() {
    #expect(!sheet { _ in }.contains { $0.hasPrefix("Outlook") })
  }

  @Test(arguments: [
    (0.0, "░░░░░░░░░░░░░░░░░░░░"), (0.5, "██████████░░░░░░░░░░"), (0.999, "███████████████████░"),
    (1, "████████████████████"), (.nan, "░░░░░░░░░░░░░░░░░░░░"), (7, "████████████████████"),
  ])
  func theBarIsFullOnlyAtTheEnd(_ share: Double, _ bar: String) {
    #expect(OutlookText.bar(share) == bar)
  }

  @Test(arguments: [40, 60, 79])
  func itFitsAnyWidth(_ width: Int) {
    let lines = sheet({ $0.outlook = outlook() }, width: width)
    #expect(lines.allSatisfy { $0.columns <= width })
  }

  @Test func aHostileLaneIsCleaned() {
    var odd = outlook()
    odd.lane = "CN\u{1B}[2J->\u{202E}BR"
    #expect(
      !OutlookText.summary(odd, isPromised: true).unicodeScalars.contains {
        $0.value == 0x1B || $0.value == 0x202E
      })
  }
}
