import Fulfillment
import GRDB
import Testing

@testable import Store

/// What the fifth step does to a file that was in use.
@Suite struct VersionFourTests {
  /// What it changes on purpose, and what it keeps beside the rows themselves.
  private static let rewritten: Set<String> = [
    "outboxMessage", "event", "eventSeal", "eventMark", "figureClock",
  ]

  @Test func everyRowSurvives() throws {
    let (file, store, scratch) = try upgraded()
    defer { withExtendedLifetime(scratch) {} }
    let after = try store.read("look", VersionFourFile.everyRow)
    for (table, rows) in file.rows where !VersionFourFile.dropped.contains(table) {
      let kept = try #require(after[table], "\(table)")
      guard !Self.rewritten.contains(table) else { continue }
      #expect(kept.count == rows.count, "\(table)")
      for row in rows {
        #expect(
          kept.contains { other in row.allSatisfy { other[$0.key] == $0.value } },
          "\(table): \(row)")
      }
    }
    for table in [
      "purchaseOrder", "purchaseLine", "notice", "supplier", "returnPhoto", "volumeMove",
    ] {
      #expect(file.rows[table]?.isEmpty == false, "\(table)")
    }
    #expect(after["outboxMessage"]?.count == file.rows["outboxMessage"]?.count)
    #expect(VersionFourFile.dropped.allSatisfy { after[$0] == nil && file.rows[$0] != nil })
    try store.close()
  }

  @Test func rowsAreToldWhatTheyWereNotBefore() throws {
    let (_, store, scratch) = try upgraded()
    defer { withExtendedLifetime(scratch) {} }
    let told = try store.read("look") { database in
      (
        decisions: try database.texts(
          "SELECT id || ':' || ifnull(decisionID, '') FROM purchaseOrder ORDER BY id"),
        withheld: try database.texts("SELECT id || ':' || withheldBy FROM notice ORDER BY id"),
        outcomes: try database.texts("SELECT outcome FROM outboxMessage ORDER BY id")
      )
    }
    #expect(told.decisions == ["1:", "2:1", "3:", "4:"])
    #expect(told.withheld == ["7:ben", "8:", "9:"])
    #expect(told.outcomes == ["", ""])
    try store.close()
  }

  @Test func theLogIsWholeAndGoesOn() throws {
    let (file, store, scratch) = try upgraded()
    defer { withExtendedLifetime(scratch) {} }
    let after = try store.read("look", VersionFourFile.everyRow)
    for table in ["event", "eventSeal"] {
      let before = try #require(file.rows[table])
      #expect(!before.isEmpty)
      #expect(before.allSatisfy { after[table]?.contains($0) == true }, "\(table)")
    }
    var check = try store.checkLedger(comparesOrders: true, now: noon)
    #expect(check.broken == nil)
    #expect(check.outside.isEmpty)
    #expect(check.differing.isEmpty, "\(check.differing)")
    #expect(try store.integrityProblems().isEmpty)
    let ledger = try #require(try store.ledger(of: OrderID(1)))
    #expect(!ledger.isOlder)
    // Then the answer was not a letter yet; now it is.
    let then = ledger.replay(at: Timestamp(milliseconds: 6500))
    #expect(then.rows(.purchase).map(\.number).sorted() == [1, 2])
    #expect(then.rows(.message).isEmpty)
    #expect(ledger.now.rows(.message).map { $0.text("body") } == ["Dear Rosa"])
    #expect(ledger.now.rows(.notice).map { $0.text("kind") } == ["return-approved"])
    _ = try store.decide(
      .note("later"), on: [.order(OrderID(1))], by: "ana", hold: .minutes(10), now: noon)
    check = try store.checkLedger(comparesOrders: true, now: noon)
    #expect(check.broken == nil && check.differing.isEmpty, "\(check.differing)")
    let who = try store.read("look") { try $0.texts("SELECT who FROM eventSeal ORDER BY through") }
    #expect(who == ["sync", "ana", "ana", "ana", "supercargo", "ana"])
    try store.close()
  }

  @Test func figuresOfSuppliersAreTheOnesOfBefore() throws {
    let (_, store, scratch) = try upgraded()
    defer { withExtendedLifetime(scratch) {} }
    // Every order is counted anew for the numbers, step by step.
    #expect(try store.uncountedOrders() == 2)
    while try store.countFigures(limit: 1) {}
    #expect(try store.uncountedOrders() == 0)
    #expect(try store.recountFigures().wrong == 0)
    let rows = try store.suppliers(now: noon)
    let cj = try #require(rows.first { $0.name == "CJ" })
    #expect(cj.purchases == 1 && cj.delivered == 1 && cj.open == 0 && cj.offers == 1)
    let agent = try #require(rows.first { $0.name == "Agent" })
    #expect(agent.purchases == 1 && agent.open == 1)
    try store.close()
  }

  /// What was written down by hand falls with its decision, as if version 5 had written it.
  @Test func aReplacementOfBeforeIsTakenBack() throws {
    let (_, store, scratch) = try upgraded()
    defer { withExtendedLifetime(scratch) {} }
    _ = try store.undo(nil, by: "ana", now: Timestamp(milliseconds: 9000))
    let live = try store.read("look") {
      try $0.numbers("SELECT isLive FROM purchaseLine WHERE purchaseID = ?", [2])
    }
    #expect(live == [0])
    #expect(try store.checkLedger(comparesOrders: true, now: noon).differing.isEmpty)
    try store.close()
  }

  private func upgraded() throws -> (VersionFourFile, Store, Scratch) {
    let scratch = try Scratch()
    let file = try VersionFourFile(scratch.file("four.sqlite"))
    return (file, try Store.open(file.path), scratch)
  }
}
