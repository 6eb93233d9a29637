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

  /// Counts the orders that were there before the numbers, step by step.
  func countFigures() throws {
    while try countFigures(limit: 2_000) { continue }
  }

  /// Counts every order anew and compares; what it found, in a sentence.
  func recount(_ line: ProgressLine) throws -> (isEqual: Bool, text: String) {
    var progress = line
    let all = try counts().orders
    let recount = try recountFigures { progress.show($0, of: all) }
    progress.finish()
    let counted = "\(recount.orders) orders counted anew: "
    guard recount.wrong > 0 else { return (true, counted + "every number is as it was kept") }
    return (false, counted + "\(recount.wrong) figures were wrong and are put right")
  }
}
