import Connectors
import Fulfillment
import Logging
import Store
import Sync
import Synchronization
import TestSupport
import Testing
import Wire

/// Reads deliveries that say in plain words what they bring.
private struct PlainReader: Storefront, WebhookReading {
  var secret = "right"

  func orders(_ cursor: Cursor?, _ context: RequestContext) -> Exchange<Page<Order>> {
    Exchange(HTTPRequest(.get, "")) { _ throws(ConnectorError) in Page(items: []) }
  }

  func restored(_ delivery: Delivery) -> Delivery {
    var whole = delivery
    whole.headers["X-Secret"] = secret
    return whole
  }

  func read(_ delivery: Delivery) throws(WebhookError) -> WebhookNews {
    guard delivery.headers["X-Secret"] == "right" else { throw .badSignature }
    let words = String(decoding: delivery.body, as: UTF8.self).split(separator: " ").map(
      String.init)
    let content: WebhookNews.Content
    switch words[0] {
    case "order":
      var order = Order(
        externalID: words[1], name: "#" + words[1], placedAt: Rig.now - .hours(5),
        updatedAt: Rig.now - .hours(Int64(words[2]) ?? 0), payment: .paid, currency: .usd)
      order.note = words[3]
      order.shipments = [Shipment(number: "LP\(words[1])CN", carrier: "")]
      content = .orders([order])
    case "scan":
      content = .tracking([
        TrackingReport(
          number: words[1], carrier: "", status: .inTransit,
          events: [
            TrackingEvent(
              occurredAt: Rig.now - .hours(1), recordedAt: Rig.now, status: .inTransit,
              message: "hub", source: "plain")
          ])
      ])
    case "hint": content = .hint("order 1")
    case "ping": content = .ping
    default: throw .malformed("no such word")
    }
    return WebhookNews(id: "", topic: words[0], content: content)
  }
}

/// A store with an account that sends plain words, and the work on them.
private struct Bench {
  let temporary: TemporaryStore
  let time: ManualTime
  let work: InboxWork
  let news = Counter()

  final class Counter: Sendable {
    private let value = Mutex(0)
    var count: Int { value.withLock { $0 } }
    func add() { value.withLock { $0 += 1 } }
  }

  var store: Store { temporary.store }

  init(
    _ temporary: TemporaryStore? = nil, holder: String = "one", secret: String = "right",
    knowsAccount: Bool = true
  ) throws {
    self.temporary = try temporary ?? TemporaryStore()
    time = ManualTime(Rig.now)
    let account = ConnectedAccount(
      account: Rig.shop, cadence: .minutes(10),
      connection: .storefront(PlainReader(secret: secret)))
    let news = news
    work = InboxWork(
      store: self.temporary.store, accounts: knowsAccount ? [account] : [], time: time,
      random: RepeatableRandom(seed: 1),
      log: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }), holder: holder,
      hasNews: { news.add() })
    try self.temporary.store.register(
      [AccountSetup(account: Rig.shop, cadence: .minutes(10))], now: Rig.now)
  }

  func receive(_ words: String...) async throws {
    _ = try await store.receive(
      words.enumerated().map { at, word in
        InboxDelivery(
          account: "shop", key: "\(at) \(word)", topic: "t", path: "/hooks/shop",
          headers: "X-Mark: a: b\n", body: Array(word.utf8), receivedAt: Rig.now)
      })
  }

  func states() throws -> [String] {
    try store.deliveries(onlyFailed: false, limit: 100).reversed().map(\.state)
  }

  func note(_ id: String) throws -> String? {
    guard let order = try store.findOrders(id).first else { return nil }
    return try store.order(order, returnWindow: .days(30), now: Rig.now)?.order.note
  }
}

