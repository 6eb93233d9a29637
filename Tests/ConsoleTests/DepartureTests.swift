import Canvas
import Fulfillment
import Testing

@testable import Console

/// When a purchase leaves, and why not yet.
struct DepartureTests {
  private let now = SampleBoard.now

  private func row(
    _ sending: Sending.State, hold: Timestamp? = nil, notBefore: Timestamp? = nil,
    powers: SupplierPowers? = nil
  ) -> PurchaseRow {
    PurchaseRow(
      id: PurchaseOrderID(1), key: "SC-1", order: OrderID(1), orderName: "#1", supplier: "CJ",
      state: sending.isInDoubt ? .unknown : .intended, sending: sending, holdUntil: hold,
      placedAt: now, receiver: "cj-main", notBefore: notBefore, powers: powers)
  }

  @Test func stoppedIsSaidWhereItWouldCountDown() {
    var departure = Departure(now: now)
    departure.isStopped = true
    let until = now + .minutes(5)
    #expect(Sending.State.held.word(holdUntil: until, departure) == "stopped")
    #expect(Sending.State.ready.word(holdUntil: nil, departure) == "stopped")
    // What an operator keeps, or must approve, is not kept by the switch.
    #expect(Sending.State.held.word(holdUntil: nil, departure) == "on hold")
    #expect(Sending.State.proposed.word(holdUntil: nil, departure) == "approve?")
    #expect(row(.held, hold: until).standing(departure).text == "= written down, buying is stopped")
    #expect(row(.ready).standing(departure).text == "= written down, buying is stopped")
  }

  @Test func stoppedQueueDoesNotCountDown() {
    var board = SampleBoard.buying()
    board.buyingStop = BuyingStop(at: now, by: "Mina", reason: "")
    let session = SampleSession(size: .wide, board: board)
    #expect(session.screen.contains("stopped"))
    #expect(!session.screen.contains("hold 9:12") && !session.screen.contains("leaving"))
  }

  @Test func aDemoCountsInTheOperatorsOwnTime() {
    var departure = Departure(now: now)
    departure.rate = 144
    let until = now + .seconds(144 * 120)
    #expect(Sending.State.held.word(holdUntil: until, departure) == "hold 2:00")
    #expect(departure.left(until: now) == nil)
    var settings = ConsoleSettings.sample
    settings.timeRate = 144
    settings.purchaseHold = .seconds(144 * 120)
    let state = ConsoleState(size: .wide, now: now, settings: settings)
    #expect(state.purchaseHoldLine.contains("(2:00)"))
  }

  @Test func whatWaitsForATimeSaysUntilWhen() {
    let departure = Departure(now: now)
    let until = now + .seconds(250)
    #expect(Sending.State.ready.word(holdUntil: nil, notBefore: until, departure) == "waits 4:10")
    #expect(row(.ready, notBefore: until).standing(departure).text == "→ waits, leaves in 4:10")
    #expect(
      row(.ready, notBefore: until).obstacle(departure)
        == "not before \(departure.clock.time(until)), in 4:10")
    #expect(row(.ready).obstacle(departure).isEmpty)
    #expect(row(.held, notBefore: until).obstacle(departure).isEmpty)
  }

  @Test func anAccountThatFailsIsNamed() {
    var departure = Departure(now: now)
    departure.accounts = [
      ActivityRow(
        account: "cj-main", service: "cj", role: .supplier, lastError: "the key was refused",
        failures: 2)
    ]
    #expect(row(.ready).obstacle(departure) == "cj-main: the key was refused")
    departure.sync = .off("started with --offline")
    #expect(row(.ready).obstacle(departure) == "nothing is sent from here: started with --offline")
  }

  @Test func theQueueTellsWhyUnderItsRows() {
    var board = SampleBoard()
    board.orders[0].purchase = .ready
    board.orders[0].notBefore = now + .minutes(4)
    board.orders[0].purchaseNote = "CJ answers 429: too many requests"
    let session = SampleSession(size: .wide, board: board)
    #expect(session.screen.contains("waits 4:00"))
    #expect(session.screen.contains("has not left: not before"))
    #expect(session.screen.contains("CJ answers 429: too many requests"))
  }

  @Test(arguments: [
    (SupplierPowers?.none, true), (SupplierPowers(isQueryable: true), true),
    (SupplierPowers.none, false), (SupplierPowers(deduplicates: .hours(24)), false),
  ])
  func onlyWhoCanBeAskedIsAsked(_ powers: SupplierPowers?, _ can: Bool) {
    let doubted = row(.waiting, powers: powers)
    #expect(PurchaseVerb.ask.fits(doubted) == can)
    #expect(PurchaseVerb.placed.fits(doubted) && PurchaseVerb.absent.fits(doubted))
    #expect(can || PurchaseVerb.ask.lack([doubted]).hasPrefix("CJ can't be asked"))
  }

  @Test func theOrderSaysWhatCanBeDoneWhereNobodyCanBeAsked() {
    var board = SampleBoard.buying()
    board.purchases[0].powers = SupplierPowers.none
    var session = SampleSession(size: .wide, board: board)
    session.press("<enter>")
    #expect(session.screen.contains("can't be asked: look at its own list"))
    #expect(!session.screen.contains("ask the supplier again now"))
    board.purchases[0].powers = SupplierPowers(deduplicates: .hours(24))
    session = SampleSession(size: .wide, board: board)
    session.press("<enter>")
    #expect(session.screen.contains("refuses a second order under the same key"))
  }

  @Test(arguments: [
    (Sending.State.proposed, "proposed"), (.held, "written down"), (.ready, "written down"),
    (.unknown, "written down"), (.sent, "bought"),
  ])
  func onlyWhatTheSupplierHasIsBought(_ sending: Sending.State, _ deed: String) {
    #expect(row(sending).deed == deed)
  }

  @Test(arguments: [80, 120, 160, 200])
  func moneyIsNeverCut(_ columns: Int) throws {
    var board = SampleBoard.buying()
    let currency = try #require(Currency("KRW"))
    for index in board.orders.indices {
      board.orders[index].risk = Money(minor: 51_254, currency: currency)
    }
    let session = SampleSession(size: Size(columns: columns, rows: 30), board: board)
    #expect(session.screen.contains("KRW 51,254"))
    #expect(!session.screen.contains("KRW 51…"))
  }

  @Test func theSupplierStaysBesideWhatIsBeingBought() {
    let session = SampleSession(size: .wide, board: .buying())
    let header = view(session.state).lines[2]
    #expect(header.contains("Supplier") && header.contains("Exception"))
    #expect(session.screen.contains("hold 9:12") && session.screen.contains("unknown!"))
  }
}
