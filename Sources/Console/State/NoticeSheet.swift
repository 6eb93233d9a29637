package import Fulfillment

/// Notices to customers over the panels: read, sent, withheld.
package struct NoticeSheet: Equatable, Sendable {
  /// All of that order; nil: those of any order that wait for the operator.
  package var order: OrderID?
  /// nil until they are read.
  package var rows: [NoticeRow]?
  package var cursor = 0
  /// Of the words under the cursor.
  package var scroll = 0
  /// What is about to be sent and is shown once more in full; empty: the list.
  package var asked: [NoticeRow] = []

  package init(order: OrderID? = nil, rows: [NoticeRow]? = nil) {
    self.order = order
    self.rows = rows
  }

  /// The one under the cursor.
  var selected: NoticeRow? {
    guard let rows, rows.indices.contains(cursor) else { return nil }
    return rows[cursor]
  }

  /// What goes with that one: proposals of its kind for the same order are sent together.
  func waiting(with row: NoticeRow) -> [NoticeRow] {
    (rows ?? []).filter {
      $0.state == .proposed && $0.order == row.order && $0.kind == row.kind
    }
  }
}

/// Something is being worked out that will be asked about; keys wait for it, and escape gives it up.
package struct Working: Equatable, Sendable {
  /// `Working out what moves`
  package var title: String
  package var number: RequestNumber
  /// The answer of an operator to customers, as far as it is written.
  package var answer: PendingAnswer?
  /// The line that asked for it, to be asked again where it comes to nothing.
  package var asked: Prompt?

  package init(
    _ title: String, number: RequestNumber, answer: PendingAnswer? = nil, asked: Prompt? = nil
  ) {
    self.title = title
    self.number = number
    self.answer = answer
    self.asked = asked
  }
}

/// A question about returns that lacks the words the customers will read.
package struct PendingAnswer: Equatable, Sendable {
  var question: Confirmation
  /// What is said about each return; the words of its answer come after it.
  var parts: [[String]]
  var end: [String]
}
