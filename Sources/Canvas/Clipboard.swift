/// Text on its way to the operator's own clipboard, also over ssh.
package enum Clipboard {
  /// The longest text that may be copied, in bytes of UTF-8; terminals drop what is much longer.
  package static let limit = 100_000

  /// The bytes that ask a terminal to take the text (OSC 52); nil if it is longer than `limit`. Within
  /// tmux they are wrapped so that they also reach the terminal around it.
  package static func sequence(_ text: String, isWithinTmux: Bool = false) -> [UInt8]? {
    guard text.utf8.count <= limit else { return nil }
    let plain = Array("\u{1B}]52;c;".utf8) + base64(Array(text.utf8)) + [0x07]
    guard isWithinTmux else { return plain }
    return plain + Array("\u{1B}Ptmux;\u{1B}".utf8) + plain + Array("\u{1B}\\".utf8)
  }

  /// RFC 4648 base64 with padding.
  static func base64(_ bytes: [UInt8]) -> [UInt8] {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count + 2) / 3 * 4)
    for start in stride(from: 0, to: bytes.count, by: 3) {
      let count = min(3, bytes.count - start)
      var group = 0
      for offset in 0..<3 {
        group = group << 8 | (offset < count ? Int(bytes[start + offset]) : 0)
      }
      for digit in 0..<4 {
        text.append(digit <= count ? digits[group >> (18 - 6 * digit) & 0x3F] : 0x3D)
      }
    }
    return text
  }
}
