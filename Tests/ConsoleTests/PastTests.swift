import Canvas
import Fulfillment
import Testing

@testable import Console

/// What was typed before comes back with the arrows.
struct PastTests {
  private func session(_ lines: [(Past.Kind, String)]) -> SampleSession {
    var session = SampleSession(size: .narrow)
    for (kind, text) in lines { session.state.past.add(kind, text) }
    return session
  }

  private let filters: [(Past.Kind, String)] = [
    (.filter, "supplier:cj"), (.filter, "age>3d"), (.filter, "state:transit"),
  ]

  @Test(arguments: [
    ("<up>", "state:transit"), ("<up><up>", "age>3d"), ("<up><up><up><up>", "supplier:cj"),
    ("<up><up><down>", "state:transit"), ("<up><down>", ""),
    ("<up><up><up><down><down>", "state:transit"),
  ])
  func upAndDownGoThroughTheFiltersTyped(keys: String, text: String) {
    var session = session(filters)
    session.press("/" + keys)
    #expect(session.state.filterInput?.input.text == text)
    #expect(session.state.queue.filter.text == text)
  }

  @Test func onlyThoseThatBeginAsTyped() {
    var session = session(filters)
    session.press("/")
    session.type("s")
    session.press("<up>")
    #expect(session.state.filterInput?.input.text == "state:transit")
    session.press("<up>")
    #expect(session.state.filterInput?.input.text == "supplier:cj")
    session.press("<down><down>")
    #expect(session.state.filterInput?.input.text == "s", "what was typed is not lost")
  }

  @Test func withNothingTypedBeforeTheArrowsMoveInTheList() {
    var session = session([])
    session.press("/<down><down>")
    #expect(session.state.queue.cursor == 2)
    session.press("<up>")
    #expect(session.state.queue.cursor == 1)
  }

  @Test func aFilterThatIsKeptIsRemembered() {
    var session = session([])
    session.press("/")
    session.type("tag:vip")
    session.press("<enter>")
    #expect(session.seen.contains(.remember(.filter, "tag:vip")))
    session.press("/<esc>/")
    #expect(session.seen.count { if case .remember = $0 { true } else { false } } == 1)
    #expect(session.state.past[.filter] == ["tag:vip"])
  }

  @Test func aCommandThatIsRunIsRemembered() {
    var session = session([])
    session.press(":")
    session.type("zoom")
    session.press("<enter>")
    #expect(session.seen.contains(.remember(.command, "zoom")))
    session.press(":<up>")
    guard case .palette(let palette) = session.state.overlay else {
      Issue.record("no palette")
      return
    }
    #expect(palette.input.text == "zoom")
  }

  @Test func thePaletteGoesForwardAgainToo() {
    var session = session([(.command, "help"), (.command, "zoom")])
    session.press(":<up><up><down>")
    guard case .palette(let palette) = session.state.overlay else {
      Issue.record("no palette")
      return
    }
    #expect(palette.input.text == "zoom")
    session.press("<down>")
    guard case .palette(let again) = session.state.overlay else { return }
    #expect(again.input.isEmpty)
  }

  @Test func aShellCommandIsOfferedAgainUnlessABlankCameFirst() {
    var session = session([])
    session.press("!")
    session.type("sort -k2")
    session.press("<enter>!")
    session.type(" secret")
    session.press("<enter>!<up>")
    #expect(session.state.prompt?.input.text == "sort -k2")
    #expect(session.state.past[.shell] == ["sort -k2"])
  }

  @Test func aReasonIsOfferedFirstWhereItIsAskedAgain() {
    var session = session([(.reason, "sent again by DHL")])
    session.press("2R<down>")
    #expect(session.state.prompt?.input.text == "sent again by DHL")
  }

  @Test func eachStandsOnceAndNoMoreThanTheyMay() {
    var past = Past()
    for number in 0..<250 { past.add(.filter, "age>\(number)d") }
    past.add(.filter, "age>100d")
    #expect(past[.filter].count == Past.limit)
    #expect(past[.filter].last == "age>100d")
    #expect(past[.filter].count { $0 == "age>100d" } == 1)
    #expect(!past.add(.filter, "age>100d") && !past.add(.filter, ""))
  }
}
