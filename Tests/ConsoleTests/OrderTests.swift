import Canvas
import Console
import Fulfillment
import Testing

struct OrderTests {
  private func session(_ keys: String, size: Size = .narrow) -> SampleSession {
    var session = SampleSession(size: size)
    session.press(keys)
    return session
  }

  @Test func enterOpensTheOrderOverThePanels() {
    let session = session("j<enter>")
    #expect(session.state.order?.id == session.board.orders[1].id)
    #expect(Layout(session.state).frames.isEmpty)
    #expect(session.screen.contains("Order #18230"))
  }

  @Test func onAWideScreenItStandsBesideTheList() {
    let session = session("<enter>", size: .huge)
    let layout = Layout(session.state)
    #expect(layout.order != nil)
    #expect(layout.frame(of: .queue) != nil)
  }

  @Test func theEvidenceOfTheExceptionItWasOpenedForComesFirst() throws {
    var session = session("2")
    session.press("jjj<enter>")
    let row = try #require(session.state.exceptions.selected)
    let lines = try #require(session.state.order?.lines)
    #expect(lines[0].text.contains(row.code))
    #expect(lines[1].text.contains(row.reason.prefix(30)))
    #expect(lines.contains { $0.text.contains("hidden behind it") })
  }

  @Test func everyEventHasItsTwoTimesAndItsSource() throws {
    let session = session("<enter>", size: .huge)
    let lines = try #require(session.state.order?.lines).map(\.text)
    let scan = try #require(lines.first { $0.contains("Picked up") })
    // Placed 2026-11-22 11:09Z, picked up 20 h later, known 190 min after that; shown at +01:00.
    #expect(scan.contains("11-23 08:09"))
    #expect(scan.contains("known +3h"))
    #expect(scan.hasSuffix("tracking"))
  }

  @Test func theNewestEventIsNearestToTheTop() throws {
    let lines = try #require(session("<enter>").state.order?.lines).map(\.text)
    let newest = try #require(lines.lastIndex { $0.contains("Asked the supplier") })
    let oldest = try #require(lines.firstIndex { $0.contains("Order placed") })
    #expect(newest < oldest)
  }

  @Test func itScrollsToItsEndsAndNoFurther() {
    var session = session("<enter>G")
    let end = session.state.order?.scroll ?? 0
    #expect(end > 0)
    session.press("jjjj<pgdn>")
    #expect(session.state.order?.scroll == end)
    session.press("gkkk")
    #expect(session.state.order?.scroll == 0)
  }

  @Test func theNextOrderIsOneKeyAway() {
    var session = session("<enter>JJK")
    #expect(session.state.order?.id == session.board.orders[1].id)
    #expect(session.state.order?.detail?.row.id == session.board.orders[1].id)
    session.press("3J")
    #expect(session.state.focus == .suppliers || session.state.order != nil)
  }

  @Test func besideTheListItFollowsTheCursor() {
    var session = session("<enter><tab>jj", size: .huge)
    #expect(session.state.order?.id == session.board.orders[2].id)
    #expect(!session.state.isOrderFocused)
    session.press("<tab>")
    #expect(session.state.isOrderFocused)
  }

  @Test(arguments: ["<esc>", "q", "<ctrl-c>"])
  func itClosesAndTheRowIsStillThere(_ key: String) {
    var session = session("8j<enter>")
    session.press(key)
    #expect(session.state.order == nil)
    #expect(session.state.queue.cursor == 8)
  }

  @Test func wordsAreFoundForwardAndBackward() throws {
    var session = session("<enter>/")
    session.type("order")
    session.press("<enter>")
    let found = try #require(session.state.order).lines.indices.filter {
      session.state.order?.lines[$0].text.lowercased().contains("order") == true
    }
    #expect(found.count >= 1)
    let first = try #require(session.state.order?.match)
    session.press(String(repeating: "n", count: found.count))
    #expect(session.state.order?.match == first, "n goes around the end")
    session.press("N")
    #expect(found.contains(session.state.order?.match ?? -1))
    session.press("<esc>n")
    #expect(session.state.prompt?.purpose == .note, "without a search n is a note again")
  }

  @Test func wordsThatAreNotThereAreSaidNotToBe() {
    var session = session("<enter>/")
    session.type("zeppelin")
    session.press("<enter>")
    #expect(session.notice == "\"zeppelin\" is not in this order")
  }

  @Test func verbsWorkOnTheOrderOnTheScreen() {
    var session = session("2<enter>")
    let id = session.state.exceptions.selected?.id
    session.press("a")
    #expect(session.lastDecision?.targets == id.map { [.exception($0)] })
    session.press("t")
    session.type("vip")
    session.press("<enter>")
    #expect(session.lastDecision?.targets == session.state.order.map { [.order($0.id)] })
  }

  @Test func anOrderThatLeavesTheStoreIsClosed() {
    var session = session("<enter>")
    session.board.orders.removeFirst()
    session.send(.storeChanged(session.board.now))
    #expect(session.state.order == nil)
    #expect(session.notice == "This order is not in the store any more")
  }

  @Test func aRefreshKeepsThePlaceInTheSheet() {
    var session = session("<enter>jjj")
    session.send(.storeChanged(session.board.now))
    #expect(session.state.order?.scroll == 3)
  }

  @Test func theSheetFitsItsWidth() throws {
    for size in [Size.narrow, .wide, .huge, Size(columns: 40, rows: 30)] {
      let state = session("<enter>", size: size).state
      let room = try #require(Layout(state).order).columns - 4
      for line in try #require(state.order).lines {
        #expect(TextWidth.of(line.text) <= room, "\(size.columns): \(line.text)")
      }
    }
  }
}
