package import Fulfillment

/// A row that a list can find again after a refresh.
package protocol ListRow: Hashable, Sendable {
  /// The number of the row's id, unique in its list.
  var key: Int64 { get }
}

extension QueueRow: ListRow { package var key: Int64 { id.number } }
extension ExceptionRow: ListRow { package var key: Int64 { id.number } }
extension ReturnRow: ListRow { package var key: Int64 { id.number } }
extension SupplierRow: ListRow { package var key: Int64 { id.number } }

extension Numbers: ListRow {}
extension DeadlineRow: ListRow {}

extension ActivityRow: ListRow {
  /// FNV-1a of the account's name: accounts have no number on the board.
  package var key: Int64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in account.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return Int64(bitPattern: hash)
  }
}

/// A list as the screen holds it: the rows it can show and a page around them, the cursor, the marks.
package struct ListState<Row: ListRow>: Equatable, Sendable {
  package var window = Window<Row>()
  /// Position of the cursor in `window.rows`; 0 where there are none.
  package var cursor = 0
  /// Position of the first row drawn.
  package var top = 0
  /// An answer has come in for the present filter.
  package var isLoaded = false
  /// Marked rows by key, as last seen, in the window or not.
  package var marks: [Int64: Row] = [:]
  package var range: RangeMarks<Row>?
  /// Steps still to take (up: negative) once the rows beyond the window have come.
  package var owed = 0
  /// The cursor has never left the top of the list, or came back to it: the list shows what is newest.
  package var isHome = true
  /// Nobody has pressed a key here yet: whatever comes first has the cursor.
  package var isUntouched = true
  /// Where the cursor goes when the outstanding window arrives; nil: none is outstanding.
  package var pending: ListPlacement?
  package var filter = Filter()
  /// How many rows match, where asked for.
  package var total: Int?

  package init() {}

  /// The row under the cursor.
  package var selected: Row? {
    window.rows.indices.contains(cursor) ? window.rows[cursor] : nil
  }
}

/// Where the cursor goes when a window arrives.
package enum ListPlacement: Equatable, Sendable {
  case first, last
  /// Stay on the row, at the same height on the screen.
  case keep
  /// Keep the list's first line on the screen, and the cursor on its row while that is in sight.
  case top
  /// To the row of that key where it is there, else as `keep`.
  case row(Int64)
}

/// The filter of one list.
package struct Filter: Equatable, Sendable {
  package var text = ""
  /// What the text means: the last that could be read.
  package var query = Query.all

  package init() {}

  package init(text: String, query: Query) {
    self.text = text
    self.query = query
  }
}

/// A run of marks that follows the cursor until it is fixed.
package struct RangeMarks<Row: ListRow>: Equatable, Sendable {
  /// Rows from where the range began to the cursor, in order of walking.
  package var path: [Row]
  /// Marks there before.
  package var base: [Int64: Row]
}
