import Connectors
import Fulfillment
import Testing
import Wire

private let account = Account(name: "Agent", service: "email", role: .supplier)

private func connector(_ to: String, from: String = "me@shop.example") -> Email {
  Email(account, Credentials(options: ["to": to, "from": from, "folder": "spool"]))
}

private func message(_ draft: PurchaseDraft, from: String = "me@shop.example") throws -> String {
  try connector("agent@supplier.example", from: from).body(for: draft)
}

/// Headers, unfolded, and the lines of the text.
private func parts(_ message: String) throws -> (headers: [String], text: [String]) {
  let bytes = Array(message.utf8)
  let end = try #require(
    bytes.indices.first { bytes[$0...].starts(with: Array("\r\n\r\n".utf8)) })
  let head = String(decoding: bytes[..<end], as: UTF8.self)
  let text = String(decoding: bytes[(end + 4)...], as: UTF8.self)
  var headers: [String] = []
  for line in head.split(separator: "\r\n") {
    if line.hasPrefix(" "), let last = headers.popLast() {
      headers.append(last + line)
    } else {
      headers.append(String(line))
    }
  }
  return (headers, text.split(separator: "\r\n", omittingEmptySubsequences: false).map(String.init))
}

struct EmailTests {
  @Test func aPurchaseIsAWholeMessage() throws {
    let key = Samples.draft.key
    #expect(
      try message(Samples.draft)
        == [
          "From: me@shop.example", "To: agent@supplier.example", "Subject: Order #1001 (\(key))",
          "Message-ID: <\(key)@shop.example>", "MIME-Version: 1.0",
          "Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: 8bit", "",
          "Please ship this order. Quote \(key) in your answer.", "", "Items:",
          "  2 x 1392053744945991680, Red mug, 0.57 USD each", "", "Ship to:", "  Ada Lovelace",
          "  12 Rose St", "  Flat 3", "  06103 Hartford Connecticut", "  United States (US)",
          "  Phone +1 860 555 0100", "", "By: CJPacket Ordinary", "",
          "Our number of this order is \(key). If you have it already, do not ship it twice.", "",
        ].joined(separator: "\r\n"))
  }

  @Test func withoutASenderTheMailerSaysWhoWrites() throws {
    let headers = try parts(message(Samples.draft, from: "")).headers
    #expect(!headers.contains { $0.hasPrefix("From") })
    #expect(headers.contains("Message-ID: <\(Samples.draft.key)@supercargo.invalid>"))
  }

  @Test(arguments: [
    "", "agent", "@x.example", "a@", "a@b", "a@b..example", "a b@x.example",
    "a@x.example,b@y.example",
    "A <a@x.example>", "a@x.example\r\nBcc: b@y.example", "a@x.exa mple", "ä@x.example",
    "a@@x.example", "a@x.example\u{0}",
  ])
  func anAddressThatIsNoneIsTold(address: String) {
    #expect(
      Samples.problem { () throws(DraftProblem) in
        try connector(address).body(for: Samples.draft)
      } == "the account Agent names no address to write to")
    guard !address.isEmpty else { return }
    #expect(
      Samples.problem { () throws(DraftProblem) in
        try connector("agent@supplier.example", from: address).body(for: Samples.draft)
      } == "the sender of the account Agent is no e-mail address")
  }

  @Test(
    arguments: [
      "#1\r\nBcc: b@y.example", "#1\nBcc: b@y.example", "#1\u{0}\u{85}Bcc: b", "#1\u{2028}Bcc: b",
      "#1\r\n\r\nText of a stranger",
    ])
  func noHeaderCanBeSmuggledIn(name: String) throws {
    let draft = Samples.draft { $0.orderName = name }
    let (headers, text) = try parts(message(draft))
    #expect(
      headers.map { $0.prefix { $0 != ":" } } == [
        "From", "To", "Subject", "Message-ID", "MIME-Version", "Content-Type",
        "Content-Transfer-Encoding",
      ])
    #expect(text[0].hasPrefix("Please ship this order."))
  }

  @Test func noLineCanBeSmuggledIn() throws {
    let plain = try parts(message(Samples.draft)).text
    let hostile = try parts(
      message(
        Samples.draft {
          $0.shipTo.name = "Ada\r\n\r\nBy: Air"
          $0.items[0].title = "Mug\nShip to:\u{2029}Eve\u{1B}[0m"
        })
    ).text
    #expect(hostile.count == plain.count)
    #expect(hostile.contains("  Ada  By: Air"))
    #expect(!hostile.joined().unicodeScalars.contains("\u{1B}"))
  }

  @Test func namesBeyondASCIIAreEncodedWords() throws {
    let draft = Samples.draft {
      $0.orderName = "Zażółć gęślą jaźń 🎁 " + String(repeating: "ü", count: 60)
    }
    let message = try message(draft)
    for line in message.split(separator: "\r\n").prefix(10) where line.hasPrefix(" =?") {
      #expect(line.utf8.count <= 76)
    }
    let subject = try #require(try parts(message).headers.first { $0.hasPrefix("Subject") })
    #expect(subject.utf8.allSatisfy { (0x20...0x7E).contains($0) })
    let words = subject.dropFirst("Subject: ".count).split(separator: " ")
    #expect(words.count > 2)
    #expect(words.allSatisfy { $0.hasPrefix("=?UTF-8?B?") && $0.hasSuffix("?=") })
    let text = try words.map { word -> String in
      let bytes = try #require(decoded(word.dropFirst(10).dropLast(2)))
      // Each word is whole characters (RFC 2047, section 5).
      return try #require(String(validating: bytes, as: UTF8.self))
    }
    #expect(text.joined() == "Order \(draft.orderName) (\(draft.key))")
  }

  @Test func aLongSubjectIsFolded() throws {
    let draft = Samples.draft { $0.orderName = String(repeating: "abc ", count: 40) }
    let message = try message(draft)
    #expect(message.split(separator: "\r\n").prefix(12).allSatisfy { $0.utf8.count <= 78 })
  }

  @Test func aSubjectThatLooksEncodedIsEncoded() throws {
    let draft = Samples.draft { $0.orderName = "=?UTF-8?B?eA==?=" }
    #expect(try message(draft).contains("\r\nSubject: =?UTF-8?B?T3JkZXIg"))
  }

  @Test func noLineIsLongerThanMailTakes() throws {
    let draft = Samples.draft { draft in
      draft.items = (0..<60).map { _ in draft.items[0] }
      draft.shipTo.line1 = String(repeating: "ü", count: 5000)
      draft.shipTo.city = String(repeating: "word ", count: 900)
      draft.method = String(repeating: "\u{1F381}", count: 400)
    }
    let lines = try message(draft).split(separator: "\r\n", omittingEmptySubsequences: false)
    #expect(lines.allSatisfy { $0.utf8.count <= 998 })
    #expect(!lines.contains { $0.utf8.contains(0x0A) || $0.utf8.contains(0x0D) })
  }

  @Test(
    arguments: [
      ("Agent needs something to buy", Samples.draft { $0.items = [] }),
      ("Agent needs an address", Samples.draft { $0.shipTo = Address(name: "Ada") }),
      (
        "Agent needs a quantity of MUG",
        Samples.draft {
          $0.items[0].supplierSKU = "MUG"
          $0.items[0].quantity = 0
        }
      ),
      (
        "Agent needs a sku or a title of every item",
        Samples.draft {
          ($0.items[0].supplierSKU, $0.items[0].sku, $0.items[0].title) = ("", " ", "")
        }
      ),
    ])
  func whatIsLackingIsToldInWords(reason: String, draft: PurchaseDraft) {
    #expect(
      Samples.problem { () throws(DraftProblem) in
        try connector("agent@supplier.example").body(for: draft)
      } == reason)
  }

  @Test func theSameDraftIsTheSameMessage() throws {
    #expect(try message(Samples.draft) == message(Samples.draft))
  }

  @Test func nothingComesBack() {
    let email = connector("agent@supplier.example")
    let report = email.read(Array("po,number\nSC-1,A\n".utf8), name: "ack_1.csv", now: Samples.now)
    #expect(report.purchases.isEmpty && report.unreadable.isEmpty && report.stock.isEmpty)
    #expect([email.inbox, email.outbox] == ["", ""])
    #expect(email.fileName(key: "SC-1/../x") == "SC-1____x.eml")
  }
}

/// Base64 undone; nil where it is none.
private func decoded(_ text: Substring) -> [UInt8]? {
  let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  var (bits, count, bytes) = (UInt32(0), 0, [UInt8]())
  for byte in text.utf8 where byte != UInt8(ascii: "=") {
    guard let digit = digits.firstIndex(of: byte) else { return nil }
    bits = bits << 6 | UInt32(digit)
    count += 6
    guard count >= 8 else { continue }
    count -= 8
    bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
  }
  return bytes
}
