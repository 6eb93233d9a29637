import Fulfillment
import Testing

private let usd = Currency.usd
private let hostile = "\u{1B}[2J\u{202E}name\n"

@Suite struct NormalisedTests {
  private func order() -> Order {
    Order(
      externalID: "gid://shop/Order/1", name: "#1001", placedAt: ExampleFacts.monday,
      payment: .paid,
      currency: usd, total: Money(minor: 4200, currency: usd), customerName: "Ada",
      email: "ada@example.com", shipTo: ExampleFacts.order().shipTo,
      lines: [OrderLine(externalID: "1", sku: "MUG-1", title: "Mug", quantity: 2, price: nil)],
      note: "ring twice\nthanks", tags: ["vip"],
      shipments: [Shipment(number: "LX123456785CN", carrier: "China Post")],
      returns: [
        ReturnRequest(
          externalID: "R-1", requestedAt: ExampleFacts.monday, requestedBy: "Ada",
          reason: "too small", items: [ReturnRequest.Item(sku: "MUG-1", quantity: 1)])
      ])
  }

  @Test func ordinaryOrderStaysAsItIs() {
    #expect(order().normalised() == order())
  }

  @Test func everyTextIsCleaned() {
    var dirty = order()
    (dirty.externalID, dirty.name, dirty.customerName) = (hostile, hostile, hostile)
    (dirty.email, dirty.phone, dirty.note) = (hostile, hostile, hostile)
    dirty.shipTo = Address(
      name: hostile, company: hostile, line1: hostile, line2: hostile, city: hostile,
      province: hostile, postcode: hostile, country: hostile, phone: hostile)
    dirty.lines = [
      OrderLine(externalID: hostile, sku: hostile, title: hostile, quantity: 1, price: nil)
    ]
    dirty.tags = [hostile, " ", "\u{202E}"]
    dirty.shipments = [Shipment(number: hostile, carrier: hostile)]
    dirty.returns = [
      ReturnRequest(
        externalID: hostile, requestedAt: ExampleFacts.monday, requestedBy: hostile,
        reason: hostile, items: [ReturnRequest.Item(sku: hostile, quantity: 1)])
    ]
    let clean = dirty.normalised()
    let texts =
      [clean.externalID, clean.name, clean.customerName, clean.email, clean.phone, clean.note]
      + [clean.shipTo.name, clean.shipTo.company, clean.shipTo.line1, clean.shipTo.line2]
      + [clean.shipTo.city, clean.shipTo.province, clean.shipTo.postcode, clean.shipTo.country]
      + [clean.shipTo.phone] + clean.tags
      + clean.lines.flatMap { [$0.externalID, $0.sku, $0.title] }
      + clean.shipments.map(\.carrier)
      + clean.returns.flatMap { [$0.externalID, $0.requestedBy, $0.reason] }
      + clean.returns.flatMap { $0.items.map(\.sku) }
    #expect(texts.count == 24)
    #expect(texts.allSatisfy { $0 == "[2Jname" })
    #expect(clean.shipments.map(\.number) == ["2JNAME"])
  }

  @Test func countsAreBounded() {
    var huge = order()
    huge.lines = (0..<5000).map {
      OrderLine(externalID: "\($0)", sku: "S", title: "T", quantity: 1, price: nil)
    }
    huge.tags = (0..<5000).map { "t\($0)" }
    huge.shipments = (0..<5000).map { Shipment(number: "LX\($0)") }
    huge.returns = Array(repeating: huge.returns[0], count: 5000)
    huge.returns[0].items = Array(
      repeating: ReturnRequest.Item(sku: "S", quantity: 1), count: 5000)
    let bounded = huge.normalised()
    #expect(bounded.lines.count == 500)
    #expect(bounded.tags.count == 50)
    #expect(bounded.shipments.count == 50)
    #expect(bounded.returns.count == 50)
    #expect(bounded.returns.first?.items.count == 500)
  }

