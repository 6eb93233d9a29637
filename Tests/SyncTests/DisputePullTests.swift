import Connectors
import Fulfillment
import Store
import Sync
import Synchronization
import TestSupport
import Testing
import Wire

/// A payment service with a list of disputes, the newest first: `du9:open du8:lost|du8|.`
struct FakePayments: Disputing {
  func disputes(_ cursor: Cursor?, _ context: RequestContext) -> Exchange<Page<Dispute>> {
    let request = HTTPRequest(.get, "https://pay.test/disputes?" + (cursor?.text ?? ""))
    return Exchange(request) { response throws(ConnectorError) in
      let parts = try FakeWorld.parts(response)
      return Page(
        items: parts[0].split(separator: " ").map(FakePayments.dispute),
        next: parts[1].isEmpty ? nil : Cursor(parts[1]))
    }
  }

  func dispute(_ id: String, _ context: RequestContext) -> Exchange<Dispute> {
    Exchange(HTTPRequest(.get, "https://pay.test/disputes/" + id)) {
      response throws(ConnectorError) in
      FakePayments.dispute(try FakeWorld.parts(response)[0][...])
    }
  }

  static func dispute(_ text: Substring) -> Dispute {
    let parts = text.split(separator: ":")
    return Dispute(
      externalID: String(parts[0]), order: String(parts[0].drop { !$0.isNumber }),
      kind: .chargeback, state: Dispute.State(rawValue: String(parts[1])) ?? .unknown,
      openedAt: FakeWorld.start, evidenceDueAt: FakeWorld.start + .days(9))
  }
}

/// A shop that tells of disputes, too.
struct FakeDisputingShop: Storefront, Disputing {
  func orders(_ cursor: Cursor?, _ context: RequestContext) -> Exchange<Page<Order>> {
    FakeShop(unreadable: []).orders(cursor, context)
  }
  func disputes(_ cursor: Cursor?, _ context: RequestContext) -> Exchange<Page<Dispute>> {
    FakePayments().disputes(cursor, context)
  }
  func dispute(_ id: String, _ context: RequestContext) -> Exchange<Dispute> {
    FakePayments().dispute(id, context)
  }
}

/// The service's books.
final class PaymentBooks: Sendable {
  /// States by number, the newest last.
  let states: Mutex<[String]>
  private let world = FakeWorld(orders: 12, purchases: 0)
  let asked = Mutex<[String]>([])
  let status = Mutex(200)

  init(_ states: [String]) { self.states = Mutex(states) }

  func answer(_ request: HTTPRequest) -> HTTPResponse {
    guard request.url.contains("pay.test") else { return world.answer(request) }
    asked.withLock { $0.append(String(request.url.dropFirst("https://pay.test".count))) }
    let status = status.withLock { $0 }
    guard status == 200 else { return HTTPResponse(status: status) }
    let states = states.withLock { $0 }
    let all = states.indices.reversed().map { "du\($0 + 1):\(states[$0])" }
    if let id = request.url.split(separator: "/").last, !id.contains("?"), id.hasPrefix("du") {
      return say(all.first { $0.hasPrefix(id + ":") } ?? "du0:unknown", "")
    }
    let after = request.url.split(separator: "?").dropFirst().first ?? ""
    let rest = after.isEmpty ? all[...] : all.drop { !$0.hasPrefix(after + ":") }.dropFirst()
    let page = rest.prefix(3)
    let last = page.last?.split(separator: ":").first.map(String.init) ?? ""
    return say(page.joined(separator: " "), rest.count > 3 ? last : "")
  }

  /// What was asked for since the last time.
  func asks() -> [String] {
    asked.withLock { asked in
      defer { asked = [] }
      return asked
    }
  }

  private func say(_ items: String, _ next: String) -> HTTPResponse {
    HTTPResponse(status: 200, body: Array("\(items)|\(next)|.".utf8))
  }
}

@Suite struct DisputePullTests {
  private static let payments = Account(name: "pay", service: "fake", role: .payments)

