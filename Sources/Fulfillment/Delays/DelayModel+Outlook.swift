extension DelayModel {
  /// What is to be expected of a line at the end of `today`, as of the last closed day. Nothing is learned
  /// from asking.
  package func outlook(_ course: Course, today: Int32) -> Outlook {
    let lane =
      course.stage == .processing && !course.lane.supplier.isEmpty
      ? course.lane.supplier : course.lane.text
    guard Self.isPlausible(today), Self.isPlausible(course.enteredOn) else {
      return Outlook(
        stage: course.stage, age: 0, probabilityLate: 0, lateAt: nil, normalUntil: today,
        doneByNow: 0, lane: lane, sample: 0, isLearned: false)
    }
    let age = age(course.enteredOn, today)
    let path = knownPath(course.lane, course.stage)
    let curve = curve(path, from: course.enteredOn)
    let normal = curve.firstIndex { $0 >= 0.9 } ?? parameters.oldestAge
    let sample = sample(path, today: today)
    return Outlook(
      stage: course.stage, age: max(Int(today) - Int(course.enteredOn), 0),
      probabilityLate: probabilityLate(course, today: today),
      lateAt: lateAt(course, today: today), normalUntil: course.enteredOn + Int32(normal),
      doneByNow: curve[age], lane: lane, sample: sample,
      isLearned: sample >= parameters.leastSample)
  }

  /// P(late) alone: 0 where nothing was promised, 1 once the promise is broken.
  package func probabilityLate(_ course: Course, today: Int32) -> Double {
    guard let promised = course.promisedOn, Self.isPlausible(promised), Self.isPlausible(today),
      Self.isPlausible(course.enteredOn)
    else { return 0 }
    let (work, way) = (knownPath(course.lane, .processing), knownPath(course.lane, .transit))
    let horizon = Int(promised - today)
    return DelayForecast(self, today: today, horizon: horizon, on: (work.calendar, way.calendar))
      .probabilityLate(self, line(course, promised, today), processing: work, transit: way)
  }

  private func line(_ course: Course, _ promised: Int32, _ today: Int32) -> DelayForecast.Line {
    let start = course.startedOn.flatMap { Self.isPlausible($0) ? $0 : nil } ?? course.enteredOn
    return DelayForecast.Line(
      stage: course.stage, age: age(course.enteredOn, today), daysLeft: Int(promised - today),
      slowness: Int((course.stage == .processing ? today : course.enteredOn) - start))
  }

  /// Share of the lane that has left the stage by each age.
  private func curve(_ path: DelayPath, from entered: Int32) -> [Double] {
    let own = path.stage == .transit ? near.ownFactor(path.near) : 1
    var open = 1.0
    return (0...parameters.oldestAge).map { age in
      let seed = path.stage == .processing ? 0.2 : 0.08
      let hazard =
        path.near.leaf < 0
        ? seed : near.tables.curves[Int(path.near.leaf) * near.tables.ages + age]
      let day = near.kinds[kind(path.stage, entered + Int32(age), path.calendar)].weight
      open *= 1 - min(hazard * own * day, 0.98)
      return 1 - open
    }
  }

  /// Recent lines the estimate rests on: of the narrowest group with enough, else of all.
  private func sample(_ path: DelayPath, today: Int32) -> Double {
    guard let reference else { return 0 }
    let asOf = closedOn.map { min($0, today) } ?? today
    let unit = near.weights(asOf, since: reference).fast
    let groups = (0..<4).map { path.near.groups[$0] }.filter { $0 >= 0 }
    let counts = groups.map { near.tables.left[Int($0)] / unit }
    return counts.last { $0 >= parameters.leastSample } ?? counts.first ?? 0
  }

  private func lateAt(_ course: Course, today: Int32) -> Int32? {
    guard let promised = course.promisedOn, Self.isPlausible(promised) else { return nil }
    guard promised > today else { return today }
    let (work, way) = (knownPath(course.lane, .processing), knownPath(course.lane, .transit))
    let forecast = DelayForecast(
      self, today: today, horizon: Int(promised - today), on: (work.calendar, way.calendar))
    let last = min(promised, today + Int32(DelayForecast.farthest))
    func isLate(on day: Int32) -> Bool {
      var line = line(course, promised, day)
      line.ahead = Int(day - today)
      let chance = forecast.probabilityLate(self, line, processing: work, transit: way)
      return chance >= parameters.precision
    }
    // In transit each day makes it likelier, so the first day that passes may be halved upon; before the first
    // scan that holds but for a hair.
    var (low, high) = (today, last)
    while low < high {
      let day = low + (high - low) / 2
      if isLate(on: day) { high = day } else { low = day + 1 }
    }
    return low < last || isLate(on: last) && last < promised ? low : nil
  }
}
