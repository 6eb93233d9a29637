import Fulfillment
import GRDB
import Testing

@testable import Store

@Suite struct PurchaseTests {
  @Test(arguments: ["#7", "7", "ext-7"])
  func purchaseFindsItsOrderByReference(reference: String) throws {
    let scratch = try Scratch()
    try scratch.store.takeSamples((6...8).map { sampleOrder($0) })
    let result = try scratch.store.take(
      [samplePurchase("P1", for: reference)], from: "CJ", cursor: nil, now: noon)
    #expect(result == IntakeResult(imported: 1))
    let detail = try scratch.store.detail("#7")
    #expect(detail.purchases.map(\.number) == ["P1"])
    #expect(detail.row.supplier == "CJ" && detail.row.state == .ordered)
  }

  @Test func purchaseThatNamesNoOrderIsRefusedWithTheReference() throws {
    let scratch = try Scratch()
    try scratch.store.takeSamples([sampleOrder(1)])
    let result = try scratch.store.take(
      [
        samplePurchase("P1", for: "#404"), samplePurchase("P2", for: "#1"),
        samplePurchase("", for: "#1"), samplePurchase("P3", for: ""),
      ], from: "CJ", cursor: nil, now: noon)
    #expect(result.imported == 1 && result.refused.count == 3)
    #expect(result.refused[0].contains("P1") && result.refused[0].contains("#404"))
  }

  @Test func purchaseThatNamesTwoOrdersIsRefused() throws {
    let scratch = try Scratch()
    try scratch.store.takeSamples([sampleOrder(1)], from: "main")
    try scratch.store.takeSamples([sampleOrder(1)], from: "outlet")
    let result = try scratch.store.take(
      [samplePurchase("P1", for: "#1")], from: "CJ", cursor: nil, now: noon)
    #expect(result.refused == ["purchase P1: 2 orders are called #1"])
  }

  @Test func samePageTwiceChangesNothing() throws {
    let scratch = try Scratch()
    try scratch.store.takeSamples([sampleOrder(1)])
    let page = [
      samplePurchase("P1", for: "#1") {
        $0.state = .shipped
        $0.shipments = [Shipment(number: "LX1CN", carrier: "post", shippedAt: noon)]
      }
    ]
    _ = try scratch.store.take(page, from: "CJ", cursor: "1", now: noon)
    let before = try scratch.store.everything()
    let again = try scratch.store.take(page, from: "CJ", cursor: "1", now: noon + .hours(1))
    #expect(again == IntakeResult(unchanged: 1))
    #expect(try scratch.store.everything() == before)
  }

