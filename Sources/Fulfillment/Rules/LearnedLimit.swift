/// What history says of one lane or supplier, where enough was seen for a rule to go by it.
package struct LearnedLimit: Hashable, Sendable {
  /// Of the rule.
  package var code: String
  /// `CN->BR by YUNEXPRESS`, or the supplier.
  package var lane: String
  package var days: Int
  /// Parcels or purchases it rests on, recent ones weighing more.
  package var sample: Double

  package init(code: String, lane: String, days: Int, sample: Double) {
    self.code = code
    self.lane = lane
    self.days = days
    self.sample = sample
  }

  /// `CN->BR by YUNEXPRESS: 8 business days (120 parcels)`
  package var text: String {
    let size = Int(sample.rounded())
    let isWait = code != "dispatch.late" && code != "transit.delayed"
    let what = code == "dispatch.late" ? "purchase" : "parcel"
    return "\(lane.briefly): \(counted(days, isWait ? "business day" : "day")) "
      + "(\(counted(size, what)))"
  }

  /// What the days of that rule are.
  package static func heading(_ code: String) -> String {
    switch code {
    case "dispatch.late": "Learned: 9 in 10 purchases made today are scanned within"
    case "transit.delayed": "Learned: 9 in 10 parcels scanned today are delivered within"
    case "tracking.unscanned": "Learned: 9 in 10 numbers are scanned within"
    case "transit.stalled": "Learned: 19 in 20 parcels are scanned again within"
    default: "Learned: 9 in 10 parcels silent for so long are lost"
    }
  }
}

/// All rules with what each has found and what was learned for it.
package struct RuleOverview: Hashable, Sendable {
  package var rules: [RuleEntry]
  /// Of rules that have found something.
  package var records: [RuleRecord]
  /// The best known lanes of each rule first.
  package var learned: [LearnedLimit]

  package init(rules: [RuleEntry], records: [RuleRecord] = [], learned: [LearnedLimit] = []) {
    self.rules = rules
    self.records = records
    self.learned = learned
  }

  package func record(of code: String) -> RuleRecord {
    records.first { $0.code == code } ?? RuleRecord(code: code)
  }

  package func learned(of code: String) -> [LearnedLimit] { learned.filter { $0.code == code } }
}
