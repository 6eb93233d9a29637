/// SHA-1 (FIPS 180-4): OAuth 1.0a still signs with it.
package enum SHA1: Digest {
  package static let blockSize = 64

  /// The 20-byte digest.
  package static func hash(_ message: [UInt8]) -> [UInt8] {
    var state: [UInt32] = [0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476, 0xC3D2_E1F0]
    forEachBlock(of: message) { block in
      var words = block
      for index in 16..<80 {
        words.append(
          rotated(words[index - 3] ^ words[index - 8] ^ words[index - 14] ^ words[index - 16], 1))
      }
      compress(&state, words)
    }
    return state.flatMap(bigEndian)
  }

  private static func compress(_ state: inout [UInt32], _ words: [UInt32]) {
    var v = state
    for round in 0..<80 {
      let mixed: UInt32
      let constant: UInt32
      switch round / 20 {
      case 0: (mixed, constant) = ((v[1] & v[2]) | (~v[1] & v[3]), 0x5A82_7999)
      case 1: (mixed, constant) = (v[1] ^ v[2] ^ v[3], 0x6ED9_EBA1)
      case 2:
        (mixed, constant) = ((v[1] & v[2]) | (v[1] & v[3]) | (v[2] & v[3]), 0x8F1B_BCDC)
      default: (mixed, constant) = (v[1] ^ v[2] ^ v[3], 0xCA62_C1D6)
      }
      let first = rotated(v[0], 5) &+ mixed &+ v[4] &+ constant &+ words[round]
      v = [first, v[0], rotated(v[1], 30), v[2], v[3]]
    }
    for index in 0..<5 { state[index] &+= v[index] }
  }
}
