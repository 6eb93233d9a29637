/// Texts that a shop stores as HTML: product names in WordPress, notes of an order.
enum HTMLText {
  /// The text with its character references replaced: numeric ones and the named ones that WordPress
  /// writes. Anything else is left as it is; tags are not touched.
  static func decoded(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "&")) else { return text }
    var (decoded, rest) = ("", Substring(text))
    while let start = rest.firstIndex(of: "&") {
      decoded += rest[..<start]
      rest = rest[start...]
      guard let end = rest.prefix(12).firstIndex(of: ";"),
        let scalar = scalar(rest[rest.index(after: start)..<end])
      else {
        decoded.append("&")
        rest = rest.dropFirst()
        continue
      }
      decoded.unicodeScalars.append(scalar)
      rest = rest[rest.index(after: end)...]
    }
    return decoded + rest
  }

  /// The text as HTML that shows it as it is.
  static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
  }

  private static func scalar(_ name: Substring) -> Unicode.Scalar? {
    if name.hasPrefix("#x") || name.hasPrefix("#X") {
      return UInt32(name.dropFirst(2), radix: 16).flatMap(Unicode.Scalar.init)
    }
    if name.hasPrefix("#") { return UInt32(name.dropFirst()).flatMap(Unicode.Scalar.init) }
    return named[String(name)]
  }

  private static let named: [String: Unicode.Scalar] = [
    "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": "\u{A0}",
    "ndash": "\u{2013}", "mdash": "\u{2014}", "hellip": "\u{2026}", "lsquo": "\u{2018}",
    "rsquo": "\u{2019}", "ldquo": "\u{201C}", "rdquo": "\u{201D}", "times": "\u{D7}",
    "trade": "\u{2122}", "reg": "\u{AE}", "copy": "\u{A9}", "deg": "\u{B0}",
  ]
}
