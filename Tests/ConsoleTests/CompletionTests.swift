import Canvas
import Fulfillment
import Testing

@testable import Console

/// Tab in the filter line.
struct CompletionTests {
  private func session(_ typed: String, then keys: String = "") -> SampleSession {
    var session = SampleSession(size: .wide)
    session.press("/")
    session.type(typed)
    session.press(keys)
    return session
  }

  @Test(arguments: [
    ("purchase:h", "purchase:held"), ("purchase:u", "purchase:unknown"),
    ("purchase:held,pr", "purchase:held,proposed"), ("-purchase:cl", "-purchase:claimed"),
    ("tag:vip (purchase:rea", "tag:vip (purchase:ready"), ("purch", "purchase:"),
    ("state:tra", "state:transit"), ("STATE:TRA", "STATE:transit"), ("coun", "country:"),
    ("ag", "age>"), ("purchase:PRO", "purchase:proposed"),
  ])
  func tabGoesOnWithTheWord(_ typed: String, _ completed: String) {
    #expect(session(typed, then: "<tab>").state.filterInput?.input.text == completed)
  }

  @Test(arguments: ["purchase:", "purchase:w", "state:re"])
  func aValueThatIsNotCertainWaitsForMore(_ typed: String) {
    let session = session(typed, then: "<tab>")
    #expect(session.state.filterInput?.input.text.hasPrefix(typed) == true)
    #expect(session.screen.contains("tab: "))
  }

  @Test(arguments: ["shoes", "s", "tag:vip", "tag:v", "state:lost", "\"purchase:h", "value>100"])
  func whereNothingIsToBeCompletedTabStaysInTheLine(_ typed: String) {
    let session = session(typed, then: "<tab><tab>")
    #expect(session.state.filterInput?.input.text == typed && session.state.focus == .queue)
  }

  @Test(arguments: [
    ("flag:parcel.returni", "flag:parcel.returning"),
    ("supplier:ali", "supplier:\"Ali Direct\""), ("supplier:C", "supplier:CJ"),
  ])
  func whatIsKnownHereIsCompletedToo(_ typed: String, _ completed: String) {
    #expect(session(typed, then: "<tab>").state.filterInput?.input.text == completed)
  }

  /// What is half typed is no code, and yet no reason for an empty list.
  @Test func halfACodeFindsWhatBeginsSo() {
    let session = session("flag:parcel.ret", then: "")
    #expect(session.state.queue.filter.query == .match(.flag(["parcel.ret*"])))
    #expect(!session.state.queue.window.rows.isEmpty)
    var kept = session
    kept.press("<enter>")
    #expect(kept.state.queue.filter.text == "flag:parcel.ret*")
  }

  @Test func everyStateOfAPurchaseIsOffered() {
    let completion = FilterCompletion.of("purchase:")
    #expect(completion?.candidates == Sending.State.allCases.map(\.rawValue))
  }

  @Test func whatIsThereAlreadyIsNotOfferedAgain() {
    let offered = FilterCompletion.of("purchase:held,unknown,")?.candidates ?? []
    #expect(offered.contains("proposed"))
    #expect(!offered.contains("held") && !offered.contains("unknown"))
  }

  @Test func whatIsCompletedFiltersAtOnce() {
    let session = session("purchase:h", then: "<tab>")
    #expect(session.state.queue.filter.query == .match(.purchase([.held])))
  }

  @Test func inTheMiddleOfTheTextNothingIsCompleted() {
    let session = session("purchase:h x", then: "<left><left><tab>")
    #expect(session.state.filterInput?.input.text == "purchase:h x")
  }

  @Test(arguments: ["", " ", ":", "-", "::", "(:", "nosuch:x", "state:zzz", "\u{1F600}:"])
  func oddTextIsNotCompleted(_ text: String) {
    #expect(FilterCompletion.of(text)?.applied(to: text) == nil)
  }
}

/// What the palette makes of a name typed in full.
struct NamedCommandTests {
  @Test(arguments: ["stop", "start", "cancel-purchase", "drop", "plan", "hold", "absent"])
  func aNameTypedInFullIsThatCommandEvenWhereItCannotBeRun(_ id: String) {
    let session = SampleSession(size: .narrow)
    #expect(PaletteMatch.of(session.state, typed: id).first?.command.id == id)
  }
}
