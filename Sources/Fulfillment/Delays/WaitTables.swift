/// How long silence lasts, by lane, as histograms of days. A table of a lane borrows from the one of all
/// methods between its ends, and that from all.
///
/// Counts weigh 2^(day / half-life), so that forgetting costs nothing and neither order nor corrections
/// leave a trace: what is added and taken away again is gone.
package struct WaitTables: Hashable, Sendable {
  /// Longer waits count as this long.
  static let longest = 60
  /// Days after which a wait counts half.
  static let halfLife = 60.0
  /// Waits that a table borrows from the wider one.
  static let borrowed = 20.0
  /// Waits below which a lane's table is not believed.
  static let leastSample = 30.0
  /// Parcels that must have been given up before a silence is taken for a loss, and how sure it must be.
  static let (leastLost, sureLoss) = (3.0, 0.9)
  /// The day whose waits weigh 1: 2026-01-01. Weights hold for a century and more around it.
  static let reference: Int32 = 20_454

  struct Table: Hashable, Sendable {
    var days = [Double](repeating: 0, count: WaitTables.longest + 1)
    var never = 0.0
  }

  var tables: [String: Table] = [:]
  /// Names whose tables differ from what was stored last.
  private var changed: Set<String> = []

  package init() {}

  /// Counts a wait, or takes it back.
  package mutating func count(_ wait: Wait, times: Double = 1) {
    guard DelayModel.isPlausible(wait.ended) else { return }
    let weight = times * WaitTables.weight(wait.ended)
    for name in WaitTables.names(wait.kind, wait.lane) {
      if let days = wait.days {
        let place = min(max(Int(days), 0), WaitTables.longest)
        tables[name, default: Table()].days[place] += weight
      } else {
        tables[name, default: Table()].never += weight
      }
      changed.insert(name)
    }
  }

  /// What silence is usual for a parcel of that lane today.
  package func usual(_ lane: Lane, today: Int32) -> UsualWaits {
    let (scan, gap) = (mixture(.scan, lane, today), mixture(.gap, lane, today))
    return UsualWaits(
      lane: lane.text, sample: max(scan.sample, gap.sample),
      scanDays: scan.quantile(0.9, ofAll: true), gapDays: gap.quantile(0.95), lostDays: gap.lostDays
    )
  }

  /// The rows that changed since the last call, or since the tables were read.
  package mutating func takeChangedRows() -> [DelayRow] {
    defer { changed = [] }
    return changed.sorted().compactMap { name in
      tables[name].map { DelayRow(name: name, bytes: $0.bytes) }
    }
  }

  /// Every row, by name.
  package func rows() -> [DelayRow] {
    tables.sorted { $0.key < $1.key }.map { DelayRow(name: $0.key, bytes: $0.value.bytes) }
  }

  /// The names of the rows that tell of a lane.
  package static func rowNames(_ lane: Lane) -> [String] {
    Wait.Kind.allCases.flatMap { names($0, lane) }
  }

  /// A row of these tables, and not of the model.
  package static func owns(_ name: String) -> Bool { name.hasPrefix("wait|") }

  /// The tables that such rows hold; nil where one is damaged or of another version.
  package init?(rows: [DelayRow]) {
    for row in rows {
      guard let table = Table(bytes: row.bytes) else { return nil }
      tables[row.name] = table
    }
  }

  /// From the widest to the narrowest.
  private static func names(_ kind: Wait.Kind, _ lane: Lane) -> [String] {
    let root = "wait|\(kind.rawValue)"
    guard !lane.origin.isEmpty, !lane.destination.isEmpty else { return [root] }
    let ends = root + "|" + lane.origin + "|" + lane.destination
    return lane.method.isEmpty ? [root, ends] : [root, ends, ends + "|" + lane.method]
  }

  private static func weight(_ day: Int32) -> Double {
    let steps = Double(day - reference) / halfLife
    return Exponential.exp(0.693_147_180_559_945_3 * min(max(steps, -500), 500))
  }

  private func mixture(_ kind: Wait.Kind, _ lane: Lane, _ today: Int32) -> Mixture {
    let scale = WaitTables.weight(today)
    var mixture = Mixture()
    for name in WaitTables.names(kind, lane) {
      guard let table = tables[name] else { continue }
      mixture.narrow(to: table, scale: scale)
    }
    return mixture
  }

  /// Shares of waits by days, narrowed from the widest table.
  private struct Mixture {
    var shares = [Double](repeating: 0, count: WaitTables.longest + 1)
    var never = 0.0
    var lost = 0.0
    var sample = 0.0

    mutating func narrow(to table: Table, scale: Double) {
      let ended = table.days.reduce(0, +) / scale
      let total = ended + max(0, table.never) / scale
      guard total > 0.5 else { return }
      let isFirst = sample == 0
      let own = isFirst ? 1 : total / (total + WaitTables.borrowed)
      for place in shares.indices {
        shares[place] =
          own * max(0, table.days[place]) / scale / total + (1 - own) * shares[place]
      }
      never = own * max(0, table.never) / scale / total + (1 - own) * never
      lost = isFirst ? max(0, table.never) / scale : max(lost, max(0, table.never) / scale)
      sample = max(total, sample)
    }

    /// Days within which that share of the waits that ended were over, or of all, with those that never did;
    /// nil: too few.
    func quantile(_ share: Double, ofAll countsLost: Bool = false) -> Int? {
      let all = shares.reduce(0, +) + (countsLost ? never : 0)
      guard sample >= WaitTables.leastSample - 1e-6, all > 0 else { return nil }
      var sum = 0.0
      for place in shares.indices {
        sum += shares[place]
        if sum >= share * all - 1e-9 { return max(1, place) }
      }
      // More than that share never ended: no number of days would be one.
      return countsLost ? nil : WaitTables.longest
    }

    /// First day of silence at which being lost is likelier than any end by `sureLoss`: lost against
    /// lost and still to come.
    var lostDays: Int? {
      guard sample >= WaitTables.leastSample - 1e-6, lost >= WaitTables.leastLost - 1e-6, never > 0
      else {
        return nil
      }
      var toCome = shares.reduce(0, +)
      for place in shares.indices {
        toCome -= shares[place]
        if never / (never + max(0, toCome)) >= WaitTables.sureLoss { return max(7, place + 1) }
      }
      return nil
    }
  }
}

extension WaitTables.Table {
  private static let version: UInt8 = 1

  fileprivate var bytes: [UInt8] {
    var bytes = [Self.version]
    bytes.append(never)
    for count in days { bytes.append(count) }
    return bytes
  }

  fileprivate init?(bytes: [UInt8]) {
    var reader = ByteReader(bytes)
    guard reader.byte() == Self.version, let never = reader.double() else { return nil }
    self.init()
    self.never = never
    for place in days.indices {
      guard let count = reader.double() else { return nil }
      days[place] = count
    }
    guard reader.isAtEnd else { return nil }
  }
}
