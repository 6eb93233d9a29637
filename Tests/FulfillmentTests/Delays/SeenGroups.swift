@testable import Fulfillment

/// A life table of a model by its name, up to the last age of which anything was seen; in lines of the last
/// closed day, as each model counts in units of a day that it chose for itself.
struct SeenGroup {
  var name: String
  var events: [Double]
  var exposure: [Double]
  var left: Double
}

extension DelayModel {
  /// Every life table of both memories of which anything was seen.
  var groups: [SeenGroup] {
    (near.seen(unit(near)) + far.seen(unit(far))).filter { !$0.events.isEmpty }
  }

  private func unit(_ memory: DelayMemory) -> Double {
    guard let closedOn, let reference else { return 1 }
    return memory.weights(closedOn, since: reference).fast
  }

  /// One of them, in units of the model's own day.
  func seen(_ name: String) -> SeenGroup? {
    (near.seen(1) + far.seen(1)).first { !$0.events.isEmpty && $0.name == name }
  }
}

extension DelayMemory {
  fileprivate func seen(_ unit: Double) -> [SeenGroup] {
    tables.names.indices.map { group in
      let start = group * tables.ages
      let ages = (0..<tables.ages).last {
        tables.events[start + $0] != 0 || tables.exposure[start + $0] != 0
      }
      let cells = start..<(start + (ages ?? -1) + 1)
      return SeenGroup(
        name: tables.names[group], events: tables.events[cells].map { $0 / unit },
        exposure: tables.exposure[cells].map { $0 / unit }, left: tables.left[group] / unit)
    }
  }
}
