/// Reads the little-endian numbers that the extension below writes.
struct ByteReader {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) { rest = bytes[...] }

  var isAtEnd: Bool { rest.isEmpty }

  mutating func byte() -> UInt8? { rest.popFirst() }

  mutating func int32() -> Int32? {
    number(4).map { Int32(truncatingIfNeeded: $0) }
  }

  /// Nil at the end; a value that is no number is refused too.
  mutating func double() -> Double? {
    number(8).map { Double(bitPattern: $0) }.flatMap { $0.isFinite ? $0 : nil }
  }

  /// A day or none.
  mutating func day() -> Int32?? {
    int32().map { $0 == .min ? nil : $0 }
  }

  /// A text and its length before it.
  mutating func text() -> String? {
    guard let length = int32(), length >= 0, rest.count >= Int(length) else { return nil }
    let bytes = rest.prefix(Int(length))
    rest = rest.dropFirst(Int(length))
    return String(validating: bytes, as: UTF8.self)
  }

  private mutating func number(_ length: Int) -> UInt64? {
    guard rest.count >= length else { return nil }
    var value: UInt64 = 0
    for (place, byte) in rest.prefix(length).enumerated() { value |= UInt64(byte) << (8 * place) }
    rest = rest.dropFirst(length)
    return value
  }
}

extension [UInt8] {
  mutating func append(_ value: Int32) {
    for place in 0..<4 { append(UInt8(truncatingIfNeeded: value >> (8 * place))) }
  }

  mutating func append(_ value: Double) {
    for place in 0..<8 { append(UInt8(truncatingIfNeeded: value.bitPattern >> (8 * place))) }
  }

  mutating func append(text: String) {
    append(Int32(clamping: text.utf8.count))
    append(contentsOf: text.utf8)
  }

  mutating func append(day: Int32?) { append(day ?? .min) }
}
