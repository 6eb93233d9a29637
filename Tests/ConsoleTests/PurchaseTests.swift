import Canvas
import Fulfillment
import Testing

@testable import Console

/// What was bought by hand, typed in one line.
struct PurchaseLineTests {
  private let suppliers = ["CJ", "Ali Direct", "Shenzhen agent 深圳代理", "Shenzhen"]

  private func read(_ text: String) throws -> PurchaseLine {
    try PurchaseLine.read(text, suppliers: suppliers)
  }

  @Test func everythingInOneLine() throws {
    let line = try read("CJ 2211-77 12.30 USD LX123456785CN")
    #expect(line.supplier == "CJ")
    #expect(line.number == "2211-77")
    #expect(line.cost == Money(minor: 1_230, currency: .usd))
    #expect(line.tracking == ["LX123456785CN"])
  }

  @Test(arguments: [
    ("CJ 1", "CJ"), ("cj 1", "CJ"), ("Ali Direct 1", "Ali Direct"), ("ali direct 1", "Ali Direct"),
    ("shenzhen 1", "Shenzhen"), ("Shenzhen agent 深圳代理 1", "Shenzhen agent 深圳代理"),
    ("\"New Maker Ltd\" 1", "New Maker Ltd"), ("Maker 1", "Maker"), ("CJX 1", "CJX"),
  ])
  func theSupplierIsFound(_ text: String, _ supplier: String) throws {
    let line = try read(text)
    #expect(line.supplier == supplier)
    #expect(line.number == "1")
  }

  @Test(arguments: [
    ("CJ 1", nil), ("CJ 1 5 USD", 500), ("CJ 1 5.5 eur", 550), ("CJ 1 0 USD", 0),
    ("CJ 1 9400111899223197428490", nil), ("CJ 1 12345678.90 USD", 1_234_567_890),
  ])
  func theCostIsTold(_ text: String, _ minor: Int64?) throws {
    #expect(try read(text).cost?.minor == minor)
  }

  @Test func aYenHasNoCents() throws {
    #expect(try read("CJ 1 500 JPY").cost?.minor == 500)
    #expect(throws: PurchaseLine.Problem.self) { try read("CJ 1 5.50 JPY") }
  }

  @Test func parcelsAreKeptInOrderAndUpperCase() throws {
    let line = try read("CJ 1 lx123456785cn 9400111899223197428490")
    #expect(line.tracking == ["LX123456785CN", "9400111899223197428490"])
    #expect(line.cost == nil)
  }

  @Test(arguments: [
    ("", "who was bought from?"), ("CJ", "after CJ: the supplier's order number is missing"),
    ("Ali Direct", "after Ali Direct: the supplier's order number is missing"),
    ("\"Ali", "the supplier's name has no closing \""),
    ("\"\" 1", "there is no name between the \""),
    ("CJ 1 12.30", "after 12.30: its currency is missing, as in 12.30 USD"),
    ("CJ 1 12.30 LX123456785CN", "LX123456785CN is no currency: write 12.30 USD"),
    ("CJ 1 12,30 USD", "12,30 is no amount of USD: write the cents after a point"),
    ("CJ 1 -5 USD", "-5 is no amount of USD: write it as 12.30"),
    ("CJ 1 5 USD ab", "ab is no tracking number"),
    ("CJ 1 5 USD perhaps", "perhaps is no tracking number"),
    ("CJ 1 LX123456785CN lx123456785cn", "a tracking number stands there twice"),
  ])
  func theProblemIsNamed(_ text: String, _ problem: String) {
    #expect(throws: PurchaseLine.Problem(text: problem)) { try read(text) }
  }

  @Test func thePreviewSaysHowItIsUnderstood() throws {
    #expect(try read("CJ 7").preview == "CJ, number 7, no cost, no parcel yet")
    let whole = try read("CJ 7 12.30 USD 1Z999AA10123456784").preview
    #expect(whole.hasPrefix("CJ, number 7, "))
    #expect(whole.contains("12.30"))
    #expect(whole.contains("parcel 1Z999AA10123456784"))
  }

