@testable import Simulator

/// The stories of one seed, as they were when they were written down.
enum Stories {
  struct Told: Sendable {
    let scenario: Scenario
    let isMended: Bool
    let lines: [String]

    init(_ scenario: Scenario, mended: Bool, _ text: String) {
      self.scenario = scenario
      isMended = mended
      lines = text.split(separator: "\n").map(String.init)
    }
  }

  static let all = untilStalled + onTheRoad
}
