import Fulfillment
import Wire

/// A letter to a customer as it leaves: plain text, UTF-8, quoted-printable (RFC 2045), headers without a
/// line end of anybody's in them.
package enum NoticeLetter {
  /// The whole message, lines ended by CRLF; nil where an address is none that can be written to. It has no
  /// date, which its sender adds.
  /// - Parameter id: the same for the same fact; its digest becomes the message's id.
  package static func encode(
    from: String, replyTo: String, to: String, subject: String, text: String, id: String,
    language: String
  ) -> String? {
    guard let receiver = MailAddress(to), let sender = MailAddress(from) else { return nil }
    var headers = ["From: \(sender.text)"]
    if !replyTo.isEmpty {
      guard let answers = MailAddress(replyTo) else { return nil }
      headers.append("Reply-To: \(answers.text)")
    }
    headers += [
      "To: \(receiver.text)", "Subject: \(MailMessage.encoded(subject, after: 9))",
      "Message-ID: <\(Signing.hex(Signing.sha256(Array(id.utf8))).prefix(32))@\(sender.host)>",
      "Auto-Submitted: auto-generated", "MIME-Version: 1.0",
      "Content-Type: text/plain; charset=utf-8", "Content-Language: \(language)",
      "Content-Transfer-Encoding: quoted-printable",
    ]
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map {
      quotedPrintable($0)
    }
    return headers.joined(separator: "\r\n") + "\r\n\r\n" + lines.joined(separator: "\r\n")
  }

  /// One address by its bare form: nothing else is written to.
  package static func isAddress(_ text: String) -> Bool { MailAddress(text) != nil }

  /// A digest of an address, the same however it is written.
  package static func digest(_ address: String) -> String {
    Signing.hex(Signing.sha256(Array(address.trimmed.lowercased().utf8)))
  }

  /// A line in lines of at most 76 characters (RFC 2045, 6.7).
  static func quotedPrintable(_ line: Substring) -> String {
    var (written, width) = ("", 0)
    let bytes = Array(line.utf8)
    for (index, byte) in bytes.enumerated() {
      let isLast = index == bytes.count - 1
      // A dot at the start of a line means the end to an old mailer, a blank at its end is lost.
      let isPlain =
        (0x21...0x7E).contains(byte) && byte != 0x3D && !(byte == 0x2E && width == 0)
        || byte == 0x20 && !isLast
      let piece = isPlain ? String(UnicodeScalar(byte)) : "=" + hex(byte)
      if width + piece.utf8.count > (isLast ? 76 : 75) {
        written += "=\r\n"
        width = 0
        // What was plain may now stand first.
        let first = byte == 0x2E ? "=2E" : piece
        written += first
        width = first.utf8.count
      } else {
        written += piece
        width += piece.utf8.count
      }
    }
    return written
  }

  private static func hex(_ byte: UInt8) -> String {
    let text = String(byte, radix: 16, uppercase: true)
    return text.utf8.count < 2 ? "0" + text : text
  }
}
