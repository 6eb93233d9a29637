import Foundation
import Fulfillment
import Settings
import Testing

@testable import Store
@testable import supercargo

/// A desk with one disputed order whose parcel came, and everything that hostile text may hold.
private func disputedDesk(scans: Int = 3, dueAt: Timestamp = noon + .days(400_000)) throws -> Desk {
  let desk = try Desk(
    configuration: """
      [console]
      operator = "tester"
      [[account]]
      name = "stripe"
      service = "stripe"
      key = "env:NO_SUCH_KEY"
      [[returns.policy]]
      window = "30d"
      pays = "customer"

      """)
  var order = Order(
    externalID: "1", name: "#1001", placedAt: noon - .days(20), payment: .paid,
    paidAt: noon - .days(20), currency: .usd)
  order.total = Money(minor: 4000, currency: .usd)
  order.customerName = "Rosa <script>alert(1)</script> (Lima) \u{202E}\\"
  order.email = "rosa@example.com"
  order.shipTo.line1 = "1 Straße \"x\" & 李"
  order.shipTo.country = "US"
  order.lines = [
    OrderLine(externalID: "1", sku: "MUG-1", title: "Mug", quantity: 1, price: nil)
  ]
  order.shipments = [Shipment(number: "LX1CN", carrier: "china-post", shippedAt: noon - .days(18))]
  try desk.take([order])
  let events = (0..<scans).map { index in
    let at = noon - .days(15) + .minutes(Int64(index))
    return TrackingEvent(
      occurredAt: at, recordedAt: at, status: index == scans - 1 ? .delivered : .inTransit,
      message: "scan \(index)", location: "Springfield", country: "US")
  }
  _ = try desk.store.take(
    [TrackingReport(number: "LX1CN", carrier: "", status: .delivered, events: events)],
    from: "17track", nextTrack: { _, _ in nil }, now: noon)
  let dispute = Dispute(
    externalID: "du_1", order: "1", kind: .chargeback, state: .open,
    reason: "product_not_received", amount: Money(minor: 4000, currency: .usd),
    openedAt: noon - .days(1), evidenceDueAt: dueAt)
  _ = try desk.store.take([dispute], from: "stripe", cursor: nil, now: noon)
  return desk
}

