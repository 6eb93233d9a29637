import Testing

@testable import Fulfillment

private func days(_ list: FlagList) -> [Int32?] { list.flags.map { $0.map { $0.day - newYear } } }

@Suite struct RivalTests {
  @Test func theCountdownFlagsWhatIsStillOpen() {
    let orders = [
      sample("in time", handed: 2, delivered: 14), sample("that day", handed: 2, delivered: 15),
      sample("open", handed: 2, delivered: 16), sample("never"),
      sample("short promise", promised: 3), sample("no line", lines: 0),
    ]
    #expect(days(RivalRules.countdown(orders, lead: 5)) == [nil, nil, 15, 15, 0, nil])
    #expect(RivalRules.countdown(orders, lead: 2).name == "countdown-2")
    #expect(days(RivalRules.countdown(orders, lead: 2))[4] == 1)
  }

  @Test(
    arguments: [
      // Not handed over three days after payment.
      (sample("o", paid: 1, handed: 4, delivered: 6), nil),
      (sample("o", paid: 1, handed: 5, delivered: 6), 4),
      // Unpaid: silent for a week.
      (sample("o", paid: nil, delivered: 9), 7),
      // A week without news after the hand-over, not after the payment.
      (sample("o", paid: 0, handed: 2, delivered: 9), nil),
      (sample("o", paid: 0, handed: 2, delivered: 10), 9),
      // News on the seventh day is news.
      (sample("o", paid: 7, handed: 9, delivered: 12), nil),
      // The promise passes first.
      (sample("o", handed: 1, delivered: 5, promised: 2), 3),
    ] as [(ReplayOrder, Int32?)])
  func peerRulesSpeakAtTheFirstOfTheirDays(order: ReplayOrder, expected: Int32?) {
    let list = RivalRules.peerRules([order], name: "peer-rules", unshippedDays: 3, silentDays: 7)
    #expect(days(list) == [expected])
  }

  @Test func patientRulesWaitLonger() {
    let orders = [sample("o", handed: 4, delivered: 20), sample("p", handed: 6, delivered: 8)]
    let list = RivalRules.peerRules(orders, name: "p", unshippedDays: 5, silentDays: 14)
    #expect(days(list) == [18, 5])
  }

  @Test func aLaneIsSlowBeyondItsNineInTen() throws {
    // Twenty orders of the lane took 4 days from the carrier, two of them 9.
    let known = (0..<20).map {
      sample("k\($0)", handed: 1, delivered: $0 < 18 ? 5 : 10)
    }
    let judged = [
      sample("slow", bought: 30, paid: 30, handed: 31, delivered: 60, promised: 50),
      sample("quick", bought: 30, paid: 30, handed: 31, delivered: 35, promised: 50),
      sample("stuck", bought: 30, paid: 30, promised: 50),
    ]
    let list = LaneRival.list(train: known, replay: judged)
    #expect(days(list) == [36, nil, 32])
    #expect(list.flags[0]?.reason == "day 5 of transit; nine in ten of the lane take 4")
  }

  @Test func fewOrdersOfALaneLeaveItToAll() {
    let known = (0..<30).map { sample("k\($0)", handed: 1, delivered: 5, to: "BA") }
    let judged = [sample("o", bought: 30, paid: 30, handed: 30, delivered: 60, promised: 50)]
    #expect(days(LaneRival.list(train: known, replay: judged)) == [35])
    #expect(days(LaneRival.list(train: [], replay: judged)) == [nil])
  }
}