@Suite struct InboxWorkTests {
  @Test func ordersAndScansGoTheWayOfAPull() async throws {
    let bench = try Bench()
    try await bench.receive("order 1001 2 first", "scan LP1001CN")
    let report = try await bench.work.round()
    #expect(report.taken == 2 && report.failed == 0)
    #expect(try bench.states() == ["taken", "taken"])
    let id = try #require(try bench.store.findOrders("#1001").first)
    let detail = try #require(
      try bench.store.order(id, returnWindow: .days(30), now: Rig.now))
    #expect(detail.timeline.contains { $0.kind == .scan })
  }

  @Test func anOlderVersionThatComesLateUndoesNothing() async throws {
    let bench = try Bench()
    try await bench.receive("order 1001 2 new", "order 1001 4 old")
    #expect(try await bench.work.round().taken == 2)
    #expect(try bench.note("#1001") == "new")
  }

  @Test func aPoisonedDeliveryIsMarkedAndKeepsNobodyWaiting() async throws {
    let bench = try Bench()
    try await bench.receive("nonsense", "order 1001 2 fine", "rubbish")
    let report = try await bench.work.round()
    #expect(report.failed == 2 && report.taken == 1)
    #expect(try bench.states() == ["failed", "taken", "failed"])
    let line = try #require(try bench.store.deliveries(onlyFailed: true, limit: 1).first)
    #expect(line.note == "unreadable: no such word")
    #expect(try await bench.work.round() == InboxReport(), "it is not tried again")
  }

  @Test func aHintMakesTheAccountDueButNotAgainAndAgain() async throws {
    let bench = try Bench()
    func due() throws -> Timestamp? { try bench.store.pullStates().first?.dueAt }
    func pulled() throws {
      try bench.store.recordPull(
        "shop",
        PullOutcome(
          startedAt: bench.time.now(), items: 0, error: nil,
          nextDueAt: bench.time.now() + .minutes(10), isComplete: true), now: bench.time.now())
    }
    try pulled()
    try await bench.receive("hint 1")
    _ = try await bench.work.round()
    #expect(try due() == Rig.now)
    try pulled()
    bench.time.advance(by: .seconds(1))
    try await bench.receive("hint 2")
    _ = try await bench.work.round()
    #expect(try due() == Rig.now + .seconds(10))
  }

  @Test func aScanOfAnUnknownParcelHasTheShopAsked() async throws {
    let bench = try Bench()
    try bench.store.recordPull(
      "shop",
      PullOutcome(
        startedAt: Rig.now, items: 0, error: nil, nextDueAt: Rig.now + .minutes(10),
        isComplete: true), now: Rig.now)
    try await bench.receive("scan LP7CN", "ping")
    #expect(try await bench.work.round().taken == 2)
    #expect(try bench.store.pullStates().first?.dueAt == Rig.now)
    let line = try #require(try bench.store.deliveries(onlyFailed: false, limit: 2).last)
    #expect(line.note.contains("LP7CN"))
  }

  @Test func whatWasLeftByAProcessThatDiedIsTakenByTheNext() async throws {
    let first = try Bench()
    try await first.receive("order 1001 2 kept")
    let second = try Bench(first.temporary, holder: "two")
    #expect(try await second.work.round().taken == 1)
    #expect(try second.note("#1001") == "kept")
  }

  @Test func onlyOneOfTwoProcessesTakes() async throws {
    let first = try Bench()
    _ = try await first.work.round()
    let second = try Bench(first.temporary, holder: "two")
    try await second.receive("order 1001 2 x")
    #expect(try await second.work.round().heldBy == "one")
    #expect(try second.states() == ["pending"])
    second.time.advance(by: .minutes(3))
    #expect(try await second.work.round().taken == 1, "the lease of the first has run out")
  }

  @Test func anAccountThatIsConfiguredElsewhereKeepsWaiting() async throws {
    let bench = try Bench(knowsAccount: false)
    try await bench.receive("order 1001 2 x")
    #expect(try await bench.work.round().postponed == 1)
    #expect(try bench.states() == ["pending"])
  }

  @Test func aSecretThatWasChangedMeanwhileFailsTheDelivery() async throws {
    let bench = try Bench(secret: "new")
    try await bench.receive("order 1001 2 x")
    #expect(try await bench.work.round().failed == 1)
    #expect(try bench.store.inbox().first?.lastFailure == "the signature is wrong")
  }

  @Test func oldDeliveriesArePrunedOnTheWay() async throws {
    let bench = try Bench()
    try await bench.receive("ping")
    _ = try await bench.work.round()
    bench.time.advance(by: .days(31))
    _ = try await bench.work.round()
    #expect(try bench.states().isEmpty)
  }

  @Test func runTakesWhatComesInAndTells() async throws {
    let bench = try Bench()
    let running = Task { try await bench.work.run() }
    try await bench.receive("order 1001 2 x")
    bench.work.ring()
    while bench.news.count == 0 { await Task.yield() }
    #expect(try bench.states() == ["taken"])
    running.cancel()
    try await running.value
    #expect(try bench.store.leaseHolder(InboxWork.leaseName, now: Rig.now) == nil)
  }

  @Test func aDeliverySurvivesBeingWrittenDown() {
    let headers: HTTPHeaders = ["X-A": "b: c", "Content-Type": "text/plain"]
    let delivery = Delivery(
      headers: headers, path: "/hooks/a?b=c", body: [0, 10, 13, 255], receivedAt: Rig.now)
    let kept = InboxDelivery(account: "a", key: "k", topic: "t", delivery)
    #expect(kept.delivery == delivery)
  }
}
