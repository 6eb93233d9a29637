import Fulfillment
import Store

extension Store {
  /// Learns how long stages take from everything that is there, step by step.
  func learnDelays(now: Timestamp, _ line: ProgressLine) throws {
    var (progress, learned) = (line, 0)
    while true {
      let step = try learnDelays(limit: 2_000, now: now)
      learned += step.learned
      progress.show(learned, of: 0)
      guard step.hasMore else { break }
    }
    progress.finish()
  }
}
