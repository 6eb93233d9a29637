import Fulfillment
import GRDB
import Testing

@testable import Store

@Suite struct InboxTests {
  private static func scratch() throws -> Scratch {
    let scratch = try Scratch()
    try scratch.store.register(
      ["shop", "parcels"].map {
        AccountSetup(
          account: Account(
            name: $0, service: "x", role: $0 == "shop" ? .storefront : .tracker),
          cadence: .minutes(10))
      }, now: noon)
    return scratch
  }

  private static func delivery(
    _ key: String, account: String = "shop", at: Timestamp = noon, problem: String? = nil,
    body: [UInt8] = [1, 2, 0, 255]
  ) -> InboxDelivery {
    InboxDelivery(
      account: account, key: key, topic: "order.updated", path: "/hooks/" + account,
      headers: "X-Proof: abc\n", body: body, receivedAt: at, problem: problem)
  }

  @Test func whatIsReceivedWaitsByteForByteInOrder() async throws {
    let scratch = try Self.scratch()
    let sent = [Self.delivery("id 1"), Self.delivery("id 2", account: "parcels")]
    #expect(try await scratch.store.receive(sent) == 2)
    let waiting = try scratch.store.pendingDeliveries(after: 0, limit: 10)
    #expect(waiting.map(\.delivery) == sent)
    #expect(waiting.map(\.attempts) == [0, 0])
    let rest = try scratch.store.pendingDeliveries(after: waiting[0].id, limit: 10)
    #expect(rest.map(\.delivery.key) == ["id 2"])
  }

  @Test func aRepeatChangesNothingEvenAfterItWasTaken() async throws {
    let scratch = try Self.scratch()
    #expect(try await scratch.store.receive([Self.delivery("id 1"), Self.delivery("id 1")]) == 1)
    let first = try #require(try scratch.store.pendingDeliveries(after: 0, limit: 1).first)
    try scratch.store.settle(first.id, .taken(note: ""), now: noon)
    let later = Self.delivery("id 1", at: noon + .hours(3), body: [9])
    #expect(try await scratch.store.receive([later]) == 0)
    #expect(try scratch.store.pendingDeliveries(after: 0, limit: 1).isEmpty)
    #expect(try scratch.store.inbox().map(\.kept) == [1])
  }

  @Test func theSameKeyOfAnotherAccountIsAnotherDelivery() async throws {
    let scratch = try Self.scratch()
    let both = [Self.delivery("id 1"), Self.delivery("id 1", account: "parcels")]
    #expect(try await scratch.store.receive(both) == 2)
  }

