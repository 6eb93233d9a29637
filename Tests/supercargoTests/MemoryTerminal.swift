import Canvas
import Console
import Dispatch
import Fulfillment
import Settings
import Store
import TestSupport
import Testing

@testable import supercargo

/// A terminal in memory: keeps the frames and hands out the keys of the test.
@MainActor
final class MemoryTerminal: Terminal {
  var size = Size(columns: 120, rows: 40)
  private(set) var frames: [Grid] = []
  private(set) var copied: [String] = []
  private(set) var themes: [Theme] = []
  private(set) var calls: [String] = []
  private var keys: [Key] = []
  private var waiting: [Int: (condition: (String) -> Bool, go: CheckedContinuation<Bool, Never>)] =
    [:]
  private var waits = 0

  func paint(_ grid: Grid) {
    frames.append(grid)
    let text = Self.text(grid)
    for (number, waiter) in waiting where waiter.condition(text) {
      waiting[number] = nil
      waiter.go.resume(returning: true)
    }
  }

  func readKeys() -> [Key] {
    defer { keys = [] }
    return keys
  }

  func use(_ theme: Theme) { themes.append(theme) }
  func copy(_ text: String) { copied.append(text) }
  func bell() { calls.append("bell") }
  func suspend() { calls.append("suspend") }
  func resume() { calls.append("resume") }
  func redraw() { calls.append("redraw") }
  func close() { calls.append("close") }

  /// The newest frame as text.
  var text: String { frames.last.map(Self.text) ?? "" }

  /// Returns once a frame satisfies the condition; one that does not come in time is an issue.
  func shows(
    _ condition: @escaping (String) -> Bool, at location: SourceLocation = #_sourceLocation
  ) async {
    if condition(text) { return }
    waits += 1
    let number = waits
    let isReached = await withCheckedContinuation { go in
      waiting[number] = (condition, go)
      DispatchQueue.main.asyncAfter(deadline: .now() + 15) {
        MainActor.assumeIsolated {
          self.waiting.removeValue(forKey: number)?.go.resume(returning: false)
        }
      }
    }
    #expect(isReached, "the screen shows:\n\(text)", sourceLocation: location)
  }

  func shows(_ words: String, at location: SourceLocation = #_sourceLocation) async {
    await shows({ $0.contains(words) }, at: location)
  }

  static func text(_ grid: Grid) -> String {
    (0..<grid.size.rows).map { row in
      String((0..<grid.size.columns).map { grid[$0, row].text })
    }.joined(separator: "\n")
  }
}

/// A console over a store, without a screen.
@MainActor
struct Bench {
  let desk: Desk
  let terminal = MemoryTerminal()
  let clock = ManualTime(noon, automatic: false)
  let loop: ConsoleLoop
  let pulled: Pulled

  init(_ desk: Desk, store: Store? = nil) {
    self.desk = desk
    let pulled = Pulled()
    self.pulled = pulled
    var configuration = Configuration()
    configuration.operatorName = "tester"
    let themes = Themes(folder: desk.folder.path + "/themes")
    let settings = ConsoleSettings(
      operatorName: "tester", themes: themes.entries.map(\.name), theme: Themes.standard,
      hasStorefront: true, storePath: desk.store.path)
    loop = ConsoleLoop(
      terminal: terminal, clock: clock,
      state: ConsoleState(size: terminal.size, now: noon, settings: settings),
      performer: EffectPerformer(
        store: store ?? desk.store, clock: clock, configuration: configuration, themes: themes,
        pull: { pulled.add($0) }))
  }

  /// Presses keys, one after the other.
  func press(_ keys: Key...) {
    for key in keys { loop.receive(.key(key, clock.now())) }
  }

  func type(_ text: String) {
    for character in text { loop.receive(.key(.character(character), clock.now())) }
  }
}
