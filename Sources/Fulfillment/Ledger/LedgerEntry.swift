/// A value of a row as the event log has it.
package enum LedgerValue: Hashable, Sendable {
  case number(Int64)
  case text(String)

  /// nil: it is no number.
  package var number: Int64? { if case .number(let number) = self { number } else { nil } }

  /// As one reads it, whatever it is.
  package var text: String {
    switch self {
    case .number(let number): String(number)
    case .text(let text): text
    }
  }
}

/// What the event log tells of.
package enum LedgerSubject: String, CaseIterable, Sendable {
  case order, line, purchase, item, parcel, scan, exception
  case returned = "return"
  case returnItem, returnPhoto, refund, claim, claimEvidence, claimEvent, dispute, decision, target,
    note, message, attempt, supplier, offer,
    notice, optOut, volumeMove, supplierContact
}

/// One change that the event log holds.
package struct LedgerEntry: Hashable, Sendable {
  /// What a change did to its row.
  package enum Verb: String, CaseIterable, Sendable {
    case new, set, gone
  }

  /// A column that changed; a value that is nil was nothing, or nothing any more.
  package struct Field: Hashable, Sendable {
    package var name: String
    package var before: LedgerValue?
    package var after: LedgerValue?

    package init(name: String, before: LedgerValue? = nil, after: LedgerValue? = nil) {
      self.name = name
      self.before = before
      self.after = after
    }
  }

  /// Its place in the log.
  package var id: Int64
  /// When it was recorded.
  package var at: Timestamp
  /// Who did it: an operator, or `sync`, `detection`, `dispatch`; `outside`: another program.
  package var who: String
  /// Where it comes from: an account, a file, the console; "" where it comes from within.
  package var source: String
  /// Why, in the words of whoever did it; "" where none were given.
  package var reason: String
  package var subject: LedgerSubject
  package var verb: Verb
  /// The number of the row, or of the row that it belongs to.
  package var number: Int64
  /// When it happened out there, where that is another time.
  package var happenedAt: Timestamp?
  package var fields: [Field]

  package init(
    id: Int64, at: Timestamp, who: String, source: String = "", reason: String = "",
    subject: LedgerSubject, verb: Verb, number: Int64, happenedAt: Timestamp? = nil,
    fields: [Field]
  ) {
    self.id = id
    self.at = at
    self.who = who
    self.source = source
    self.reason = reason
    self.subject = subject
    self.verb = verb
    self.number = number
    self.happenedAt = happenedAt
    self.fields = fields
  }
}
