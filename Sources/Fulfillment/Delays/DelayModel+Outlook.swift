extension DelayModel {
  /// What is to be expected of a line at the end of `today`. Nothing is learned from asking.
  package func outlook(_ course: Course, today: Int32) -> Outlook {
    guard Self.isPlausible(today), Self.isPlausible(course.enteredOn) else {
      return Outlook(
        stage: course.stage, age: 0, probabilityLate: 0, lateAt: nil, normalUntil: today,
        doneByNow: 0, lane: laneText(course), sample: 0, isLearned: false)
    }
    let reader = CurveReader(self, course, today: today)
    let age = age(course.enteredOn, today)
    let sample = reader.sample
    var (open, done, normal) = (1.0, 0.0, parameters.oldestAge)
    for step in 0...parameters.oldestAge {
      open *= 1 - reader.hazard(course.stage, age: step, on: course.enteredOn + Int32(step))
      if step == age { done = 1 - open }
      if open <= 0.1, normal > step { normal = step }
      if open <= 0.1, step >= age { break }
    }
    if normal < age, done == 0 { done = 1 - open }
    return Outlook(
      stage: course.stage, age: max(Int(today) - Int(course.enteredOn), 0),
      probabilityLate: reader.probabilityLate(at: today),
      lateAt: lateAt(course, today: today, reader), normalUntil: course.enteredOn + Int32(normal),
      doneByNow: done, lane: laneText(course), sample: sample,
      isLearned: sample >= parameters.leastSample)
  }

  /// P(late) alone, for who evaluates many.
  package func probabilityLate(_ course: Course, today: Int32) -> Double {
    guard Self.isPlausible(today), Self.isPlausible(course.enteredOn) else { return 0 }
    return CurveReader(self, course, today: today).probabilityLate(at: today)
  }

  private func laneText(_ course: Course) -> String {
    course.stage == .processing && !course.lane.supplier.isEmpty
      ? course.lane.supplier : course.lane.text
  }

  private func lateAt(_ course: Course, today: Int32, _ reader: CurveReader) -> Int32? {
    guard let promised = course.promisedOn, Self.isPlausible(promised) else { return nil }
    guard promised >= today else { return today }
    let far = min(promised, today + Int32(parameters.oldestAge))
    var day = today
    while day <= far {
      if reader.probabilityLate(at: day) >= parameters.precision { return day }
      day += 1
    }
    return nil
  }
}

/// Reads hazards for one course as the model knows them at one moment.
struct CurveReader {
  private let model: DelayModel
  private let course: Course
  private let scale: Double
  private let slow: Double
  private let processing: DelayPath?
  private let transit: DelayPath
  private let own: Double

  init(_ model: DelayModel, _ course: Course, today: Int32) {
    self.model = model
    self.course = course
    processing =
      course.stage == .processing ? model.knownPath(course.lane, .processing) : nil
    transit = model.knownPath(course.lane, .transit)
    let asOf = model.closedOn.map { min($0, today) } ?? today
    scale = model.weight(asOf)
    slow = model.slowWeight(asOf)
    own = model.ownFactor(transit, scale: slow)
  }

  /// Recent lines that the estimate rests on: of the narrowest group with enough, else of all.
  var sample: Double {
    let groups = (processing ?? transit).groups
    for group in groups.reversed() where model.groups[group].left > 0 {
      let left = model.groups[group].left / scale
      if left >= model.parameters.leastSample { return left }
    }
    return groups.first.map { model.groups[$0].left / scale } ?? 0
  }

  func hazard(_ stage: Stage, age: Int, on day: Int32) -> Double {
    let age = min(max(age, 0), model.parameters.oldestAge)
    let weekday = model.weekdays[model.weekday(stage, day)]
      .value(borrowed: model.parameters.factorShrinkage * slow)
    guard stage == .processing else {
      return min(model.hazard(transit, age: age, scale: scale) * weekday * own, 0.98)
    }
    return processing.map { min(model.hazard($0, age: age, scale: scale) * weekday, 0.98) } ?? 0
  }

  /// Chance that it is not delivered by the end of the promised day, if it is still in its stage at the end
  /// of that day.
  func probabilityLate(at day: Int32) -> Double {
    guard let promised = course.promisedOn, DelayModel.isPlausible(promised) else { return 0 }
    guard promised > day else { return 1 }
    let last = min(promised, day + Int32(model.parameters.oldestAge))
    switch course.stage {
    case .transit:
      var open = 1.0
      for next in (day + 1)...last {
        open *= 1 - hazard(.transit, age: Int(next) - Int(course.enteredOn), on: next)
      }
      return open
    case .processing:
      var (waiting, late) = (1.0, 0.0)
      for scanned in (day + 1)...last {
        let leaves = hazard(.processing, age: Int(scanned) - Int(course.enteredOn), on: scanned)
        var open = 1.0
        for next in scanned...last {
          open *= 1 - hazard(.transit, age: Int(next) - Int(scanned), on: next)
        }
        late += waiting * leaves * open
        waiting *= 1 - leaves
      }
      return late + waiting
    }
  }
}
