/// What is shown to a bank about one order, made of what was known at a moment. What the goods cost the
/// seller, and notes among operators, are nobody's business there and are left out.
package struct EvidencePack: Sendable {
  /// A part of the page: facts with a label, or rows under heads.
  package struct Section: Hashable, Sendable {
    /// `tracking`: its name for programs.
    package var id: String
    package var title: String
    /// Empty: rows are a label and a value.
    package var heads: [String]
    package var rows: [[String]]
    /// What was left out, and why; "" where nothing was.
    package var note: String
  }

  package var title: String
  /// What was known then.
  package var at: Timestamp
  /// The service's id of the dispute; "" where the pack is for none.
  package var dispute: String
  /// The service's word for why; "" where none is known.
  package var reason: String
  package var dueAt: Timestamp?
  package var sections: [Section]
  /// The same for the fields of a form, none empty and each within its limit.
  package var fields: [EvidenceField]
  /// Fields that a bank looks at for this reason and for which nothing is known.
  package var missing: [EvidenceField.Name]

  /// Scans in the table at most: with them the pages stay below nineteen, which is where Mastercard
  /// begins to charge for each.
  package static let scans = 200

  package var submission: EvidenceSubmission {
    EvidenceSubmission(dispute: dispute, fields: fields)
  }

  /// - Parameters:
  ///   - disputed: the dispute's row; nil: the newest of the order, if it has one.
  ///   - policy: what the shop promises about returns, in words; "" where nothing is written.
  ///   - head: the end of the event log that this was played from; "" where it is not to be told.
  package init(
    _ replay: OrderReplay, at time: Timestamp, disputed: LedgerRow? = nil, policy: String,
    head: String = ""
  ) {
    let course = EvidenceCourse(replay, policy: policy)
    let disputed = disputed ?? replay.rows(.dispute).last
    at = time
    dispute = disputed?.text("externalID") ?? ""
    reason = disputed?.text("reason") ?? ""
    dueAt = disputed?.time("evidenceDueAt")
    title = "Evidence for order " + course.order.text("name")
    sections = [
      course.summary(disputed, at: time), course.goods, course.payment, course.delivery,
      course.tracking, course.purchases, course.messages, course.returns, course.policySection,
      EvidencePack.provenance(at: time, head: head),
    ].filter { !$0.rows.isEmpty }
    let texts = course.fields(reason: reason)
    fields = EvidencePack.fitting(texts)
    let names = Set(fields.map(\.name))
    missing = EvidenceField.Name.wanted(for: reason).filter { !names.contains($0) }
  }

  private static func provenance(at time: Timestamp, head: String) -> Section {
    var rows = [
      ["As known at", time.iso8601],
      ["Made from", "the seller's event log, played up to that moment"],
    ]
    if !head.isEmpty { rows.append(["End of the log's hash chain", head]) }
    return Section(
      id: "provenance", title: "Where this comes from", heads: [], rows: rows, note: "")
  }

  /// Each within its limit, and all together.
  private static func fitting(_ fields: [EvidenceField]) -> [EvidenceField] {
    var left = EvidenceField.combinedLimit
    return fields.compactMap { field in
      let text = field.text.sanitised(
        limit: min(EvidenceField.limit, left), keepsLineBreaks: true)
      left -= text.count
      return text.isEmpty ? nil : EvidenceField(field.name, text)
    }
  }
}
