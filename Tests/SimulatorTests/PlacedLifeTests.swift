import Fulfillment
import Simulator
import Testing
import Wire

/// How orders live on at CJ after they are placed.
@Suite struct PlacedLifeTests {
  /// Every status that the order with that key shows from now on, in order, looked at every ten
  /// minutes.
  static func statuses(
    _ visitor: inout Visitor, _ key: String, days: Int64 = 30
  ) throws -> [String] {
    var seen: [String] = []
    let end = visitor.now + .days(days)
    while visitor.now < end {
      let status = try visitor.cjDetail(key).data.orderStatus.text ?? "-"
      if seen.last != status { seen.append(status) }
      if ["DELIVERED", "CANCELLED"].contains(status) { break }
      visitor.now = visitor.now + .minutes(45)
    }
    return seen
  }

  @Test func aPaidOrderIsShippedAndDelivered() throws {
    var visitor = Visitor.buying()
    _ = try visitor.placeAtCJ(Visitor.cjOrder("K", payType: 2))
    #expect(try Self.statuses(&visitor, "K") == ["UNSHIPPED", "SHIPPED", "DELIVERED"])
    let detail = try visitor.cjDetail("K").data
    #expect(detail.isComplete.int == 1 && detail.outWarehouseTime.text?.count == 19)
    #expect(detail.paymentDate.text == "2026-11-23 09:00:00")
  }

  @Test func itsParcelIsKnownToTheCarriers() throws {
    var visitor = Visitor.buying()
    _ = try visitor.placeAtCJ(Visitor.cjOrder("K", payType: 2))
    visitor.now = visitor.now + .days(25)
    let number = try #require(try visitor.cjDetail("K").data.trackNumber.text)
    let verdict = TrackingNumber.verdict(number, carrier: "ChinaPost")
    #expect(String(describing: verdict).contains("valid"))
    let tracker = try CarrierTests.create(&visitor, number)
    #expect(tracker.status.text == "delivered")
    #expect(tracker.tracking_details.elements.count > 5)
    let body = "[{\"number\":\"\(number)\"}]"
    _ = visitor.seventeenTrack("register", body)
    let told = try Answer(visitor.seventeenTrack("gettrackinfo", body))
    #expect(told.data.accepted[0].track_info.latest_status.status.text == "Delivered")
  }

  @Test func whatIsNotPaidIsNotShipped() throws {
    var visitor = Visitor.buying()
    _ = try visitor.placeAtCJ(Visitor.cjOrder("K"))
    #expect(try Self.statuses(&visitor, "K", days: 20) == ["CREATED"])
    #expect(visitor.world.placed[0].isPaid == false)
  }

  @Test func aColleaguePaysOnThePageWithinFourHours() throws {
    var visitor = Visitor.buying()
    _ = try visitor.placeAtCJ(Visitor.cjOrder("K", payType: 1))
    #expect(try visitor.cjDetail("K").data.orderStatus.text == "UNPAID")
    visitor.now = visitor.now + .hours(5)
    #expect(try visitor.cjDetail("K").data.orderStatus.text == "UNSHIPPED")
    #expect(visitor.world.placed[0].isPaid)
    #expect(try visitor.cjBalance() == 5000)
  }

