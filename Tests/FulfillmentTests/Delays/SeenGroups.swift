@testable import Fulfillment

/// A life table of a model by its name, up to the last age of which anything was seen.
struct SeenGroup {
  var name: String
  var events: [Double]
  var exposure: [Double]
  var left: Double
}

extension DelayModel {
  /// Every life table of both memories.
  var groups: [SeenGroup] { near.seen + far.seen }

  func seen(_ name: String) -> SeenGroup? { groups.first { $0.name == name } }
}

extension DelayMemory {
  fileprivate var seen: [SeenGroup] {
    tables.names.indices.map { group in
      let start = group * tables.ages
      let ages = (0..<tables.ages).last {
        tables.events[start + $0] != 0 || tables.exposure[start + $0] != 0
      }
      let cells = start..<(start + (ages ?? -1) + 1)
      return SeenGroup(
        name: tables.names[group], events: Array(tables.events[cells]),
        exposure: Array(tables.exposure[cells]), left: tables.left[group])
    }
  }
}
