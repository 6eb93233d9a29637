// Hashes in name and length only. The fuzzed deliveries are signed by the code that checks them, so any
// function of key and message will do; nothing else in the decoders depends on a hash.

package struct SymmetricKey {
  let bytes: [UInt8]

  package init(data: [UInt8]) { bytes = data }
}

package protocol Hashing {
  static var length: Int { get }
}

package enum SHA256: Hashing {
  package static var length: Int { 32 }

  package static func hash(data: [UInt8]) -> [UInt8] { digest(data, length) }
}

package enum Insecure {
  package enum SHA1: Hashing {
    package static var length: Int { 20 }
  }
}

package enum HMAC<Function: Hashing> {
  package static func authenticationCode(for message: [UInt8], using key: SymmetricKey) -> [UInt8] {
    digest(key.bytes + message, Function.length)
  }
}

/// FNV-1a, stretched.
private func digest(_ bytes: [UInt8], _ length: Int) -> [UInt8] {
  var state: UInt64 = 0xCBF2_9CE4_8422_2325
  for byte in bytes { state = (state ^ UInt64(byte)) &* 0x100_0000_01B3 }
  return (0..<length).map { position in
    state = (state ^ UInt64(position)) &* 0x100_0000_01B3
    return UInt8(truncatingIfNeeded: state >> 32)
  }
}
