import Fulfillment
import Simulator
import Testing
import Wire

/// What was really ordered against what was answered, under each mishap.
@Suite struct MishapTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let mishap: Mishaps.Mishap
    /// Orders on the books at once, and after ten minutes.
    let counts: (Int, Int)
    let delivery: World.Answer.Delivery
    /// What a sender that gets an answer reads in it.
    let status: Int?

    var testDescription: String { "\(mishap)" }
  }

  static let cases: [Case] = [
    Case(mishap: .lost(.reset), counts: (0, 0), delivery: .reset, status: nil),
    Case(mishap: .lost(.hang), counts: (0, 0), delivery: .hang, status: nil),
    Case(mishap: .answerLost(.reset), counts: (1, 1), delivery: .reset, status: nil),
    Case(mishap: .answerLost(.hang), counts: (1, 1), delivery: .hang, status: nil),
    Case(mishap: .answeredBroken, counts: (1, 1), delivery: .normal, status: 500),
    Case(mishap: .late(.seconds(90)), counts: (0, 1), delivery: .hang, status: nil),
    Case(mishap: .garbled, counts: (1, 1), delivery: .normal, status: 200),
  ]

  static func world(_ mishap: Mishaps.Mishap, at number: Int = 0) -> Visitor {
    var faults = Faults.none
    faults.placing = .scripted([number: mishap])
    return Visitor.buying(faults: faults)
  }

  /// An order for that service.
  static func placing(_ service: Service, _ key: String, _ visitor: inout Visitor) throws
    -> HTTPRequest
  {
    service == .cj
      ? try visitor.cjRequest(
        .post, "/shopping/order/createOrderV2", Visitor.cjOrder(key, payType: 2))
      : try visitor.aliExpressPlacing(Visitor.aliExpressOrder(key))
  }

  @Test(arguments: cases, [Service.cj, .aliexpress])
  func theBooksDoNotFollowFromTheAnswer(expected: Case, service: Service) throws {
    var visitor = Self.world(expected.mishap)
    let request = try Self.placing(service, "K", &visitor)
    let answer = visitor.world.answer(to: request, now: visitor.now, realNow: visitor.now)
    #expect(answer.delivery == expected.delivery)
    if let status = expected.status {
      #expect(answer.response.status == status)
      // What a garbled answer says is not what happened.
      #expect((try? Answer(answer.response).data.orderId.text) ?? nil == nil)
    } else {
      #expect(answer.response.status == 504)
    }
    #expect(visitor.world.placed.count == expected.counts.0)
    visitor.world.advance(to: visitor.now + .minutes(10))
    #expect(visitor.world.placed.count == expected.counts.1)
    #expect(visitor.world.placed.allSatisfy { $0.key == "K" && $0.service == service.rawValue })
  }

  /// Whatever happened to the first, the same key sent again later leaves exactly one order.
  @Test(arguments: cases, [Service.cj, .aliexpress])
  func theSameKeyAgainLeavesOneOrder(expected: Case, service: Service) throws {
    var visitor = Self.world(expected.mishap)
    _ = visitor.send(try Self.placing(service, "K", &visitor))
    visitor.now = visitor.now + .minutes(10)
    let again = try Answer(visitor.send(try Self.placing(service, "K", &visitor)))
    #expect(visitor.world.placedCounts == ["K": 1])
    let isNew = expected.counts.1 == 0
    if service == .cj {
      #expect(again.code.int == (isNew ? 200 : 1_603_003))
    } else {
      let result = again["aliexpress_ds_order_create_response"].result
      #expect(result.is_success.bool == isNew)
      #expect((result.error_code.text == "REPEATED_ORDER_ERROR") == !isNew)
    }
  }

  /// The trap of asking too early: it is not there, and then it is.
  @Test func aLateOrderIsAbsentWhenAskedForAndComesAfterAll() throws {
    var visitor = Self.world(.late(.seconds(90)))
    _ = visitor.send(try Self.placing(.cj, "K", &visitor))
    visitor.now = visitor.now + .seconds(89)
    #expect(try visitor.cjDetail("K").code.int == 1_603_100)
    visitor.now = visitor.now + .seconds(1)
    let detail = try visitor.cjDetail("K").data
    #expect(detail.orderStatus.text == "UNSHIPPED")
    #expect(detail.createDate.text == "2026-11-23 09:01:30")
    #expect(visitor.world.placed.first?.at == monday + .seconds(90))
  }

  @Test func aLateOrderMeetsTheOneSentAgain() throws {
    var visitor = Self.world(.late(.minutes(5)))
    _ = visitor.send(try Self.placing(.cj, "K", &visitor))
    let again = try Answer(visitor.send(try Self.placing(.cj, "K", &visitor)))
    #expect(again.code.int == 200)
    visitor.world.advance(to: visitor.now + .days(1))
    #expect(visitor.world.placedCounts == ["K": 1])
    #expect(try visitor.cjBalance() == 5000 - (again.data.actualPayment.double ?? 0))
  }

  @Test func lateOnesComeInTheOrderOfTheirTimesAndPastTheLimits() throws {
    var faults = Faults.none
    faults.placing = .scripted([0: .late(.seconds(40)), 1: .late(.seconds(20))])
    var visitor = Visitor(World.Options(start: monday, orders: 3, faults: faults, temper: .smooth))
    let token = try visitor.cjToken()
    for key in ["A", "B"] {
      var request = HTTPRequest(
        .post, "http://h/cj/api2.0/v1/shopping/order/createOrderV2",
        headers: ["CJ-Access-Token": token, "Content-Type": "application/json"])
      request.body = try Self.bytes(Visitor.cjOrder(key))
      _ = visitor.send(request)
    }
    visitor.world.advance(to: monday + .minutes(1))
    #expect(visitor.world.placed.map(\.key) == ["B", "A"])
    #expect(visitor.world.placed.map(\.at) == [monday + .seconds(20), monday + .seconds(40)])
  }

  static func bytes(_ body: [String: Any]) throws -> [UInt8] {
    var visitor = Visitor.buying(orders: 0)
    return try visitor.cjRequest(.post, "", body).body
  }

  @Test func aScriptCountsOnlyWhatPlacesAndEachServiceApart() throws {
    var faults = Faults.none
    faults.placing = .scripted([1: .lost(.reset)])
    var visitor = Visitor.buying(faults: faults)
    for key in ["A", "B", "C"] {
      _ = try visitor.cjBalance()
      _ = visitor.send(try Self.placing(.cj, key, &visitor))
      _ = visitor.send(try Self.placing(.aliexpress, key + "x", &visitor))
    }
    #expect(visitor.world.placedCounts == ["A": 1, "C": 1, "Ax": 1, "Cx": 1])
  }

  @Test func payingAndTellingTheShopHaveMishapsOfTheirOwn() throws {
    var faults = Faults.none
    faults.writing = .scripted([0: .answerLost(.hang), 1: .lost(.reset)])
    var visitor = Visitor.buying(faults: faults)
    let id = try #require(try visitor.placeAtCJ(Visitor.cjOrder("K")).data.orderId.text)
    let confirm = try visitor.cjRequest(
      .patch, "/shopping/order/confirmOrder", ["orderId": id])
    #expect(visitor.world.answer(to: confirm, now: visitor.now).delivery == .hang)
    #expect(try visitor.cjDetail("K").data.orderStatus.text == "UNPAID")
    let pay = try visitor.cjRequest(.post, "/shopping/pay/payBalance", ["orderId": id])
    #expect(visitor.world.answer(to: pay, now: visitor.now).delivery == .reset)
    #expect(try visitor.cjDetail("K").data.orderStatus.text == "UNPAID")
    let note = try visitor.writingShop(.post, "/orders/1001/notes", ["note": "x"])
    #expect(visitor.world.answer(to: note, now: visitor.now).delivery == .hang)
    #expect(visitor.world.told.count == 1)
  }

  /// Nothing that is only read, and nothing asked of a carrier, is hit.
  @Test func readingIsSpared() throws {
    var faults = Faults.none
    (faults.placing, faults.writing) = (.each(0.2), .each(0.2))
    var visitor = Visitor.buying(faults: faults)
    for _ in 0..<40 {
      #expect(visitor.shop("/orders").status == 200)
      #expect(visitor.easyPost(.get, "trackers").status == 200)
      #expect(visitor.seventeenTrack("getquota").status == 200)
      #expect(try visitor.cjBalance() == 5000)
    }
  }

  /// A sender that keeps asking and sends the same key again: in every weather and with every seed each
  /// key is ordered exactly once, although many an answer was lost.
  @Test(arguments: 0..<12)
  func anHonestBuyerOrdersOnceInAnyWeather(seed: Int) throws {
    var faults = Faults.none
    faults.placing = .each(0.15)
    var visitor = Visitor.buying(seed: UInt64(seed), faults: faults)
    var unanswered = 0
    for key in (0..<25).map({ "SC-\($0)" }) {
      for _ in 0..<40 {
        visitor.now = visitor.now + .minutes(5)
        let request = try Self.placing(.cj, key, &visitor)
        let answer = visitor.world.answer(to: request, now: visitor.now, realNow: visitor.now)
        let code = answer.delivery == .normal ? (try? Answer(answer.response).code.int) : nil
        if code == 200 || code == 1_603_003 { break }
        unanswered += 1
      }
    }
    visitor.world.advance(to: visitor.now + .days(1))
    #expect(visitor.world.placedCounts.count == 25)
    #expect(visitor.world.placedCounts.values.allSatisfy { $0 == 1 })
    #expect(unanswered > 5)
  }

  @Test(arguments: 0..<6)
  func theSameSeedHasTheSameMishaps(seed: Int) throws {
    func run() throws -> [World.Answer.Delivery] {
      var faults = Faults.none
      faults.placing = .each(0.15)
      var visitor = Visitor.buying(seed: UInt64(seed), faults: faults)
      return try (0..<30).map { key in
        let request = try Self.placing(.cj, "SC-\(key)", &visitor)
        return visitor.world.answer(to: request, now: visitor.now).delivery
      }
    }
    let first = try run()
    #expect(first == (try run()))
    #expect(Set(first) == Set(World.Answer.Delivery.allCases))
  }

  @Test(arguments: [("usual", true), ("buying", true), ("none", false), ("Buying", true)])
  func faultsHaveNames(name: String, isBad: Bool) throws {
    let faults = try #require(Faults.named(name))
    #expect((faults.throttled > 0) == isBad)
    #expect((faults.placing.lost > 0) == (name.lowercased() == "buying"))
  }

  @Test func anotherNameIsNoFaults() { #expect(Faults.named("perfect") == nil) }

  @Test func everyShareIsMet() throws {
    var faults = Faults.none
    faults.placing = .each(0.1)
    faults.placing.lateness = .seconds(20)
    var visitor = Visitor.buying(faults: faults)
    var (normal, cut) = (0, 0)
    for key in 0..<300 {
      let request = try Self.placing(.aliexpress, "SC-\(key)", &visitor)
      let answer = visitor.world.answer(to: request, now: visitor.now)
      if answer.delivery == .normal { normal += 1 } else { cut += 1 }
    }
    // Lost, its answer lost, or late: three in ten.
    #expect((60...120).contains(cut) && normal == 300 - cut)
    let atOnce = visitor.world.placed.count
    visitor.world.advance(to: visitor.now + .seconds(20))
    let late = visitor.world.placed.count - atOnce
    #expect((15...50).contains(late))
    #expect((15...50).contains(300 - visitor.world.placed.count))
  }
}
