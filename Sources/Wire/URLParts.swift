/// An absolute URL taken apart; the fragment is dropped.
package struct URLParts: Hashable, Sendable {
  /// Lower case.
  package var scheme: String
  /// What stands before `@`, as written; a secret. nil where there is none.
  package var userInfo: String?
  /// Lower case; an IPv6 address keeps its brackets.
  package var host: String
  /// nil where the URL names none.
  package var port: Int?
  /// As written, percent encoded; "" where there is none.
  package var path: String
  /// As written, without the `?`; nil where there is none.
  package var query: String?

  /// nil for anything without a scheme and a host, with blanks or control characters in it, or with a
  /// port that is none.
  package init?(_ url: some StringProtocol) {
    guard url.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else { return nil }
    let text = Substring(url).split(separator: "#", omittingEmptySubsequences: false)[0]
    guard let colon = text.firstIndex(of: ":"), text[colon...].hasPrefix("://"),
      text.startIndex < colon
    else { return nil }
    scheme = text[..<colon].lowercased()
    guard scheme.utf8.allSatisfy(URLParts.isSchemeByte) else { return nil }
    let rest = text[text.index(colon, offsetBy: 3)...]
    let authorityEnd = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
    var authority = rest[..<authorityEnd]
    if let at = authority.lastIndex(of: "@") {
      userInfo = String(authority[..<at])
      authority = authority[authority.index(after: at)...]
    }
    let hostEnd = authority.lastIndex(of: "]").map { authority.index(after: $0) }
    let portStart = authority[(hostEnd ?? authority.startIndex)...].firstIndex(of: ":")
    if let portStart {
      guard let number = UInt16(authority[authority.index(after: portStart)...]) else { return nil }
      port = Int(number)
    }
    host = authority[..<(portStart ?? authority.endIndex)].lowercased()
    guard !host.isEmpty else { return nil }
    let tail = rest[authorityEnd...]
    let question = tail.firstIndex(of: "?")
    path = String(tail[..<(question ?? tail.endIndex)])
    query = question.map { String(tail[tail.index(after: $0)...]) }
  }

  /// Scheme, host and, unless it is the scheme's own, port: `https://shop.example:8443`.
  package var origin: String {
    let isDefault =
      port == nil || (scheme, port) == ("https", 443) || (scheme, port) == ("http", 80)
    return scheme + "://" + host + (isDefault ? "" : ":" + String(port ?? 0))
  }

  private static func isSchemeByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x61...0x7A, 0x30...0x39, 0x2B, 0x2D, 0x2E: true
    default: false
    }
  }
}
