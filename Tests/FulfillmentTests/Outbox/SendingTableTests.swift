import Fulfillment
import Testing

private let now = ExampleFacts.monday
private let hourAgo = now - .hours(1)

/// Where a message stands before an event: one row of the tables below.
private let standings: [String: Sending] = [
  "proposed": Sending(state: .proposed),
  "held": Sending(state: .held, holdUntil: now + .minutes(5)),
  "held over": Sending(state: .held, holdUntil: now),
  "paused": Sending(state: .held),
  "ready": Sending(state: .ready, holdUntil: hourAgo),
  "ready later": Sending(state: .ready, notBefore: now + .minutes(1)),
  // Taken by a dispatcher once, and turned away unread.
  "ready again": Sending(state: .ready, notBefore: hourAgo, attempts: 1, fence: 7),
  "claimed": sentAnHourAgo(.claimed),
  "claimed again": sentAnHourAgo(.claimed, isDoubtful: true),
  "unknown": sentAnHourAgo(.unknown, isDoubtful: true),
  "unknown later": sentAnHourAgo(.unknown, notBefore: now + .minutes(1), isDoubtful: true),
  // The far side has said once, when nothing could be under way, that it has no such order.
  "told absent": sentAnHourAgo(.unknown, notBefore: now, isDoubtful: true),
  "waiting": sentAnHourAgo(.waiting, isDoubtful: true, asked: 8),
  "sent": sentAnHourAgo(.sent),
  "rejected": sentAnHourAgo(.rejected),
  "withdrawn": Sending(state: .withdrawn),
  "recalled": Sending(state: .withdrawn, attempts: 1, fence: 7),
]

private func sentAnHourAgo(
  _ state: Sending.State, notBefore: Timestamp? = nil, isDoubtful: Bool = false, asked: Int = 0
) -> Sending {
  Sending(
    state: state, notBefore: notBefore, attempts: 1, fence: 7, firstSentAt: hourAgo,
    lastSentAt: hourAgo, isDoubtful: isDoubtful, asked: asked)
}

private let events: [String: Sending.Event] = [
  "approve": .approve(until: now + .minutes(10)), "pause": .pause, "resume": .resume(until: now),
  "withdraw": .withdraw, "due": .due, "settledAbsent": .settledAbsent, "claim": .claim(fence: 8),
  "accepted": .accepted, "refused": .refused(fence: 7),
  "notSent": .notSent(fence: 7, until: now + .minutes(2)), "lost": .lost(fence: 7),
  "orphaned": .orphaned, "absent": .absent, "silent": .silent(until: now + .minutes(3)),
  "askAgain": .askAgain,
]

private let everyPower: [String: SupplierPowers] = [
  "deduplicates": SupplierPowers(deduplicates: .hours(24)),
  "queryable": SupplierPowers(isQueryable: true),
  "both": SupplierPowers(deduplicates: .hours(24), isQueryable: true),
  "neither": .none,
]

/// The whole protocol. A state: it comes to that; `no`: refused, nothing changes; `-`: nothing is said
/// by it, nothing changes.
private let byOperatorAndTime = """
  any powers     approve  pause  resume  withdraw   due    settledAbsent
  proposed       held     no     no      withdrawn  -      no
  held           no       held   ready   withdrawn  -      no
  held over      no       held   ready   withdrawn  ready  no
  paused         no       no     ready   withdrawn  -      no
  ready          no       held   no      withdrawn  -      no
  ready later    no       held   no      withdrawn  -      no
  ready again    no       held   no      withdrawn  -      no
  claimed        no       no     no      no         -      no
  claimed again  no       no     no      no         -      no
  unknown        no       no     no      no         -      rejected
  unknown later  no       no     no      no         -      rejected
  told absent    no       no     no      no         -      rejected
  waiting        no       no     no      no         -      rejected
  sent           no       no     no      no         -      no
  rejected       no       no     no      no         -      no
  withdrawn      no       no     no      no         -      no
  recalled       no       no     no      no         -      no
  """

