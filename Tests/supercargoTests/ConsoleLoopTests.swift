import Canvas
import Console
import Dispatch
import Foundation
import Fulfillment
import Settings
import Store
import Synchronization
import TestSupport
import Testing

@testable import supercargo

@Suite(.timeLimit(.minutes(2)))
@MainActor struct ConsoleLoopTests {
  private func desk(_ orders: Int = 3) throws -> Desk {
    let desk = try Desk()
    try desk.take((1001..<(1001 + orders)).map { overdue($0) })
    return desk
  }

  private func states(_ desk: Desk) throws -> [OrderException.State] {
    try desk.store.exceptions(.all, sort: .money, at: .start, count: 100, now: noon).rows
      .map(\.state)
  }

  @Test func theFirstFrameIsFull() throws {
    let bench = Bench(try desk())
    bench.loop.start(health: .here)
    #expect(bench.terminal.frames.count == 1, "one paint, and all is in it")
    for words in ["#1001", "#1002", "#1003", "€32 at risk", "€8.00", "order.unmapped"] {
      #expect(bench.terminal.text.contains(words), "\(words) is missing")
    }
  }

  @Test func anEmptyStoreHasAFirstFrameToo() throws {
    let bench = Bench(try Desk())
    bench.loop.start(health: .here)
    #expect(bench.terminal.frames.count == 1)
    #expect(!bench.terminal.text.allSatisfy { $0 == " " || $0 == "\n" })
  }

  @Test func keysMoveTheSelection() throws {
    let bench = Bench(try desk())
    bench.loop.start(health: .here)
    func selected() -> Int? {
      bench.terminal.frames.last.flatMap { grid in
        (0..<grid.size.rows).first { grid[1, $0].text == "▸" }
      }
    }
    let first = try #require(selected())
    bench.press(.character("j"))
    #expect(selected() == first + 1)
    bench.press(.character("k"))
    #expect(selected() == first)
  }

  @Test func aResizeIsDrawnAtItsSize() throws {
    let bench = Bench(try desk())
    bench.loop.start(health: .here)
    bench.loop.receive(.resize(Size(columns: 80, rows: 24)))
    #expect(bench.terminal.frames.last?.size == Size(columns: 80, rows: 24))
  }

  @Test func acknowledgingIsWrittenAndShownAndTakenBack() async throws {
    let desk = try desk(1)
    let bench = Bench(desk)
    bench.loop.start(health: .here)
    #expect(try states(desk) == [.open])
    bench.press(.character("2"), .character("a"))
    await bench.terminal.shows("acknowledge")
    #expect(try states(desk) == [.acknowledged])
    let decisions = try desk.store.decisions(limit: 10)
    #expect(decisions.map(\.by) == ["tester"])
    // The header names what can be taken back only once the console has read it.
    await bench.terminal.shows { $0.contains("undo: ") || $0.contains("undo (") }
    let before = bench.terminal.frames.count
    bench.press(.character("u"))
    await bench.terminal.shows { _ in
      bench.terminal.frames.count > before + 1 && (try? states(desk)) == [.open]
    }
    #expect(try states(desk) == [.open])
    #expect(try desk.store.decisions(limit: 10).contains { $0.undoneAt != nil })
  }

  @Test func aNoteIsTypedAndKept() async throws {
    let desk = try desk(1)
    let bench = Bench(desk)
    bench.loop.start(health: .here)
    bench.press(.character("n"))
    bench.type("called Rosa")
    bench.press(.enter)
    await bench.terminal.shows { _ in (try? desk.store.decisions(limit: 1).count) == 1 }
    #expect(try desk.detail("#1001").timeline.contains { $0.text.contains("called Rosa") })
  }

  @Test func quittingEndsTheRunAndRestoresTheTerminal() async throws {
    let bench = Bench(try desk())
    bench.loop.start(health: .here)
    bench.press(.control("q"))
    await bench.loop.run()
    #expect(bench.terminal.calls.last == "close")
    let frames = bench.terminal.frames.count
    bench.press(.character("j"))
    #expect(bench.terminal.frames.count == frames, "nothing is painted after the end")
  }

  @Test func aChangeByAnotherIsShownByItself() async throws {
    let desk = try desk(1)
    let bench = Bench(desk)
    bench.loop.start(health: .here)
    let gate = StandardInput.held()
    let running = Task { await bench.loop.run() }
    await bench.terminal.shows("#1001")
    let other = try Store.open(desk.store.path)
    _ = try other.take(
      [overdue(7777)], from: "main", isHistory: false, cursor: nil, now: noon)
    await bench.terminal.shows("#7777")
    bench.press(.control("q"))
    await running.value
    try other.close()
    gate.release()
    #expect(bench.terminal.calls.last == "close")
  }

  @Test func theThemeOfThatNameIsUsed() throws {
    let bench = Bench(try desk())
    bench.loop.start(health: .here)
    bench.press(.character("T"), .down, .enter)
    #expect(!bench.terminal.themes.isEmpty)
  }

