/// A hash function over 64-byte blocks of big-endian words with the message length at the end
/// (the Merkle-Damgard padding that SHA-1 and SHA-256 share).
package protocol Digest {
  /// Bytes in a block; HMAC needs it.
  static var blockSize: Int { get }
  /// The digest of the message.
  static func hash(_ message: [UInt8]) -> [UInt8]
}

extension Digest {
  /// The keyed hash of RFC 2104.
  package static func hmac(_ message: [UInt8], key: [UInt8]) -> [UInt8] {
    var block = key.count > blockSize ? hash(key) : key
    block += [UInt8](repeating: 0, count: blockSize - block.count)
    let inner = hash(block.map { $0 ^ 0x36 } + message)
    return hash(block.map { $0 ^ 0x5C } + inner)
  }

  static func forEachBlock(of message: [UInt8], _ body: ([UInt32]) -> Void) {
    var padded = message + [0x80]
    padded += [UInt8](repeating: 0, count: (120 - padded.count % 64) % 64)
    let bits = UInt64(message.count) * 8
    padded += (0..<8).map { UInt8(truncatingIfNeeded: bits >> (56 - 8 * UInt64($0))) }
    for start in stride(from: 0, to: padded.count, by: 64) {
      body(
        stride(from: start, to: start + 64, by: 4).map { at in
          padded[at..<at + 4].reduce(0) { $0 << 8 | UInt32($1) }
        })
    }
  }

  static func rotated(_ word: UInt32, _ left: UInt32) -> UInt32 {
    word << left | word >> (32 - left)
  }

  static func bigEndian(_ word: UInt32) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: word >> $0) }
  }
}

extension [UInt8] {
  /// Lower case hexadecimal.
  package var hex: String {
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }

  /// Standard Base64 with padding (RFC 4648 section 4).
  package var base64: String {
    let alphabet = Array(
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var text: [UInt8] = []
    text.reserveCapacity((count + 2) / 3 * 4)
    for start in stride(from: 0, to: count, by: 3) {
      let rest = Swift.min(3, count - start)
      let group = (0..<3).reduce(UInt32(0)) { bits, offset in
        bits << 8 | (offset < rest ? UInt32(self[start + offset]) : 0)
      }
      for place in 0..<4 {
        let sextet = Int(group >> (18 - 6 * UInt32(place)) & 63)
        text.append(place <= rest ? alphabet[sextet] : 0x3D)
      }
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// Bytes of standard Base64 text, padding optional; nil where a character is none of it.
  package init?(base64 text: some StringProtocol) {
    var (bytes, bits, held): ([UInt8], UInt32, UInt32) = ([], 0, 0)
    for character in text.utf8 where character != 0x3D {
      let value: UInt8
      switch character {
      case 65...90: value = character - 65
      case 97...122: value = character - 71
      case 48...57: value = character + 4
      case 43: value = 62
      case 47: value = 63
      default: return nil
      }
      bits = bits << 6 | UInt32(value)
      held += 6
      if held >= 8 {
        held -= 8
        bytes.append(UInt8(truncatingIfNeeded: bits >> held))
      }
    }
    self = bytes
  }
}