private let anyPowers = """
  any powers     claim    accepted  refused   notSent  lost     orphaned  absent   silent   askAgain
  proposed       no       no        -         -        -        -         no       -        no
  held           no       no        -         -        -        -         no       -        no
  held over      claimed  no        -         -        -        -         no       -        no
  paused         no       no        -         -        -        -         no       -        no
  ready          claimed  no        -         -        -        -         no       -        no
  ready later    no       no        -         -        -        -         no       -        no
  ready again    claimed  sent      -         -        -        -         no       -        no
  sent           no       sent      -         -        -        -         no       -        no
  rejected       no       sent      -         -        -        -         no       -        no
  withdrawn      no       no        -         -        -        -         no       -        no
  recalled       no       sent      -         -        -        -         no       -        no
  """

private let byFarSide = [
  """
  deduplicates   claim    accepted  refused   notSent  lost     orphaned  absent   silent   askAgain
  claimed        no       sent      rejected  ready    unknown  unknown   no       -        no
  claimed again  no       sent      unknown   unknown  unknown  unknown   no       -        no
  unknown        claimed  sent      -         -        -        -         no       unknown  no
  unknown later  no       sent      -         -        -        -         no       unknown  no
  told absent    claimed  sent      -         -        -        -         no       unknown  no
  waiting        no       sent      -         -        -        -         no       -        no
  """,
  """
  queryable      claim    accepted  refused   notSent  lost     orphaned  absent   silent   askAgain
  claimed        no       sent      rejected  ready    unknown  unknown   no       -        no
  claimed again  no       sent      unknown   unknown  unknown  unknown   no       -        no
  unknown        no       sent      -         -        -        -         unknown  unknown  -
  unknown later  no       sent      -         -        -        -         -        unknown  unknown
  told absent    no       sent      -         -        -        -         ready    unknown  unknown
  waiting        no       sent      -         -        -        -         unknown  -        unknown
  """,
  """
  both           claim    accepted  refused   notSent  lost     orphaned  absent   silent   askAgain
  claimed        no       sent      rejected  ready    unknown  unknown   no       -        no
  claimed again  no       sent      unknown   unknown  unknown  unknown   no       -        no
  unknown        no       sent      -         -        -        -         unknown  unknown  -
  unknown later  no       sent      -         -        -        -         -        unknown  unknown
  told absent    no       sent      -         -        -        -         ready    unknown  unknown
  waiting        no       sent      -         -        -        -         unknown  -        unknown
  """,
  """
  neither        claim    accepted  refused   notSent  lost     orphaned  absent   silent   askAgain
  claimed        no       sent      rejected  ready    waiting  waiting   no       -        no
  claimed again  no       sent      waiting   waiting  waiting  waiting   no       -        no
  unknown        no       sent      -         -        -        -         no       unknown  no
  unknown later  no       sent      -         -        -        -         no       unknown  no
  told absent    no       sent      -         -        -        -         no       unknown  no
  waiting        no       sent      -         -        -        -         no       -        no
  """,
]

/// One field of the tables.
struct Transition: Sendable, CustomTestStringConvertible {
  let power: String
  let before: String
  let event: String
  let after: String
  var testDescription: String { "\(power): \(before) + \(event) = \(after)" }

  static let all =
    (Array(everyPower.keys).sorted().flatMap { read(byOperatorAndTime, $0) + read(anyPowers, $0) })
    + byFarSide.flatMap { read($0, nil) }

  private static func read(_ table: String, _ power: String?) -> [Transition] {
    let rows = table.split(separator: "\n").map(columns)
    guard let head = rows.first, let name = head.first else { return [] }
    return rows.dropFirst().flatMap { row in
      zip(head, row).dropFirst().map { event, after in
        Transition(power: power ?? name, before: row[0], event: event, after: after)
      }
    }
  }

  /// Two blanks or more part one column from the next.
  private static func columns(_ line: Substring) -> [String] {
    var columns = [""]
    for word in line.split(separator: " ", omittingEmptySubsequences: false) {
      if word.isEmpty {
        if columns.last != "" { columns.append("") }
      } else {
        columns[columns.count - 1] += (columns[columns.count - 1].isEmpty ? "" : " ") + word
      }
    }
    return columns.filter { !$0.isEmpty }
  }
}

