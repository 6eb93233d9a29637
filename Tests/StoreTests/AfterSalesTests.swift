import Fulfillment
import GRDB
import Testing

@testable import Store

/// A shop with one delivered order of two lines, and a return of one unit of the first.
private struct Desk {
  let scratch: Scratch
  var store: Store { scratch.store }

  init(_ change: (inout Order) -> Void = { _ in }) throws {
    scratch = try Scratch()
    try store.register(
      [
        AccountSetup(
          account: Account(name: "main", service: "woocommerce", role: .storefront),
          cadence: .minutes(10))
      ], now: noon)
    try store.takeSamples([
      sampleOrder(1) { order in
        order.lines = [
          OrderLine(
            externalID: "1", sku: "MUG", title: "Mug", quantity: 2, price: dollars(10)),
          OrderLine(
            externalID: "2", sku: "CASE-1", title: "Case", quantity: 1, price: dollars(15)),
        ]
        (order.shipping, order.total) = (dollars(5), dollars(40))
        order.returns = [
          sampleReturn("R1") {
            $0.items = [.init(sku: "MUG", quantity: 1, reason: "chipped")]
            $0.photos = ["https://photos.example/1.jpg"]
          }
        ]
        change(&order)
      }
    ])
  }

  func row(_ place: Int = 0) throws -> ReturnRow { try store.detail("#1").returns[place] }

  func register(_ name: String, _ role: Account.Role, _ service: String) throws {
    try store.register(
      [
        AccountSetup(
          account: Account(name: name, service: service, role: role), cadence: .minutes(10))
      ], now: noon)
  }

  func matter(_ place: Int = 0) throws -> ReturnCase {
    try #require(
      try store.returnCase(
        try row(place).id, returnWindow: .days(30), rates: Rates(), now: noon))
  }

  @discardableResult
  func decide(
    _ decision: Decision, _ place: Int = 0, by name: String = "ana", hold: Span = .minutes(10),
    now: Timestamp = noon
  ) throws -> DecisionReceipt {
    try store.decide(
      decision, on: [.return(try row(place).id)], by: name, hold: hold, now: now)
  }

  /// As a dispatcher leaves a message that the far side has taken.
  func settle(_ key: String, _ state: OutboxMessage.State, at: Timestamp = noon) throws {
    try store.pool.write {
      try $0.run(
        "UPDATE outboxMessage SET attempts = 1, state = ?, settledAt = ? WHERE key = ?",
        state.rawValue, at.milliseconds, key)
    }
  }
}

private func grant(
  _ outcome: ReturnOutcome, _ amount: Int64? = nil, above: Int64? = nil, keeps: Int = 0
) -> Decision {
  .approveReturn(
    note: "",
    grant: ReturnGrant(
      outcome: outcome, amount: amount.map(dollars), secondAbove: above.map { [dollars($0)] } ?? [],
      keeps: keeps))
}

@Suite struct AfterSalesTests {
  @Test func whatTheCustomerToldIsKept() throws {
    let value = try Desk().matter().value
    #expect(value.request.items == [.init(sku: "MUG", quantity: 1, reason: "chipped")])
    #expect(value.request.photos == ["https://photos.example/1.jpg"])
  }