  private func rig(
    _ books: PaymentBooks, isShop: Bool = false, policy: SyncPolicy = SyncPolicy()
  ) throws -> Rig {
    let connected =
      isShop
      ? ConnectedAccount(
        account: Rig.shop, cadence: .minutes(2), requestsPerSecond: 0,
        connection: .storefront(FakeDisputingShop()))
      : ConnectedAccount(
        account: Self.payments, cadence: .minutes(15), requestsPerSecond: 0,
        connection: .payments(FakePayments()))
    return try Rig(
      accounts: [connected], policy: policy, reply: { (request, _) in books.answer(request) })
  }

  private func states(_ rig: Rig) throws -> [String] {
    try rig.store.disputes(.all, limit: 100, now: rig.time.now())
      .map { "\($0.dispute.externalID) \($0.dispute.state.rawValue)" }.sorted()
  }

  @Test func theWholeListIsReadOnceAndThenWhatIsNew() async throws {
    let books = PaymentBooks(Array(repeating: "lost", count: 8))
    let rig = try rig(books)
    let report = try await rig.engine.runOnce()
    #expect(report.accounts.map(\.items) == [8])
    #expect(books.asks() == ["/disputes?", "/disputes?du6", "/disputes?du3"])
    #expect(try states(rig).count == 8)
    _ = try await rig.engine.runOnce()
    #expect(books.asks() == ["/disputes?"])
    books.states.withLock { $0 += ["open", "open", "open", "open"] }
    _ = try await rig.engine.runOnce()
    // The second page still brought one that is new.
    #expect(books.asks() == ["/disputes?", "/disputes?du10", "/disputes?du7"])
    #expect(try states(rig).count == 12)
  }

  @Test func whatIsNotDecidedIsAskedForByItself() async throws {
    let books = PaymentBooks(["open", "underReview", "lost", "lost", "lost"])
    let rig = try rig(books)
    _ = try await rig.engine.runOnce()
    _ = books.asks()
    books.states.withLock { $0[0] = "won" }
    _ = try await rig.engine.runOnce()
    #expect(books.asks() == ["/disputes?", "/disputes/du1", "/disputes/du2"])
    #expect(try states(rig).prefix(2) == ["du1 won", "du2 underReview"])
    _ = try await rig.engine.runOnce()
    #expect(books.asks() == ["/disputes?", "/disputes/du2"])
  }

  @Test func aListThatBreaksOffIsReadOnFromThere() async throws {
    let books = PaymentBooks(Array(repeating: "lost", count: 8))
    var policy = SyncPolicy()
    policy.maxPages = 2
    let rig = try rig(books, policy: policy)
    let report = try await rig.engine.runOnce(only: "pay")
    #expect(report.accounts.first?.error?.contains("no end after 2 pages") == true)
    _ = books.asks()
    _ = try await rig.engine.runOnce(only: "pay")
    #expect(books.asks() == ["/disputes?du3"])
    #expect(try states(rig).count == 8)
    #expect(try rig.store.disputeFeed(of: "pay").isComplete)
  }

  @Test func aPaymentServiceThatRefusesIsTrouble() async throws {
    let books = PaymentBooks([])
    books.status.withLock { $0 = 401 }
    let rig = try rig(books)
    let report = try await rig.engine.runOnce()
    #expect(report.accounts.first?.error?.hasPrefix("access refused") == true)
  }

  /// Not every shop takes its payments by itself: its orders come in all the same.
  @Test func aShopThatRefusesIsOnlyNoted() async throws {
    let books = PaymentBooks([])
    books.status.withLock { $0 = 400 }
    let rig = try rig(books, isShop: true)
    let report = try await rig.engine.runOnce()
    #expect(report.accounts.first?.error == nil)
    #expect(report.accounts.first?.refused.first?.hasPrefix("disputes: ") == true)
    #expect(try rig.store.counts().orders == 12)
    #expect(books.asks().count == 1)
    _ = try await rig.engine.runOnce()
    #expect(books.asks().isEmpty)
  }

  @Test func aShopIsAskedEveryQuarterOfAnHour() async throws {
    let books = PaymentBooks(["open"])
    let rig = try rig(books, isShop: true)
    _ = try await rig.engine.runOnce()
    _ = books.asks()
    rig.time.advance(by: .minutes(14))
    _ = try await rig.engine.runOnce()
    #expect(books.asks().isEmpty)
    rig.time.advance(by: .minutes(1))
    _ = try await rig.engine.runOnce()
    #expect(books.asks() == ["/disputes?"])
    #expect(try states(rig) == ["du1 open"])
  }
}
