import Canvas
import Console
import Fulfillment
import Testing

struct SupplierPageTests {
  private func opened(_ keys: String = "", size: Size = .wide) -> SampleSession {
    var session = SampleSession(size: size)
    session.press("3" + keys)
    return session
  }

  private func previewing(_ text: String) -> SampleSession {
    var session = opened("m")
    session.type(text)
    session.press("<enter>")
    return session
  }

  @Test func enterTellsEverythingOfASupplier() {
    let page = opened("<enter>", size: Size(columns: 120, rows: 120)).screen
    for words in [
      "CJ: 410 purchases", "Changed since last week", "on time", "late dispatch", "cost each",
      "Money tied up", "asked back of it", "4 x purchase.late", "Processing", "Shipping",
      "4 out of stock", "within 30 d after bought", "mail: agent@cj.example", "takes goods back",
      "too young", "LAMP-7 rose",
    ] {
      #expect(page.contains(words), "\(words)")
    }
  }

  @Test func aSupplierWithoutPurchasesSaysSo() {
    let page = opened("jj<enter>", size: Size(columns: 120, rows: 60)).screen
    #expect(page.contains("Nothing was bought of it yet"))
    #expect(page.contains("Money tied up: none"))
  }

  @Test func pausingAsksNothingAndIsShown() {
    var session = opened("p", size: .huge)
    #expect(session.lastDecision?.decision == .pauseSupplier(reason: ""))
    #expect(session.lastDecision?.targets == [.supplier(SupplierID(1))])
    #expect(session.screen.contains("x CJ pau"))
    #expect(session.screen.contains("1 supplier paused"))
    session.press("p")
    #expect(session.lastDecision?.decision == .resumeSupplier)
    #expect(!session.screen.contains("paused"))
  }

  @Test func undoTakesAPauseBack() {
    var session = opened("pu")
    #expect(session.board.suppliers[0].pause == nil)
    session.press("p")
    #expect(session.board.suppliers[0].pause != nil)
  }

  @Test func theSameKeysWorkOnThePage() {
    var session = opened("<enter>p")
    #expect(session.lastDecision?.decision == .pauseSupplier(reason: ""))
    #expect(session.screen.contains("nothing more is bought of it"))
    session.press("m")
    #expect(session.state.prompt?.purpose == .moveVolume)
  }

  @Test func whatWouldMoveIsShownBeforeAnythingIs() throws {
    var session = previewing("Ali Direct BR 50% 30d")
    let question = try #require(session.state.confirmation)
    let text = question.lines.joined(separator: "\n")
    for words in [
      "7 orders not bought yet would move, of 15", "8.40", "sooner in", "late ",
      "does not serve BR", "already written down", "Nothing is bought by it",
    ] {
      #expect(text.contains(words), "\(words)")
    }
    #expect(session.lastDecision == nil)
    session.press("y")
    let move = VolumeMove(
      from: "CJ", to: "Ali Direct", country: "BR", share: 50,
      until: session.board.now + .days(30))
    #expect(session.lastDecision?.decision == .moveVolume(move))
    #expect(session.lastDecision?.targets == [.supplier(SupplierID(1))])
  }

  @Test(arguments: [
    ("Backup", "Backup", "", 100, false), ("Ali Direct", "Ali Direct", "", 100, false),
    ("Backup 25%", "Backup", "", 25, false), ("Backup 10d DE", "Backup", "DE", 100, true),
    ("\"My Co\" DE", "My Co", "DE", 100, false), ("BR", "BR", "", 100, false),
    ("Backup 400%", "Backup 400%", "", 100, false),
  ])
  func whatIsTypedIsReadFromTheEnd(
    _ text: String, _ name: String, _ country: String, _ share: Int, _ ends: Bool
  ) {
    let session = previewing(text)
    for case .previewMove(let move, _, _) in session.seen {
      #expect(move.to == name && move.country == country && move.share == share)
      #expect((move.until != nil) == ends)
    }
    #expect(session.seen.contains { if case .previewMove = $0 { true } else { false } })
  }

  @Test func enterOnANumberShowsHowLongItTakes() {
    var session = SampleSession(size: .wide)
    session.press("5<enter>")
    for words in ["Processing: half by", "Shipping: half by", "█", "← half", "nine of ten"] {
      #expect(session.screen.contains(words), "\(words)")
    }
    session.press("<esc>")
    #expect(session.state.overlay == nil)
  }

  @Test(arguments: [Size(columns: 20, rows: 6), .narrow, .wide, .huge])
  func everySizeCanBeScrolled(_ size: Size) {
    for keys in ["3<enter>", "5<enter>"] {
      var session = SampleSession(size: size)
      session.press(keys)
      let first = session.screen
      session.press("Gkjg")
      #expect(session.screen == first)
      #expect(view(session.state).size == size)
    }
  }
}
