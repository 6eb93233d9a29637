package import Fulfillment

/// The figures the engine works by. Spans are real time whatever the clock's rate, but for the schedule.
package struct SyncPolicy: Hashable, Sendable {
  package var schedule = Schedule()
  package var retry = Retry()
  package var circuit = Circuit()
  /// How long the lease lasts without renewal: longer than any request, short enough that another
  /// process soon takes over from one that died.
  package var lease = Span.seconds(90)
  /// From the first byte out to the last byte in.
  package var requestTimeout = Span.seconds(30)
  /// Longest answer that is read, in bytes.
  package var maxBody = 32 * 1024 * 1024
  /// Accounts pulled at the same time.
  package var concurrency = 4
  /// Requests of one tracker on their way at once; never more than the service takes in a second.
  package var inFlight = 1
  /// Orders examined in one step of detection. Many are evaluated ahead of the writer, and no transaction
  /// of a step holds the store for longer than it takes to write a quarter of them; above a thousand or
  /// so it is the step that stops for a shutdown, not the order.
  package var detectionSlice = 20_000
  /// How often `run` looks for exceptions that came due and messages whose hold has passed.
  package var tick = Span.seconds(20)
  /// How long one pull may take in a turn of `run`, so that no account's backlog keeps the others, or
  /// detection, waiting: what is left is pulled in the next turn. A page once asked for is finished.
  package var roundBudget = Span.seconds(5)
  /// Pages of one pull; a vendor that never ends is cut off there and goes on at the next pull.
  package var maxPages = 20_000

  package init() {}
}
