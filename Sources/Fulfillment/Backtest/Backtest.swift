/// A replay of finished orders with everything that is said about them: our two lists, the rivals'
/// lists and how far the probabilities could be believed.
package struct Backtest: Sendable {
  package let orders: [FinishedOrder]
  /// `at-risk` and `act-now`, then the rivals'.
  package let lists: [FlagList]
  package let reliability: [Reliability]

  /// Learns from `train`, then judges `replay` day by day and goes on learning. Neither the delay model
  /// nor a rival is given an ending; each sees an event on its day and not before. An order that is in both counts
  /// as it is in `replay`.
  package static func run(
    train: [FinishedOrder], replay: [FinishedOrder], parameters: DelayParameters = .replay
  ) -> Backtest {
    let (known, judged) = (train.map(\.order), replay.map(\.order))
    var atRisk = FlagList(name: "at-risk", lead: 5, orders: judged.count)
    var actNow = FlagList(name: "act-now", lead: 2, orders: judged.count)
    var reliability = [Reliability(lead: 5), Reliability(lead: 2)]
    var replaying = Replay(parameters)
    replaying.run(train: known, replay: judged) { verdict, model in
      for index in reliability.indices
      where verdict.daysLeft == reliability[index].lead && replay[verdict.order].ending != .leftOut
      {
        reliability[index].add(
          verdict.probabilityLate, isLate: replay[verdict.order].ending.isLate)
      }
      if verdict.isAtRisk, !atRisk.has(verdict.order) {
        atRisk.raise(verdict.order, flag(verdict, model))
      }
      if verdict.isActNow, !actNow.has(verdict.order) {
        actNow.raise(verdict.order, flag(verdict, model))
      }
    }
    return Backtest(
      orders: replay,
      lists: [
        atRisk, actNow, RivalRules.countdown(judged, lead: 5),
        RivalRules.countdown(judged, lead: 2),
        RivalRules.peerRules(judged, name: "peer-rules", unshippedDays: 3, silentDays: 7),
        RivalRules.peerRules(judged, name: "patient-peer-rules", unshippedDays: 5, silentDays: 14),
        LaneRival.list(train: known, replay: judged),
      ], reliability: reliability)
  }

  private static func flag(
    _ verdict: borrowing ReplayVerdict, _ model: borrowing DelayModel
  ) -> DelayFlag {
    let outlook = model.outlook(verdict.course, today: verdict.day)
    return DelayFlag(
      day: verdict.day, probability: verdict.probabilityLate,
      reason: reason(outlook, probability: verdict.probabilityLate))
  }

  /// `day 9 of transit; 92 % of SP->RJ are delivered by day 8; P(late) 0.71`.
  package static func reason(_ outlook: Outlook, probability: Double) -> String {
    let (stage, verb) =
      outlook.stage == .transit ? ("transit", "delivered") : ("processing", "handed over")
    let share = Int((outlook.doneByNow * 100).rounded())
    let hundredths = Int((probability * 100).rounded())
    let digits = hundredths % 100 < 10 ? "0\(hundredths % 100)" : "\(hundredths % 100)"
    return
      "day \(outlook.age) of \(stage); \(share) % of \(outlook.lane) are \(verb) by day \(outlook.age); "
      + "P(late) \(hundredths / 100).\(digits)"
  }

  /// Months in which the orders were bought, `2017-11`, oldest first.
  package var months: [String] { Set(orders.map(\.month)).sorted() }
}
