import Fulfillment
@testable import Simulator
import Testing
import Wire

/// AfterShip, Shippo and Karrio as the documents describe them (apis.md 7, 9, 10).
@Suite struct AggregatorTests {
  private func visitor() -> Visitor {
    var visitor = Visitor.free(orders: 60, days: 60, .only(.happy, mended: 0))
    visitor.now = visitor.world.truth.map(\.endsAt).max() ?? visitor.now
    return visitor
  }

  private func number(_ visitor: Visitor) throws -> String {
    try #require(visitor.world.truth.first { $0.endsAt < monday }?.trackingNumbers.first)
  }

  private func afterShip(
    _ visitor: inout Visitor, _ method: HTTPRequest.Method, _ path: String, _ body: String = ""
  ) -> HTTPResponse {
    visitor.send(
      HTTPRequest(
        method, "http://h/aftership/tracking/2025-01/" + path,
        headers: ["as-api-key": visitor.secret("AFTERSHIP_KEY")], body: Array(body.utf8)))
  }

  @Test func aNumberIsMadeKnownToAfterShipOnce() throws {
    var visitor = visitor()
    let number = try number(visitor)
    let body = "{\"tracking_number\":\"\(number)\"}"
    let first = afterShip(&visitor, .post, "trackings", body)
    #expect(first.status == 201)
    #expect(try Answer(first).data.tag.text == "Delivered")
    let second = afterShip(&visitor, .post, "trackings", body)
    #expect(second.status == 400)
    #expect(try Answer(second).meta.code.int == 4003)
    let list = afterShip(&visitor, .get, "trackings?tracking_numbers=\(number),NOBODY")
    #expect(try Answer(list).data.trackings.elements.count == 1)
    #expect(try Answer(list).data.trackings[0].checkpoints.elements.count > 2)
  }

  @Test(
    arguments: [
      ("{", 4001), ("{\"tracking_number\":\"x\"}", 4005),
      ("{\"tracking_number\":\"NOBODY99\"}", 4012),
    ])
  func afterShipRefusesWhatItCannotTake(body: String, code: Int) throws {
    var visitor = visitor()
    let response = afterShip(&visitor, .post, "trackings", body)
    #expect(response.status == 400)
    #expect(try Answer(response).meta.code.int == code)
  }

  private func shippo(
    _ visitor: inout Visitor, _ method: HTTPRequest.Method, _ path: String, _ body: String = ""
  ) -> HTTPResponse {
    visitor.send(
      HTTPRequest(
        method, "http://h/shippo/" + path,
        headers: ["Authorization": "ShippoToken " + visitor.secret("SHIPPO_KEY")],
        body: Array(body.utf8)))
  }

  @Test func shippoTellsTheHistoryOldestFirst() throws {
    var visitor = visitor()
    let number = try number(visitor)
    let answer = try Answer(shippo(&visitor, .get, "tracks/usps/" + number))
    #expect(answer.tracking_status.status.text == "DELIVERED")
    #expect(answer.tracking_history[0].status.text == "PRE_TRANSIT")
  }

  @Test func shippoKnowsItsCarriersAlone() throws {
    var visitor = visitor()
    let refused = shippo(&visitor, .get, "tracks/nobody/1")
    #expect(refused.status == 400)
    let unseen = shippo(
      &visitor, .post, "tracks/", "{\"carrier\":\"usps\",\"tracking_number\":\"1\"}")
    #expect(unseen.status == 201)
    #expect(try Answer(unseen).tracking_status.isNull)
    #expect(shippo(&visitor, .post, "tracks/", "{\"carrier\":\"usps\"}").status == 400)
  }

  private func karrio(
    _ visitor: inout Visitor, _ method: HTTPRequest.Method, _ path: String, _ body: String = ""
  ) -> HTTPResponse {
    visitor.send(
      HTTPRequest(
        method, "http://h/karrio/v1/" + path,
        headers: ["Authorization": "Token " + visitor.secret("KARRIO_KEY")],
        body: Array(body.utf8)))
  }

  @Test func karrioMakesOneTrackerForANumber() throws {
    var visitor = visitor()
    let number = try number(visitor)
    let body = "{\"tracking_number\":\"\(number)\",\"carrier_name\":\"usps\"}"
    let first = try Answer(karrio(&visitor, .post, "trackers", body))
    let second = try Answer(karrio(&visitor, .post, "trackers", body))
    #expect(first.id.text == second.id.text)
    #expect(first.status.text == "delivered")
    // Newest first.
    #expect(first.events[0].status.text == "delivered")
    let list = try Answer(karrio(&visitor, .get, "trackers?tracking_number=" + number))
    #expect(list.count.int == 1)
    let unknown = "{\"tracking_number\":\"NOBODY\",\"carrier_name\":\"usps\"}"
    #expect(karrio(&visitor, .post, "trackers", unknown).status == 424)
  }

  @Test(arguments: ["aftership/trackings", "shippo/tracks/usps/1", "karrio/v1/trackers"])
  func nobodyGetsInWithoutAKey(path: String) {
    var visitor = visitor()
    #expect(visitor.send(HTTPRequest(.get, "http://h/" + path)).status == 401)
  }
}