  @Test func lengthsAreBounded() {
    let long = String(repeating: "x", count: 100_000)
    var huge = order()
    (huge.externalID, huge.name, huge.note, huge.customerName) = (long, long, long, long)
    huge.lines[0].title = long
    huge.shipTo.line1 = long
    let bounded = huge.normalised()
    #expect(bounded.externalID.count == 128)
    #expect(bounded.name.count == 64)
    #expect(bounded.note.count == 4000)
    #expect(bounded.customerName.count == 120)
    #expect(bounded.lines.first?.title.count == 300)
    #expect(bounded.shipTo.line1.count == 200)
  }

  /// Two orders whose long ids differ at the end must not become one.
  @Test func longIdentifiersStayDistinct() {
    let start = String(repeating: "x", count: 300)
    var (one, other) = (order(), order())
    (one.externalID, other.externalID) = (start + "1", start + "2")
    #expect(one.normalised().externalID != other.normalised().externalID)
    #expect(one.normalised().externalID == one.normalised().normalised().externalID)
  }

  @Test func repeatedLineIdsAreNumbered() {
    var twins = order()
    twins.lines = Array(repeating: twins.lines[0], count: 3)
    #expect(twins.normalised().lines.map(\.externalID) == ["1", "1~2", "1~3"])
    twins.lines[2].externalID = "1~2"
    #expect(twins.normalised().lines.map(\.externalID) == ["1", "1~2", "1~2~2"])
  }

  @Test(arguments: [(-5, 0), (0, 0), (7, 7), (Int.max, 1_000_000)])
  func quantitiesAreBounded(_ given: Int, _ kept: Int) {
    var odd = order()
    odd.lines[0].quantity = given
    odd.returns[0].items[0].quantity = given
    let clean = odd.normalised()
    #expect(clean.lines.map(\.quantity) == [kept])
    #expect(clean.returns.first?.items.map(\.quantity) == [kept])
  }

  @Test func noteKeepsItsLines() {
    var noted = order()
    noted.note = "one\r\ntwo\u{7}"
    #expect(noted.normalised().note == "one\ntwo")
  }

  @Test func purchaseReportOfferAndEventAreCleaned() {
    let purchase = PurchaseOrder(
      supplier: hostile, number: hostile, reference: hostile, state: .placed,
      placedAt: ExampleFacts.monday,
      shipments: Array(repeating: Shipment(number: "lx 1"), count: 99)
    ).normalised()
    #expect(
      [purchase.supplier, purchase.number, purchase.reference].allSatisfy { $0 == "[2Jname" })
    #expect(purchase.shipments == Array(repeating: Shipment(number: "LX1"), count: 50))
    let offer = Offer(sku: hostile, supplier: hostile, supplierSKU: hostile).normalised()
    #expect([offer.sku, offer.supplier, offer.supplierSKU].allSatisfy { $0 == "[2Jname" })
    let event = TrackingEvent(
      occurredAt: ExampleFacts.monday, recordedAt: ExampleFacts.monday, status: .label,
      message: hostile, location: hostile, country: hostile, source: hostile
    ).normalised()
    #expect(
      [event.message, event.location, event.country, event.source].allSatisfy { $0 == "[2Jname" })
  }

  @Test func reportKeepsItsNewestEvents() {
    let events = (0..<3000).map { ExampleFacts.scan(.inTransit, day: Int64($0)) }
    let report = TrackingReport(
      number: "lx 123", carrier: hostile, status: .inTransit, events: events, problem: hostile)
    let clean = report.normalised()
    #expect(clean.number == "LX123")
    #expect(clean.carrier == "[2Jname")
    #expect(clean.problem == "[2Jname")
    #expect(clean.events.count == 1000)
    #expect(clean.events.map(\.occurredAt).max() == events.last?.occurredAt)
    let short = TrackingReport(
      number: "X", carrier: "", status: .label, events: Array(events.prefix(3)))
    #expect(short.normalised().events == Array(events.prefix(3)))
  }

  @Test func normalisingTwiceChangesNothing() {
    var odd = order()
    (odd.name, odd.note) = (String(repeating: "é\u{301}", count: 90), "\n a \n b \u{202E}")
    odd.lines = Array(repeating: odd.lines[0], count: 2)
    let once = odd.normalised()
    #expect(once.normalised() == once)
  }
}
