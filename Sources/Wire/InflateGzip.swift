/// Unpacks gzip files (RFC 1952), strictly: every header field and both ends of the data are checked.
package enum Gzip {
  /// Whether the bytes begin as a gzip file does.
  package static func isPacked(_ bytes: [UInt8]) -> Bool { bytes.starts(with: [0x1F, 0x8B]) }

  /// What was packed. Members that follow one another are one file, as `cat a.gz b.gz` makes it.
  ///
  /// - Parameter limit: the most bytes that may come out; memory stays within a small multiple of it.
  package static func unpacked(
    _ bytes: [UInt8], limit: Int
  ) throws(InflateError) -> [UInt8] {
    var output: [UInt8] = []
    var offset = 0
    repeat {
      let start = output.count
      guard offset == 0 || Array(bytes[offset...].prefix(2)) == [0x1F, 0x8B] else {
        throw InflateError(.trailingBytes, at: offset)
      }
      let body = try endOfHeader(bytes, at: offset)
      var inflater = Inflater(bytes, from: body, into: output, limit: limit)
      output = []
      offset = try inflater.run()
      output = inflater.output
      try checkTrailer(bytes, at: offset, of: output[start...])
      offset += 8
    } while offset < bytes.count
    return output
  }

  /// Where the data of the member at `start` begins.
  private static func endOfHeader(
    _ bytes: [UInt8], at start: Int
  ) throws(InflateError) -> Int {
    guard bytes.count >= start + 10 else {
      let isBegun = bytes[start...].elementsEqual([0x1F, 0x8B, 8].prefix(bytes.count - start))
      throw InflateError(
        isBegun || bytes.count > start + 2 ? .truncated : .notGzip, at: bytes.count)
    }
    guard bytes[start] == 0x1F, bytes[start + 1] == 0x8B else {
      throw InflateError(.notGzip, at: start)
    }
    guard bytes[start + 2] == 8 else { throw InflateError(.unsupported, at: start + 2) }
    let flags = bytes[start + 3]
    guard flags & 0xE0 == 0 else { throw InflateError(.unsupported, at: start + 3) }
    var offset = start + 10
    if flags & 4 != 0 { offset += 2 + (try number(bytes, at: offset, bytes: 2)) }
    for flag: UInt8 in [8, 16] where flags & flag != 0 {
      while offset < bytes.count, bytes[offset] != 0 { offset += 1 }
      offset += 1
    }
    if flags & 2 != 0 {
      let stated = try number(bytes, at: offset, bytes: 2)
      let found = Int(CRC32.of(bytes[start..<offset]) & 0xFFFF)
      guard stated == found else { throw InflateError(.headerChecksum, at: offset) }
      offset += 2
    }
    guard offset <= bytes.count else { throw InflateError(.truncated, at: bytes.count) }
    return offset
  }

  private static func checkTrailer(
    _ bytes: [UInt8], at offset: Int, of data: ArraySlice<UInt8>
  ) throws(InflateError) {
    let (sum, length) = (
      try number(bytes, at: offset, bytes: 4), try number(bytes, at: offset + 4, bytes: 4)
    )
    guard sum == Int(CRC32.of(data)) else { throw InflateError(.checksum, at: offset) }
    guard length == data.count & 0xFFFF_FFFF else {
      throw InflateError(.wrongLength, at: offset + 4)
    }
  }

  /// A number of so many bytes, the least significant first.
  private static func number(
    _ bytes: [UInt8], at offset: Int, bytes count: Int
  ) throws(InflateError) -> Int {
    guard offset + count <= bytes.count else { throw InflateError(.truncated, at: bytes.count) }
    return (0..<count).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) }
  }
}

/// The checksum of gzip (RFC 1952, section 8).
enum CRC32 {
  /// What a byte does to the sum at eight distances from its end.
  private static let tables: [UInt32] = {
    var tables = [UInt32](repeating: 0, count: 8 * 256)
    for byte in 0..<256 {
      var sum = UInt32(byte)
      for _ in 0..<8 { sum = sum & 1 == 0 ? sum >> 1 : sum >> 1 ^ 0xEDB8_8320 }
      tables[byte] = sum
    }
    for place in 256..<tables.count {
      let sum = tables[place - 256]
      tables[place] = sum >> 8 ^ tables[Int(sum & 0xFF)]
    }
    return tables
  }()

  static func of(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    let (tables, bytes) = (tables.span, bytes.span)
    var sum = ~UInt32(0)
    var offset = 0
    while offset + 8 <= bytes.count {
      var next: UInt32 = 0
      for place in 0..<8 {
        let low = place < 4 ? UInt8(truncatingIfNeeded: sum >> (8 * UInt32(place))) : 0
        next ^= tables[(7 - place) << 8 | Int(bytes[offset + place] ^ low)]
      }
      sum = next
      offset += 8
    }
    while offset < bytes.count {
      sum = sum >> 8 ^ tables[Int(UInt8(truncatingIfNeeded: sum) ^ bytes[offset])]
      offset += 1
    }
    return ~sum
  }
}
