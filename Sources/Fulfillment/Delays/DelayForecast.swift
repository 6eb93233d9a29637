/// Chances as the model knows them after its last closed day, for many lines at once.
struct DelayForecast {
  /// Of the countries that a line leaves and reaches; nil: that of the model.
  typealias Calendars = (leaving: WorkCalendar?, arriving: WorkCalendar?)

  /// What the next days put on hazards, from tomorrow on.
  struct Days {
    let leaving: [Double]
    let arriving: [Double]

    init(
      _ model: borrowing DelayModel, _ memory: borrowing DelayMemory, after today: Int32,
      count: Int,
      on calendars: Calendars
    ) {
      let kinds = memory.kinds.map(\.weight)
      var (leaving, arriving): ([Double], [Double]) = ([], [])
      for step in 1...Int32(max(1, count)) {
        leaving.append(kinds[model.kind(.processing, today + step, calendars.leaving)])
        arriving.append(kinds[model.kind(.transit, today + step, calendars.arriving)])
      }
      (self.leaving, self.arriving) = (leaving, arriving)
    }
  }

  /// A line in a stage.
  struct Line {
    var stage: Stage
    var age: Int
    var daysLeft: Int
    /// Days from the forecast's today to the day of which this is said.
    var ahead = 0
    /// Days from its start to this stage, or to today while it is in processing.
    var slowness: Int
  }

  private let near: Days
  private let far: Days
  private let unit: Double
  /// Days ahead of which nothing is said.
  static let farthest = 400

  /// - Parameter horizon: days of which anything will be asked; nil: as many as ages are told apart.
  init(
    _ model: borrowing DelayModel, today: Int32, horizon: Int? = nil,
    on calendars: Calendars = (nil, nil)
  ) {
    let count = min(horizon ?? model.parameters.oldestAge, Self.farthest)
    near = Days(model, model.near, after: today, count: count, on: calendars)
    far = Days(model, model.far, after: today, count: count, on: calendars)
    unit = model.flowUnit(model.closedOn.map { min($0, today) } ?? today)
  }

  /// Chance that it is not there by the end of its promised day.
  func probabilityLate(
    _ model: borrowing DelayModel, _ line: Line, processing: borrowing DelayPath,
    transit: borrowing DelayPath
  ) -> Double {
    guard line.daysLeft > 0 else { return 1 }
    let share = model.parameters.nearShare
    var odds = 0.0
    if share > 0 {
      odds += share * near.logOdds(model.near, line, processing.near, transit.near)
    }
    if share < 1 {
      odds += (1 - share) * far.logOdds(model.far, line, processing.far, transit.far)
    }
    if transit.flow >= 0, model.parameters.backlogWeight != 0 {
      let backlog = model.flows[Int(transit.flow)].backlog(unit) - model.parameters.usualBacklog
      odds += model.parameters.backlogWeight * min(max(backlog, -2), 2)
    }
    odds += model.parameters.slownessWeight * Double(min(max(line.slowness, 0), 20))
    return Exponential.logistic(odds)
  }
}

extension DelayForecast.Days {
  fileprivate func logOdds(
    _ memory: borrowing DelayMemory, _ line: DelayForecast.Line, _ work: DelayPath.Place,
    _ way: DelayPath.Place
  ) -> Double {
    let late = min(max(probabilityLate(memory, line, work, way), 1e-4), 1 - 1e-4)
    return Exponential.log(late / (1 - late))
  }

  private func probabilityLate(
    _ memory: borrowing DelayMemory, _ line: DelayForecast.Line, _ work: DelayPath.Place,
    _ way: DelayPath.Place
  ) -> Double {
    let ages = memory.tables.ages
    let ahead = max(0, line.ahead)
    let oldest = ages - 1
    let count = max(0, min(line.daysLeft, oldest, arriving.count - ahead))
    let own = memory.ownFactor(way)
    return memory.tables.curves.withUnsafeBufferPointer { curves in
      arriving.withUnsafeBufferPointer { days in
        // A lane of which nothing was ever seen has no curve yet: the seed.
        func arrival(_ age: Int) -> Double {
          way.leaf < 0 ? 0.08 : curves[Int(way.leaf) * ages + min(age, oldest)]
        }
        guard line.stage == .processing else {
          var open = 1.0
          for step in 0..<count {
            open *= 1 - min(arrival(line.age + 1 + step) * own * days[ahead + step], 0.98)
          }
          return open
        }
        var (waiting, late) = (1.0, 0.0)
        for scanned in 0..<count {
          let age = min(line.age + 1 + scanned, oldest)
          let hazard = work.leaf < 0 ? 0.2 : curves[Int(work.leaf) * ages + age]
          let leaves = min(hazard * leaving[ahead + scanned], 0.98)
          var open = 1.0
          for next in scanned..<count {
            open *= 1 - min(arrival(next - scanned) * own * days[ahead + next], 0.98)
          }
          late += waiting * leaves * open
          waiting *= 1 - leaves
        }
        return late + waiting
      }
    }
  }
}
