import Fulfillment
import Testing

@Suite struct ReturnStepTests {
  /// Each state with the steps that it allows, and where they lead; every other pair is refused.
  static let table: [(ReturnState, [ReturnStep: ReturnState])] = [
    (
      .requested,
      [
        .ask: .asked, .propose: .proposed, .approve: .approved, .decline: .declined,
        .withdraw: .withdrawn,
      ]
    ),
    (
      .asked,
      [
        .ask: .asked, .propose: .proposed, .approve: .approved, .decline: .declined,
        .withdraw: .withdrawn,
      ]
    ),
    (
      .proposed,
      [.ask: .asked, .approve: .approved, .decline: .declined, .withdraw: .withdrawn]
    ),
    (
      .approved,
      [
        .ship: .inTransit, .receive: .received, .miss: .notReturned, .refund: .approved,
        .replace: .replaced, .close: .closed,
      ]
    ),
    (.declined, [.close: .closed]), (.withdrawn, [:]),
    (
      .inTransit,
      [
        .receive: .received, .miss: .notReturned, .refund: .inTransit, .replace: .replaced,
        .close: .closed,
      ]
    ),
    (.received, [.refund: .received, .replace: .replaced, .close: .closed]),
    (
      .notReturned,
      [.receive: .received, .refund: .notReturned, .replace: .replaced, .close: .closed]
    ),
    (.refunded, [.refund: .refunded, .close: .closed]),
    (.replaced, [.refund: .replaced, .close: .closed]), (.closed, [:]),
  ]

  @Test func theTableNamesEveryState() {
    #expect(Self.table.map(\.0).count == ReturnState.allCases.count)
    #expect(Set(Self.table.map(\.0)) == Set(ReturnState.allCases))
  }

  @Test(arguments: ReturnState.allCases, ReturnStep.allCases)
  func aStepLeadsWhereTheTableSays(_ state: ReturnState, _ step: ReturnStep) throws {
    let row = try #require(Self.table.first { $0.0 == state })
    #expect(state.after(step) == row.1[step])
    if row.1[step] == nil { #expect(!state.refusal(of: step, since: nil).isEmpty) }
  }

  /// Money can only go back where a person has approved it.
  @Test(arguments: ReturnState.allCases.filter { $0.after(.refund) != nil })
  func moneyGoesBackAfterAnApprovalOnly(_ state: ReturnState) {
    var reached: Set<ReturnState> = [.requested]
    while true {
      let next = reached.union(
        reached.flatMap { from in
          ReturnStep.allCases.filter { $0 != .approve }.compactMap { from.after($0) }
        })
      if next == reached { break }
      reached = next
    }
    #expect(!reached.contains(state))
  }

  @Test func twoOperatorsMustApproveMuchMoney() throws {
    let now = ExampleFacts.monday
    let asked = Return(
      request: ReturnRequest(externalID: "1", requestedAt: now, requestedBy: "Ada", reason: ""),
      state: .requested)
    let limit = [Money(minor: 100_00, currency: .usd)]
    let grant = ReturnGrant(outcome: .refundAndKeep, secondAbove: limit)
    let much = Money(minor: 100_01, currency: .usd)
    let first = try asked.applying(
      .approveReturn(note: "", grant: grant), by: "ana", amount: much, now: now)
    #expect(first.state == .proposed)
    #expect(first.grant?.amount == much)
    #expect(throws: DecisionRefusal.self) {
      try first.applying(.approveReturn(note: "", grant: grant), by: "ana", amount: much, now: now)
    }
    #expect(throws: DecisionRefusal.self) {
      let other = ReturnGrant(outcome: .reship, secondAbove: limit)
      return try first.applying(
        .approveReturn(note: "", grant: other), by: "ben", amount: much, now: now)
    }
    let second = try first.applying(
      .approveReturn(note: "", grant: grant), by: "ben", amount: much, now: now)
    #expect(second.state == .approved)
    #expect(second.proposedBy == "ana")
    let small = try asked.applying(
      .approveReturn(note: "", grant: grant), by: "ana", amount: limit[0], now: now)
    #expect(small.state == .approved)
  }

  @Test(arguments: [
    ReturnGrant(outcome: .reship), ReturnGrant(outcome: .returnLocally, keeps: 1_500),
    ReturnGrant(outcome: .partialRefund, amount: Money(minor: 1250, currency: .usd)),
    ReturnGrant(
      outcome: .returnToSupplier, amount: Money(minor: 5, currency: .usd),
      secondAbove: [Money(minor: 0, currency: .usd)], keeps: 1),
  ])
  func aGrantReadsBackAsItWasWritten(_ grant: ReturnGrant) {
    #expect(ReturnGrant(grant.text) == grant)
  }

  @Test(arguments: ["", "gift", "partial 12", "partial x USD", "reship above", "reship keeps x"])
  func whatIsNoGrantIsNotRead(_ text: String) { #expect(ReturnGrant(text) == nil) }
}
