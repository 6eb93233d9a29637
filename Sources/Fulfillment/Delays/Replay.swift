/// What was said of one open order at the end of one day of a replay.
package struct ReplayVerdict: Hashable, Sendable {
  /// Place in the array of orders to replay.
  package var order: Int
  package var day: Int32
  package var promisedOn: Int32
  package var course: Course
  package var probabilityLate: Double
  /// It belongs on the list of orders at risk (5 days or more before the promise).
  package var isAtRisk: Bool
  /// It belongs on the list of orders to act upon now (2 days or more before the promise).
  package var isActNow: Bool

  package var daysLeft: Int { Int(promisedOn) - Int(day) }
}

/// Replays orders day by day through a model that learns as it goes: at the end of each day every open
/// order is evaluated, and nothing dated later has been seen by then.
package struct Replay: Sendable {
  package private(set) var model: DelayModel

  package init(_ parameters: DelayParameters = .replay) { model = DelayModel(parameters) }

  /// Learns from `train` alone before the first purchase of `replay`, from both afterwards; an order in both
  /// counts once, as it is in `replay`. `visit` gets every open order of `replay` at the end of each of its days
  /// until the promise is broken.
  package mutating func run(
    train: [ReplayOrder], replay: [ReplayOrder],
    visit: (borrowing ReplayVerdict, borrowing DelayModel) -> Void
  ) {
    var timeline = ReplayTimeline(train: train, replay: replay)
    guard let days = timeline.days else { return }
    let parameters = model.parameters
    for day in days {
      timeline.begin(day, &model)
      model.close(through: day)
      guard timeline.hasOpen else { continue }
      let forecast = DelayForecast(model, today: day)
      for order in timeline.open where order.number >= 0 && order.promisedOn >= day {
        let left = Int(order.promisedOn - day)
        let chance = forecast.probabilityLate(
          model, order.line(day), processing: model.paths[order.processing],
          transit: model.paths[order.transit])
        // Waiting until the last day on which the list still helps shows most; only near certainty is told before.
        visit(
          ReplayVerdict(
            order: order.number, day: day, promisedOn: order.promisedOn,
            course: order.course(model.paths[order.transit].lane), probabilityLate: chance,
            isAtRisk: left >= 5 && chance >= (left == 5 ? parameters.atRisk : parameters.certain),
            isActNow: left >= 2 && chance >= (left == 2 ? parameters.actNow : parameters.certain)),
          model)
      }
    }
  }
}

extension DelayParameters {
  /// Chosen on the Brazilian marketplace's orders up to February 2018.
  package static let replay = DelayParameters(calendar: .brazil)
}
