import Dispatch

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Elapsed time for figures; no decision rests on it.
enum Stopwatch {
  /// Nanoseconds since some fixed instant, never going back.
  static var now: Int64 { Int64(DispatchTime.now().uptimeNanoseconds) }

  /// Milliseconds that all threads of this process have worked so far.
  static var processor: Double { Double(clock()) * 1000 / Double(CLOCKS_PER_SEC) }

  /// Milliseconds that the work takes.
  static func milliseconds(_ work: () throws -> Void) rethrows -> Double {
    let start = now
    try work()
    return Double(now - start) / 1_000_000
  }
}

/// A set of measured times.
struct Sample {
  private var values: [Double]

  init(_ values: [Double]) { self.values = values.sorted() }

  /// The value below which that share lies; 0 where nothing was measured.
  func percentile(_ share: Double) -> Double {
    guard !values.isEmpty else { return 0 }
    return values[min(values.count - 1, Int(Double(values.count) * share))]
  }

  var median: Double { percentile(0.5) }
  var count: Int { values.count }
}
