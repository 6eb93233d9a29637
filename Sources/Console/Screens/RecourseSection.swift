import Canvas
import Fulfillment

extension OrderSheet {
  /// Whom to ask for money, until when and with what, and what was claimed.
  var recourse: [SheetLine] {
    guard !detail.recourse.isEmpty else { return [] }
    return [
      title("Claims", width < 60 ? "" : "money back for losses, what closes first at the top")
    ]
      + detail.recourse.flatMap { row in
        fitted(
          row.parts.enumerated().map { place, part in
            Table.Field(
              (place == 0 ? "  " : "; ") + part.sanitised(limit: 200),
              role: row.isOpen ? .text : .dim)
          })
      }
  }
}
