import Fulfillment

// `:rules`: what every rule has found in this store, and how much of it came out as it said.

extension ConsoleState {
  /// Asks for the records; the menu opens when they come.
  mutating func askRules() -> [Effect] {
    [.load(.ruleRecords, requests.next(.ruleRecords))]
  }

  /// The rules with their records, those that found most first. Choosing one shows its orders.
  mutating func openRules(_ records: [RuleRecord]) {
    // Something else was opened meanwhile.
    guard overlay == nil else { return }
    guard !records.isEmpty else {
      say(.info, "No rule has found anything yet")
      return
    }
    overlay = .menu(
      Menu(
        title: "Rules",
        items: records.map { record in
          Menu.Item(
            key: nil, title: record.code.sanitised(limit: 30), detail: record.text,
            action: .useView(SavedView(name: record.code, text: "flag:\(record.code)")))
        }))
  }
}

extension SampleBoard {
  /// Of three rules.
  static let ruleRecords = [
    RuleRecord(
      code: "transit.stalled", fired: 214, undecided: 12, right: 143, medianLead: .hours(77)),
    RuleRecord(code: "dispatch.late", fired: 96, undecided: 40, right: 31, medianLead: .hours(50)),
    RuleRecord(code: "shop.slow-express", fired: 3, undecided: 3, right: 0),
  ]
}
