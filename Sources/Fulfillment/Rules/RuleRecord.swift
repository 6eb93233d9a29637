/// What a rule has found in this store so far, and what became of it.
package struct RuleRecord: Hashable, Sendable {
  package var code: String
  /// Orders of which it was raised.
  package var fired: Int
  /// Of those, the ones that may come out either way.
  package var undecided: Int
  /// Of those, the ones that came out badly.
  package var right: Int
  /// In the middle, how long before that was known; nil where it never was before.
  package var medianLead: Span?

  package init(
    code: String, fired: Int = 0, undecided: Int = 0, right: Int = 0, medianLead: Span? = nil
  ) {
    self.code = code
    self.fired = fired
    self.undecided = undecided
    self.right = right
    self.medianLead = medianLead
  }

  /// The share of its findings that were true; nil before one is decided.
  package var precision: Double? {
    fired > undecided ? Double(right) / Double(fired - undecided) : nil
  }

  /// `raised 214 times, 71 % true, 3.2 d ahead`
  package var text: String {
    guard fired > 0 else { return "never raised" }
    let share = precision.map { ", \(Int(($0 * 100).rounded())) % true" } ?? ", none decided yet"
    let lead = medianLead.map { ", \($0.daysText) ahead" } ?? ""
    return "raised \(counted(fired, "time"))\(share)\(lead)"
  }
}

extension Span {
  /// `3.2 d`, `7 h`: in days to a tenth, below one in hours.
  package var daysText: String {
    let hours = max(0, milliseconds) / 3_600_000
    guard hours >= 24 else { return "\(hours) h" }
    let tenths = (max(0, milliseconds) + 4_320_000) / 8_640_000
    return "\(tenths / 10).\(tenths % 10) d"
  }
}

extension Thresholds {
  /// A number for the rules in force with their limits: other rules, another number. The same in every
  /// run of one version of the program.
  package var fingerprint: Int64 {
    var plain = self
    plain.calendars = WorkCalendars()
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    let texts = ruleTable.map(\.id) + ["\(plain)"] + calendars.ownTexts
    for byte in texts.joined(separator: "\n").utf8 {
      hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
    }
    return Int64(bitPattern: hash)
  }
}
