import Fulfillment

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A bar on standard error for long work, only where that is a terminal and the operator did not ask
/// for quiet.
struct ProgressLine {
  private let title: String
  private let isShown: Bool
  private var lastPercent = -1

  init(_ title: String, quiet: Bool) {
    self.title = title
    self.isShown = !quiet && Standard.isTerminal(STDERR_FILENO)
  }

  /// Shows how far the work is; `total` 0 means it is not known.
  mutating func show(_ done: Int, of total: Int) {
    guard isShown else { return }
    let percent = total > 0 ? min(100, done * 100 / total) : done / 100
    guard percent != lastPercent else { return }
    lastPercent = percent
    let width = 30
    let filled = total > 0 ? width * percent / 100 : 0
    let bar =
      total > 0
      ? String(repeating: "#", count: filled) + String(repeating: ".", count: width - filled)
        + " \(percent) %"
      : "\(done)"
    Standard.write("\r\(title) \(bar)\u{1B}[K", to: STDERR_FILENO)
  }

  /// Takes the bar away.
  func finish() {
    guard isShown, lastPercent >= 0 else { return }
    Standard.write("\r\u{1B}[K", to: STDERR_FILENO)
  }
}
