/// One row of a stored model: a name, unique in the model, and its bytes. Empty bytes: the row is to be
/// deleted.
package struct DelayRow: Hashable, Sendable {
  package var name: String
  package var bytes: [UInt8]

  package init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }
}

extension DelayModel {
  private static let version: UInt8 = 1
  /// Parts lane fields in a name; no normalised field holds it.
  private static let separator: Character = "\u{1F}"

  /// Every row of the model, by name.
  package func rows() -> [DelayRow] {
    var rows = groups.map { $0.row } + factors.map { $0.row }
    rows += paths.filter { !$0.cohorts.isEmpty }.map { row($0) }
    rows.append(head)
    return rows.sorted { $0.name < $1.name }
  }

  /// The rows that changed since the last call (since the beginning, or since the model was read); nothing where
  /// nothing changed.
  package mutating func takeChangedRows() -> [DelayRow] {
    var rows: [DelayRow] = []
    for group in groups.indices where groups[group].isChanged {
      rows.append(groups[group].row)
      groups[group].isChanged = false
    }
    for factor in factors.indices where factors[factor].isChanged {
      rows.append(factors[factor].row)
      factors[factor].isChanged = false
    }
    for path in paths.indices where paths[path].isChanged {
      rows.append(row(paths[path]))
      paths[path].isChanged = false
    }
    guard isHeadChanged || !rows.isEmpty else { return [] }
    isHeadChanged = false
    return rows + [head]
  }

  /// The model that such rows hold, in any order. Nil where a row is damaged or of another version; the caller
  /// then learns anew from what it holds.
  package init?(_ parameters: DelayParameters = .seed, rows: [DelayRow]) {
    self.init(parameters)
    for row in rows.sorted(by: { $0.name < $1.name }) where !row.bytes.isEmpty {
      var reader = ByteReader(row.bytes)
      guard reader.byte() == Self.version, take(row.name, &reader), reader.isAtEnd else {
        return nil
      }
    }
    for group in groups.indices { groups[group].isChanged = false }
    for factor in factors.indices { factors[factor].isChanged = false }
    isHeadChanged = false
  }

  private var head: DelayRow {
    var bytes = [Self.version]
    bytes.append(day: closedOn)
    bytes.append(day: reference)
    for weekday in weekdays {
      bytes.append(weekday.observed)
      bytes.append(weekday.expected)
    }
    return DelayRow(name: "head", bytes: bytes)
  }

  private func row(_ path: DelayPath) -> DelayRow {
    let (lane, stage) = (path.lane, String(path.stage.rawValue))
    let name = [stage, lane.supplier, lane.origin, lane.destination, lane.area, lane.method]
      .joined(separator: String(Self.separator))
    guard !path.cohorts.isEmpty else { return DelayRow(name: "open|" + name, bytes: []) }
    var bytes = [Self.version]
    for cohort in path.cohorts {
      bytes.append(cohort.day)
      bytes.append(cohort.count)
    }
    return DelayRow(name: "open|" + name, bytes: bytes)
  }

  private mutating func take(_ name: String, _ reader: inout ByteReader) -> Bool {
    if name == "head" { return takeHead(&reader) }
    if let name = name.after("group|") { return takeGroup(name, &reader) }
    if let name = name.after("factor|") {
      guard let observed = reader.double(), let expected = reader.double() else { return false }
      let factor = factor(name)
      (factors[factor].observed, factors[factor].expected) = (observed, expected)
      return true
    }
    guard let name = name.after("open|") else { return false }
    let parts = name.split(separator: Self.separator, omittingEmptySubsequences: false)
    guard parts.count == 6, let stage = Int(parts[0]).flatMap(Stage.init(rawValue:)) else {
      return false
    }
    let lane = Lane(
      supplier: String(parts[1]), origin: String(parts[2]), destination: String(parts[3]),
      area: String(parts[4]), method: String(parts[5]))
    let path = path(lane, stage)
    while !reader.isAtEnd {
      guard let day = reader.int32(), let count = reader.int32() else { return false }
      paths[path].change(day, by: count)
    }
    paths[path].isChanged = false
    return true
  }

  private mutating func takeHead(_ reader: inout ByteReader) -> Bool {
    guard let closed = reader.day(), let reference = reader.day() else { return false }
    (closedOn, self.reference) = (closed, reference)
    for weekday in weekdays.indices {
      guard let observed = reader.double(), let expected = reader.double() else { return false }
      (weekdays[weekday].observed, weekdays[weekday].expected) = (observed, expected)
    }
    return true
  }

  private mutating func takeGroup(_ name: String, _ reader: inout ByteReader) -> Bool {
    guard let left = reader.double(), let count = reader.int32(), (0...4096).contains(count) else {
      return false
    }
    let group = group(name)
    groups[group].events = []
    groups[group].exposure = []
    for _ in 0..<count {
      guard let events = reader.double(), let exposure = reader.double() else { return false }
      groups[group].events.append(events)
      groups[group].exposure.append(exposure)
    }
    groups[group].left = left
    return true
  }
}

extension DelayGroup {
  fileprivate var row: DelayRow {
    var bytes: [UInt8] = [1]
    bytes.append(left)
    bytes.append(Int32(clamping: events.count))
    for age in events.indices {
      bytes.append(events[age])
      bytes.append(exposure[age])
    }
    return DelayRow(name: "group|" + name, bytes: bytes)
  }
}

extension DelayFactor {
  fileprivate var row: DelayRow {
    var bytes: [UInt8] = [1]
    bytes.append(observed)
    bytes.append(expected)
    return DelayRow(name: "factor|" + name, bytes: bytes)
  }
}

extension String {
  fileprivate func after(_ start: String) -> String? {
    hasPrefix(start) ? String(dropFirst(start.count)) : nil
  }
}
