import Canvas
import Fulfillment
import Testing

@testable import Console

@Suite struct WayTests {
  private let start = Timestamp(day: 20_500)

  private func way(
    _ state: OrderState, bought: Int64? = nil, scans: [Int64] = [], width: Int = 80,
    isLinear: Bool = false
  ) -> String? {
    var detail = SampleBoard().detail(of: SampleBoard.order(1))
    detail.order.placedAt = start
    detail.row.state = state
    detail.purchases =
      bought.map {
        [
          PurchaseOrder(
            supplier: "CJ", number: "1", reference: "", state: .placed, placedAt: start + .days($0))
        ]
      } ?? []
    detail.timeline = scans.map {
      TimelineEntry(
        occurredAt: start + .days($0), recordedAt: start + .days($0), kind: .scan, text: "scan",
        source: "17track")
    }
    var sheet = OrderSheet(
      detail: detail, evidence: nil, departure: Departure(now: start + .days(20)),
      clock: LocalTime(zone: .utc), width: width)
    sheet.isLinear = isLinear
    return sheet.way.first?.text
  }

  @Test func legsAreAsLongAsTheirDays() throws {
    let text = try #require(way(.delivered, bought: 1, scans: [3, 13]))
    #expect(text.hasPrefix("  placed ─"))
    #expect(text.hasSuffix(" delivered"))
    let legs = text.split(separator: " ").filter { $0.contains("─") }
    #expect(legs.map { $0.filter { $0 != "─" } } == ["24h", "2d", "10d"])
    #expect(legs[0].count < legs[1].count && legs[1].count < legs[2].count)
    #expect(text.columns <= 80)
  }

  @Test func whatIsWaitedForIsOpen() throws {
    let text = try #require(way(.transit, bought: 1, scans: [3]))
    #expect(text.hasSuffix("▸ in transit"))
    #expect(text.contains("17d"))
  }

  @Test(arguments: [OrderState.cancelled, .refunded, .lost])
  func anEndIsNotWaitedFor(_ state: OrderState) throws {
    let text = try #require(way(state, bought: 2))
    #expect(text.hasSuffix(" bought"))
  }

  @Test(arguments: [20, 59])
  func thereMustBeRoom(_ width: Int) { #expect(way(.delivered, bought: 1, width: width) == nil) }

  @Test(arguments: 60..<140)
  func itNeverIsTooWide(_ width: Int) {
    #expect((way(.transit, bought: 1, scans: [3, 4, 5], width: width)?.columns ?? 0) <= width)
  }

  @Test func whoHearsTheScreenIsSpared() {
    #expect(way(.delivered, bought: 1, scans: [3], isLinear: true) == nil)
  }
}
