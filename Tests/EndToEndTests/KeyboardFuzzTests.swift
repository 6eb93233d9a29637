import Canvas
import Foundation
import TestSupport
import Testing

@testable import supercargo

/// Random keys and windows, for SUPERCARGO_FUZZ_SECONDS (5), from SUPERCARGO_FUZZ_SEED (1).
@Suite(.serialized) struct KeyboardFuzzTests {
  private static func number(_ name: String, otherwise: UInt64) -> UInt64 {
    ProcessInfo.processInfo.environment[name].flatMap { UInt64($0) } ?? otherwise
  }

  @Test func whateverIsPressedTheScreenStaysTrue() throws {
    let seconds = Self.number("SUPERCARGO_FUZZ_SECONDS", otherwise: 5)
    let first = Self.number("SUPERCARGO_FUZZ_SEED", otherwise: 1)
    let end = Stopwatch.now + Int64(seconds) * 1_000_000_000
    var (seed, looks) = (first, 0)
    while Stopwatch.now < end {
      print("fuzz: seed \(seed)")
      var fuzz = try Fuzz(seed: seed)
      try fuzz.run(until: end, steps: 300)
      looks += fuzz.looks
      guard fuzz.complaints.isEmpty else {
        let story = fuzz.complaints.joined(separator: "\n")
        Issue.record("seed \(seed) after \(fuzz.told):\n\(story)")
        return
      }
      seed += 1
    }
    print("fuzz: \(seed - first) seeds, \(looks) looks at the screen")
    #expect(looks > 0)
  }
}
