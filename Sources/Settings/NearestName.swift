/// Finds what somebody probably meant to write.
package enum NearestName {
  /// The known name nearest to what was written, if it is near enough to be worth suggesting.
  package static func of(_ written: String, among known: [String]) -> String? {
    let wanted = Array(written.lowercased())
    let scored = known.map { (name: $0, distance: distance(wanted, Array($0.lowercased()))) }
    guard let best = scored.min(by: { ($0.distance, $0.name) < ($1.distance, $1.name) }),
      best.distance <= max(2, wanted.count / 3)
    else { return nil }
    return best.name
  }

  /// `did you mean "key"?`, else the list of what there is.
  package static func remedy(_ written: String, among known: [String]) -> String {
    if let nearest = of(written, among: known) { return "did you mean \"\(nearest)\"?" }
    return "write one of: " + known.sorted().joined(separator: ", ")
  }

  /// How many letters must be added, removed, changed or swapped with their neighbour (optimal string
  /// alignment).
  private static func distance(_ first: [Character], _ second: [Character]) -> Int {
    // Nobody misspells that much; keeps a hostile file cheap.
    guard first.count <= 64, second.count <= 64 else { return .max }
    var before: [Int] = []
    var last = Array(0...second.count)
    for (row, left) in first.enumerated() {
      var current = [row + 1]
      for (column, right) in second.enumerated() {
        var cost = min(last[column + 1] + 1, current[column] + 1)
        cost = min(cost, last[column] + (left == right ? 0 : 1))
        if row > 0, column > 0, left == second[column - 1], first[row - 1] == right {
          cost = min(cost, before[column - 1] + 1)
        }
        current.append(cost)
      }
      (before, last) = (last, current)
    }
    return last[second.count]
  }
}
