/// Why packed bytes can't be unpacked, and where it shows.
package struct InflateError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong.
  package enum Problem: Hashable, Sendable {
    /// The bytes don't begin as a gzip member must.
    case notGzip
    /// A compression method other than deflate, or reserved flags.
    case unsupported
    /// The bytes end before the data does.
    case truncated
    /// The checksum of the header differs.
    case headerChecksum
    /// A block of the reserved type.
    case badBlockType
    /// The length of a stored block and its complement disagree.
    case badStoredLength
    /// Code lengths that make no prefix code.
    case badCode
    /// Bits that no code begins with, or a symbol that means nothing.
    case badSymbol
    /// A copy from before the start of the data.
    case badDistance
    /// The data has another CRC-32 than it was packed with.
    case checksum
    /// The data has another length than it was packed with.
    case wrongLength
    /// Something that is no gzip member follows the last one.
    case trailingBytes
    /// The data is longer than so many bytes.
    case tooLong(Int)
  }

  /// What is wrong.
  package var problem: Problem
  /// The byte of the packed data at which it shows, from 0.
  package var offset: Int

  package init(_ problem: Problem, at offset: Int) {
    self.problem = problem
    self.offset = offset
  }

  /// In the operator's words, without the offset.
  package var reason: String {
    switch problem {
    case .notGzip: "it is not a gzip file"
    case .unsupported: "it is packed by a method that gzip has never used"
    case .truncated: "the packed file is cut off"
    case .headerChecksum: "the header of the packed file is damaged"
    case .badBlockType, .badStoredLength, .badCode, .badSymbol, .badDistance:
      "the packed data is damaged"
    case .checksum, .wrongLength: "the packed data is damaged: its checksum is wrong"
    case .trailingBytes: "something that is not gzip follows the packed data"
    case .tooLong(let limit): "it holds more than \(limit) bytes"
    }
  }

  /// Reason and offset, for a log.
  package var description: String { "\(reason), at byte \(offset)" }
}
