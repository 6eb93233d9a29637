internal import Fulfillment
internal import GRDB

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// How the entries of an order are kept: numbers of variable length, lanes by their row.
enum DelayLedger {
  private static let version: UInt8 = 1

  static func bytes(_ entries: DelayEntries, lane: (Lane) throws -> Int64) rethrows -> Data {
    var bytes = Data([version])
    bytes.append(varint: Int64(entries.stays.count))
    for entry in entries.stays {
      let stay = entry.stay
      let ended: Int64 = stay.left == nil ? 0 : stay.isCensored ? 2 : 1
      bytes.append(varint: Int64(stay.stage.rawValue) * 3 + ended)
      bytes.append(varint: entry.unit)
      bytes.append(varint: try lane(stay.lane))
      bytes.append(varint: Int64(stay.entered))
      if let left = stay.left { bytes.append(varint: Int64(left)) }
    }
    bytes.append(varint: Int64(entries.waits.count))
    for wait in entries.waits {
      bytes.append(varint: Int64(wait.kind.rawValue))
      bytes.append(varint: try lane(wait.lane))
      bytes.append(varint: Int64(wait.ended))
      bytes.append(varint: wait.days.map { Int64($0) } ?? -1)
    }
    return bytes
  }

  /// nil: they were written by a program of another version, or are damaged. No bytes: no entries.
  static func entries(_ bytes: Data, lane: (Int64) throws -> Lane?) rethrows -> DelayEntries? {
    guard !bytes.isEmpty else { return DelayEntries() }
    var reader = VarintReader(bytes: bytes)
    guard reader.byte() == version else { return nil }
    var entries = DelayEntries()
    guard let stays = reader.count() else { return nil }
    for _ in 0..<stays {
      guard let kind = reader.next(), let unit = reader.next(), let laneID = reader.next(),
        let entered = reader.day(), let stage = Stage(rawValue: Int(clamping: kind / 3)),
        kind >= 0, let lane = try lane(laneID)
      else { return nil }
      var stay = Sojourn(lane: lane, stage: stage, entered: entered)
      if kind % 3 > 0 {
        guard let left = reader.day() else { return nil }
        stay.left = left
        stay.isCensored = kind % 3 == 2
      }
      entries.stays.append(DelayEntries.Stay(unit: unit, stay: stay))
    }
    guard let waits = reader.count() else { return nil }
    for _ in 0..<waits {
      guard let kind = reader.next().flatMap({ Wait.Kind(rawValue: Int(clamping: $0)) }),
        let laneID = reader.next(), let ended = reader.day(), let days = reader.day(),
        let lane = try lane(laneID)
      else { return nil }
      entries.waits.append(
        Wait(kind: kind, lane: lane, ended: ended, days: days < 0 ? nil : days))
    }
    return reader.isAtEnd ? entries : nil
  }
}
