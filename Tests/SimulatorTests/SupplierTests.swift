import Fulfillment
import Simulator
import Testing
import Wire

@Suite struct SupplierTests {
  static let statuses = ["CREATED", "UNPAID", "UNSHIPPED", "SHIPPED", "DELIVERED", "CANCELLED"]

  static func all(_ visitor: inout Visitor) throws -> [Answer] {
    let token = try visitor.cjToken()
    var found: [Answer] = []
    for status in statuses {
      for page in 1...100 {
        let answer = try Answer(
          visitor.cj("list?pageNum=\(page)&pageSize=50&status=\(status)", token: token))
        found += answer.data.list.elements
        if page * 50 >= answer.data.total.int ?? 0 { break }
      }
    }
    return found
  }

  @Test func theKeyBuysAToken() throws {
    var visitor = Visitor.free()
    let body = "{\"apiKey\":\"\(visitor.secret("CJ_KEY"))\"}"
    let request = HTTPRequest(
      .post, "http://h/cj/api2.0/v1/authentication/getAccessToken", body: Array(body.utf8))
    let answer = try Answer(visitor.send(request))
    #expect(answer.code.int == 200 && answer.result.bool == true)
    #expect(answer.data.accessToken.text?.count == 32)
    #expect(answer.data.refreshToken.text?.count == 32)
    let end = try #require(Timestamp(iso8601: answer.data.accessTokenExpiryDate.text ?? ""))
    #expect(end == monday + .days(15))
    #expect(answer.requestId.text?.isEmpty == false)
  }

  @Test func aWrongKeyOrTokenIsAnErrorWithStatus200() throws {
    var visitor = Visitor.free()
    let request = HTTPRequest(
      .post, "http://h/cj/api2.0/v1/authentication/getAccessToken",
      body: Array("{\"apiKey\":\"x\"}".utf8))
    let (wrong, none) = (visitor.send(request), visitor.cj("list", token: "x"))
    #expect(wrong.status == 200 && none.status == 200)
    #expect(try Answer(wrong).code.int == 1_600_001)
    #expect(try Answer(none).code.int == 1_600_001)
    #expect(try Answer(none).result.bool == false)
  }

  @Test func aTokenEndsAfterFifteenDaysOfRealTime() throws {
    var visitor = Visitor.free()
    let token = try visitor.cjToken()
    visitor.now = monday + .days(15) - .seconds(1)
    #expect(try Answer(visitor.cj("list", token: token)).code.int == 200)
    visitor.now = monday + .days(15)
    #expect(try Answer(visitor.cj("list", token: token)).code.int == 1_600_001)
  }

  @Test func aColleaguesPurchasesAreListedUnderTheShopsNumber() throws {
    var visitor = Visitor.free(orders: 300)
    let found = try Self.all(&visitor)
    let numbers = found.compactMap(\.orderNum.text)
    #expect(numbers.count > 200)
    #expect(Set(numbers).count == numbers.count)
    #expect(Set(numbers).isSubset(of: visitor.world.truth.map { String($0.id) }))
    #expect(Set(found.compactMap(\.orderStatus.text)).isSubset(of: Self.statuses))
    for order in found {
      let product = try #require(order.productAmount.double)
      let postage = try #require(order.postageAmount.double)
      #expect(abs((order.orderAmount.double ?? 0) - product - postage) < 0.001)
      let date = try #require(order.createDate.text)
      #expect(date.count == 19 && date.dropFirst(10).first == " ")
      #expect((order.trackNumber.text != nil) || order.has("trackNumber"))
      #expect(order.productList.elements.allSatisfy { $0.vid.text?.isEmpty == false })
    }
    let offers = Set(visitor.world.offers.map(\.supplierSKU))
    #expect(
      found.filter { $0.orderStatus.text == "DELIVERED" }.flatMap(\.productList.elements)
        .compactMap(\.vid.text).filter { !offers.contains($0) }.count < 20)
  }

  @Test func withoutAStatusOnlyTheCancelledAreListed() throws {
    var visitor = Visitor.free(orders: 300)
    let token = try visitor.cjToken()
    let listed = try Answer(visitor.cj("list?pageSize=200", token: token)).data.list.elements
    #expect(!listed.isEmpty)
    #expect(listed.allSatisfy { $0.orderStatus.text == "CANCELLED" })
  }

  @Test(arguments: ["pageSize=0", "pageSize=201", "pageNum=0", "pageNum=x", "status=PAID"])
  func badParametersAreCode1600300(query: String) throws {
    var visitor = Visitor.free()
    let token = try visitor.cjToken()
    #expect(try Answer(visitor.cj("list?" + query, token: token)).code.int == 1_600_300)
  }

  @Test func onePurchaseIsFoundByEitherNumber() throws {
    var visitor = Visitor.free(orders: 60, .happy)
    let found = try #require(try Self.all(&visitor).first { $0.orderStatus.text == "SHIPPED" })
    let token = try visitor.cjToken()
    for number in [found.orderId.text, found.orderNum.text] {
      let answer = try Answer(
        visitor.cj("getOrderDetail?orderId=\(number ?? "")", token: token))
      #expect(answer.data.orderId.text == found.orderId.text)
      #expect(answer.data.trackNumber.text?.isEmpty == false)
      #expect(answer.data.outWarehouseTime.text?.count == 19)
    }
    let missing = try Answer(visitor.cj("getOrderDetail?orderId=5", token: token))
    #expect(missing.code.int == 1_603_100)
  }

  @Test func oneCallASecondAndOneTokenInFiveMinutes() throws {
    var visitor = Visitor(World.Options(start: monday, orders: 5))
    let token = try visitor.cjToken()
    #expect(try Answer(visitor.cj("list", token: token)).code.int == 200)
    let second = visitor.cj("list", token: token)
    #expect(second.status == 200)
    #expect(try Answer(second).code.int == 1_600_200)
    visitor.now = visitor.now + .seconds(1)
    #expect(try Answer(visitor.cj("list", token: token)).code.int == 200)
    #expect(try visitor.cjTokenAnswer().code.int == 1_600_200)
    visitor.now = monday + .minutes(5)
    #expect(try visitor.cjToken() != token)
  }

  @Test func anUnknownInterfaceIsCode1600101() throws {
    var visitor = Visitor.free()
    let token = try visitor.cjToken()
    #expect(try Answer(visitor.cj("createOrderV9", token: token)).code.int == 1_600_101)
  }

  @Test func aPurchaseGoesThroughItsStates() throws {
    var visitor = Visitor.free(orders: 30, .happy)
    let found = try #require(try Self.all(&visitor).first { $0.orderStatus.text == "DELIVERED" })
    let id = try #require(found.orderNum.text)
    let truth = try #require(visitor.world.truth.first { String($0.id) == id })
    let token = try visitor.cjToken()
    var seen: [String] = []
    visitor.now = truth.placedAt
    while visitor.now < truth.endsAt + .hours(1), visitor.now < monday + .days(14) {
      let answer = try Answer(visitor.cj("getOrderDetail?orderId=\(id)", token: token))
      let status = answer.data.orderStatus.text ?? "-"
      if seen.last != status { seen.append(status) }
      visitor.now = visitor.now + .minutes(2)
    }
    #expect(
      seen.filter { $0 != "CREATED" && $0 != "UNPAID" } == [
        "-", "UNSHIPPED", "SHIPPED", "DELIVERED",
      ])
  }
}