  @Test func newsOfAPurchaseMovesItsOrder() throws {
    let scratch = try Scratch()
    let store = scratch.store
    try store.takeSamples([sampleOrder(1)])
    func take(_ change: (inout PurchaseOrder) -> Void) throws -> IntakeResult {
      try store.take(
        [samplePurchase("P1", for: "#1", change: change)], from: "CJ", cursor: nil, now: noon)
    }
    _ = try take { _ in }
    #expect(try take { $0.state = .acknowledged }.changed == 1)
    #expect(try store.detail("#1").row.state == .processing)
    // Later the reference may be anything: the number is known.
    #expect(
      try take {
        $0.state = .shipped
        $0.reference = "gone"
        $0.cost = nil
      }.changed == 1)
    let detail = try store.detail("#1")
    #expect(detail.row.state == .shipped)
    #expect(detail.purchases[0].cost == dollars(12))
    let numbered = try take {
      $0.state = .shipped
      $0.cost = nil
      $0.shipments = [Shipment(number: "lx 1 cn", carrier: "post")]
    }
    #expect(numbered == IntakeResult(changed: 1))
    #expect(try store.detail("#1").row.tracking == "LX1CN")
    #expect(try store.queueCount(.match(.text("lx1cn")), now: noon) == 1)
  }

  @Test func firstTimeShippedIsKept() throws {
    let scratch = try Scratch()
    let store = scratch.store
    try store.takeSamples([sampleOrder(1)])
    for (hours, state) in [(0, PurchaseState.placed), (5, .shipped), (9, .delivered)] {
      _ = try store.take(
        [samplePurchase("P1", for: "#1") { $0.state = state }], from: "CJ", cursor: nil,
        now: noon + .hours(Int64(hours)))
    }
    let shipped = try store.detail("#1").timeline.first { $0.text.hasPrefix("supplier says") }
    #expect(shipped?.occurredAt == noon + .hours(5))
  }

  @Test func replacedNumberThatNobodyScannedGoesAway() throws {
    let scratch = try Scratch()
    let store = scratch.store
    try store.takeSamples([sampleOrder(1)])
    func take(_ number: String) throws {
      _ = try store.take(
        [
          samplePurchase("P1", for: "#1") {
            $0.shipments = [Shipment(number: number, carrier: "post")]
          }
        ], from: "CJ", cursor: nil, now: noon)
    }
    try take("WRONG1")
    try take("RIGHT1")
    #expect(try store.detail("#1").order.shipments.map(\.number) == ["RIGHT1"])
    #expect(try store.queueCount(.match(.text("wrong1")), now: noon) == 0)
    let report = TrackingReport(
      number: "RIGHT1", carrier: "post", status: .inTransit, events: [scan(.inTransit, noon)])
    _ = try store.take([report], from: "t", nextTrack: { _, _ in nil }, now: noon)
    try take("RIGHT2")
    #expect(try store.detail("#1").order.shipments.map(\.number).sorted() == ["RIGHT1", "RIGHT2"])
  }

  @Test func numberTakesThePlaceOfAParcelWithoutOne() throws {
    let scratch = try Scratch()
    let store = scratch.store
    try store.takeSamples([sampleOrder(1) { $0.shipments = [Shipment(number: "")] }])
    #expect(try store.detail("#1").row.state == .shipped)
    try store.takeSamples([
      sampleOrder(1) {
        $0.updatedAt = noon
        $0.shipments = [Shipment(number: "LX1CN")]
      }
    ])
    #expect(try store.detail("#1").order.shipments.map(\.number) == ["LX1CN"])
  }

  @Test func storefrontAndSupplierTellOfTheSameParcelOnce() throws {
    let scratch = try Scratch()
    let store = scratch.store
    try store.takeSamples([sampleOrder(1) { $0.shipments = [Shipment(number: "LX1CN")] }])
    _ = try store.take(
      [
        samplePurchase("P1", for: "#1") {
          $0.shipments = [Shipment(number: "LX1CN", carrier: "post", shippedAt: noon)]
        }
      ], from: "CJ", cursor: nil, now: noon)
    let detail = try store.detail("#1")
    #expect(detail.order.shipments == [Shipment(number: "LX1CN", carrier: "post", shippedAt: noon)])
    #expect(detail.purchases[0].shipments.count == 1)
  }

  @Test func purchaseByHandNeedsAnOrderASupplierAndAFreeNumber() throws {
    let scratch = try Scratch()
    let store = scratch.store
    try store.takeSamples([sampleOrder(1), sampleOrder(2)])
    let (first, second) = (try store.only("#1"), try store.only("#2"))
    func record(_ purchase: PurchaseOrder, _ order: OrderID) throws {
      try store.recordPurchase(purchase, for: order, by: "ana", now: noon)
    }
    try record(samplePurchase("P1", for: "anything"), first)
    #expect(try store.detail("#1").purchases.count == 1)
    let taken = try storeError { try record(samplePurchase("P1", for: "", supplier: "cj"), second) }
    #expect(taken.kind == .refused && taken.why.contains("#1"))
    let nobody = try storeError { try record(samplePurchase("P2", for: "", supplier: " "), second) }
    #expect(nobody.why.contains("supplier"))
    let nowhere = try storeError { try record(samplePurchase("P2", for: ""), OrderID(99)) }
    #expect(nowhere.why.contains("99"))
    #expect(try store.detail("#2").purchases.isEmpty)
    #expect(try store.suppliers(now: noon).map(\.name) == ["CJ"])
  }

  @Test func historiesBringPurchasesAndScansOnce() throws {
    let scratch = try Scratch()
    let store = scratch.store
    let start = noon - .days(40)
    let history = OrderHistory(
      order: sampleOrder(1) {
        $0.placedAt = start
        $0.updatedAt = nil
        $0.paidAt = start
        $0.promisedAt = start + .days(20)
      },
      purchases: [
        samplePurchase("P1", for: "#1") {
          $0.state = .delivered
          $0.placedAt = start + .hours(5)
        }
      ],
      events: [
        "": [
          scan(.pickedUp, start + .days(2) + .hours(5), "picked up"),
          scan(.delivered, start + .days(12), "delivered"),
        ]
      ])
    #expect(try store.take(histories: [history], from: "olist", now: noon).imported == 1)
    let before = try store.everything()
    #expect(
      try store.take(histories: [history], from: "olist", now: noon) == IntakeResult(unchanged: 1))
    #expect(try store.everything() == before)
    let supplier = try #require(try store.suppliers(now: noon).first)
    #expect(supplier.dispatchDays == 2.125)
    #expect(supplier.onTime == 1 && supplier.delivered == 1 && supplier.dispatched == 1)
    #expect(supplier.open == 0)
    var longer = history
    longer.events["", default: []].append(scan(.inTransit, start + .days(5), "hub"))
    #expect(try store.take(histories: [longer], from: "olist", now: noon).changed == 1)
    #expect(try store.detail("#1").timeline.filter { $0.kind == .scan }.count == 3)
  }
}