  @Test func whatIsCopiedIsHandedToTheTerminal() async throws {
    let bench = Bench(try desk(1))
    bench.loop.start(health: .here)
    let before = bench.terminal.text
    bench.press(.character("c"))
    await bench.terminal.shows { $0 != before && $0.contains("1 Long Street") }
    bench.press(.enter)
    await bench.terminal.shows { _ in !bench.terminal.copied.isEmpty }
    #expect(bench.terminal.copied.count == 1)
    #expect(bench.terminal.copied.first?.isEmpty == false)
  }

  @Test func redrawReachesTheTerminal() throws {
    let bench = Bench(try desk(1))
    bench.loop.start(health: .here)
    bench.press(.control("l"))
    #expect(bench.terminal.calls == ["redraw"])
  }

  @Test func aPullIsPassedOn() throws {
    let bench = Bench(try desk(1))
    bench.loop.start(health: .here)
    bench.press(.character("P"))
    #expect(bench.pulled.all.count <= 1, "never twice for one key")
  }

  @Test func aStoreThatFailsIsToldAndNothingBreaks() async throws {
    let desk = try desk(1)
    let store = try Store.open(desk.store.path)
    let bench = Bench(desk, store: store)
    bench.loop.start(health: .here)
    try store.close()
    let before = bench.terminal.text
    bench.loop.receive(.storeChanged(noon))
    await bench.terminal.shows { $0 != before && $0.contains("can't") }
    bench.press(.character("j"), .character("2"))
    #expect(bench.terminal.text.contains("#1001"), "what was read stays on the screen")
  }
}

/// Standard input that stays open and silent while a loop listens to it.
private struct StandardInput {
  let saved: Int32
  let ends: [Int32]

  static func held() -> StandardInput {
    var ends: [Int32] = [-1, -1]
    pipe(&ends)
    let saved = dup(0)
    dup2(ends[0], 0)
    return StandardInput(saved: saved, ends: ends)
  }

  func release() {
    dup2(saved, 0)
    for descriptor in ends + [saved] { close(descriptor) }
  }
}

/// What the performer answers, in order.
private final class Answers: Sendable {
  private let messages = Mutex<[Message]>([])
  let arrived = DispatchSemaphore(value: 0)

  func add(_ message: Message) {
    messages.withLock { $0.append(message) }
    arrived.signal()
  }

  func first() throws -> Message {
    try #require(arrived.wait(timeout: .now() + 30) == .success)
    return try #require(messages.withLock { $0.first })
  }
}

@Suite struct EffectPerformerTests {
  private func performer(_ desk: Desk, pulled: Pulled = Pulled()) -> EffectPerformer {
    var configuration = Configuration()
    configuration.operatorName = "tester"
    return EffectPerformer(
      store: desk.store, clock: ManualTime(noon), configuration: configuration,
      themes: Themes(folder: desk.folder.path), pull: { pulled.add($0) })
  }

  private func desk() throws -> Desk {
    let desk = try Desk()
    try desk.take([overdue(1001)])
    return desk
  }

  @Test func everyLoadIsAnsweredInItsKind() throws {
    let desk = try desk()
    let performer = performer(desk)
    let id = try desk.store.onlyOrder("#1001")
    let loads: [Load] = [
      .queue(.all, .newest, .start, count: 10), .queueCount(.all),
      .exceptions(.all, .money, .start, count: 10), .exceptionCount(.all),
      .returns(.all, openOnly: true, .start, count: 10), .suppliers, .activity, .counts,
      .claims(.all, .start, count: 10), .deadlines,
      .order(id, for: .screen), .lastUndoable, .savedFilters,
      .allInQueue(.all, .newest, limit: 10), .allExceptions(.all, .money, limit: 10),
      .allReturns(.all, openOnly: false, limit: 10),
    ]
    for (number, load) in loads.enumerated() {
      guard case .loaded(let answer, number, noon) = performer.answer(to: load, number) else {
        Issue.record("\(load) failed")
        continue
      }
      switch (load, answer) {
      case (.queue, .queue(let window)), (.allInQueue, .queue(let window)):
        #expect(window.rows.map(\.name) == ["#1001"])
      case (.exceptions, .exceptions(let window)), (.allExceptions, .exceptions(let window)):
        #expect(window.rows.map(\.subject) == ["#1001"])
      case (.queueCount, .count(let count)), (.exceptionCount, .count(let count)):
        #expect(count == 1)
      case (.returns, .returns(let window)), (.allReturns, .returns(let window)):
        #expect(window.rows.isEmpty)
      case (.order, .order(let detail)): #expect(detail?.row.name == "#1001")
      case (.counts, .counts(let counts)): #expect(counts.orders == 1)
      case (.activity, .activity(let rows)): #expect(rows.map(\.account) == ["main"])
      case (.claims, .claims(let window)): #expect(window.rows.isEmpty)
      case (.deadlines, .deadlines(let deadlines)): #expect(deadlines == Deadlines())
      case (.suppliers, .suppliers), (.lastUndoable, .lastUndoable(nil)),
        (.savedFilters, .savedFilters):
        continue
      default: Issue.record("\(load) was answered by \(answer)")
      }
    }
  }

