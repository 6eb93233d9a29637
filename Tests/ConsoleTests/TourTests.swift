import Canvas
import Fulfillment
import Testing

@testable import Console

struct TourTests {
  private func touring(_ size: Size = .narrow, keymap: Keymap = .standard) -> SampleSession {
    var session = SampleSession(size: size, keymap: keymap)
    session.press(":")
    session.type("tour")
    session.press("<enter>")
    return session
  }

  @Test func itNamesOnlyWhatThereIs() {
    #expect(TourView.missing.isEmpty)
  }

  @Test func enterGoesThroughItToTheEnd() {
    var session = touring()
    for stop in 1...TourView.count {
      #expect(session.screen.contains("Tour \(stop) of \(TourView.count)"))
      session.press("<enter>")
    }
    #expect(session.state.overlay == nil)
  }

  @Test(arguments: ["q", "<esc>"])
  func itCanBeSkipped(_ key: String) {
    var session = touring()
    session.press("<enter>" + key)
    #expect(session.state.overlay == nil)
  }

  @Test func itTellsTheKeysInUse() throws {
    let keymap = try Keymap(overrides: ["undo": ["ctrl-y"]])
    var session = touring(keymap: keymap)
    session.press("<enter>")
    #expect(session.screen.contains("ctrl-y"))
  }

  @Test(arguments: [Size(columns: 20, rows: 6), .narrow, .wide, .huge])
  func itFitsEverySize(_ size: Size) {
    #expect(view(touring(size).state).size == size)
  }

  @Test func datesTakeThePlaceOfAgesAndBack() throws {
    var session = SampleSession(size: .narrow)
    session.press("2")
    let before = session.screen
    let since = try #require(session.state.exceptions.selected?.since)
    let date = session.state.clock.text(since)
    #expect(before.contains(" Age ") && !before.contains("Since"))
    session.press("D")
    #expect(session.screen.contains("Since") && session.screen.contains(date))
    session.press("D")
    #expect(session.screen == before)
  }
}
