import Testing
import Wire

struct JSONTests {
  @Test(
    arguments: [
      ("null", JSON.null), ("true", .bool(true)), (" false ", .bool(false)), ("-0", .number("-0")),
      ("12.50e+3", .number("12.50e+3")), ("\"a\"", "a"), ("[]", []), ("{}", [:]),
      ("[1,[2]]", [1, [2]]), ("{\"a\":{\"b\":null}}", ["a": ["b": .null]]),
      ("\u{FEFF}1", 1), ("\t\r\n[ ]\n", []),
      ("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\\/\u{8}\u{C}\n\r\t"),
      ("\"\\u00e9\\uD83D\\uDE00\"", "é😀"), ("\"é😀\"", "é😀"),
      ("\"\\ud83d\"", "\u{FFFD}"), ("\"\\ud83dx\"", "\u{FFFD}x"), ("\"\\ude00\"", "\u{FFFD}"),
      ("\"\\ud83d\\u0041\"", "\u{FFFD}A"),
    ] as [(String, JSON)])
  func readsEveryKindOfValue(text: String, value: JSON) throws {
    #expect(try JSON(Array(text.utf8)) == value)
  }

  @Test(arguments: [
    "", " ", "nul", "tru", "[1,]", "[1", "{\"a\"}", "{\"a\":}", "{\"a\":1", "{a:1}", "{\"a\":1,}",
    "1 2", "01", "1.", ".5", "+1", "-", "1e", "\"a", "\"\\x\"", "\"\\u12\"", "\"\\u+123\"",
    "\"a\nb\"", "NaN", "Infinity", "'a'", "<html>", "[1 2]", "{\"a\" 1}", "\"\\", "[}", "{]",
  ])
  func refusesEverythingElse(text: String) {
    #expect(throws: JSONError.self) { try JSON(Array(text.utf8)) }
  }

  @Test func anErrorTellsTheByte() {
    #expect(throws: JSONError("a colon is missing", offset: 4)) {
      try JSON(Array("{\"a\" 1}".utf8).filter { $0 != 0x20 })
    }
  }

  @Test func bytesThatAreNotUTF8AreReplaced() throws {
    #expect(try JSON([0x22, 0x61, 0xFF, 0x22]) == "a\u{FFFD}")
  }

  @Test func deepNestingIsRefusedBeforeTheStackEnds() {
    let deep = [UInt8](repeating: UInt8(ascii: "["), count: 1_000_000)
    #expect(throws: JSONError("nested too deep", offset: 128)) { try JSON(deep) }
  }

  @Test func numbersKeepTheirDigits() throws {
    let value = try JSON(Array("[12345678901234567890.10,1e400]".utf8))
    #expect(value.elements.map(\.text) == ["12345678901234567890.10", "1e400"])
  }

  @Test func theLastOfTwoEqualNamesCounts() throws {
    #expect(try JSON(Array("{\"a\":1,\"a\":2}".utf8))["a"] == 2)
  }

  @Test(
    arguments: [
      (JSON.number("5"), 5), ("5", 5), (" 7 ", 7), (.number("5.0"), 5), ("-3", -3),
      (.number("5.5"), nil), ("", nil), ("x", nil), (.null, nil), (.bool(true), nil), ([], nil),
      (.number("99999999999999999999"), nil), (.number("1e3"), nil),
    ] as [(JSON, Int64?)])
  func wholeNumbersInAnyClothes(value: JSON, number: Int64?) {
    #expect(value.integer == number)
  }

  @Test(
    arguments: [
      (JSON.bool(true), true), ("yes", true), (1, true), ("FALSE", false), (0, false),
      ("no", false),
      (.null, nil), ("maybe", nil),
    ] as [(JSON, Bool?)])
  func truthInAnyClothes(value: JSON, truth: Bool?) {
    #expect(value.bool == truth)
  }

  @Test func wrongKindsAnswerEmpty() {
    #expect(JSON.string("text")["a"] == .null)
    #expect(JSON.number("5").elements == [])
    #expect(JSON.array([1]).members == [])
    #expect(JSON.object([]).isObject && !JSON.object([]).isArray)
    #expect(JSON.array([]).isArray && !JSON.array([]).isObject)
    #expect(JSON.null.isNull && JSON.null.text == nil)
  }

  @Test func writesWhatItReads() throws {
    let value: JSON = ["a": [1, .null, .bool(true), "é\"\\\n\u{1}😀"], "b": .number("1.50")]
    let text = #"{"a":[1,null,true,"é\"\\\n\u0001😀"],"b":1.50}"#
    #expect(value.encoded == text)
    #expect(try JSON(Array(value.encoded.utf8)) == value)
  }

  @Test func everyPrefixAndEveryOtherByteIsReadWithoutATrap() {
    let bytes = Array(#"{"a":[1.5e-3,"\u00e9\ud83d\ude00"],"b":{"c":null,"d":true}}"#.utf8)
    for length in 0..<bytes.count {
      #expect(throws: JSONError.self) { try JSON(Array(bytes.prefix(length))) }
    }
    for index in bytes.indices {
      for byte in UInt8.min...UInt8.max {
        var changed = bytes
        changed[index] = byte
        if let value = try? JSON(changed) { #expect(value.encoded.utf8.count > 0) }
      }
    }
  }
}
