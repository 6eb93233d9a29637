import Fulfillment
import GRDB
import Testing

@testable import Store

/// A sort of the queue, a seed and a page size: what a walk through the queue is tried with.
struct Walk: CustomTestStringConvertible {
  var sort: QueueSort
  var seed: UInt64
  var page: Int
  var query = Query.all

  var testDescription: String { "\(sort) seed \(seed) page \(page) \(query)" }

  static let all: [Walk] = QueueSort.allCases.flatMap { sort in
    [(UInt64(1), 7), (2, 1), (3, 25)].map { Walk(sort: sort, seed: $0.0, page: $0.1) }
      + [
        Walk(sort: sort, seed: 4, page: 5, query: .match(.stuck)),
        Walk(sort: sort, seed: 5, page: 3, query: .not(.match(.country(["BR"])))),
      ]
  }
}

@Suite struct WindowTests {
  @Test(arguments: Walk.all)
  func walkingForwardMeetsEveryRowOnceInOrder(walk: Walk) throws {
    let scratch = try sharedStore(seed: walk.seed, orders: 90)
    let expected = try sorted(scratch, walk)
    var seen: [Int64] = []
    var anchor = Anchor.start
    while true {
      let window = try scratch.store.queue(
        walk.query, sort: walk.sort, at: anchor, count: walk.page, now: noon)
      #expect(window.rows.count <= walk.page)
      #expect(window.hasBefore == !seen.isEmpty)
      seen += window.rows.map(\.id.number)
      #expect(window.hasAfter == (seen.count < expected.count))
      guard let last = window.rows.last, window.hasAfter else { break }
      anchor = .after(last.id.number)
    }
    #expect(seen == expected)
  }

  @Test(arguments: Walk.all)
  func walkingBackwardMeetsEveryRowOnceInOrder(walk: Walk) throws {
    let scratch = try sharedStore(seed: walk.seed, orders: 90)
    let expected = try sorted(scratch, walk)
    var seen: [Int64] = []
    var anchor = Anchor.end
    while true {
      let window = try scratch.store.queue(
        walk.query, sort: walk.sort, at: anchor, count: walk.page, now: noon)
      #expect(window.hasAfter == !seen.isEmpty)
      seen = window.rows.map(\.id.number) + seen
      #expect(window.hasBefore == (seen.count < expected.count))
      guard let first = window.rows.first, window.hasBefore else { break }
      anchor = .before(first.id.number)
    }
    #expect(seen == expected)
  }

  @Test(arguments: Walk.all)
  func windowAroundARowHoldsItsNeighbours(walk: Walk) throws {
    let scratch = try sharedStore(seed: walk.seed, orders: 60)
    let expected = try sorted(scratch, walk)
    for (place, id) in expected.enumerated() {
      let window = try scratch.store.queue(
        walk.query, sort: walk.sort, at: .around(id), count: walk.page, now: noon)
      let rows = window.rows.map(\.id.number)
      let first = try #require(rows.first)
      let from = try #require(expected.firstIndex(of: first))
      #expect(Array(expected[from..<from + rows.count]) == rows)
      #expect(rows.contains(id))
      #expect(rows.count == min(walk.page, expected.count))
      #expect(window.hasBefore == (from > 0))
      #expect(window.hasAfter == (from + rows.count < expected.count))
      if let offset = window.offset { #expect(offset == from) }
      #expect(place >= from)
    }
  }

  @Test(arguments: QueueSort.allCases)
  func queueIsSortedAsTheSortSays(sort: QueueSort) throws {
    let scratch = try sharedStore(seed: 9, orders: 80)
    let rows = try scratch.store.queue(.all, sort: sort, at: .start, count: 100, now: noon).rows
    #expect(rows.count == 80)
    for (first, second) in zip(rows, rows.dropFirst()) {
      #expect(precedes(first, second, sort), "\(first.name) before \(second.name)")
    }
  }

  @Test func endTellsItsOffsetWhereTheTotalIsKnown() throws {
    let scratch = try sharedStore(seed: 9, orders: 40)
    let end = try scratch.store.queue(.all, sort: .newest, at: .end, count: 15, now: noon)
    #expect(end.offset == 25)
    let filtered = try scratch.store.queue(
      .match(.stuck), sort: .newest, at: .end, count: 2, now: noon)
    #expect(filtered.offset == nil)
    let whole = try scratch.store.queue(.all, sort: .newest, at: .end, count: 99, now: noon)
    #expect(whole.offset == 0 && !whole.hasBefore)
  }

  @Test(arguments: [Anchor.after(99_999), .before(99_999), .around(99_999)])
  func anchorThatNeverWasFallsBackToTheStart(anchor: Anchor) throws {
    let scratch = try sharedStore(seed: 9, orders: 20)
    let start = try scratch.store.queue(.all, sort: .value, at: .start, count: 5, now: noon)
    #expect(
      try scratch.store.queue(.all, sort: .value, at: anchor, count: 5, now: noon) == start)
  }

  @Test func anchorThatLeftTheListKeepsThePlace() throws {
    let scratch = try Scratch()
    try scratch.store.takeSamples(
      (1...9).map { number in
        sampleOrder(number) { $0.placedAt = noon - .hours(Int64(number)) }
      })
    let fifth = try scratch.store.only("#5")
    let others = Query.not(.match(.text("#5")))
    let window = try scratch.store.queue(
      others, sort: .newest, at: .around(fifth.number), count: 4, now: noon)
    #expect(window.rows.map(\.name) == ["#3", "#4", "#6", "#7"])
  }

