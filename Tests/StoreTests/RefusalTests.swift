import Fulfillment
import GRDB
import Testing

@testable import Store

/// Something a decision may be aimed at, by what it is.
enum Aim: CaseIterable {
  case bareOrder, orderWithTwoReturns, feed, exception, request, decidedReturn
}

/// A decision that the thing it is aimed at refuses.
struct Refusal: Sendable, CustomTestStringConvertible {
  let decision: Decision
  let aim: Aim
  let target: String
  let reason: String
  var testDescription: String { "\(decision.verb) on \(aim)" }

  init(_ decision: Decision, _ aim: Aim, _ target: String, _ reason: String) {
    (self.decision, self.aim, self.target, self.reason) = (decision, aim, target, reason)
  }

  static let all = [
    Refusal(.acknowledge, .bareOrder, "#3", "no exception stands on it"),
    Refusal(.snooze(.untilMoved), .bareOrder, "#3", "no exception stands on it"),
    Refusal(.resolve(reason: "x"), .bareOrder, "#3", "no exception stands on it"),
    Refusal(
      .acknowledge, .request, "return R1 of #1", "acknowledge is for exceptions, this is a return"),
    Refusal(
      .resolve(reason: "x"), .request, "return R1 of #1",
      "resolve is for exceptions, this is a return"),
    Refusal(.approveReturn(note: ""), .bareOrder, "#3", "no return waits on it"),
    Refusal(.approveReturn(note: ""), .orderWithTwoReturns, "#2", "it has 2: name one"),
    Refusal(.declineReturn(reason: "x"), .orderWithTwoReturns, "#2", "it has 2: name one"),
    Refusal(.askReturn(question: "x"), .feed, "CJ feed.stale", "it is not about an order"),
    Refusal(.note("x"), .feed, "CJ feed.stale", "it is not about an order"),
    Refusal(.tag("x"), .feed, "CJ feed.stale", "it is not about an order"),
    Refusal(.contactSupplier(text: "x"), .feed, "CJ feed.stale", "it is not about an order"),
    Refusal(.untag("x"), .request, "#1", "it has no tag x"),
    Refusal(
      .askReturn(question: "x"), .decidedReturn, "return R4 of #4",
      "already declined on 2026-11-16 12:00"),
  ]
}

