/// A row as it was at some moment.
package struct LedgerRow: Hashable, Sendable {
  package var subject: LedgerSubject
  /// The number of the row, or of the row that it belongs to.
  package var number: Int64
  package var fields: [String: LedgerValue]
  /// When it was learned of; nil: before the log began, and nothing tells when.
  package var learnedAt: Timestamp?
  /// When it happened out there, where that is another time.
  package var happenedAt: Timestamp?
  /// Who brought it.
  package var who: String
  /// Where it came from.
  package var source: String

  package init(
    subject: LedgerSubject, number: Int64, fields: [String: LedgerValue],
    learnedAt: Timestamp? = nil, happenedAt: Timestamp? = nil, who: String = "", source: String = ""
  ) {
    self.subject = subject
    self.number = number
    self.fields = fields
    self.learnedAt = learnedAt
    self.happenedAt = happenedAt
    self.who = who
    self.source = source
  }

  /// "" where there is none.
  package func text(_ name: String) -> String { fields[name]?.text ?? "" }
  package func number(_ name: String) -> Int64? { fields[name]?.number }
  package func time(_ name: String) -> Timestamp? {
    number(name).map(Timestamp.init(milliseconds:))
  }

  /// An amount in the currency of that column; nil where there is none.
  package func money(_ name: String, _ currency: String = "currency") -> Money? {
    guard let minor = number(name), let currency = Currency(text(currency)) else { return nil }
    return Money(minor: minor, currency: currency)
  }
}

/// What was known of one order: its rows, brought about by playing the log.
package struct OrderReplay: Hashable, Sendable {
  /// In the order in which they came.
  package private(set) var rows: [LedgerRow]

  /// - Parameter rows: what was there before the entries that are played.
  package init(rows: [LedgerRow] = []) { self.rows = rows }

  /// What these entries come to.
  package init(_ entries: some Sequence<LedgerEntry>) {
    self.init()
    for entry in entries { play(entry) }
  }

  /// Of one kind, in the order in which they came.
  package func rows(_ subject: LedgerSubject) -> [LedgerRow] {
    rows.filter { $0.subject == subject }
  }

  /// The order itself; nil: nothing was known of it.
  package var order: LedgerRow? { rows.first { $0.subject == .order } }

  /// Takes one change.
  package mutating func play(_ entry: LedgerEntry) {
    switch entry.verb {
    case .new:
      let row = entry.row
      // A row that came to its order late is told once more.
      if let known = place(of: row), !row.subject.onlyGrows {
        rows[known] = row
      } else {
        rows.append(row)
      }
    case .gone: if let known = place(of: entry.row) { rows.remove(at: known) }
    case .set: set(entry) { $0.after }
    }
  }

  /// Takes one change back.
  package mutating func takeBack(_ entry: LedgerEntry) {
    switch entry.verb {
    case .new: if let known = place(of: entry.row) { rows.remove(at: known) }
    case .gone:
      var row = entry.row
      row.learnedAt = nil
      rows.append(row)
    case .set: set(entry) { $0.before }
    }
  }

  private mutating func set(_ entry: LedgerEntry, to value: (LedgerEntry.Field) -> LedgerValue?) {
    guard let known = place(of: entry.row) else { return }
    for field in entry.fields { rows[known].fields[field.name] = value(field).flatMap(\.kept) }
  }

  /// A log's rows may be alike: any of them will do.
  private func place(of row: LedgerRow) -> Int? {
    let part = row.subject.part
    return rows.firstIndex { known in
      known.subject == row.subject && known.number == row.number
        && (row.subject.onlyGrows
          ? known.fields == row.fields
          : part.isEmpty || known.fields[part] == row.fields[part])
    }
  }
}

extension LedgerSubject {
  /// The column that tells rows of one number apart.
  fileprivate var part: String {
    switch self {
    case .item, .returnItem, .returnPhoto: "position"
    default: ""
    }
  }

  /// A log of its own, whose rows have no number.
  package var onlyGrows: Bool {
    switch self {
    case .scan, .target, .attempt, .claimEvent, .claimEvidence: true
    default: false
    }
  }
}

extension LedgerValue {
  /// nil where it is empty, as new rows leave it out.
  fileprivate var kept: LedgerValue? { self == .text("") ? nil : self }
}

extension LedgerEntry {
  /// The row that it tells of, as far as it does.
  package var row: LedgerRow {
    var fields: [String: LedgerValue] = [:]
    for field in self.fields { fields[field.name] = field.after ?? field.before }
    return LedgerRow(
      subject: subject, number: number, fields: fields, learnedAt: at, happenedAt: happenedAt,
      who: who, source: source)
  }
}
