extension Command {
  /// Every command, in the order of the help and of the footer.
  package static let table: [Command] = [
    Array(triage.prefix(2)), buying, Array(triage.dropFirst(2)), returning, telling, claiming,
    supplying, opening,
    finding,
    marking, moving, taking, program,
  ].flatMap { $0 }

  /// The same by id.
  package static let byID: [String: Command] =
    Dictionary(table.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
}
