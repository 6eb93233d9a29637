import Foundation
import Fulfillment
import Testing

@testable import Store

/// Reads that are given up, counts that stop, and files that are moved away.
@Suite struct PatienceTests {
  @Test func aReadThatNobodyWaitsForIsGivenUp() throws {
    let scratch = try sharedStore(seed: 1, orders: 90)
    let patience = Patience()
    patience.end()
    let error = #expect(throws: StoreError.self) {
      try scratch.store.queueCount(.match(.open), now: noon, patience: patience)
    }
    #expect(error?.kind == .givenUp)
  }

  @Test func oneUnderWayStopsSoon() throws {
    let scratch = try sharedStore(seed: 1, orders: 90)
    let patience = Patience()
    let error = #expect(throws: StoreError.self) {
      try scratch.store.read("can't count for ever", patience) { database in
        patience.end()
        return try database.number(
          """
          WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n)
          SELECT count(*) FROM n
          """)
      }
    }
    #expect(error?.kind == .givenUp)
    #expect(patience.hasEnded)
    #expect(try scratch.store.counts().orders == 90, "the connection is as good as before")
  }

  @Test func oneThatIsWaitedForIsAnswered() throws {
    let scratch = try sharedStore(seed: 1, orders: 90)
    let whole = try scratch.store.queue(
      .all, sort: .newest, at: .start, count: 10, now: noon, patience: Patience())
    #expect(whole.rows.count == 10)
  }

  @Test(arguments: [1, 5, 89, 90, 1000])
  func aCountGoesNoFurtherThanOneMore(limit: Int) throws {
    let scratch = try sharedStore(seed: 1, orders: 90)
    let everything = Query.not(.match(.tag(["no such tag"])))
    #expect(try scratch.store.queueCount(everything, now: noon) == 90)
    #expect(
      try scratch.store.queueCount(everything, atMost: limit, now: noon) == min(90, limit + 1))
    let standing = try scratch.store.exceptionCount(.all, now: noon)
    #expect(
      try scratch.store.exceptionCount(.all, atMost: limit, now: noon) == min(standing, limit + 1))
  }

  @Test func paymentsOtherThanPaidAreFoundByTheirIndex() throws {
    let scratch = try sharedStore(seed: 1, orders: 90)
    try scratch.store.read("can't look at the plan") { database in
      let states = Query.match(.payment([.refunded, .voided]))
      let reader = try Store.queueReader(states, sort: .risk, now: noon, database)
      #expect(reader.candidates?.sql.contains("payment <> 'paid'") == true)
      let paid = try Store.queueReader(
        .match(.payment([.paid, .voided])), sort: .risk, now: noon, database)
      #expect(paid.candidates == nil)
    }
  }
}

/// A store whose file is moved, put back, or replaced while it is open.
@Suite struct MovedFileTests {
  private let files = FileManager.default

  @Test func whatIsMovedAwayIsNeitherReadNorWritten() throws {
    let scratch = try Scratch()
    try scratch.store.saveFilter("stuck", "state:stuck")
    try files.moveItem(atPath: scratch.path, toPath: scratch.file("aside"))
    let reading = #expect(throws: StoreError.self) { try scratch.store.savedFilters() }
    let writing = #expect(throws: StoreError.self) {
      try scratch.store.saveFilter("late", "age>9d")
    }
    #expect([reading?.kind, writing?.kind] == [.missing, .missing])
    #expect(writing?.remedy.contains("put it back") == true)
    try files.moveItem(atPath: scratch.file("aside"), toPath: scratch.path)
    try scratch.store.saveFilter("late", "age>9d")
    #expect(try scratch.store.savedFilters().map(\.name) == ["late", "stuck"])
  }

  @Test func anotherFileInItsPlaceIsTheStoreFromThenOn() throws {
    let (scratch, other) = (try Scratch(), try Scratch())
    try scratch.store.saveFilter("old", "state:stuck")
    try other.store.saveFilter("new", "state:stuck")
    try other.store.backup(to: scratch.file("copy"))
    for suffix in ["", "-wal", "-shm"] where files.fileExists(atPath: scratch.path + suffix) {
      try files.moveItem(atPath: scratch.path + suffix, toPath: scratch.file("aside") + suffix)
    }
    try files.moveItem(atPath: scratch.file("copy"), toPath: scratch.path)
    #expect(try scratch.store.savedFilters().map(\.name) == ["new"])
    try scratch.store.saveFilter("newer", "age>9d")
    #expect(try scratch.store.savedFilters().map(\.name) == ["new", "newer"])
  }

  @Test func theWatchTellsThatItIsGone() throws {
    let scratch = try Scratch()
    let watch = try ChangeWatch(scratch.path)
    try files.moveItem(atPath: scratch.path, toPath: scratch.file("aside"))
    let error = #expect(throws: StoreError.self) { try watch.hasChanged() }
    #expect(error?.kind == .missing)
  }
}
