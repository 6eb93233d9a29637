import Canvas

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What one press came to.
struct Press {
  /// From the press to the last byte of what it painted.
  var milliseconds: Double
  var bytes: Int
}

/// A key to measure, and how.
struct KeyStep {
  var name: String
  var keys: [String]
  /// Typed before each round, and after it; not measured.
  var before = ""
  var after = ""
  /// Nothing more for that long: the paint is over. Long where rows have to be read first.
  var quiet: Int32 = 5
  /// Of a hundred presses of a plain key, so many of this one.
  var share = 100
  /// The keys make one text, typed that often.
  var isTyped = false
  var rounds: Int { 3 }

  /// What any list understands.
  static let plain = [
    KeyStep(name: "down", keys: ["\u{1B}OB"]), KeyStep(name: "page", keys: ["\u{1B}[6~"]),
    KeyStep(name: "up", keys: ["\u{1B}OA"]),
  ]

  /// What only the console does.
  static let own =
    [
      KeyStep(name: "end", keys: ["G"], after: "g", quiet: 60, share: 20)
    ]
    + typed("search", ["smith", "#10234", "oslo"])
    + typed("filter", ["state:transit", "flag:transit.*", "country:de value>=50", "open age>9d"])
    + [
      KeyStep(
        name: "sort", keys: ["v", "n", "r"], before: "s", quiet: 60, share: 20),
      KeyStep(name: "panel", keys: ["\t"], quiet: 60, share: 24),
    ]

  /// Each text typed into the filter line, key by key.
  private static func typed(_ name: String, _ texts: [String]) -> [KeyStep] {
    texts.map { text in
      KeyStep(
        name: name, keys: text.map { String($0) }, before: "/", after: "\u{1B}", quiet: 60,
        isTyped: true)
    }
  }
}

/// Measures a program in a pseudo terminal from outside, as an operator would feel it.
struct ScreenMeasure {
  var environment: [String: String]
  var size: Size

  /// From starting the program to the last byte of its first screen (nothing more comes for 60 ms).
  func start(_ words: [String]) throws -> Press {
    let start = Stopwatch.now
    let screen = try PseudoTerminal(words, environment: environment, size: size)
    var last = start
    var count = 0
    while true {
      let bytes = screen.read(milliseconds: last == start ? 5000 : 60)
      if bytes.isEmpty { break }
      last = Stopwatch.now
      count += bytes.count
    }
    guard last != start else { throw Failure(words[0], "it drew nothing within 5 s") }
    MeasuredSession(screen).end()
    return Press(milliseconds: Double(last - start) / 1_000_000, bytes: count)
  }

  /// Starts it to press keys in.
  func open(_ words: [String]) throws -> MeasuredSession {
    let screen = try PseudoTerminal(words, environment: environment, size: size)
    _ = screen.settle(quiet: 300, atMost: 5000)
    return MeasuredSession(screen)
  }
}

/// A program that keys are pressed in.
struct MeasuredSession {
  let screen: PseudoTerminal

  init(_ screen: PseudoTerminal) { self.screen = screen }

  /// Presses the keys of a step: a typed text is typed to its end, of others one key a round.
  func times(_ step: KeyStep, presses: Int) -> [Press] {
    let rounds = step.isTyped ? step.rounds : max(1, presses * step.share / 100)
    return (0..<rounds).flatMap { round in
      quietly(step.before)
      let keys = step.isTyped ? step.keys : [step.keys[round % step.keys.count]]
      let times = keys.flatMap { press($0, step.quiet) }
      quietly(step.after)
      return times
    }
  }

  private func press(_ key: String, _ quiet: Int32) -> [Press] {
    let start = Stopwatch.now
    screen.type(key)
    var last: Int64?
    var count = 0
    while true {
      let bytes = screen.read(milliseconds: last == nil ? 300 : quiet)
      if bytes.isEmpty { break }
      last = Stopwatch.now
      count += bytes.count
      // With a live feed there is no end of painting.
      if Stopwatch.now - start > 5_000_000_000 { break }
    }
    return last.map { [Press(milliseconds: Double($0 - start) / 1_000_000, bytes: count)] } ?? []
  }

  private func quietly(_ keys: String) {
    guard !keys.isEmpty else { return }
    screen.type(keys)
    _ = screen.settle(quiet: 60, atMost: 2000)
  }

  /// What it does when nobody presses a key.
  func idle(seconds: Int) -> IdleFigures {
    _ = screen.settle(quiet: 500, atMost: 2000)
    let (work, wakes, start) = (screen.processor, screen.wakeups, Stopwatch.now)
    var bytes = 0
    let end = start + Int64(seconds) * 1_000_000_000
    while Stopwatch.now < end { bytes += screen.read(milliseconds: 200).count }
    let minutes = Double(Stopwatch.now - start) / 60_000_000_000
    return IdleFigures(
      processor: (screen.processor - work) / minutes,
      wakeups: Double(
        screen.wakeups.reduce(0) { $0 + $1.value - (wakes[$1.key] ?? 0) }) / minutes,
      bytes: Double(bytes) / minutes)
  }

  func end() {
    screen.type("q")
    if screen.wait(milliseconds: 1000) == nil { screen.signal(SIGTERM) }
  }
}

/// What a program does in a minute in which nobody presses a key.
struct IdleFigures {
  /// Seconds of processor time.
  var processor: Double
  /// How often one of its threads began to run.
  var wakeups: Double
  var bytes: Double
}
