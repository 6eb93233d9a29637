extension Int64 {
  /// The sum, or the largest or smallest number where it is beyond them: amounts come from outside, and a
  /// wrong one must not end the program.
  package func clampedSum(_ other: Int64) -> Int64 {
    let (sum, overflows) = addingReportingOverflow(other)
    return overflows ? (other < 0 ? .min : .max) : sum
  }

  /// The difference, clamped in the same way.
  package func clampedDifference(_ other: Int64) -> Int64 {
    let (difference, overflows) = subtractingReportingOverflow(other)
    return overflows ? (other < 0 ? .max : .min) : difference
  }
}

extension Sequence where Element == Int64 {
  /// The sum of all, clamped.
  package var clampedSum: Int64 { reduce(0) { $0.clampedSum($1) } }
}
