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
  static let version: UInt8 = 2
  /// Parts lane fields in a name; no normalised field holds it.
  private static let separator: Character = "\u{1F}"

  /// Every row of the model, by name.
  package func rows() -> [DelayRow] {
    var rows = near.rows(where: { _ in true }) + far.rows(where: { _ in true })
    rows += flows.map(\.row)
    rows += paths.filter { !$0.cohorts.isEmpty }.map { row($0) }
    rows.append(head)
    return rows.sorted { $0.name < $1.name }
  }

  /// The rows that changed since the last call (since the beginning, or since the model was read); nothing where
  /// nothing changed.
  package mutating func takeChangedRows() -> [DelayRow] {
    var rows = near.rows(where: { $0 }) + far.rows(where: { $0 })
    rows += flows.filter(\.isChanged).map(\.row)
    rows += paths.filter(\.isChanged).map { row($0) }
    guard isHeadChanged || !rows.isEmpty else { return [] }
    settle()
    return rows + [head]
  }

  /// The model that such rows hold, in any order. Nil where a row is damaged or of another version; the caller
  /// then learns anew from what it holds.
  package init?(_ parameters: DelayParameters = .seed, rows: [DelayRow]) {
    self.init(parameters)
    // A wider group's name is the beginning of a narrower one's, so parents come first.
    for row in rows.sorted(by: { $0.name < $1.name }) where !row.bytes.isEmpty {
      var reader = ByteReader(row.bytes)
      guard reader.byte() == Self.version, take(row.name, &reader), reader.isAtEnd else {
        return nil
      }
    }
    if let closedOn, let reference {
      near.close(near.weights(closedOn, since: reference))
      far.close(far.weights(closedOn, since: reference))
    }
    settle()
  }

  private mutating func settle() {
    near.settle()
    far.settle()
    for flow in flows.indices { flows[flow].isChanged = false }
    for path in paths.indices { paths[path].isChanged = false }
    isHeadChanged = false
  }

  private var head: DelayRow {
    var bytes = [Self.version]
    bytes.append(day: closedOn)
    bytes.append(day: reference)
    for kind in near.kinds + far.kinds {
      bytes.append(kind.observed)
      bytes.append(kind.expected)
    }
    return DelayRow(name: "head", bytes: bytes)
  }

  private func row(_ path: DelayPath) -> DelayRow {
    let (lane, stage) = (path.lane, String(path.stage.rawValue))
    let fields = [
      stage, lane.supplier, lane.origin, lane.destination, lane.area, lane.method, lane.quoted,
    ]
    let name = "open|" + fields.joined(separator: String(Self.separator))
    guard !path.cohorts.isEmpty else { return DelayRow(name: name, bytes: []) }
    var bytes = [Self.version]
    for cohort in path.cohorts {
      bytes.append(cohort.day)
      bytes.append(cohort.count)
    }
    return DelayRow(name: name, bytes: bytes)
  }

  private mutating func take(_ name: String, _ reader: inout ByteReader) -> Bool {
    if name == "head" { return takeHead(&reader) }
    if let name = name.after("flow|") {
      guard let open = reader.int32(), let arrived = reader.double() else { return false }
      let flow = Int(flow(name))
      (flows[flow].open, flows[flow].arrived) = (open, arrived)
      return true
    }
    guard let name = name.after("open|") else {
      return name.hasPrefix("group|q") || name.hasPrefix("factor|q")
        ? far.take(name, &reader) : near.take(name, &reader)
    }
    let parts = name.split(separator: Self.separator, omittingEmptySubsequences: false)
      .map(String.init)
    guard parts.count == 7, let stage = Int(parts[0]).flatMap(Stage.init(rawValue:)) else {
      return false
    }
    let lane = Lane(
      supplier: parts[1], origin: parts[2], destination: parts[3], area: parts[4],
      method: parts[5], quoted: parts[6])
    let path = path(lane, stage)
    while !reader.isAtEnd {
      guard let day = reader.int32(), let count = reader.int32(), Self.isPlausible(day) else {
        return false
      }
      change(path, day, by: count)
    }
    return true
  }

  private mutating func takeHead(_ reader: inout ByteReader) -> Bool {
    guard let closed = reader.day(), let reference = reader.day(),
      closed.map(Self.isPlausible) ?? true, reference.map(Self.isPlausible) ?? true
    else { return false }
    (closedOn, self.reference) = (closed, reference)
    return near.takeKinds(&reader) && far.takeKinds(&reader)
  }
}

extension DelayFlow {
  fileprivate var row: DelayRow {
    var bytes = [DelayModel.version]
    bytes.append(open)
    bytes.append(arrived)
    return DelayRow(name: "flow|" + name, bytes: bytes)
  }
}