  @Test func orForgetsIt() throws {
    var visitor = Visitor.buying(temper: SupplierTemper(forgets: 1))
    let id = try #require(
      try visitor.placeAtCJ(Visitor.cjOrder("K", payType: 1)).data.orderId.text)
    #expect(try Self.statuses(&visitor, "K", days: 10) == ["UNPAID"])
    // It can still be paid by request.
    _ = try visitor.cjCall(.post, "/shopping/pay/payBalance", ["orderId": id])
    #expect(try Self.statuses(&visitor, "K") == ["UNSHIPPED", "SHIPPED", "DELIVERED"])
  }

  @Test func payingByRequestVoidsThePage() throws {
    var visitor = Visitor.buying()
    let id = try #require(
      try visitor.placeAtCJ(Visitor.cjOrder("K", payType: 1)).data.orderId.text)
    visitor.now = visitor.now + .minutes(1)
    _ = try visitor.cjCall(.post, "/shopping/pay/payBalance", ["orderId": id])
    #expect(try visitor.cjBalance() < 5000)
    let detail = try visitor.cjDetail("K").data
    #expect(detail.paymentDate.text == "2026-11-23 09:01:00")
    #expect(try Self.statuses(&visitor, "K") == ["UNSHIPPED", "SHIPPED", "DELIVERED"])
  }

  @Test func theSupplierMayCancelAndGivesTheMoneyBack() throws {
    var visitor = Visitor.buying(temper: SupplierTemper(cancels: 1))
    _ = try visitor.placeAtCJ(Visitor.cjOrder("K", payType: 2))
    #expect(try visitor.cjBalance() < 5000)
    #expect(visitor.world.placed.map(\.isCancelled) == [false])
    #expect(try Self.statuses(&visitor, "K") == ["UNSHIPPED", "CANCELLED"])
    #expect(try visitor.cjBalance() == 5000)
    #expect(visitor.world.placed.map(\.isCancelled) == [true])
    #expect(try visitor.cjDetail("K").data.trackNumber.isNull)
  }

  @Test func aPriceMayHaveRisen() throws {
    var visitor = Visitor.buying(temper: SupplierTemper(raises: 1))
    let answer = try visitor.placeAtCJ(Visitor.cjOrder("K", payType: 2)).data
    let offer = Catalogue.offers.first { $0.sku == "LAMP-MOON" && $0.supplier == "CJ" }
    let offered = Double(offer?.cost?.minor ?? 0) / 100
    #expect(answer.productAmount.double == offered * 1.25)
    #expect(try visitor.cjDetail("K").data.productAmount.double == offered * 1.25)
  }

  @Test func aRefusedKeyIsRefusedAgainAndNothingIsRecorded() throws {
    var visitor = Visitor.buying(temper: SupplierTemper(refuses: 1))
    for key in ["K", "KK"] {
      let codes = try (0..<2).map { _ in
        try visitor.placeAtCJ(Visitor.cjOrder(key, payType: 2)).code.int
      }
      #expect(codes == (key == "K" ? [1_602_003, 1_602_003] : [1_603_102, 1_603_102]))
    }
    #expect(visitor.world.placed.isEmpty)
    #expect(try visitor.cjBalance() == 5000)
    #expect(try visitor.cjDetail("K").code.int == 1_603_100)
  }

  @Test(arguments: [["LAMP-MOON", "DOG-LEASH"], ["LAMP-MOON"]])
  func oneOrderMayBecomeTwo(skus: [String]) throws {
    var visitor = Visitor.buying(temper: SupplierTemper(splits: 1))
    var body = Visitor.cjOrder("K", payType: 2)
    body["products"] = skus.map { ["vid": Visitor.variant($0), "quantity": 2] as [String: Any] }
    let answer = try visitor.placeAtCJ(body).data
    let paid = 5000 - (try visitor.cjBalance())
    #expect(abs(paid - (answer.orderAmount.double ?? 0)) < 0.001)
    let listed = try visitor.cjCall(.get, "/shopping/order/list?status=UNSHIPPED").data.list
    let both = listed.elements.filter { $0.orderNum.text == "K" }
    #expect(both.count == 2 && Set(both.compactMap(\.orderId.text)).count == 2)
    let pieces = both.flatMap(\.productList.elements).compactMap(\.quantity.int)
    #expect(pieces.reduce(0, +) == 2 * skus.count)
    visitor.now = visitor.now + .days(30)
    let numbers = try both.compactMap(\.orderId.text).map {
      try visitor.cjDetail($0).data.trackNumber.text
    }
    #expect(Set(numbers).count == 2 && !numbers.contains(nil))
    // Ordered once all the same.
    #expect(visitor.world.placedCounts == ["K": 1])
  }

  @Test func aSinglePieceIsNotSplit() throws {
    var visitor = Visitor.buying(temper: SupplierTemper(splits: 1))
    _ = try visitor.placeAtCJ(Visitor.cjOrder("K", payType: 2))
    let listed = try visitor.cjCall(.get, "/shopping/order/list?status=UNSHIPPED").data.list
    #expect(listed.elements.filter { $0.orderNum.text == "K" }.count == 1)
  }

  /// The fate of an order follows from seed and key and not from when or how often it is sent.
  @Test(arguments: 0..<6)
  func fateFollowsFromSeedAndKey(seed: Int) throws {
    func tried(_ keys: [String]) throws -> [String: Int?] {
      var visitor = Visitor.buying(
        seed: UInt64(seed), temper: SupplierTemper(refuses: 0.3, raises: 0.3))
      var codes: [String: Int?] = [:]
      for key in keys { codes[key] = try visitor.placeAtCJ(Visitor.cjOrder(key)).code.int }
      return codes
    }
    let keys = (0..<20).map { "SC-\($0)" }
    let codes = try tried(keys)
    #expect(codes == (try tried(keys.reversed())))
    #expect((1...12).contains(codes.values.count { $0 != 200 }))
  }

  @Test(arguments: 0..<4)
  func theUsualTemperTakesMostOrders(seed: Int) throws {
    var visitor = Visitor.buying(seed: UInt64(seed), temper: .usual)
    for key in 0..<60 { _ = try visitor.placeAtCJ(Visitor.cjOrder("SC-\(key)", payType: 2)) }
    #expect((50...60).contains(visitor.world.placed.count))
    #expect(visitor.world.placedCounts.values.allSatisfy { $0 == 1 })
  }

  /// Nobody's parcel number is anybody else's.
  @Test(arguments: [1, 2, 3])
  func everyParcelHasItsOwnNumber(seed: Int) throws {
    var visitor = Visitor.buying(seed: UInt64(seed), orders: 200, balance: 5_000_000)
    var numbers = visitor.world.truth.flatMap(\.trackingNumbers)
    for key in 0..<80 {
      var body = Visitor.cjOrder("SC-\(key)", payType: 2, sku: "YOGA-MAT")
      if key % 2 == 0 { (body["logisticName"], body["fromCountryCode"]) = ("UPS Ground", "US") }
      _ = try visitor.placeAtCJ(body)
    }
    visitor.now = visitor.now + .days(9)
    for key in 0..<80 {
      numbers.append(try #require(try visitor.cjDetail("SC-\(key)").data.trackNumber.text))
    }
    #expect(Set(numbers).count == numbers.count)
    #expect(numbers.contains { $0.hasPrefix("1Z") })
  }
}
