package import Fulfillment

/// A return being decided: everything about it on one screen.
package struct ReturnSheet: Equatable, Sendable {
  package var row: ReturnRow
  /// What one key decides: this return, or all that are marked.
  package var selection: Selection
  /// nil until it has been read.
  package var dossier: ReturnDossier?
  package var scroll = 0

  package init(row: ReturnRow, selection: Selection) {
    self.row = row
    self.selection = selection
  }
}
