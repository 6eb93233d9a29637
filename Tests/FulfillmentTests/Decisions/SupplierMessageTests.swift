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
