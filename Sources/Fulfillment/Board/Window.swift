/// A part of a long list: the screen never holds more than it can show and a page around it.
package struct Window<Row: Sendable>: Sendable {
  package var rows: [Row]
  /// There are rows before the first and after the last.
  package var hasBefore: Bool
  package var hasAfter: Bool
  /// 0-based position of `rows[0]` in the whole list where it is known cheaply, else nil.
  package var offset: Int?

  package init(
    rows: [Row] = [], hasBefore: Bool = false, hasAfter: Bool = false, offset: Int? = nil
  ) {
    self.rows = rows
    self.hasBefore = hasBefore
    self.hasAfter = hasAfter
    self.offset = offset
  }
}

extension Window: Equatable where Row: Equatable {}
extension Window: Hashable where Row: Hashable {}

/// Where a window starts. The id is the number of the row's id, whatever its list.
package enum Anchor: Hashable, Sendable {
  case start
  case end
  /// Rows following that row (exclusive).
  case after(Int64)
  /// Rows preceding that row (exclusive).
  case before(Int64)
  /// Half of the rows before, the row itself, the rest after; falls back to the nearest place where the row
  /// has left the list.
  case around(Int64)
}

/// How the queue is sorted. Ties go by id, newest first.
package enum QueueSort: String, CaseIterable, Sendable {
  /// Money at risk, largest first; then newest.
  case risk
  /// Oldest first.
  case age
  /// Newest first.
  case newest
  /// Total, largest first.
  case value
  case state
  case supplier
  case updated
}

/// How exceptions are sorted.
package enum ExceptionSort: String, CaseIterable, Sendable {
  /// Severity, then money.
  case money
  case since
  case due
  case code
}
