/// What a file brought: what could be read, and every refusal with its place.
package struct FileImport<Item: Sendable>: Sendable {
  /// What could be read, in the order of the file.
  package var items: [Item]
  /// What could not, in the order of the file.
  package var refused: [Refusal]

  package init(items: [Item] = [], refused: [Refusal] = []) {
    self.items = items
    self.refused = refused
  }
}

/// Something in a file that was not taken, and why.
package struct Refusal: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file's name as given.
  package var file: String
  /// From 1.
  package var line: Int
  /// From 1, in characters.
  package var column: Int
  /// In the operator's words.
  package var reason: String

  package init(file: String, line: Int, column: Int, reason: String) {
    self.file = file
    self.line = line
    self.column = column
    self.reason = reason
  }

  /// `orders.csv:12:7: quantity is not a number`, as compilers write it.
  package var description: String { "\(file):\(line):\(column): \(reason)" }
}
