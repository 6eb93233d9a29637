import Testing

@testable import Connectors

@Suite struct NoticeLetterTests {
  private func letter(
    subject: String = "Hi", text: String = "x", to: String = "rosa@mail.example",
    from: String =
      "shop@shop.example", replyTo: String = "", id: String = "a"
  ) -> String? {
    NoticeLetter.encode(
      from: from, replyTo: replyTo, to: to, subject: subject, text: text, id: id, language: "pt")
  }

  @Test func letterIsWholeAndPlain() throws {
    let text = try #require(
      letter(subject: "Seu pedido está", text: "Olá,\n\n.dot = é\n", replyTo: "help@shop.example"))
    let parts = text.split(separator: "\r\n\r\n", maxSplits: 1)
    let head = String(try #require(parts.first))
    #expect(head.contains("From: shop@shop.example\r\nReply-To: help@shop.example\r\n"))
    #expect(head.contains("To: rosa@mail.example") && head.contains("Content-Language: pt"))
    #expect(head.contains("=?UTF-8?B?") && head.contains("quoted-printable"))
    #expect(parts.last == "Ol=C3=A1,\r\n\r\n=2Edot =3D =C3=A9\r\n")
  }

  @Test func sameFactHasTheSameMessageID() throws {
    func id(_ text: String?) -> Substring? {
      text?.split(separator: "\r\n").first { $0.hasPrefix("Message-ID:") }
    }
    #expect(id(letter(id: "n")) == id(letter(text: "other words", id: "n")))
    #expect(id(letter(id: "n")) != id(letter(id: "m")))
  }

  @Test(arguments: [
    "", "rosa", "rosa@mail.example\r\nBcc: x@y.example", "a b@c.example", "<a@b.example>",
    "a@b.example, c@d.example",
  ]) func nobodyElseIsWrittenTo(address: String) {
    #expect(letter(to: address) == nil && letter(from: address) == nil)
  }

  @Test func subjectHasNoLineOfItsOwn() throws {
    let text = try #require(letter(subject: "a\r\nBcc: x@y.example"))
    #expect(!text.contains("\r\nBcc:"))
  }

  @Test(arguments: [1, 75, 76, 77, 150, 400], ["a", "é", ".", "=", " "])
  func longLinesAreFoldedAndReadBack(count: Int, piece: String) {
    let line = String(repeating: piece, count: count) + "."
    let folded = NoticeLetter.quotedPrintable(Substring(line))
    #expect(folded.split(separator: "\r\n").allSatisfy { $0.utf8.count <= 76 })
    #expect(!folded.split(separator: "\r\n").contains { $0.hasPrefix(".") })
    var (bytes, rest) = ([UInt8](), Array(folded.replacing("=\r\n", with: "").utf8)[...])
    while let byte = rest.popFirst() {
      guard byte == 0x3D else {
        bytes.append(byte)
        continue
      }
      let code = String(decoding: rest.prefix(2), as: UTF8.self)
      bytes.append(UInt8(code, radix: 16) ?? 0)
      rest = rest.dropFirst(2)
    }
    #expect(String(decoding: bytes, as: UTF8.self) == line)
  }

  @Test func digestIsTheSameHoweverItIsWritten() {
    #expect(NoticeLetter.digest(" Rosa@Mail.Example") == NoticeLetter.digest("rosa@mail.example"))
    #expect(NoticeLetter.digest("a@b.example").utf8.count == 64)
  }
}
