import Foundation
import Fulfillment
import Testing

@testable import Store

@Suite struct DelayLedgerTests {
  private static let lanes = [
    Lane(supplier: "CJ", origin: "CN", destination: "BR"), Lane(destination: "US", area: "60"),
  ]

  private func bytes(_ entries: DelayEntries) -> Data {
    DelayLedger.bytes(entries) { lane in
      Int64(Self.lanes.firstIndex(of: lane) ?? -1) * 1_000_000
    }
  }

  private func entries(_ bytes: Data) -> DelayEntries? {
    DelayLedger.entries(bytes) { id in
      let place = Int(clamping: id / 1_000_000)
      return Self.lanes.indices.contains(place) && id % 1_000_000 == 0 ? Self.lanes[place] : nil
    }
  }

  @Test(arguments: [3, 9, 77] as [UInt64])
  func whatIsWrittenIsRead(_ seed: UInt64) {
    var dice = Dice(seed: seed)
    for _ in 0..<50 {
      let sample = dice.entries(Self.lanes)
      #expect(entries(bytes(sample)) == sample)
    }
  }

  @Test func nothingIsNoEntries() {
    #expect(entries(Data()) == DelayEntries())
  }

  /// Cut anywhere it is refused, or would be something that was never written.
  @Test(arguments: [5, 6] as [UInt64])
  func whatIsCutIsRefused(_ seed: UInt64) {
    var dice = Dice(seed: seed)
    let whole = bytes(dice.entries(Self.lanes))
    for length in 1..<whole.count {
      #expect(entries(whole.prefix(length)) == nil)
    }
    #expect(entries(whole + [0]) == nil)
  }

  @Test(arguments: [3, 4, 5] as [UInt64])
  func noiseDoesNoHarm(_ seed: UInt64) {
    var dice = Dice(seed: seed)
    for _ in 0..<500 {
      let noise = Data([1] + (0..<dice.roll(30)).map { _ in UInt8(dice.roll(256)) })
      if let read = entries(noise) { #expect(entries(bytes(read)) == read) }
    }
  }

  @Test func anotherVersionIsRefused() {
    var other = bytes(DelayEntries())
    other[0] = 2
    #expect(entries(other) == nil)
  }

  /// A parcel's two stages and three gaps in 30 bytes: a million orders take 30 MB.
  @Test func entriesAreSmall() {
    let lane = Self.lanes[0]
    let day: Int32 = 20_770
    var sample = DelayEntries()
    sample.stays = [
      .init(
        unit: 900_000, stay: Sojourn(lane: lane, stage: .processing, entered: day, left: day + 2)),
      .init(
        unit: -900_000,
        stay: Sojourn(lane: lane, stage: .transit, entered: day + 2, left: day + 11)),
    ]
    sample.waits = (0..<3).map { Wait(kind: .gap, lane: lane, ended: day + $0, days: 3) }
    #expect(bytes(sample).count < 50)
  }
}

extension Dice {
  fileprivate mutating func entries(_ lanes: [Lane]) -> DelayEntries {
    var entries = DelayEntries()
    for _ in 0..<roll(4) {
      let entered = Int32(roll(60_000)) - 20_000
      let left: Int32? = chance(40) ? nil : entered + Int32(roll(90))
      entries.stays.append(
        .init(
          unit: Int64(roll(2_000_000)) - 1_000_000,
          stay: Sojourn(
            lane: pick(lanes), stage: pick(Stage.allCases), entered: entered, left: left,
            isCensored: left != nil && chance(30))))
    }
    for _ in 0..<roll(5) {
      entries.waits.append(
        Wait(
          kind: pick(Wait.Kind.allCases), lane: pick(lanes), ended: Int32(roll(60_000)),
          days: chance(20) ? nil : Int32(roll(40))))
    }
    return entries
  }
}