  @Test func anOrderThatIsGoneIsNilAndNoFailure() throws {
    let desk = try desk()
    let message = performer(desk).answer(to: .order(OrderID(999), for: .screen), 1)
    #expect(try desk.store.counts().orders == 1)
    guard case .loaded(.order(nil), 1, noon) = message else {
      Issue.record("an order that is not there: \(message)")
      return
    }
  }

  @Test func aTagIsDecidedUndoneAndRedone() throws {
    let desk = try desk()
    let performer = performer(desk)
    let id = try desk.store.onlyOrder("#1001")
    func outcome(_ effect: Effect) throws -> Message {
      let answers = Answers()
      performer.perform(effect) { answers.add($0) }
      return try answers.first()
    }
    guard
      case .decided(let receipt, 7, noon) =
        try outcome(.decide(.tag("vip"), [.order(id)], 7))
    else {
      Issue.record("not decided")
      return
    }
    #expect(receipt.applied == 1)
    #expect(try desk.detail("#1001").row.tags == ["vip"])
    guard case .undone(_, 8, noon) = try outcome(.undo(nil, 8)) else {
      Issue.record("not undone")
      return
    }
    #expect(try desk.detail("#1001").row.tags.isEmpty)
    guard case .redone(_, 9, noon) = try outcome(.redo(9)) else {
      Issue.record("not redone")
      return
    }
    #expect(try desk.detail("#1001").row.tags == ["vip"])
  }

  @Test func aPurchaseAndAFilterAreWrittenDown() throws {
    let desk = try desk()
    let performer = performer(desk)
    let id = try desk.store.onlyOrder("#1001")
    let (bought, saved) = (Answers(), Answers())
    performer.perform(
      .recordPurchase(
        id,
        PurchaseOrder(
          supplier: "Agent", number: "A-1", reference: "#1001", state: .placed,
          cost: euros(700), placedAt: noon, shipments: []), 1)
    ) { bought.add($0) }
    guard case .recorded("purchase A-1 at Agent for #1001", 1, noon) = try bought.first() else {
      Issue.record("not recorded")
      return
    }
    #expect(try desk.detail("#1001").purchases.map(\.number) == ["A-1"])
    let view = SavedView(name: "brazil", text: "country:br", panel: .queue, sort: "age")
    performer.perform(.saveView(view, 2)) { saved.add($0) }
    guard case .savedFilter(2, noon) = try saved.first() else {
      Issue.record("not saved")
      return
    }
    #expect(try desk.store.boardViews(of: "tester").map(\.filter) == ["country:br"])
    guard case .loaded(.savedFilters([view]), 3, _) = performer.answer(to: .savedFilters, 3) else {
      Issue.record("the view does not come back")
      return
    }
  }

  @Test func aPullIsHandedOnWithItsAccount() throws {
    let pulled = Pulled()
    let performer = performer(try desk(), pulled: pulled)
    performer.perform(.pull(account: "main")) { _ in }
    performer.perform(.pull(account: nil)) { _ in }
    #expect(pulled.all == ["main", nil])
  }

  @Test func aClosedStoreFailsInWords() throws {
    let desk = try desk()
    let performer = performer(desk)
    try desk.store.close()
    guard case .failed(let text, 3, noon) = performer.answer(to: .counts, 3) else {
      Issue.record("a closed store answered")
      return
    }
    #expect(text.contains(": "), "\(text)")
    let answers = Answers()
    performer.perform(.undo(nil, 4)) { answers.add($0) }
    guard case .notWritten(_, 4, _) = try answers.first() else {
      Issue.record("a closed store took something back")
      return
    }
  }

  @Test func anUnknownThemeIsAFailureAndAKnownOneIsNot() throws {
    let performer = performer(try desk())
    guard case .failure(let failure) = performer.theme("nonsense") else {
      Issue.record("there is no such theme")
      return
    }
    #expect(failure.description.contains("nonsense"))
    #expect((try? performer.theme(Themes.standard).get()) != nil)
  }

  @Test func theWatchCallsBackForAnotherWriterAndEndsWhenStopped() throws {
    let desk = try desk()
    let performer = performer(desk)
    let changed = DispatchSemaphore(value: 0)
    performer.onChange { changed.signal() }
    #expect(changed.wait(timeout: .now() + 30) == .success, "once when it begins")
    let other = try Store.open(desk.store.path)
    try other.saveFilter("stuck", "state:stuck")
    #expect(changed.wait(timeout: .now() + 30) == .success, "and for each change")
    performer.stop()
    try other.close()
  }
}
