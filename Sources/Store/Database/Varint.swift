#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// Reads the numbers of variable length that the extension below writes.
struct VarintReader {
  var bytes: Data

  var isAtEnd: Bool { bytes.isEmpty }

  mutating func byte() -> UInt8? { bytes.popFirst() }

  /// Zigzag, seven bits a byte, lowest first.
  mutating func next() -> Int64? {
    var (value, shift) = (UInt64(0), UInt64(0))
    while let byte = bytes.popFirst(), shift < 64 {
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1) }
      shift += 7
    }
    return nil
  }

  mutating func day() -> Int32? { next().flatMap { Int32(exactly: $0) } }

  /// A number of things that can be there.
  mutating func count() -> Int? {
    next().flatMap { (0...Int64(bytes.count)).contains($0) ? Int($0) : nil }
  }
}

extension Data {
  /// Zigzag, seven bits a byte, lowest first.
  mutating func append(varint value: Int64) {
    var rest = UInt64(bitPattern: (value << 1) ^ (value >> 63))
    while rest >= 0x80 {
      append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    append(UInt8(rest))
  }
}
