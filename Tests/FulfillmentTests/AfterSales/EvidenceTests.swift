import Fulfillment
import Testing

@Suite struct EvidenceTests {
  private let at = Timestamp(seconds: 1_794_830_400)

  @Test func packTellsScansByBothTimesAndProofOfDelivery() throws {
    let pack = EvidencePack(replay(scans: 3), at: at, policy: "Thirty days.")
    let tracking = try #require(pack.sections.first { $0.id == "tracking" })
    #expect(tracking.rows.count == 3)
    #expect(tracking.rows.last?.contains("delivered") == true)
    let delivered = Timestamp(seconds: 1_003_000).iso8601
    #expect(tracking.rows.last?[1] == delivered)
    #expect(tracking.rows.last?[2] == Timestamp(seconds: 2_003_000).iso8601)
    let delivery = try #require(pack.sections.first { $0.id == "delivery" })
    #expect(delivery.rows[0][3] == "delivered, " + delivered)
    #expect(pack.sections.contains { $0.id == "policy" && $0.rows[0][1] == "Thirty days." })
  }

  @Test func costsAndNotesAmongOperatorsAreLeftOut() {
    let pack = EvidencePack(replay(scans: 1), at: at, policy: "")
    let all = pack.sections.flatMap(\.rows).joined().joined() + pack.submission.text
    #expect(!all.contains("12.34"))
    #expect(!all.contains("nasty customer"))
  }

  @Test(arguments: [
    ("product_not_received", EvidenceField.Name.trackingNumber), ("fraudulent", .customerEmail),
    ("product_unacceptable", .product), ("credit_not_processed", .refundPolicy),
    ("general", .story),
  ])
  func everyReasonWantsWhatItTurnsOn(reason: String, name: EvidenceField.Name) {
    #expect(EvidenceField.Name.wanted(for: reason).contains(name))
    let pack = EvidencePack(replay(scans: 2, reason: reason), at: at, policy: "Thirty days.")
    #expect(pack.reason == reason)
    #expect(pack.fields.contains { $0.name == name })
    #expect(!pack.missing.contains(name))
  }