  @Test func emptyStoreHasEmptyWindows() throws {
    let scratch = try Scratch()
    for anchor in [Anchor.start, .end, .after(1), .before(1), .around(1)] {
      let window = try scratch.store.queue(.all, sort: .risk, at: anchor, count: 9, now: noon)
      #expect(window.rows.isEmpty && !window.hasBefore && !window.hasAfter)
    }
  }

  @Test(arguments: ExceptionSort.allCases)
  func exceptionsWalkBothWaysWithSnoozedOnesLast(sort: ExceptionSort) throws {
    let scratch = try filledStore(seed: 21, orders: 80)
    let all = try scratch.store.exceptions(
      .all, sort: sort, at: .start, count: 500, now: noon
    ).rows
    #expect(all.count > 20)
    #expect(all.count == (try scratch.store.exceptionCount(.all, now: noon)))
    let snoozed = all.map { $0.state == .snoozed }
    #expect(snoozed == snoozed.sorted { !$0 && $1 })
    #expect(snoozed.contains(true) && snoozed.contains(false))
    var seen: [ExceptionRow] = []
    var anchor = Anchor.start
    repeat {
      let window = try scratch.store.exceptions(.all, sort: sort, at: anchor, count: 4, now: noon)
      seen += window.rows
      anchor = .after(window.rows.last?.id.number ?? 0)
      if !window.hasAfter { break }
    } while true
    #expect(seen == all)
    seen = []
    anchor = .end
    repeat {
      let window = try scratch.store.exceptions(.all, sort: sort, at: anchor, count: 4, now: noon)
      seen = window.rows + seen
      anchor = .before(window.rows.first?.id.number ?? 0)
      if !window.hasBefore { break }
    } while true
    #expect(seen == all)
    for (first, second) in zip(all, all.dropFirst())
    where (first.state == .snoozed) == (second.state == .snoozed) {
      switch sort {
      case .money: #expect(first.severity >= second.severity)
      case .since: #expect(first.since <= second.since)
      case .due: #expect((first.due?.milliseconds ?? .max) <= (second.due?.milliseconds ?? .max))
      case .code: #expect(first.code <= second.code)
      }
    }
  }

  @Test func exceptionThatLeftTheListKeepsThePlace() throws {
    let scratch = try filledStore(seed: 21, orders: 40)
    let all = try scratch.store.listed()
    let gone = all[5]
    _ = try scratch.store.decide(
      .resolve(reason: "done"), on: [.exception(gone.id)], by: "ana", hold: .minutes(1), now: noon)
    let after = try scratch.store.listed()
    let window = try scratch.store.exceptions(
      .all, sort: .money, at: .around(gone.id.number), count: 6, now: noon)
    #expect(window.rows.count == 6)
    let from = try #require(after.firstIndex(of: window.rows[0]))
    #expect((0...5).contains(from))
  }

  @Test func returnsListTheLongestWaitingFirstAndTheDecidedLast() throws {
    let scratch = try Scratch()
    for number in 1...6 {
      try scratch.store.takeSamples([
        sampleOrder(number) {
          $0.returns = [
            sampleReturn("R\(number)") {
              $0.requestedAt = noon - .hours(Int64(number))
              $0.state = number > 3 ? .withdrawn : .requested
            }
          ]
        }
      ])
    }
    let open = try scratch.store.openReturns()
    #expect(open.map(\.orderName) == ["#3", "#2", "#1"])
    var seen: [String] = []
    var anchor = Anchor.start
    while true {
      let window = try scratch.store.returns(
        .all, openOnly: false, at: anchor, count: 2, returnWindow: .days(30), now: noon)
      seen += window.rows.map(\.orderName)
      guard window.hasAfter, let last = window.rows.last else { break }
      anchor = .after(last.id.number)
    }
    #expect(seen == ["#3", "#2", "#1", "#4", "#5", "#6"])
  }

  /// What the whole list should be, sorted by Swift.
  private func sorted(_ scratch: Scratch, _ walk: Walk) throws -> [Int64] {
    let rows = try scratch.store.everyRow()
    let matching = rows.filter { row in
      switch walk.query {
      case .all: true
      case .match(.stuck): !row.exception.isEmpty
      default: !row.country.lowercased().hasPrefix("br")
      }
    }
    return matching.sorted { precedes($0, $1, walk.sort) }.map(\.id.number)
  }

  private func precedes(_ left: QueueRow, _ right: QueueRow, _ sort: QueueSort) -> Bool {
    let newest = (left.placedAt, left.id.number) > (right.placedAt, right.id.number)
    let byID = left.id > right.id
    switch sort {
    case .risk:
      let (first, second) = (left.risk?.hundredths ?? -1, right.risk?.hundredths ?? -1)
      return first != second ? first > second : newest
    case .age: return left.placedAt != right.placedAt ? left.placedAt < right.placedAt : byID
    case .newest: return newest
    case .value:
      let (first, second) = (left.total?.hundredths ?? 0, right.total?.hundredths ?? 0)
      return first != second ? first > second : byID
    case .state: return left.state != right.state ? left.state.rank < right.state.rank : byID
    case .supplier:
      let (first, second) = (left.supplier.lowercased(), right.supplier.lowercased())
      return first != second ? first < second : byID
    case .updated:
      return left.updatedAt != right.updatedAt ? left.updatedAt > right.updatedAt : byID
    }
  }
}