  @Test func aPurchaseWithAParcelIsShipped() throws {
    let now = SampleBoard.now
    let bare = try read("CJ 7").purchase(reference: "#1", at: now)
    #expect(bare.state == .placed)
    #expect(bare.placedAt == now)
    #expect(bare.reference == "#1")
    let sent = try read("CJ 7 LX123456785CN").purchase(reference: "#1", at: now)
    #expect(sent.state == .shipped)
    #expect(sent.shipments.map(\.number) == ["LX123456785CN"])
  }
}

struct BoughtTests {
  private func session(_ keys: String = "") -> SampleSession {
    var session = SampleSession(size: .narrow)
    session.press(keys)
    return session
  }

  private func recorded(_ session: SampleSession) -> (order: OrderID, purchase: PurchaseOrder)? {
    for case .recordPurchase(let order, let purchase, _) in session.seen {
      return (order, purchase)
    }
    return nil
  }

  @Test(arguments: ["", "jj", "2", "<enter>"])
  func theRowGetsThePurchase(_ keys: String) throws {
    var session = session(keys)
    let row = session.state.rowOrder()?.id
    session.press("b")
    session.type("cj 2211-77 12.30 USD LX123456785CN")
    session.press("<enter>")
    let sent = try #require(recorded(session))
    #expect(sent.order == row)
    #expect(sent.purchase.supplier == "CJ")
    #expect(sent.purchase.number == "2211-77")
    #expect(session.state.overlay == nil)
    #expect(session.notice == "CJ 2211-77: written down")
    #expect(session.state.requests.decisions.isEmpty)
  }

  @Test func theSuppliersAreReadForTheirNames() {
    var session = session()
    #expect(!session.state.suppliers.isLoaded)
    session.press("b")
    #expect(session.state.suppliers.isLoaded)
    session.type("ali direct 4")
    #expect(session.screen.contains("= Ali Direct, number 4, no cost, no parcel yet"))
  }

  @Test func whatIsMissingIsToldWhileTypingAndOnEnter() {
    var session = session("b")
    session.type("CJ")
    #expect(session.screen.contains("... after CJ: the supplier's order number is missing"))
    session.press("<enter>")
    #expect(
      session.state.prompt?.problem == "after CJ: the supplier's order number is missing")
    #expect(recorded(session) == nil)
    session.type(" 5")
    #expect(session.state.prompt?.problem == nil)
    session.press("<enter>")
    #expect(recorded(session)?.purchase.number == "5")
  }

  @Test func moreThanOneMarkedRowIsRefused() {
    var session = session("<space><space>b")
    #expect(session.state.overlay == nil)
    #expect(session.notice == "a purchase is for one order: unmark")
    session.press("<esc>jb")
    #expect(session.state.prompt?.purpose == .bought)
  }

  @Test(arguments: ["3", "4", "6"])
  func elsewhereTheKeySaysWhereItWorks(_ panel: String) {
    var session = session(panel + "b")
    #expect(session.state.overlay == nil)
    #expect(session.notice?.contains("works in: Queue, Exceptions, Order") == true)
    session.press("1b")
    #expect(session.state.prompt?.purpose == .bought)
  }

  @Test func whatWasTypedIsKeptAsADraft() {
    var session = session("b")
    session.type("CJ 77")
    session.press("<esc>")
    #expect(recorded(session) == nil)
    session.press("b")
    #expect(session.state.prompt?.input.text == "CJ 77")
  }

  @Test func aRefusalOfTheStoreIsTold() {
    var session = session()
    _ = update(&session.state, .key(.character("b"), session.board.now))
    session.type("CJ 77")
    let effects = update(&session.state, .key(.enter, session.board.now))
    guard case .recordPurchase(_, _, let number)? = effects.first else {
      Issue.record("nothing was sent")
      return
    }
    #expect(session.state.requests.decisions == [number])
    session.send(.failed("CJ 77 is already on #18230", number, session.board.now))
    #expect(session.notice == "CJ 77 is already on #18230")
    #expect(session.state.requests.decisions.isEmpty)
    #expect(update(&session.state, .recorded("late", number, session.board.now)).isEmpty)
  }

  @Test func arrowsOfferTheKnownSuppliers() {
    var session = session("b")
    session.press("b<esc>b<down>")
    #expect(session.state.prompt?.suggestions.isEmpty == false)
    #expect(session.state.prompt?.input.text == "CJ ")
    session.press("<down>")
    #expect(session.state.prompt?.input.text == "\"Ali Direct\" ")
  }
}
