import Foundation
import Fulfillment
import Store
import Testing

@testable import supercargo

@Suite struct NoticeVerbTests {
  private func desk() throws -> Desk {
    let desk = try Desk(
      configuration: """
        [console]
        operator = "tester"
        [notices]
        from = "shop@shop.example"
        """)
    var order = Order(
      externalID: "1", name: "#1001", placedAt: noon - .days(5), payment: .paid,
      paidAt: noon - .days(5), currency: .usd)
    order.total = Money(minor: 4000, currency: .usd)
    (order.customerName, order.email) = ("Rosa", "rosa@mail.example")
    order.shipTo.country = "BR"
    order.lines = [
      OrderLine(externalID: "1", sku: "MUG-1", title: "Mug", quantity: 1, price: nil)
    ]
    try desk.take([order])
    return desk
  }

  @Test func previewShowsExactlyWhatWouldGoAndWritesNothing() throws {
    let desk = try desk()
    let shown = desk.run("notices", "preview", "#1001", "--kind", "delayed")
    #expect(shown.status == 0, "\(shown.errors)")
    #expect(shown.output.contains("by: mail to rosa@mail.example"))
    #expect(shown.output.contains("Olá Rosa,") && shown.output.contains("language: pt"))
    let raw = desk.run(
      "notices", "preview", "#1001", "--kind", "delayed", "--language", "de", "--raw")
    #expect(raw.output.contains("Content-Language: de") && raw.output.contains("Message-ID:"))
    #expect(desk.run("notices", "--json").objects.isEmpty)
    #expect(desk.run("notices", "preview", "#1001").status == 4)
    #expect(desk.run("notices", "preview", "#1001", "--kind", "pickup").status == 4)
  }

  @Test func sendWaitsForTheHoldAndIsTakenBack() throws {
    let desk = try desk()
    let sent = desk.run("notices", "send", "#1001", "--kind", "delayed")
    #expect(sent.status == 0 && sent.output.contains("takes it back until"), "\(sent.errors)")
    let row = try #require(desk.run("notices", "--json").objects.first)
    #expect(row["state"] as? String == "queued" && row["kind"] as? String == "delayed")
    #expect(desk.run("notices", "send", "#1001").status == 1)
    #expect(desk.run("undo").status == 0)
    #expect(desk.run("notices", "--state", "proposed", "--json").objects.count == 1)
    #expect(desk.run("notices", "preview", "#1001").output.contains("state: proposed"))
    #expect(desk.run("notices", "skip", "#1001", "--reason", "by phone").status == 0)
    #expect(desk.run("notices", "--json").objects.first?["reason"] as? String == "by phone")
  }

  @Test func aListOfAddressesIsReadLineByLine() {
    let list = "\u{FEFF}rosa@mail.example\r\n\n  ana@mail.example \nnobody\nrosa@mail.example\n"
    let (addresses, refused) = NoticesCommand.OptOut.addresses(in: list)
    #expect(addresses == ["rosa@mail.example", "ana@mail.example"])
    #expect(refused == ["nobody"])
  }

  @Test func settingsAreNeededToSend() throws {
    let desk = try Desk()
    #expect(desk.run("notices", "send", "#1").errors.contains("no [notices]"))
  }

  @Test func textsAreListedCheckedAndShown() throws {
    let desk = try desk()
    #expect(desk.run("notices", "templates").output.contains("return-approved"))
    #expect(desk.run("notices", "templates", "show", "delayed").output.hasPrefix("Subject: "))
    #expect(
      desk.run("notices", "templates", "show", "refunded", "--facts").output
        .contains("{amount}         how much goes back (none is sent without it)"))
    #expect(desk.run("notices", "templates", "check").status == 0)
    try FileManager.default.createDirectory(
      atPath: desk.folder.path + "/notices", withIntermediateDirectories: false)
    try desk.file("notices/delayed.en.txt", "Subject: x\n\n{nobody}")
    let bad = desk.run("notices", "templates", "check")
    #expect(bad.status != 0 && bad.errors.contains("delayed.en.txt:3"))
  }

  @Test func whatWaitsIsSentInTheLanguageThatIsAskedFor() throws {
    let desk = try desk()
    #expect(desk.run("notices", "send", "#1001", "--kind", "delayed").status == 0)
    #expect(desk.run("undo").status == 0)
    let shown = desk.run("notices", "preview", "#1001", "--language", "de")
    #expect(shown.output.contains("language: de"), "\(shown.errors)")
    let sent = desk.run("notices", "send", "#1001", "--language", "de")
    #expect(sent.status == 0, "\(sent.errors)")
    let row = try #require(desk.run("notices", "--json").objects.first)
    #expect(row["state"] as? String == "queued" && row["language"] as? String == "de")
  }

  @Test func whoOptsOutIsNotSentWhatWaits() throws {
    let desk = try desk()
    #expect(desk.run("notices", "send", "#1001", "--kind", "delayed").status == 0)
    let odd = desk.run("notices", "opt-out", "rosa@mail,example")
    #expect(odd.status == 2 && odd.errors.contains("is no mail address"))
    #expect(desk.run("notices", "--json").objects.first?["state"] as? String == "queued")
    #expect(desk.run("notices", "opt-out", "ROSA@mail.example").status == 0)
    let row = try #require(desk.run("notices", "--json").objects.first)
    #expect(row["state"] as? String == "skipped")
    #expect(row["reason"] as? String == "the customer wants no notices")
    let refused = desk.run("notices", "send", "#1001", "--kind", "delayed")
    #expect(refused.status == 1 && refused.errors.contains("the customer wants no notices"))
  }

  @Test func addressIsOptedOutByItsDigest() throws {
    let desk = try desk()
    #expect(desk.run("notices", "opt-out", "Rosa@mail.example").output.contains("not written to"))
    #expect(desk.run("notices", "opt-out", "rosa@mail.example").output.contains("so already"))
    #expect(desk.run("notices", "opt-out", "rosa@mail.example", "--lift").status == 0)
  }
}
