import Fulfillment
import Wire

/// One message of plain text as RFC 5322 has it: UTF-8, lines ended by CRLF, headers folded and, beyond
/// ASCII, in encoded words (RFC 2047).
struct MailMessage {
  var from: MailAddress?
  var to: MailAddress
  var subject: String
  /// What the message's id is made of, so that the same purchase is the same message.
  var id: String
  var text: String

  var encoded: String {
    let host = from?.host ?? "supercargo.invalid"
    var headers: [String] = []
    if let from { headers.append("From: \(from.text)") }
    headers += [
      "To: \(to.text)", "Subject: \(MailMessage.encoded(subject, after: 9))",
      "Message-ID: <\(FileName.safe(id))@\(host)>", "MIME-Version: 1.0",
      "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit",
    ]
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).flatMap {
      MailMessage.wrapped($0)
    }
    return headers.joined(separator: "\r\n") + "\r\n\r\n" + lines.joined(separator: "\r\n")
  }

  /// A header's text on one line, or folded into encoded words of at most 75 characters.
  static func encoded(_ text: String, after taken: Int) -> String {
    let plain = text.sanitised(limit: 400)
    let isPlain = plain.utf8.allSatisfy { (0x20...0x7E).contains($0) } && !plain.contains("=?")
    if isPlain, plain.utf8.count + taken <= 78 { return plain }
    // 39 bytes make 52 characters of base64, which with the marks and the header's name fit a line.
    var (words, chunk) = ([String](), [UInt8]())
    for character in plain.unicodeScalars {
      let bytes = Array(String(character).utf8)
      if chunk.count + bytes.count > 39 {
        words.append("=?UTF-8?B?\(Signing.base64(chunk))?=")
        chunk = []
      }
      chunk += bytes
    }
    words.append("=?UTF-8?B?\(Signing.base64(chunk))?=")
    return words.joined(separator: "\r\n ")
  }

  /// Lines of at most 900 bytes, where RFC 5322 ends them at 998; split at the last blank that fits, in
  /// a word only where it is longer than that.
  private static func wrapped(_ line: Substring) -> [String] {
    var (lines, rest) = ([String](), line.unicodeScalars)
    while String(rest).utf8.count > 900 {
      var (size, end, blank) = (0, rest.startIndex, nil as Substring.UnicodeScalarView.Index?)
      while end < rest.endIndex, size + UTF8.width(rest[end]) <= 900 {
        if rest[end] == " " { blank = end }
        size += UTF8.width(rest[end])
        end = rest.index(after: end)
      }
      lines.append(String(rest[..<(blank ?? end)]))
      rest = blank.map { rest[rest.index(after: $0)...] } ?? rest[end...]
    }
    return lines + [String(rest)]
  }
}

/// One mailbox by its bare address; display names are left out, for they only invite trouble.
struct MailAddress: Hashable {
  /// `orders@agent.example`
  let text: String
  let host: String

  /// nil for anything but `local@host.name` in plain characters: no blanks, brackets, commas, quotes or
  /// line ends.
  init?(_ text: String) {
    let text = text.trimmed
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    guard parts.count == 2, let local = parts.first, let host = parts.last,
      (1...64).contains(local.utf8.count), (3...253).contains(host.utf8.count),
      local.utf8.allSatisfy(MailAddress.isLocal), host.utf8.allSatisfy(MailAddress.isHost),
      host.split(separator: ".", omittingEmptySubsequences: false).allSatisfy({ !$0.isEmpty }),
      host.contains(".")
    else { return nil }
    self.text = text
    self.host = String(host)
  }

  private static func isHost(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E: true
    default: false
    }
  }

  private static func isLocal(_ byte: UInt8) -> Bool {
    isHost(byte) || "!#$%&'*+/=?^_`{|}~".utf8.contains(byte)
  }
}