@Suite struct SendingTableTests {
  @Test(arguments: Transition.all)
  func eventComesToWhatTheTableSays(_ field: Transition) throws {
    let before = try #require(standings[field.before])
    let event = try #require(events[field.event])
    let powers = try #require(everyPower[field.power])
    var after = before
    var refusal = ""
    do { try after.apply(event, powers: powers, now: now) } catch { refusal = error.reason }
    switch field.after {
    case "no":
      #expect(!refusal.isEmpty)
      #expect(after == before)
    case "-":
      #expect(refusal.isEmpty)
      #expect(after == before)
    default:
      #expect(refusal.isEmpty)
      #expect(after.state.rawValue == field.after)
    }
  }

  @Test func everyStateAndEventIsInTheTables() {
    let fields = Transition.all
    let states = Set(fields.compactMap { standings[$0.before]?.state })
    #expect(states == Set(Sending.State.allCases))
    #expect(Set(fields.map(\.before)) == Set(standings.keys))
    #expect(Set(fields.map(\.event)) == Set(events.keys))
    #expect(fields.count == standings.count * events.count * everyPower.count)
  }

  @Test(arguments: [
    ("proposed", "claim", "it waits for approval: it can't be sent"),
    ("held", "approve", "it is not waiting for approval"),
    ("paused", "pause", "it is held already"), ("held", "claim", "it is held: it can't be sent"),
    ("ready", "settledAbsent", "it has not left: it can't be settled"),
    ("claimed", "withdraw", "it is being sent"),
    ("unknown", "withdraw", "it was sent, and its outcome is not known"),
    ("sent", "withdraw", "it has been sent"), ("rejected", "resume", "it was refused"),
    ("withdrawn", "withdraw", "it was taken back"),
    ("ready", "askAgain", "it has not left: it can't be asked about"),
    ("waiting", "askAgain", "it can't be asked: look at the supplier's own list"),
    ("waiting", "absent", "the supplier can't be asked: only an operator can settle it"),
  ])
  func refusalIsInTheOperatorsWords(_ before: String, _ event: String, _ words: String) throws {
    var sending = try #require(standings[before])
    let event = try #require(events[event])
    #expect(throws: Sending.Refusal(reason: words)) {
      try sending.apply(event, powers: .none, now: now)
    }
  }
}

/// What a dispatcher does next, for each standing and power.
@Suite struct SendingStepTests {
  /// At once, in a minute (`later`), by a person, or nothing.
  private static let table = """
    proposed person
    held wait
    held_over send
    paused person
    ready send
    ready_later wait
    ready_again send
    claimed nothing
    claimed_again nothing
    waiting person
    sent nothing
    rejected nothing
    withdrawn nothing
    """

  @Test(arguments: table.split(separator: "\n").map { $0.split(separator: " ").map(String.init) })
  func nextStepIsTheSameWhateverThePowers(_ row: [String]) throws {
    let name = row[0].split(separator: "_").joined(separator: " ")
    let sending = try #require(standings[name])
    for (_, powers) in everyPower {
      #expect(word(sending.step(powers: powers, now: now)) == row[1])
    }
  }

  @Test(arguments: [
    ("unknown", "deduplicates", "resend"), ("unknown", "queryable", "ask"),
    ("unknown", "both", "ask"), ("unknown", "neither", "person"),
    ("unknown later", "deduplicates", "wait"), ("unknown later", "queryable", "wait"),
    ("unknown later", "both", "wait"), ("unknown later", "neither", "person"),
  ])
  func nextStepInDoubtIsUpToThePowers(_ before: String, _ power: String, _ step: String) throws {
    let sending = try #require(standings[before])
    let powers = try #require(everyPower[power])
    #expect(word(sending.step(powers: powers, now: now)) == step)
  }

  private func word(_ step: Sending.Step) -> String {
    if case .wait = step { "wait" } else { "\(step)" }
  }
}