@Suite struct RefusalTests {
  @Test(arguments: Refusal.all)
  func refusalNamesTheThingAndTheReason(_ refusal: Refusal) throws {
    let scratch = try busyStore()
    let target = try target(refusal.aim, scratch.store)
    let before = try contents(scratch.store)
    let receipt = try decide(refusal.decision, [target], scratch.store)
    #expect(receipt.applied == 0 && receipt.batch == nil)
    #expect(
      receipt.refused == [.init(target: refusal.target, reason: refusal.reason)])
    #expect(try contents(scratch.store) == before)
  }

  @Test(arguments: Refusal.all)
  func refusalDoesNotHoldUpTheRest(_ refusal: Refusal) throws {
    let scratch = try busyStore()
    let store = scratch.store
    let refusing = try target(refusal.aim, store)
    let note = try decide(.note("first"), [.order(try store.only("#3"))], store)
    #expect(note.applied == 1)
    guard let willing = try willing(refusal.decision, store) else { return }
    let receipt = try decide(refusal.decision, [refusing, willing], store)
    #expect(receipt.applied == 1 && receipt.batch != nil)
    #expect(receipt.refused.map(\.target) == [refusal.target])
    // The one that went ahead, and only that, is taken back by one undo.
    #expect(try store.undo(receipt.batch, by: "ana", now: noon).applied == 1)
  }

  @Test func exceptionOfAFeedIsDecidedLikeAnyOther() throws {
    let scratch = try busyStore()
    let feed = try target(.feed, scratch.store)
    let receipt = try decide(.acknowledge, [feed], scratch.store)
    #expect(receipt.applied == 1 && receipt.title == "acknowledge CJ")
    let row = try #require(try scratch.store.listed().first { $0.code == "feed.stale" })
    #expect(row.state == .acknowledged && row.order == nil && row.subject == "CJ")
    #expect(try scratch.store.undo(nil, by: "ana", now: noon).applied == 1)
    #expect(try scratch.store.listed().first { $0.code == "feed.stale" }?.state == .open)
  }

  @Test(arguments: [
    (Decision.approveReturn(note: ""), ReturnState.approved),
    (.declineReturn(reason: "worn"), .declined), (.askReturn(question: "why?"), .asked),
  ])
  func returnIsReachedThroughItsOrdersException(decision: Decision, state: ReturnState) throws {
    let scratch = try busyStore()
    let exception = try target(.exception, scratch.store)
    #expect(try decide(decision, [exception], scratch.store).applied == 1)
    #expect(try scratch.store.detail("#1").returns.map(\.state) == [state])
  }

  @Test(arguments: ["#1", "1", "ext-1", "EXT-1 ", "id:x", "id:", "id:99999", "#", "", "#ext-1"])
  func ordersAreFoundByWhatPeopleCallThem(text: String) throws {
    let scratch = try busyStore()
    let isKnown = ["#1", "1", "ext-1", "#ext-1"].contains(text)
    let found = try scratch.store.findOrders(text)
    #expect(found.count == (isKnown ? 1 : 0), "\(found)")
    if let id = found.first { #expect(try scratch.store.findOrders("id:\(id.number)") == [id]) }
  }

  /// `#1` with an exception and a return, `#2` with two returns, `#3` bare, `#4` with a declined return,
  /// and a supplier's account that was not read for two days.
  private func busyStore() throws -> Scratch {
    let scratch = try Scratch()
    let store = scratch.store
    try store.takeSamples([
      sampleOrder(1) { $0.returns = [sampleReturn("R1")] },
      sampleOrder(2) { $0.returns = [sampleReturn("R2"), sampleReturn("R3")] }, sampleOrder(3),
      sampleOrder(4) { $0.returns = [sampleReturn("R4")] },
    ])
    let account = Account(name: "CJ", service: "cj", role: .supplier)
    try store.register(
      [AccountSetup(account: account, cadence: .minutes(10))], now: noon - .days(2))
    try store.detectAll()
    try store.raise("transit.stalled", .critical, on: try store.only("#1"))
    _ = try decide(.declineReturn(reason: "worn"), [.order(try store.only("#4"))], store)
    return scratch
  }

  private func decide(
    _ decision: Decision, _ targets: [Target], _ store: Store
  ) throws -> DecisionReceipt {
    try store.decide(decision, on: targets, by: "ana", hold: .minutes(10), now: noon)
  }

  private func target(_ aim: Aim, _ store: Store) throws -> Target {
    switch aim {
    case .bareOrder:
      let id = try store.only("#3")
      try store.pool.write {
        try $0.run(
          "UPDATE orderException SET state = 'cleared', shown = 0 WHERE orderID = ?", id.number)
      }
      return .order(id)
    case .orderWithTwoReturns: return .order(try store.only("#2"))
    case .feed:
      return .exception(
        try #require(try store.listed().first { $0.code == "feed.stale" }).id)
    case .exception:
      return .exception(
        try #require(try store.listed().first { $0.code == "transit.stalled" }).id)
    case .request: return .return(try #require(try store.detail("#1").returns.first).id)
    case .decidedReturn: return .return(try #require(try store.detail("#4").returns.first).id)
    }
  }

  /// Something that takes the decision; nil: the decision is not tried with another.
  private func willing(_ decision: Decision, _ store: Store) throws -> Target? {
    switch decision {
    case .acknowledge, .snooze, .resolve: try target(.exception, store)
    case .approveReturn, .declineReturn, .askReturn: try target(.request, store)
    case .note, .tag: .order(try store.only("#1"))
    default: nil
    }
  }

  /// Everything a decision may write, counted.
  private func contents(_ store: Store) throws -> [Int] {
    try store.pool.read { database in
      try ["decision", "decisionTarget", "orderNote", "outboxMessage", "orderTag"].map {
        try Int.fetchOne(database, sql: "SELECT count(*) FROM \($0)") ?? 0
      }
    }
  }
}