@Suite struct EvidenceVerbTests {
  @Test func evidenceIsAPageAPDFAndJSON() throws {
    let desk = try disputedDesk()
    let folder = desk.folder.path + "/case"
    let outcome = desk.run("evidence", "#1001", "--out", folder, "--json")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.objects.first?["dispute"] as? String == "du_1")
    let page = try String(contentsOfFile: folder + "/evidence.html", encoding: .utf8)
    #expect(page.contains("LX1CN") && page.contains("within 30 days of delivery"))
    #expect(!page.contains("<script") && page.contains("&lt;script&gt;"))
    #expect(
      !page.unicodeScalars.contains("\u{202E}") && page.contains("Straße &quot;x&quot; &amp; 李"))
    let data = try Data(contentsOf: URL(filePath: folder + "/evidence.json"))
    let json = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let fields = try #require(json["fields"] as? [String: String])
    #expect(fields["shipping_tracking_number"] == "LX1CN")
    #expect(fields["uncategorized_text"]?.contains("was delivered on") == true)
  }

  @Test func fiveHundredScansStayWithinTheLimitsOfFiles() throws {
    let desk = try disputedDesk(scans: 500)
    let folder = desk.folder.path + "/case"
    let outcome = desk.run("evidence", "#1001", "--out", folder)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("300 scans in the middle are left out"))
    let pdf = try Data(contentsOf: URL(filePath: folder + "/evidence.pdf"))
    #expect(pdf.count < EvidenceCommand.limit && pdf.starts(with: Data("%PDF-1.4".utf8)))
    let pages =
      String(decoding: pdf, as: UTF8.self).components(separatedBy: "/Type /Page ").count - 1
    #expect((2..<19).contains(pages))
  }

  @Test func everyObjectOfThePDFIsWhereItsTableSays() throws {
    let desk = try disputedDesk(scans: 80)
    let id = try desk.store.onlyOrder("#1001")
    let home = Home(store: desk.store.path, config: desk.folder.path + "/c.toml")
    let pack = try EvidenceDesk(
      store: desk.store, configuration: home.configuration(withSecrets: false)
    ).pack(of: id, at: nil, now: noon)
    let bytes = EvidencePDF(pack).bytes
    // Bytes one for one.
    let text = String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let table = try #require(lines.firstIndex(of: "xref"))
    let count = try #require(Int(lines[table + 1].split(separator: " ")[1]))
    for object in 1..<count {
      let entry = try #require(Int(lines[table + 2 + object].prefix(10)))
      let head = String(
        String.UnicodeScalarView(
          bytes[entry..<min(entry + 12, bytes.count)].map { Unicode.Scalar($0) }))
      #expect(head.hasPrefix("\(object) 0 obj"))
    }
    // A bracket or a backslash from outside ends no string.
    #expect(text.contains("\\(Lima\\)"))
  }

  @Test func evidenceOfThePastKnowsNothingOfTheDispute() throws {
    let desk = try disputedDesk()
    let outcome = desk.run(
      "evidence", "#1001", "--out", desk.folder.path + "/x", "--at", "2020-01-01")
    #expect(outcome.status == 4)
  }

  @Test func previewShowsWhatWouldLeaveAndQueuesNothing() throws {
    let desk = try disputedDesk()
    let outcome = desk.run("disputes", "submit", "du_1", "--preview", "--say", "We have proof.")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.output.contains("shipping_tracking_number: LX1CN"))
    #expect(outcome.output.contains("uncategorized_text: We have proof."))
    #expect(try desk.detail("#1001").outbox.isEmpty)
  }

  @Test func submittingQueuesItOnceAndUndoTakesItBack() throws {
    let desk = try disputedDesk()
    let outcome = desk.run("disputes", "submit", "du_1", "--json")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.objects.first?["leaves_at"] is String)
    let message = try #require(try desk.detail("#1001").outbox.first)
    let submission = try #require(EvidenceSubmission(message.body))
    let fields = outcome.objects.first?["fields"] as? [String: String]
    #expect(submission.fields.allSatisfy { fields?[$0.name.rawValue] == $0.text })
    #expect(desk.run("disputes", "submit", "du_1").status == 1)
    #expect(desk.run("undo").status == 0)
    #expect(try desk.detail("#1001").outbox.map(\.state) == [.withdrawn])
  }

  @Test func afterTheDeadlineItIsRefusedWithTheReason() throws {
    let desk = try disputedDesk(dueAt: noon - .hours(1))
    let outcome = desk.run("disputes", "submit", "du_1")
    #expect(outcome.status == 1 && outcome.errors.contains("evidence was due by"))
  }

  @Test func disputesAreStillListed() throws {
    let row = try #require(try disputedDesk().run("disputes", "--json").objects.first)
    #expect(row["id"] as? String == "du_1")
  }

  @Test func doctorNamesSuppliersThatNobodyKnows() throws {
    let configuration = try Configuration.parse(
      """
      [routing]
      post_boxes = ["Agnet", "agent", "Ag*"]
      [[route]]
      name = "south"
      never = ["Nobody"]
      """, file: "c", environment: [:])
    let texts = DoctorCommand.strangers(configuration, known: ["CJ", "Agent"]).map(\.text)
    #expect(
      texts == [
        "post_boxes of [routing] names Agnet, and no supplier is called so",
        "the route south names Nobody, and no supplier is called so",
      ])
    #expect(DoctorCommand.strangers(configuration, known: []).isEmpty)
  }

  @Test func doctorSaysThatTheLogIsWholeAndWhenItIsNot() throws {
    let desk = try disputedDesk()
    #expect(
      try LogFindings.of(desk.store, comparesOrders: true, now: noon).map(\.result) == [.good])
    var check = try desk.store.checkLedger(comparesOrders: true, now: noon)
    check.differing = ["#1001: paid in the log, refunded in the table"]
    #expect(LogFindings.of(check).map(\.result) == [.good, .bad])
    check.broken = .init(
      first: 3, last: 5, at: noon, what: "a row was changed", orders: ["#1001"])
    let found = LogFindings.of(check)
    #expect(found.map(\.result) == [.bad, .bad])
    #expect(found[0].text.contains("rows 3 to 5") && found[0].text.contains("orders #1001"))
  }

  @Test func whatCantBeWrittenIsSaidByItsName() throws {
    let desk = try disputedDesk()
    let folder = desk.folder.path + "/case"
    try FileManager.default.createDirectory(
      atPath: folder + "/evidence.html", withIntermediateDirectories: true)
    let outcome = desk.run("evidence", "#1001", "--out", folder)
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("evidence.html is a folder"), "\(outcome.errors)")
  }

  @Test func whatIsWrittenIsForItsOwnerAlone() throws {
    let desk = try disputedDesk()
    let folder = desk.folder.path + "/case"
    // Once more over files that everybody could read.
    for _ in 0..<2 {
      #expect(desk.run("evidence", "#1001", "--out", folder).status == 0)
      for (path, mode) in [
        (folder, 0o700), (folder + "/evidence.html", 0o600), (folder + "/evidence.pdf", 0o600),
        (folder + "/evidence.json", 0o600),
      ] {
        let kept = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
        #expect((kept as? NSNumber)?.intValue == mode, "\(path)")
      }
      for name in ["html", "pdf", "json"] {
        try FileManager.default.setAttributes(
          [.posixPermissions: 0o644], ofItemAtPath: folder + "/evidence." + name)
      }
    }
  }
}
