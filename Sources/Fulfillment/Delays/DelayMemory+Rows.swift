extension DelayMemory {
  /// Rows of groups and factors, of the changed or of all.
  func rows(where isWanted: (Bool) -> Bool) -> [DelayRow] {
    tables.names.indices.filter { isWanted(tables.isChanged[$0]) }.map { groupRow($0) }
      + factors.filter { isWanted($0.isChanged) }.map { factor in
        var bytes = [DelayModel.version]
        bytes.append(factor.observed)
        bytes.append(factor.expected)
        return DelayRow(name: "factor|" + factor.name, bytes: bytes)
      }
  }

  mutating func settle() {
    for group in tables.isChanged.indices { tables.isChanged[group] = false }
    for factor in factors.indices { factors[factor].isChanged = false }
  }

  /// Parent, sum, then events and exposure up to the last age of which anything was seen.
  private func groupRow(_ group: Int) -> DelayRow {
    let (start, parent) = (group * tables.ages, Int(tables.parents[group]))
    let seen = (0..<tables.ages).last {
      tables.events[start + $0] != 0 || tables.exposure[start + $0] != 0
    }
    var bytes = [DelayModel.version]
    bytes.append(text: parent < 0 ? "" : tables.names[parent])
    bytes.append(tables.left[group])
    for age in 0..<((seen ?? -1) + 1) {
      bytes.append(tables.events[start + age])
      bytes.append(tables.exposure[start + age])
    }
    return DelayRow(name: "group|" + tables.names[group], bytes: bytes)
  }

  /// Takes what `rows` wrote.
  mutating func take(_ name: String, _ reader: inout ByteReader) -> Bool {
    if let name = name.after("factor|") {
      guard let observed = reader.double(), let expected = reader.double() else { return false }
      let factor = Int(factor(name))
      (factors[factor].observed, factors[factor].expected) = (observed, expected)
      return true
    }
    guard let name = name.after("group|"), let parent = reader.text(), let left = reader.double()
    else { return false }
    let wide = parent.isEmpty ? -1 : groupIndex[parent]
    guard let wide, groupIndex[name] == nil || tables.left[Int(groupIndex[name] ?? 0)] == 0 else {
      return false
    }
    let group = Int(group(name, in: wide))
    tables.left[group] = left
    var cell = group * tables.ages
    while !reader.isAtEnd {
      guard cell < (group + 1) * tables.ages, let events = reader.double(),
        let exposure = reader.double()
      else { return false }
      (tables.events[cell], tables.exposure[cell]) = (events, exposure)
      cell += 1
    }
    return true
  }

  mutating func takeKinds(_ reader: inout ByteReader) -> Bool {
    for kind in kinds.indices {
      guard let observed = reader.double(), let expected = reader.double() else { return false }
      (kinds[kind].observed, kinds[kind].expected) = (observed, expected)
    }
    return true
  }
}

extension String {
  /// The rest behind a beginning; nil where it begins otherwise.
  func after(_ start: String) -> String? {
    hasPrefix(start) ? String(dropFirst(start.count)) : nil
  }
}
