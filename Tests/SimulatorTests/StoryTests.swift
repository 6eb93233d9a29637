import Fulfillment
@testable import Simulator
import Testing

/// One life of each scenario as a story: what the seed of a bug report stands for must not change
/// from one version to the next unless somebody means it to.
@Suite struct StoryTests {
  /// The first life of that scenario in a world of its own.
  static func life(_ scenario: Scenario, mended: Bool) -> Life? {
    var maker = LifeMaker(
      seed: 2026,
      shares: ScenarioShares(
        [scenario: scenario == .reusedNumber ? 0.5 : 1], mended: mended ? 1 : 0))
    return (0..<20).lazy.map { maker.make(index: $0, placedAt: monday) }
      .first { $0.scenario == scenario }
  }

  /// Each event on a line, with the time since the order was placed.
  static func story(_ life: Life) -> [String] {
    var lines: [(Timestamp, Int, String)] = []
    func add(_ at: Timestamp, _ text: String) { lines.append((at, lines.count, text)) }
    for step in life.shop { add(step.at, "shop " + told(step.change)) }
    for purchase in life.purchases {
      for step in purchase.steps { add(step.at, "supplier " + step.status) }
      for given in purchase.numbers {
        add(given.at, "number " + purchase.parcels[given.parcel].number)
      }
      for scan in purchase.parcels.flatMap(\.scans) {
        add(scan.at, "scan \(scan.kind.rawValue) \(scan.country)")
      }
    }
    return lines.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map { at, _, text in
      let minutes = (at - life.placedAt).milliseconds / 60_000
      let clock = "\(minutes / 60 % 24):" + zeroPadded(Int(minutes % 60), 2)
      return "\(minutes / 1440)d \(clock) \(text)"
    }
  }

  private static func told(_ change: ShopStep.Change) -> String {
    switch change {
    case .paid: "paid"
    case .status(let status): status
    case .address: "address corrected"
    case .tracking(let number, let carrier): "tracking \(carrier.pluginName) \(number)"
    case .refund(let amount, let reason): "refund \(amount): \(reason)"
    case .returnRequested(let ask): "return of \(ask.quantity) \(ask.sku)"
    case .note: "note"
    case .written: "written"
    }
  }

  @Test(arguments: Stories.all)
  func theStoryIsStillTheSame(expected: Stories.Told) throws {
    let life = try #require(Self.life(expected.scenario, mended: expected.isMended))
    let story = Self.story(life)
    #expect(story == expected.lines, "\(expected.scenario)")
  }

  @Test func everyScenarioHasItsStory() {
    #expect(Set(Stories.all.map(\.scenario)) == Set(Scenario.allCases))
  }
}
