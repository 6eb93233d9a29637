import Testing

@testable import Fulfillment

@Suite struct BacktestTests {
  @Test func theListsAreNamedAsTheirFiles() {
    let backtest = Backtest.run(train: [], replay: history(0..<40))
    #expect(
      backtest.lists.map(\.name) == [
        "at-risk", "act-now", "countdown-5", "countdown-2", "peer-rules", "patient-peer-rules",
        "lane-p90",
      ])
    #expect(backtest.orders.count == 40)
    #expect(backtest.months == ["2018-01"])
  }

  @Test func ourListsKeepTheirLeadAndTellWhy() throws {
    let backtest = Backtest.run(train: history(0..<800), replay: history(800..<1200))
    for list in backtest.lists.prefix(2) {
      let flagged = list.flags.enumerated().filter { $0.element != nil }
      #expect(!flagged.isEmpty, "\(list.name)")
      for (place, flag) in flagged {
        let flag = try #require(flag)
        let order = backtest.orders[place].order
        #expect(order.promisedOn - flag.day >= Int32(list.lead))
        #expect(order.isOpen(flag.day))
        let probability = try #require(flag.probability)
        #expect((0...1).contains(probability))
        #expect(flag.reason.contains("P(late) "))
      }
    }
  }

  /// What is dated later, in either file, changes no flag raised before.
  @Test(arguments: [210, 230, 250] as [Int32])
  func nothingIsSeenAheadOfItsDay(cut: Int32) {
    let end = newYear + cut
    let (train, replay) = (history(0..<700), history(600..<1100))
    // As the files would have been on that day: later orders are not there, later events neither.
    func known(_ orders: [FinishedOrder]) -> [FinishedOrder] {
      orders.filter { $0.order.purchasedOn <= end }.map { finished in
        var order = finished.order
        order.approvedOn = order.approvedOn.flatMap { $0 <= end ? $0 : nil }
        order.handedOverOn = order.handedOverOn.flatMap { $0 <= end ? $0 : nil }
        order.deliveredOn = order.deliveredOn.flatMap { $0 <= end ? $0 : nil }
        return FinishedOrder(order: order, ending: .leftOut)
      }
    }
    let whole = Backtest.run(train: train, replay: replay)
    let then = Backtest.run(train: known(train), replay: known(replay))
    #expect(then.orders.count < whole.orders.count)
    for (all, early) in zip(whole.lists, then.lists) {
      let before = all.flags.prefix(then.orders.count).map {
        $0.flatMap { $0.day <= end ? $0 : nil }
      }
      #expect(before == early.flags.map { $0.flatMap { $0.day <= end ? $0 : nil } }, "\(all.name)")
      #expect(before.contains { $0 != nil }, "\(all.name) has nothing to compare")
    }
  }

  @Test func endingsChangeNoFlag() {
    let replay = history(300..<600)
    let blind = replay.map { FinishedOrder(order: $0.order, ending: .leftOut) }
    let (seeing, unseeing) = (
      Backtest.run(train: history(0..<300), replay: replay),
      Backtest.run(train: [], replay: history(0..<300).map { $0 } + blind)
    )
    #expect(seeing.lists.map { $0.flags } == unseeing.lists.map { Array($0.flags.dropFirst(300)) })
  }

  @Test func anOrderInBothFilesCountsOnce() {
    let replay = history(300..<600)
    let apart = Backtest.run(train: history(0..<300), replay: replay)
    let both = Backtest.run(train: history(0..<600), replay: replay)
    #expect(apart.lists == both.lists)
    #expect(apart.reliability == both.reliability)
  }

  @Test func everyOrderIsAskedAboutOnceAtEachLead() {
    let backtest = Backtest.run(train: [], replay: history(0..<600))
    for curve in backtest.reliability {
      let open = backtest.orders.count { finished in
        finished.ending != .leftOut
          && finished.order.isOpen(finished.order.promisedOn - Int32(curve.lead))
      }
      #expect(curve.orders == open)
    }
  }

  @Test func aReasonIsOneReadableLine() {
    let outlook = Outlook(
      stage: .transit, age: 9, probabilityLate: 0.705, lateAt: nil, normalUntil: 0,
      doneByNow: 0.92, lane: "SP->RJ", sample: 100, isLearned: true)
    #expect(
      Backtest.reason(outlook, probability: 0.705)
        == "day 9 of transit; 92 % of SP->RJ are delivered by day 9; P(late) 0.71")
    var processing = outlook
    processing.stage = .processing
    processing.lane = "s1"
    #expect(
      Backtest.reason(processing, probability: 1)
        == "day 9 of processing; 92 % of s1 are handed over by day 9; P(late) 1.00")
  }
}