  @Test func onlyWhatTheCustomerReadIsWhatTheCustomerWasTold() throws {
    func notice(_ number: Int64, _ kind: String, _ state: String, _ text: String) -> LedgerRow {
      LedgerRow(
        subject: .notice, number: number,
        fields: [
          "kind": .text(kind), "state": .text(state), "subject": .text("On its way"),
          "text": .text(text), "address": .text("rosa@example.com"), "messageID": .number(number),
          "createdAt": .number(1_000_000),
        ])
    }
    let rows = [
      LedgerRow(subject: .order, number: 1, fields: ["name": .text("#1")]),
      notice(1, "shipped", "sent", "Your parcel left."),
      notice(2, "support", "sent", "alarm for us"), notice(3, "delayed", "skipped", "taken back"),
      notice(4, "delayed", "failed", "never left"), notice(5, "delayed", "queued", "waits"),
      LedgerRow(
        subject: .message, number: 1,
        fields: ["kind": .text("notice"), "body": .text("Subject: =?utf-8?B?raw")]),
      LedgerRow(
        subject: .message, number: 9,
        fields: ["kind": .text("return.approved"), "body": .text("internal words")]),
      LedgerRow(
        subject: .attempt, number: 1, fields: ["event": .text("accepted")],
        learnedAt: Timestamp(seconds: 2000)),
    ]
    let pack = EvidencePack(OrderReplay(rows: rows), at: at, policy: "")
    let told = try #require(pack.sections.first { $0.id == "messages" })
    #expect(
      told.rows == [
        [
          Timestamp(seconds: 2000).iso8601, "shipped", "rosa@example.com",
          "On its way\nYour parcel left.",
        ]
      ])
  }

  @Test func whatIsUnknownLeavesNoHoleInASentence() throws {
    let bare = OrderReplay(rows: [
      LedgerRow(subject: .order, number: 1, fields: ["name": .text("#1")]),
      LedgerRow(subject: .parcel, number: 7, fields: ["carrier": .text("post")]),
      LedgerRow(subject: .scan, number: 7, fields: ["status": .text("delivered")], happenedAt: at),
    ])
    let pack = EvidencePack(bare, at: at, policy: "")
    let story = try #require(pack.fields.first { $0.name == .story }?.text)
    #expect(story.contains("Order #1 was placed."))
    #expect(story.contains("The parcel was delivered on \(at.iso8601), as we were told."))
    let cells = pack.sections.flatMap(\.rows).joined()
    #expect(!cells.contains { $0.hasSuffix(", ") || $0.contains("by ,") || $0.hasSuffix("on ") })
  }

  @Test func whatIsNotKnownIsSaid() {
    let bare = OrderReplay(rows: [
      LedgerRow(subject: .order, number: 1, fields: ["name": .text("#1")]),
      LedgerRow(
        subject: .dispute, number: 1,
        fields: ["externalID": .text("du_1"), "reason": .text("product_not_received")]),
    ])
    let pack = EvidencePack(bare, at: at, policy: "")
    #expect(pack.missing == [.trackingNumber, .carrier, .shippedOn, .shippingAddress])
    #expect(pack.dispute == "du_1")
  }

  @Test func thousandScansStayWithinEveryLimit() throws {
    let pack = EvidencePack(
      replay(scans: 1000), at: at, policy: String(repeating: "p", count: 90_000))
    let tracking = try #require(pack.sections.first { $0.id == "tracking" })
    #expect(tracking.rows.count == EvidencePack.scans)
    #expect(tracking.note.hasPrefix("\(1000 - EvidencePack.scans) scans"))
    // The first and the last are the telling ones.
    #expect(tracking.rows.first?[3] == "inTransit" && tracking.rows.last?[3] == "delivered")
    for field in pack.fields { #expect(field.text.count <= EvidenceField.limit) }
    #expect(pack.fields.reduce(0) { $0 + $1.text.count } <= EvidenceField.combinedLimit)
  }

  @Test(arguments: ["one line", "two\nlines", "a: b\n\n c", "ends\n"])
  func submissionReadsItsOwnText(text: String) {
    let submission = EvidenceSubmission(
      dispute: "du_1", fields: [EvidenceField(.customerName, "Rosa"), EvidenceField(.story, text)])
    #expect(EvidenceSubmission(submission.text) == submission)
  }

  @Test(arguments: ["", "dispute: du_1\n", "story: x\n", "dispute: du_1\nstrange: x\n", " x\n"])
  func whatIsNoSubmissionIsRefused(text: String) {
    #expect(EvidenceSubmission(text) == nil)
  }

  private func replay(scans: Int, reason: String = "product_not_received") -> OrderReplay {
    var rows = [
      LedgerRow(
        subject: .order, number: 1,
        fields: [
          "name": .text("#1001"), "customerName": .text("Rosa Lima"), "currency": .text("USD"),
          "email": .text("rosa@example.com"), "line1": .text("1 Long Street"),
          "total": .number(4000), "placedAt": .number(1_000_000_000), "payment": .text("paid"),
        ]),
      LedgerRow(
        subject: .line, number: 0, fields: ["title": .text("Mug"), "quantity": .number(1)]),
      LedgerRow(
        subject: .purchase, number: 1,
        fields: [
          "supplier": .text("CJ"), "number": .text("P1"), "cost": .number(1234),
          "currency": .text("USD"), "state": .text("placed"),
        ]),
      LedgerRow(subject: .note, number: 1, fields: ["text": .text("nasty customer")]),
      LedgerRow(
        subject: .parcel, number: 7,
        fields: [
          "number": .text("LX1CN"), "carrier": .text("china-post"),
          "shippedAt": .number(1_000_000_000),
        ]),
      LedgerRow(
        subject: .dispute, number: 1,
        fields: ["externalID": .text("du_1"), "reason": .text(reason)]),
    ]
    for scan in 1...scans {
      rows.append(
        LedgerRow(
          subject: .scan, number: 7,
          fields: [
            "status": .text(scan == scans ? "delivered" : "inTransit"), "source": .text("17track"),
            "message": .text("scan \(scan)"),
          ],
          learnedAt: Timestamp(seconds: 2_000_000 + Int64(scan) * 1000),
          happenedAt: Timestamp(seconds: 1_000_000 + Int64(scan) * 1000)))
    }
    return OrderReplay(rows: rows)
  }
}
