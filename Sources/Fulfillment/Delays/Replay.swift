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

  package init(_ parameters: DelayParameters = .seed) { model = DelayModel(parameters) }

  /// Learns from `train` alone before the first purchase of `replay`, from both afterwards; an order in both
  /// counts once, as it is in `replay`. `visit` gets every open order of `replay` at the end of each of its days
  /// until the promise is broken.
  package mutating func run(
    train: [ReplayOrder], replay: [ReplayOrder],
    visit: (borrowing ReplayVerdict, borrowing DelayModel) -> Void
  ) {
    var timeline = ReplayTimeline(train: train, replay: replay)
    guard let days = timeline.days else { return }
    for day in days {
      timeline.begin(day, &model)
      model.close(through: day)
      timeline.forEachOpen { order, course in
        let (number, promised) = (order.number, order.promisedOn)
        guard let number, promised >= day else { return }
        let probability = model.probabilityLate(course, today: day)
        let left = promised - day
        visit(
          ReplayVerdict(
            order: number, day: day, promisedOn: promised, course: course,
            probabilityLate: probability, isAtRisk: left >= 5 && probability >= 0.5,
            isActNow: left >= 2 && probability >= 0.5), model)
      }
    }
  }
}
