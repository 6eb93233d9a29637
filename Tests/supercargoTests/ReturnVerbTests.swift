import Fulfillment
import Store
import Testing

@testable import supercargo

/// Returns that are written down by hand, and one of several that is named.
@Suite struct ReturnVerbTests {
  /// An order of two cases, and as many returns of one each.
  private func desk(returns count: Int = 0) throws -> Desk {
    let desk = try Desk()
    try desk.take([overdue(1001)])
    for _ in 0..<count { try record(desk) }
    return desk
  }

  private func record(_ desk: Desk) throws {
    let request = ReturnRequest(
      externalID: "", requestedAt: noon, requestedBy: "Rosa", reason: "too small",
      items: [.init(sku: "CASE-1", quantity: 1)])
    let order = try desk.store.onlyOrder("#1001")
    _ = try desk.store.recordReturn(request, for: order, by: "tester", now: noon)
  }

  private func states(_ desk: Desk) throws -> [ReturnState] {
    try desk.detail("#1001").returns.map(\.state)
  }

  @Test(arguments: [
    (["--reason", "x", "--item", "NOPE=1"], "NOPE is not in it: it has CASE-1"),
    (["--reason", "x", "--item", "CASE-1=99"], "it has 2 CASE-1, not 99"),
    (["--reason", "", "--item", "CASE-1"], "it has no reason"),
  ])
  func whatCannotComeBackIsNotWrittenDown(words: [String], why: String) throws {
    let desk = try desk()
    let outcome = desk.run(["returns", "record", "#1001"] + words)
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("the return of #1001: " + why), "\(outcome.errors)")
    #expect(try desk.detail("#1001").returns.isEmpty)
  }

  @Test func theWholeOfAnOrderIsWrittenDownOnce() throws {
    let desk = try desk()
    #expect(desk.run("returns", "record", "#1001", "--reason", "x").status == 0)
    let again = desk.run("returns", "record", "#1001", "--reason", "x")
    #expect(again.status == 1 && again.errors.contains("2 of its 2 CASE-1 come back already"))
    #expect(try states(desk) == [.requested])
  }

  @Test func anAmountIsNotGrantedTwice() throws {
    let desk = try desk(returns: 2)
    let words = ["returns", "approve", "#1001", "--outcome", "partial", "--amount", "10.00"]
    let outcome = desk.run(words)
    #expect(outcome.status == 2)
    #expect(
      outcome.errors.contains(
        "#1001: 2 returns wait on it, and each would be granted 10.00 EUR: return:1 (by-hand-1), "
          + "return:2 (by-hand-2) (name one in its place, such as return:1)"), "\(outcome.errors)")
    #expect(try states(desk) == [.requested, .requested])
    #expect(try desk.store.decisions(limit: 1).isEmpty)
  }

  @Test(arguments: ["return:2", "by-hand-2"])
  func oneOfTwoReturnsIsNamed(id: String) throws {
    let desk = try desk(returns: 2)
    let outcome = desk.run(
      "returns", "approve", id, "--outcome", "partial", "--amount", "10.00", "--json")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.objects.first?["applied"] as? Int == 1)
    #expect(try states(desk) == [.requested, .approved])
    #expect(desk.run("returns", "show", id, "--json").objects.count == 1)
    #expect(desk.run("returns", "decline", "return:1", "--reason", "worn").status == 0)
    #expect(try states(desk) == [.declined, .approved])
    #expect(desk.run("returns", "close", id).status == 0)
    #expect(try states(desk) == [.declined, .closed])
    let again = desk.run("returns", "ask", id, "--reason", "why?")
    #expect(again.status == 1 && again.errors.contains("it is closed"), "\(again.errors)")
  }

  @Test func anAmountForTheOnlyReturnThatWaitsStillGoesByTheOrder() throws {
    let desk = try desk(returns: 2)
    #expect(desk.run("returns", "decline", "return:1", "--reason", "worn").status == 0)
    let words = ["returns", "approve", "#1001", "--outcome", "partial", "--amount", "10.00"]
    #expect(desk.run(words).status == 0)
    #expect(try states(desk) == [.declined, .approved])
  }

  @Test func aReturnThatNobodyKnowsIsNotFound() throws {
    let desk = try desk(returns: 1)
    let outcome = desk.run("returns", "show", "return:9")
    #expect(outcome.status == 4 && outcome.errors.contains("there is no such return"))
    #expect(desk.run("returns", "approve", "return:9").status == 1)
  }

  /// An id may be another return's of another order.
  @Test func anIDOfTwoReturnsNamesNeither() throws {
    let desk = try Desk()
    try desk.take(
      [1001, 1002].map { number in
        overdue(number) {
          $0.returns = [
            ReturnRequest(externalID: "R1", requestedAt: noon, requestedBy: "Rosa", reason: "x")
          ]
        }
      })
    let outcome = desk.run("returns", "decline", "R1", "--reason", "worn")
    #expect(outcome.status == 1 && outcome.errors.contains("2 returns have that id"))
    #expect(outcome.errors.contains("say which: return:2, return:1"), "\(outcome.errors)")
    #expect(try states(desk) == [.requested])
  }

  @Test func onlyWhatDecidesAReturnTakesOne() throws {
    let desk = try desk(returns: 1)
    let outcome = desk.run("note", "return:1", "--text", "called")
    #expect(outcome.status == 1 && outcome.errors.contains("there is no such order"))
  }
}
