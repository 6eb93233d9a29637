import Canvas
import Fulfillment
import Testing

@testable import Console

@Suite struct RecourseSectionTests {
  private func sheet(_ rows: [RecourseRow], width: Int = 100) -> [String] {
    let board = SampleBoard()
    var detail = board.detail(of: SampleBoard.order(1))
    detail.recourse = rows
    return OrderSheet(
      detail: detail, evidence: nil, departure: Departure(now: Timestamp(day: 20_520)),
      clock: LocalTime(zone: .utc), width: width
    ).lines.map(\.text)
  }

  private func row(title: String = "CJ") -> RecourseRow {
    RecourseRow(
      order: OrderID(1), orderName: "#1001",
      recourse: Recourse(
        party: .supplier, name: "cj", title: title, kind: .lost, parcel: "LX1",
        noticedAt: Timestamp(day: 20_510),
        window: ClaimWindow(opens: .unstated, closes: .at(Timestamp(day: 20_525))),
        amount: Money(minor: 1200, currency: .usd), wanted: [.photos],
        asOf: Timestamp(day: 20_000).date, phase: .closing))
  }

  @Test func anOrderWithALossSaysWhoOwesMoneyAndUntilWhen() {
    let lines = sheet([row()])
    #expect(lines.contains { $0.hasPrefix("Claims  money back") })
    #expect(
      lines.contains(
        "  supplier CJ: LX1, lost; 12.00 USD; until 2026-03-13 00:00; wanted: photos"))
  }

  @Test(arguments: [40, 60, 100])
  func everyLineFits(width: Int) {
    let lines = sheet([row(title: "A supplier with a rather long name")], width: width)
    for line in lines { #expect(TextWidth.of(line) <= width, "\(line)") }
  }

  @Test func anOrderWithoutOneTakesNoLine() {
    #expect(!sheet([]).contains { $0.hasPrefix("Claims") })
  }
}