  @Test func anApprovalWithMoneyQueuesItInTheSameTransaction() throws {
    let desk = try Desk()
    let receipt = try desk.decide(grant(.refundAndKeep))
    #expect(receipt.applied == 1 && receipt.undoableUntil == noon + .minutes(10))
    let matter = try desk.matter()
    #expect(matter.value.state == .approved)
    #expect(matter.value.grant == ReturnGrant(outcome: .refundAndKeep, amount: dollars(10)))
    #expect(matter.refunds.map(\.key) == ["refund:main:ext-1:1"])
    #expect(matter.refunds.map(\.state) == [.held])
    #expect(matter.ledger.refunds.first?.shares == [.init(line: "1", quantity: 1, amount: 10_00)])
    let message = try #require(try desk.store.detail("#1").outbox.first { $0.kind == "refund" })
    let due = try #require(
      RefundDue(message.body, key: message.key, orderID: OrderID(1), account: message.receiver))
    #expect(due.amount == dollars(10) && due.order == "ext-1" && due.account == "main")
    #expect(due.lines == [.init(id: "1", quantity: 1)])
  }

  @Test func undoTakesTheMoneyBackAndRedoQueuesItAnew() throws {
    let desk = try Desk()
    let before = try desk.matter()
    try desk.decide(grant(.refundAndKeep))
    #expect(try desk.store.undo(nil, by: "ana", now: noon).applied == 1)
    let after = try desk.matter()
    #expect(after.value == before.value)
    #expect(after.refunds.map(\.state) == [.withdrawn])
    #expect(after.ledger.committed == 0)
    #expect(try desk.store.redo(by: "ana", now: noon).applied == 1)
    #expect(try desk.matter().refunds.map(\.state) == [.withdrawn, .held])
    #expect(try desk.matter().value.grant?.outcome == .refundAndKeep)
  }

  @Test func aRefundThatHasLeftCannotBeTakenBack() throws {
    let desk = try Desk()
    try desk.decide(grant(.refundAndKeep), hold: .seconds(0))
    #expect(try desk.store.undo(nil, by: "ana", now: noon).applied == 0)
  }

  @Test func theReturnFollowsTheMoney() throws {
    let desk = try Desk()
    try desk.decide(grant(.refundAndKeep))
    try desk.settle("refund:main:ext-1:1", .sent)
    #expect(try desk.row().state == .refunded)
    try desk.decide(.closeReturn(reason: ""))
    #expect(try desk.row().state == .closed)
  }

  @Test func goodsComeFirstWhereTheyAreAskedBack() throws {
    let desk = try Desk()
    try desk.decide(grant(.returnToSupplier, keeps: 1_000))
    #expect(try desk.matter().refunds.isEmpty)
    #expect(try desk.matter().value.grant?.amount == Money(minor: 9_00, currency: .usd))
    try desk.decide(.sendReturn(tracking: "LX1"))
    #expect(try desk.row().state == .inTransit)
    try desk.decide(.receiveReturn(note: "fine"), now: noon + .days(1))
    #expect(try desk.matter().value.receivedAt == noon + .days(1))
    try desk.decide(.refundReturn(amount: nil, note: ""))
    #expect(try desk.matter().refunds.map(\.amount) == [Money(minor: 9_00, currency: .usd)])
    let again = try desk.decide(.refundReturn(amount: dollars(1), note: ""))
    #expect(
      again.refused.first?.reason == "1.00 USD is more than is left of what was granted: 0.00 USD")
  }

  @Test func moreThanWasPaidNeverGoesBack() throws {
    let desk = try Desk { order in
      order.returns.append(sampleReturn("R2") { $0.items = [] })
      order.refunded = dollars(35)
      order.payment = .partiallyRefunded
    }
    let refused = try desk.decide(grant(.partialRefund, 6))
    #expect(refused.applied == 0)
    #expect(refused.refused.first?.reason.hasPrefix("6.00 USD is more than is left") == true)
    try desk.decide(grant(.partialRefund, 3))
    let second = try desk.decide(grant(.partialRefund, 3), 1)
    #expect(second.applied == 0)
    #expect(try desk.decide(grant(.partialRefund, 2), 1).applied == 1)
    #expect(try desk.matter().ledger.left == 0)
  }

  @Test func oneDecisionOnTwoReturnsOfAnOrderCountsBoth() throws {
    let desk = try Desk { $0.returns.append(sampleReturn("R2") { $0.items = [] }) }
    let receipt = try desk.store.decide(
      grant(.partialRefund, 25), on: [.return(try desk.row().id), .return(try desk.row(1).id)],
      by: "ana", hold: .minutes(10), now: noon)
    #expect(receipt.applied == 1)
    #expect(receipt.refused.count == 1)
  }

  @Test func theDatabaseItselfRefusesMoreThanWasPaid() throws {
    let desk = try Desk()
    try desk.decide(grant(.refundAndKeep))
    let error = #expect(throws: DatabaseError.self) {
      try desk.store.pool.write {
        try $0.execute(
          sql: """
            INSERT INTO outboxMessage (key, kind, body, state, createdAt, orderID)
            VALUES ('x', 'refund', '', 'ready', 0, 1);
            INSERT INTO refund (key, messageID, orderID, account, amount, currency, shopRefunded,
              createdAt, createdBy)
            SELECT 'x', id, 1, 'main', 3001, 'USD', 0, 0, 'x' FROM outboxMessage WHERE key = 'x'
            """)
      }
    }
    #expect(error?.message == "more would go back than was paid")
  }

  @Test func twoOperatorsMustAgreeAboveTheLimit() throws {
    let desk = try Desk()
    let first = try desk.decide(grant(.refundAndKeep, above: 5))
    #expect(first.applied == 1 && first.awaiting == 1)
    #expect(try desk.row().state == .proposed)
    #expect(try desk.store.detail("#1").outbox.isEmpty)
    #expect(try desk.store.counts().returnsWaiting == 1)
    #expect(try desk.decide(grant(.refundAndKeep, above: 5)).applied == 0)
    #expect(try desk.decide(.approveReturn(note: ""), by: "ben").awaiting == 0)
    #expect(try desk.matter().refunds.map(\.amount) == [dollars(10)])
    #expect(try desk.store.counts().returnsWaiting == 0)
    #expect(try desk.store.undo(nil, by: "ben", now: noon).applied == 1)
    #expect(try desk.matter().value.proposedBy == "ana")
    #expect(try desk.row().state == .proposed)
  }

  @Test func withoutAGrantTheLimitStillHolds() throws {
    let desk = try Desk()
    try desk.decide(.approveReturn(note: ""))
    let refused = try desk.decide(
      .refundReturn(amount: dollars(9), note: "", secondAbove: [dollars(5)]))
    #expect(refused.refused.first?.reason.contains("needs two operators") == true)
    #expect(try desk.decide(.refundReturn(amount: dollars(9), note: "")).applied == 1)
  }

  @Test func aReplacementPointsBack() throws {
    let desk = try Desk()
    try desk.store.recordPurchase(
      samplePurchase("CJ-1", for: "#1"), for: OrderID(1), by: "ana", now: noon)
    try desk.decide(grant(.reship))
    #expect(try desk.matter().refunds.isEmpty)
    let id = try desk.row().id
    let receipt = try desk.store.recordReplacement(
      samplePurchase("CJ-2", for: "#1"), for: id, by: "ana", now: noon)
    #expect(receipt.applied == 1)
    #expect(try desk.row().state == .replaced)
    let pointers = try desk.store.pool.read {
      try $0.rows(
        "SELECT returnID, replaces FROM purchaseOrder WHERE number = 'CJ-2'"
      ) { [try $0.number(), try $0.number()] }
    }
    #expect(pointers == [[id.number, 1]])
  }

  @Test func whatWasBoughtBeforeIsNoReplacement() throws {
    let desk = try Desk()
    try desk.store.recordPurchase(
      samplePurchase("CJ-1", for: "#1"), for: OrderID(1), by: "ana", now: noon)
    try desk.decide(grant(.reship))
    let id = try desk.row().id
    #expect(throws: StoreError.self) {
      try desk.store.recordReplacement(
        samplePurchase("CJ-1", for: "#1"), for: id, by: "ana", now: noon)
    }
    #expect(try desk.row().state == .approved)
  }

  @Test func theCaseTellsTheCustomersHistoryAndTheCost() throws {
    let desk = try Desk()
    try desk.store.takeSamples([
      sampleOrder(2) {
        $0.email = "ROSA1@example.com"
        $0.refunded = dollars(1)
      }, sampleOrder(3),
    ])
    try desk.store.recordPurchase(
      samplePurchase("CJ-1", for: "#1"), for: OrderID(1), by: "ana", now: noon)
    let matter = try desk.matter()
    #expect(matter.customer.orders == 2 && matter.customer.returns == 1)
    #expect(matter.customer.refunded == 1)
    #expect(matter.supplier == "CJ" && matter.spent == dollars(12))
    #expect(matter.ledger.paid == 40_00)
  }

  @Test func whatIsStillDueIsTold() throws {
    let desk = try Desk()
    #expect(try desk.matter().due == nil && desk.matter().dueObstacle.isEmpty)
    try desk.decide(grant(.returnLocally))
    #expect(try desk.matter().due == dollars(10))
    try desk.decide(.refundReturn(amount: dollars(4), note: ""))
    #expect(try desk.matter().due == dollars(6))
    try desk.decide(.refundReturn(amount: nil, note: ""))
    #expect(try desk.matter().due == nil)
    #expect(try !desk.matter().dueObstacle.isEmpty)
  }

  @Test func theShopsWordNoLongerMovesWhatIsDecided() throws {
    let desk = try Desk()
    try desk.decide(grant(.returnLocally))
    try desk.decide(.receiveReturn(note: ""))
    try desk.store.takeSamples([
      sampleOrder(1) { order in
        order.updatedAt = noon
        order.returns = [sampleReturn("R1") { $0.state = .withdrawn }]
      }
    ])
    #expect(try desk.row().state == .received)
  }

  /// Money goes back through whoever moved it: never through two, and all of it counts.
  @Test func anOperatorMaySayThroughWhichAccountItGoes() throws {
    let desk = try Desk()
    try desk.register("stripe", .payments, "stripe")
    try desk.decide(grant(.returnLocally))
    let half = Money(minor: 5_00, currency: .usd)
    let asked = Decision.refundReturn(amount: half, note: "", through: "Stripe")
    let target = Target.return(try desk.row().id)
    #expect(
      try desk.store.foretell(asked, on: target, by: "ana", now: noon)
        == .success(ForetoldRefund(amount: half, account: "stripe")))
    #expect(try desk.matter().refunds.isEmpty && desk.matter().through == "main")
    try desk.decide(asked)
    try desk.decide(.refundReturn(amount: half, note: ""))
    #expect(try desk.matter().refunds.map(\.account) == ["stripe", "main"])
    #expect(try desk.matter().ledger.committed == 10_00)
    #expect(try desk.decide(.refundReturn(amount: half, note: "", through: "stripe")).applied == 0)
    #expect(try desk.store.undo(nil, by: "ana", now: noon).applied == 1)
    #expect(try desk.store.undo(nil, by: "ana", now: noon).applied == 1)
    #expect(try desk.store.redo(by: "ana", now: noon).applied == 1)
    #expect(try desk.matter().refunds.last?.account == "stripe")
    let other = try desk.decide(.refundReturn(amount: half, note: "", through: "paypal"))
    #expect(
      other.refused.first?.reason == "paypal sends no money of this order back: main or stripe")
  }

  @Test func aShopByFilesLeavesTheMoneyToThePaymentsAccount() throws {
    let desk = try Desk()
    try desk.register("main", .storefront, "files")
    let byHand = try desk.decide(grant(.refundAndKeep))
    #expect(byHand.applied == 1 && byHand.byHand == 1)
    let matter = try desk.matter()
    #expect(matter.isPaidByHand && matter.noWayBack.isEmpty && matter.refunds.isEmpty)
    #expect(matter.value.grant?.amount == dollars(10))
    #expect(
      try desk.decide(.refundReturn(amount: nil, note: "")).refused.first?.reason
        == "no account can send the money back: main works by files; send it back there, then close "
        + "the return")
    #expect(try desk.store.undo(nil, by: "ana", now: noon).applied == 1)
    try desk.register("stripe", .payments, "stripe")
    try desk.decide(grant(.refundAndKeep))
    #expect(try desk.matter().refunds.map(\.account) == ["stripe"])
    #expect(try desk.store.undo(nil, by: "ana", now: noon).applied == 1)
    try desk.register("adyen", .payments, "stripe")
    #expect(
      try desk.decide(grant(.refundAndKeep)).refused.first?.reason
        == "say through which account it goes: adyen or stripe")
  }

  /// A purchase that was pulled without lines tells only what all of it cost.
  @Test func theWholeCostIsKnownWhereEverythingComesBack() throws {
    let desk = try Desk()
    let id = try desk.store.only("#1")
    try desk.store.recordPurchase(samplePurchase("P1", for: "#1"), for: id, by: "ana", now: noon)
    #expect(try desk.matter().cost == nil)
    #expect(
      try desk.matter().costGap == "CJ does not tell what each piece of its purchase cost")
    let all = try Desk { order in
      order.returns[0].items = [
        .init(sku: "MUG", quantity: 2), .init(sku: "CASE-1", quantity: 1),
      ]
    }
    try all.store.recordPurchase(
      samplePurchase("P1", for: "#1"), for: try all.store.only("#1"), by: "ana", now: noon)
    #expect(try all.matter().cost == dollars(12) && all.matter().costGap.isEmpty)
  }
}
