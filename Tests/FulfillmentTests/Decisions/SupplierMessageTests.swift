import Fulfillment
import Testing

@Suite struct SupplierMessageTests {
  private func matter(_ code: String = "tracking.missing") -> SupplierMessage.Matter {
    SupplierMessage.Matter(
      code: code, reason: "no tracking number within 3 d of shipment on 2026-03-03 08:00",
      supplier: "Shenzhen agent", order: "#1001", purchase: "SZ-778", tracking: "LX123456785CN",
      items: ["2 x MUG-1"], sender: "Ada")
  }

  @Test func messageSaysWhatIsWrongAndWhatIsAsked() {
    #expect(
      SupplierMessage.prepare(matter()) == """
        Hello Shenzhen agent,

        this is about our order #1001:
          your number: SZ-778
          tracking: LX123456785CN
          item: 2 x MUG-1

        What we see: no tracking number within 3 d of shipment on 2026-03-03 08:00.
        Please send us the tracking number.

        Thank you
        Ada

        """)
  }

  @Test func whatIsNotKnownIsLeftOut() {
    var short = matter()
    (short.supplier, short.purchase, short.tracking, short.items, short.sender) =
      ("", "", "", [], "")
    let text = SupplierMessage.prepare(short)
    #expect(text.hasPrefix("Hello,\n"))
    #expect(!text.contains("your number"))
    #expect(!text.contains("tracking:"))
    #expect(!text.contains("item:"))
    #expect(text.hasSuffix("Thank you\n"))
  }

  @Test(arguments: ruleTable.map(\.id) + ["some.other"])
  func everyExceptionAsksForSomething(_ code: String) {
    let text = SupplierMessage.prepare(matter(code))
    #expect(text.contains("\nPlease "))
    #expect(text.contains("#1001"))
  }

  @Test(arguments: [
    "dispatch.late", "tracking.missing", "tracking.invalid", "tracking.unscanned",
    "transit.stalled", "transit.customs", "parcel.returned", "parcel.damaged", "parcel.lost",
    "delivery.failed", "delivery.pickup", "purchase.unacknowledged",
  ])
  func suppliersMattersHaveARequestOfTheirOwn(_ code: String) {
    #expect(!SupplierMessage.prepare(matter(code)).contains("Please look into it"))
  }

  /// What each exception asks of the supplier, word for word.
  @Test(arguments: [
    (
      "purchase.unacknowledged", "Please confirm that you have the order and when it will ship."
    ),
    (
      "dispatch.late", "Please tell us when the parcel was or will be handed to the carrier."
    ),
    ("tracking.missing", "Please send us the tracking number."),
    ("tracking.invalid", "Please check the tracking number and send us the right one."),
    (
      "tracking.unscanned",
      "Please check whether the carrier has the parcel, and hand it over if not."
    ),
    (
      "transit.stalled", "Please ask the carrier where the parcel is and tell us the answer."
    ),
    (
      "transit.customs",
      "Please tell us which papers customs need, or send them to the carrier."
    ),
    (
      "parcel.returning",
      "Please tell us why the parcel comes back, and whether you will send it again or refund it."
    ),
    (
      "parcel.damaged",
      "Please send a replacement or refund it, and open a claim at the carrier."
    ),
    ("parcel.lost", "Please open a claim at the carrier, and send it again or refund it."),
    ("delivery.failed", "Please ask the carrier for another attempt."),
    (
      "delivery.pickup", "Please tell us the pickup point and the last day to fetch the parcel."
    ),
    ("order.unmapped", "Please look into it and tell us what will be done and when."),
  ])
  func requestIsWordForWord(_ code: String, _ request: String) {
    let lines = SupplierMessage.prepare(matter(code)).split(separator: "\n").map(String.init)
    #expect(lines.contains(request))
    #expect(lines.filter { $0.hasPrefix("Please") }.count == 1)
  }

  @Test func hostileTextIsClean() {
    var hostile = matter()
    hostile.supplier = "CJ\u{1B}]0;owned\u{07}"
    hostile.order = "#1001\nBcc: all@example.com"
    hostile.reason = "\u{202E}evil\u{200B}"
    hostile.items = Array(repeating: "x\u{9B}2J", count: 60)
    let text = SupplierMessage.prepare(hostile)
    #expect(text.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 && $0.value < 0x7F })
    #expect(text.contains("order #1001 Bcc: all@example.com:"))
    #expect(text.contains("and 40 more items"))
    #expect(text.split(separator: "\n").count < 40)
  }

  @Test func orderScreenGivesTheMatter() {
    let row = QueueRow(
      id: OrderID(7), name: "#1001", storefront: "main", customer: "Ada", country: "US",
      supplier: "CJ", state: .shipped, payment: .paid, placedAt: ExampleFacts.monday,
      updatedAt: ExampleFacts.monday, tracking: "LX123456785CN")
    let usd = Currency.usd
    var order = Order(
      externalID: "1", name: "#1001", placedAt: ExampleFacts.monday, payment: .paid, currency: usd)
    order.lines = [
      OrderLine(externalID: "1", sku: "MUG-1", title: "Mug", quantity: 2, price: nil),
      OrderLine(externalID: "2", sku: "", title: "Cap", quantity: 1, price: nil),
      OrderLine(
        externalID: "3", sku: "TIP", title: "Tip", quantity: 1, price: nil, requiresShipping: false),
    ]
    func purchase(_ number: String, _ state: PurchaseState) -> PurchaseOrder {
      PurchaseOrder(
        supplier: "CJ", number: number, reference: "#1001", state: state,
        placedAt: ExampleFacts.monday)
    }
    let detail = OrderDetail(
      row: row, order: order,
      purchases: [
        purchase("CJ-1", .cancelled), purchase("CJ-2", .shipped), purchase("CJ-3", .cancelled),
      ])
    let exception = ExceptionRow(
      id: ExceptionID(1), order: row.id, subject: row.name, code: "tracking.unscanned",
      severity: .warning, state: .open, since: ExampleFacts.monday, reason: "no scan")
    let text = SupplierMessage.prepare(about: exception, of: detail, sender: "Bo")
    #expect(text.contains("your number: CJ-2\n"))
    #expect(text.contains("item: 2 x MUG-1\n  item: 1 x Cap\n"))
    #expect(!text.contains("TIP"))
    #expect(text.contains("What we see: no scan."))
    #expect(text.hasSuffix("Bo\n"))
  }
}
