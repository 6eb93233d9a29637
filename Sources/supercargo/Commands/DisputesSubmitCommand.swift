import ArgumentParser
import Connectors
import Fulfillment
import Settings
import Store
import Sync

extension DisputesCommand {
  /// `supercargo disputes submit ID`
  struct Submit: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "submit",
      abstract: "Hand in evidence for a dispute, once: what the log knows, for its reason.",
      discussion: """
        --preview prints exactly what would be sent, and sends nothing. Else it waits out the hold window in the \
        outbox, in which `supercargo undo` takes it back, and is then handed in for good: banks take evidence once.
        """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The service's id of the dispute, as supercargo disputes lists it.")
    var id: String

    @Flag(name: .long, help: "Only show what would be sent.")
    var preview = false

    @Option(
      name: .long,
      help: ArgumentHelp("As known then: 2026-11-22T14:09Z, 2026-11-22, or 3d.", valueName: "time"))
    var at: String?

    @Option(name: .long, help: "More to say, in your own words; it comes first.")
    var say: String?

    @Flag(name: .long, help: "One JSON object.")
    var json = false

    func run() throws {
      let time = try at.map { try PastMoment.read($0, now: global.now) }
      let store = try global.openStore()
      let configuration = try global.configuration()
      let found = try store.disputes(.all, limit: .max, now: global.now)
        .filter { $0.dispute.externalID == id }
      guard let row = found.first else {
        throw Failure(
          "dispute \(id)", "there is none of that id", remedy: "supercargo disputes lists them",
          status: .nothingFound)
      }
      let (submission, missing) = try EvidenceDesk(
        store: store, configuration: configuration
      ).submission(
        for: row, at: time, say: say ?? "", now: global.now)
      guard !preview else { return show(submission, row, missing, leavesAt: nil) }
      let receipt = try store.submitEvidence(
        submission, to: row.account, by: configuration.operatorName, hold: configuration.hold,
        now: global.now)
      show(submission, row, missing, leavesAt: receipt.undoableUntil)
    }

    private func show(
      _ submission: EvidenceSubmission, _ row: DisputeRow, _ missing: [EvidenceField.Name],
      leavesAt: Timestamp?
    ) {
      if json {
        return Standard.print(
          JSON.object([
            ("dispute", .string(submission.dispute)), ("account", .string(row.account)),
            ("order", .string(row.orderName)), ("reason", .string(row.dispute.reason)),
            ("evidence_due", .time(row.dispute.evidenceDueAt)), ("leaves_at", .time(leavesAt)),
            (
              "fields",
              .object(submission.fields.map { ($0.name.rawValue, .string($0.text)) })
            ), ("missing", .array(missing.map { .string($0.rawValue) })),
          ]).line)
      }
      let due = row.dispute.evidenceDueAt.map { ", due by " + $0.iso8601 } ?? ""
      Standard.print("to \(row.account), for \(row.dispute.reason)\(due):")
      Standard.write(
        submission.text.sanitised(limit: 200_000, keepsLineBreaks: true) + "\n", to: 1)
      if !missing.isEmpty {
        Standard.print(
          "nothing is known of: " + missing.map(\.rawValue).joined(separator: ", "))
      }
      if let leavesAt {
        Standard.print("queued; leaves at \(leavesAt.iso8601); supercargo undo takes it back")
      }
    }
  }
}

extension EvidenceDesk {
  /// What would be handed in for a dispute, and what a bank would look for in vain.
  /// - Parameter say: the operator's own words; "" for none.
  func submission(
    for row: DisputeRow, at time: Timestamp?, say: String, now: Timestamp
  ) throws -> (EvidenceSubmission, missing: [EvidenceField.Name]) {
    let id = row.dispute.externalID
    guard let order = row.orderID else {
      throw Failure("dispute \(id)", "it belongs to no order that is known here")
    }
    let receiver = try Services.receivers(configuration).first { $0.name == row.account }
    guard let contesting = receiver?.contesting else {
      throw Failure(
        "dispute \(id)", "\(row.account) takes no evidence from here",
        remedy: "supercargo evidence \(row.orderName) --out FOLDER, and hand it in there")
    }
    let pack = try self.pack(of: order, at: time, now: now, dispute: id)
    var submission = pack.submission
    submission.fields.removeAll { !contesting.evidenceNames.contains($0.name) }
    let words = say.sanitised(limit: 5000, keepsLineBreaks: true)
    if !words.isEmpty {
      if let place = submission.fields.firstIndex(where: { $0.name == .story }) {
        let rest = submission.fields[place].text
        submission.fields[place].text = String((words + "\n" + rest).prefix(EvidenceField.limit))
      } else {
        submission.fields.append(EvidenceField(.story, words))
      }
    }
    return (submission, pack.missing.filter { contesting.evidenceNames.contains($0) })
  }
}