  @Test func anAccountThatIsNotThereIsRefusedAndNothingIsKept() async throws {
    let scratch = try Self.scratch()
    let error = await #expect(throws: StoreError.self) {
      try await scratch.store.receive([
        Self.delivery("id 1"), Self.delivery("id 2", account: "nobody"),
      ])
    }
    #expect(error?.kind == .refused)
    #expect(try scratch.store.inbox().isEmpty)
  }

  @Test func aDeliveryWithAProblemIsKeptAsFailedAndNeverWaits() async throws {
    let scratch = try Self.scratch()
    let bad = Self.delivery("id 1", problem: "unreadable: \u{1B}[31mno object")
    #expect(try await scratch.store.receive([bad]) == 1)
    #expect(try scratch.store.pendingDeliveries(after: 0, limit: 1).isEmpty)
    let row = try #require(try scratch.store.inbox().first)
    #expect(row.failed == 1 && row.pending == 0)
    #expect(row.lastFailure.hasPrefix("unreadable") && !row.lastFailure.contains("\u{1B}"))
  }

  @Test(arguments: [
    (DeliveryFate.taken(note: "one refused"), "taken", 0),
    (.failed("no object"), "failed", 0), (.again("busy"), "pending", 1),
  ])
  func eachFateIsWrittenDown(fate: DeliveryFate, state: String, waiting: Int) async throws {
    let scratch = try Self.scratch()
    _ = try await scratch.store.receive([Self.delivery("id 1")])
    let id = try #require(try scratch.store.pendingDeliveries(after: 0, limit: 1).first).id
    try scratch.store.settle(id, fate, now: noon + .seconds(1))
    let line = try #require(try scratch.store.deliveries(onlyFailed: false, limit: 5).first)
    #expect(line.state == state && line.attempts == 1 && !line.note.isEmpty)
    #expect(try scratch.store.pendingDeliveries(after: 0, limit: 5).count == waiting)
    #expect(
      try scratch.store.deliveries(onlyFailed: true, limit: 5).isEmpty == (state != "failed"))
  }

  @Test func aHintMakesItsAccountDueAndNeverLater() async throws {
    let scratch = try Self.scratch()
    func due() throws -> Timestamp? {
      try scratch.store.pullStates().first { $0.account.name == "shop" }?.dueAt
    }
    try scratch.store.recordPull(
      "shop",
      PullOutcome(
        startedAt: noon, items: 0, error: nil, nextDueAt: noon + .minutes(10), isComplete: true),
      now: noon)
    _ = try await scratch.store.receive([Self.delivery("id 1"), Self.delivery("id 2")])
    let ids = try scratch.store.pendingDeliveries(after: 0, limit: 2).map(\.id)
    let soon = noon + .seconds(5)
    try scratch.store.settle(
      ids[0], .taken(note: ""), hastening: ("shop", soon), now: noon)
    #expect(try due() == soon)
    try scratch.store.settle(
      ids[1], .taken(note: ""), hastening: ("shop", noon + .hours(1)), now: noon)
    #expect(try due() == soon)
  }

  @Test(arguments: [
    (Span.days(10), 100, 1_000_000, 3), (.days(100), 2, 1_000_000, 2),
    (.days(100), 100, 250, 2), (.days(100), 100, 1_000_000, 5),
  ])
  func whatIsOldOrTooMuchGoes(age: Span, count: Int, bytes: Int, left: Int) async throws {
    let scratch = try Self.scratch()
    let body = [UInt8](repeating: 7, count: 100)
    let sent = (0..<5).map {
      Self.delivery("id \($0)", at: noon - .days(5 * Int64(4 - $0)), problem: "x", body: body)
    }
    _ = try await scratch.store.receive(sent)
    let deleted = try scratch.store.pruneInbox(before: noon - age, keeping: count, bytes: bytes)
    #expect(deleted == 5 - left)
    let kept = try scratch.store.deliveries(onlyFailed: false, limit: 9).map(\.receivedAt)
    #expect(kept == sent.reversed().prefix(left).map(\.receivedAt))
  }

  @Test func whatStillWaitsIsNeverPruned() async throws {
    let scratch = try Self.scratch()
    _ = try await scratch.store.receive([Self.delivery("id 1", at: noon - .days(400))])
    #expect(try scratch.store.pruneInbox(before: noon, keeping: 0, bytes: 0) == 0)
    #expect(try scratch.store.inbox().map(\.pending) == [1])
  }

  @Test func twoProcessesKeepEachDeliveryOnce() async throws {
    let scratch = try Self.scratch()
    let other = try Store.open(scratch.path)
    let new = try await withThrowingTaskGroup(of: Int.self) { group in
      for at in 0..<40 {
        let store = at % 2 == 0 ? scratch.store : other
        group.addTask { try await store.receive([Self.delivery("id \(at / 2)")]) }
      }
      return try await group.reduce(0, +)
    }
    #expect(new == 20)
    #expect(try scratch.store.inbox().map(\.pending) == [20])
    try other.close()
  }

  @Test func theSummaryTellsTheOldestThatWaits() async throws {
    let scratch = try Self.scratch()
    _ = try await scratch.store.receive([
      Self.delivery("id 1", at: noon - .hours(2)), Self.delivery("id 2", at: noon - .hours(1)),
      Self.delivery("id 3", account: "parcels", at: noon, problem: "first"),
      Self.delivery("id 4", account: "parcels", at: noon, problem: "second"),
    ])
    let rows = try scratch.store.inbox()
    #expect(rows.map(\.account) == ["parcels", "shop"])
    #expect(rows[0].lastFailure == "second" && rows[0].oldestPending == nil)
    #expect(rows[1].oldestPending == noon - .hours(2) && rows[1].lastReceived == noon - .hours(1))
  }
}
