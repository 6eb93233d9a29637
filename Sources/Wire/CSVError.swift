/// A record that can't be read. Only this record is lost: the reader goes on behind it.
package struct CSVError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong.
  package enum Problem: Hashable, Sendable {
    /// A quoted cell is never closed.
    case unterminatedQuote
    /// A quote inside a cell that does not start with one, or text behind a closing quote.
    case strayQuote
    case nul
    /// The bytes are not UTF-8; Latin-1 and Windows-1252 files show up here.
    case notUTF8
    /// The cell is longer than so many bytes.
    case cellTooLong(Int)
    /// The record has another number of cells than the header.
    case wrongCount(found: Int, expected: Int)
    /// There is no header, or the header names one column twice.
    case header(String)
  }

  /// What is wrong.
  package var problem: Problem
  /// Where it shows.
  package var position: TextPosition
  /// The cells of the record that were read before the problem, to tell what was lost.
  package var before: [String]

  package init(_ problem: Problem, at position: TextPosition, before: [String] = []) {
    self.problem = problem
    self.position = position
    self.before = before
  }

  /// In the operator's words, without the position.
  package var reason: String {
    switch problem {
    case .unterminatedQuote: "a quoted cell is never closed"
    case .strayQuote: "a quote stands where none may be"
    case .nul: "a NUL byte is in the cell"
    case .notUTF8: "the text is not UTF-8; save the file as UTF-8"
    case .cellTooLong(let limit): "a cell is longer than \(limit) bytes"
    case .wrongCount(let found, let expected): "\(found) cells where the header has \(expected)"
    case .header(let text): text
    }
  }

  /// Position and reason, for a log.
  package var description: String { "line \(position.line), column \(position.column): \(reason)" }
}
