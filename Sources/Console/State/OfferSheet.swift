package import Canvas
package import Fulfillment

/// An offer as its file writes it.
package struct OfferRow: Equatable, Sendable {
  package var offer: Offer
  /// One cell a column of the file.
  package var cells: [OfferCell]

  package init(offer: Offer, cells: [OfferCell]) {
    self.offer = offer
    self.cells = cells
  }

  /// Text of that column; "" where it says nothing.
  func text(_ column: String) -> String { cells.first { $0.column == column }?.text ?? "" }
}

/// One column of an offer and what stands there.
package struct OfferCell: Hashable, Sendable {
  package var column: String
  package var text: String

  package init(_ column: String, _ text: String) {
    self.column = column
    self.text = text
  }
}

/// A part of a supplier's offers, by sku.
package struct OfferPage: Equatable, Sendable {
  package var rows: [OfferRow]
  /// Where the first of them stands.
  package var offset: Int
  package var total: Int

  package init(rows: [OfferRow], offset: Int, total: Int) {
    self.rows = rows
    self.offset = offset
    self.total = total
  }
}

/// What the columns, as typed, make of an offer.
package enum OfferCheck: Equatable, Sendable {
  case refused(String)
  case unchanged
  /// With each column that is different, before and after.
  case changed(Offer, [Change])

  /// One column that is different.
  package struct Change: Hashable, Sendable {
    package var column: String
    package var before: String
    package var after: String

    package init(column: String, before: String, after: String) {
      self.column = column
      self.before = before
      self.after = after
    }

    /// `cost 8.40 -> 9.10`
    package var text: String {
      "\(column) \(before.isEmpty ? "nothing" : before) -> \(after.isEmpty ? "nothing" : after)"
    }
  }
}

/// A supplier's offers on the screen.
package struct OfferSheet: Equatable, Sendable {
  package var supplier: String
  /// nil until they have been read.
  package var page: OfferPage?
  /// Position among all of them.
  package var cursor = 0
  package var form: OfferForm?
  /// The newest change made here, to be taken back.
  package var last: Edit?

  /// One change of one offer.
  package struct Edit: Equatable, Sendable {
    package var before: Offer
    package var after: Offer
    package var change: String
  }

  package init(supplier: String) { self.supplier = supplier }

  var total: Int { page?.total ?? 0 }

  /// The row under the cursor; nil while it is being read.
  var row: OfferRow? {
    guard let page, page.rows.indices.contains(cursor - page.offset) else { return nil }
    return page.rows[cursor - page.offset]
  }
}

/// One offer while it is changed.
package struct OfferForm: Equatable, Sendable {
  package var row: OfferRow
  package var fields: [Field]
  package var cursor = 0
  package var problem: String?
  /// It is looked at, or written, under that number.
  package var waiting: RequestNumber?
  /// What would be written, shown before it is.
  package var outcome: Outcome?

  /// A column and what is typed there.
  package struct Field: Equatable, Sendable {
    package var column: String
    package var input: TextInput
  }

  /// What would be written.
  package struct Outcome: Equatable, Sendable {
    package var offer: Offer
    package var changes: [OfferCheck.Change]
  }

  /// What tells one offer from another is not changed.
  private static let fixed: Set = ["sku", "supplier", "part"]

  package init(_ row: OfferRow) {
    self.row = row
    fields = row.cells.filter { !OfferForm.fixed.contains($0.column) }.map {
      Field(column: $0.column, input: TextInput($0.text))
    }
  }

  /// Every column with what is typed.
  var cells: [OfferCell] {
    row.cells.map { cell in
      OfferCell(
        cell.column,
        fields.first { $0.column == cell.column }?.input.text.trimmed ?? cell.text)
    }
  }
}
