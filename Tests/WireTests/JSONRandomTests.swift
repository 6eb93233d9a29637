import Testing
import Wire

struct JSONRandomTests {
  private static let seeds = 1...100 as ClosedRange<UInt64>

  /// A random value, at most so deep.
  private func value(_ random: inout Seeded, depth: Int) -> JSON {
    let characters: [Character] = ["a", "\"", "\\", "/", "\n", "\u{1}", "é", "😀", "\u{FFFD}", " "]
    switch random.below(depth > 0 ? 7 : 5) {
    case 0: return .null
    case 1: return .bool(random.below(2) == 0)
    case 2: return .number(random.element(of: ["0", "-1", "1.50", "9007199254740993", "-2e-7"]))
    case 3, 4: return .string(random.text(characters, upTo: 6))
    case 5:
      return .array((0..<random.below(4)).map { _ in value(&random, depth: depth - 1) })
    default:
      return .object(
        (0..<random.below(4)).map { index in
          JSON.Member(
            name: random.text(characters, upTo: 3) + "\(index)",
            value: value(&random, depth: depth - 1))
        })
    }
  }

  @Test(arguments: seeds)
  func everyValueThatIsWrittenIsReadBack(seed: UInt64) throws {
    var random = Seeded(seed)
    for _ in 0..<20 {
      let value = value(&random, depth: 4)
      #expect(try JSON(Array(value.encoded.utf8)) == value)
    }
  }

  @Test(arguments: seeds)
  func blanksBetweenTokensMeanNothing(seed: UInt64) throws {
    var random = Seeded(seed)
    let value: JSON = ["a": [1, "x", .null, [:], []], "b": ["c": .bool(true)]]
    var (spaced, isText) = ("", false)
    for character in value.encoded {
      if character == "\"" { isText.toggle() }
      spaced.append(character)
      // A blank may stand behind any mark, and never inside a word.
      if !isText && "{}[],:\"".contains(character) {
        spaced += random.element(of: ["", " ", "\n", "\t\r\n", "  "])
      }
    }
    #expect(try JSON(Array(spaced.utf8)) == value)
  }

  @Test(arguments: seeds)
  func randomBytesNeverTrap(seed: UInt64) {
    var random = Seeded(seed)
    let marks = Array("{}[]\",:\\ue0123456789.-+tfn \n".utf8) + [0x00, 0x80, 0xC3, 0xFF]
    for _ in 0..<100 {
      let bytes = (0..<random.below(30)).map { _ in random.element(of: marks) }
      do throws(JSONError) {
        let value = try JSON(bytes)
        #expect(!value.encoded.isEmpty)
      } catch {
        #expect(error.offset <= bytes.count + 6)
        #expect(error.description.contains("at byte \(error.offset)"))
      }
    }
  }

  @Test(arguments: [0, 1, 126, 127])
  func nestingUpToTheBoundIsRead(depth: Int) throws {
    let text = String(repeating: "[", count: depth) + "1" + String(repeating: "]", count: depth)
    var value = try JSON(Array(text.utf8))
    for _ in 0..<depth { value = try #require(value.elements.first) }
    #expect(value == 1)
  }

  @Test(arguments: [128, 129, 5000])
  func nestingBeyondTheBoundIsRefused(depth: Int) {
    let open = String(repeating: "{\"a\":", count: depth)
    #expect(throws: JSONError.self) {
      try JSON(Array((open + "1" + String(repeating: "}", count: depth)).utf8))
    }
  }

  @Test(arguments: [
    (UInt32(0), "\"\\u0000\""), (0x1F, "\"\\u001f\""), (0x20, "\" \""), (0x7F, "\"\u{7F}\""),
    (0x2028, "\"\u{2028}\""), (0x22, "\"\\\"\""), (0x5C, "\"\\\\\""), (0x09, "\"\\t\""),
  ])
  func onlyWhatMustBeIsEscaped(scalar: UInt32, quoted: String) throws {
    let text = try String(#require(Unicode.Scalar(scalar)))
    #expect(JSON.quoted(text) == quoted)
    #expect(try JSON(Array(quoted.utf8)) == .string(text))
  }

  @Test func literalsBuildValues() {
    let value: JSON = ["text": "a", "number": 5, "list": ["b", 6], "none": .null]
    #expect(value["text"] == .string("a"))
    #expect(value["number"] == .number("5"))
    #expect(value["list"].elements == [.string("b"), .number("6")])
    #expect(value.members.map(\.name) == ["text", "number", "list", "none"])
    #expect(value["absent"].isNull && value["none"].isNull)
  }

  @Test func aLongTextIsReadInGoodTime() throws {
    let text = "\"" + String(repeating: "a\\n\\u00e9", count: 200_000) + "\""
    #expect(try JSON(Array(text.utf8)).text?.unicodeScalars.count == 600_000)
  }
}
