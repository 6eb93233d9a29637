import Connectors
import Fulfillment
import Testing
import Wire

@testable import supercargo

@Suite struct CannedTrackerTests {
  private let shipment = Shipment(number: CannedTracker.number(7), carrier: "usps")

  @Test func benchServerUnderstandsWhatTheSyncAsks() throws {
    let tracker = EasyPost(Credentials(url: "http://127.0.0.1:1/v2", key: "bench"))
    let exchange = tracker.track([shipment], RequestContext(now: Timestamp(seconds: 0), nonce: ""))
    #expect(CannedTracker.number(askedBy: exchange.request) == shipment.number)
    let answer = try #require(CannedTracker.answers(8)[shipment.number])
    let reports = try exchange.decode(answer)
    #expect(reports.map(\.number) == [shipment.number])
    #expect(reports[0].problem == nil && reports[0].events.count > 1)
  }

  @Test func benchServerUnderstandsAnAddress() {
    let request = HTTPRequest(.get, "http://127.0.0.1:1/v2/trackers?tracking_code=LP10000007CN")
    #expect(CannedTracker.number(askedBy: request) == shipment.number)
  }
}
