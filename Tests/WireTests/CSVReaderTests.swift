import Testing
import Wire

/// Every record of a text as cells, and what was refused.
private func read(
  _ text: String, delimiter: UInt8? = nil, longestCell: Int = 1 << 20
) -> (records: [[String]], errors: [CSVError]) {
  var reader = CSVReader(Array(text.utf8), delimiter: delimiter, longestCell: longestCell)
  var (records, errors): ([[String]], [CSVError]) = ([], [])
  reader.forEach {
    records.append($0.texts)
  } refuse: {
    errors.append($0)
  }
  return (records, errors)
}

struct CSVReaderTests {
  @Test(arguments: [
    ("a,b\nc,d\n", [["a", "b"], ["c", "d"]]),
    ("a,b\r\nc,d", [["a", "b"], ["c", "d"]]),
    ("a,b\rc,d\r", [["a", "b"], ["c", "d"]]),
    ("\u{FEFF}a,b\n", [["a", "b"]]),
    ("\n\r\na,b\n\n\n", [["a", "b"]]),
    ("a,,\n,,", [["a", "", ""], ["", "", ""]]),
    ("\"a\",\"\"\n", [["a", ""]]),
    ("\"a,b\",\"c\nd\"\n", [["a,b", "c\nd"]]),
    ("\"a\r\nb\rc\",d\r\n", [["a\r\nb\rc", "d"]]),
    ("\"say \"\"hi\"\"\",\"\"\"\"\n", [["say \"hi\"", "\""]]),
    ("\"\"\"\"\"\",x", [["\"\"", "x"]]),
    (" a , b ", [[" a ", " b "]]),
    ("äöü,😀\n", [["äöü", "😀"]]),
    ("a", [["a"]]),
    ("", []),
    ("\u{FEFF}", []),
  ])
  func readsEveryFormThatRFC4180Allows(text: String, records: [[String]]) {
    let result = read(text)
    #expect(result.records == records)
    #expect(result.errors == [])
  }

  @Test(arguments: [
    ("a;b;c\n1,5;2;3", UInt8(ascii: ";")),
    ("a\tb\n1\t2,3,4", UInt8(ascii: "\t")),
    ("a|b\n1|2", UInt8(ascii: "|")),
    ("\"a;b;c\",d\n", UInt8(ascii: ",")),
    ("\n\na;b\n", UInt8(ascii: ";")),
    ("alone\n", UInt8(ascii: ",")),
    ("\"a\nb;c;d\",e\n", UInt8(ascii: ",")),
  ])
  func choosesTheDelimiterByTheFirstLine(text: String, delimiter: UInt8) {
    #expect(CSVReader(Array(text.utf8)).delimiter == delimiter)
  }

  @Test func givenDelimiterIsNotOverruled() {
    #expect(read("a;b,c\n", delimiter: UInt8(ascii: ",")).records == [["a;b", "c"]])
  }

  @Test func tellsTheLineAndColumnOfEachCell() throws {
    var reader = CSVReader(Array("x,y\nä,\"b\nc\",d\n".utf8))
    _ = reader.next()
    let record = try #require(try reader.next()?.get())
    #expect(record.line == 2)
    #expect(record.position(0) == TextPosition(line: 2, column: 1))
    #expect(record.position(1) == TextPosition(line: 2, column: 3))
    #expect(record.position(2) == TextPosition(line: 3, column: 4))
    #expect(record.position(9) == TextPosition(line: 2, column: 1))
  }

  @Test func countsLinesOfAllKindsOnce() throws {
    var reader = CSVReader(Array("a\r\nb\rc\n\n\"d\r\n\"\ne".utf8))
    var lines: [Int] = []
    reader.forEach {
      lines.append($0.line)
    } refuse: { _ in
    }
    #expect(lines == [1, 2, 3, 5, 7])
  }

  @Test(arguments: [
    ("a,b\"c\nd,e\n", CSVError.Problem.strayQuote, TextPosition(line: 1, column: 4), ["a"]),
    ("a,\"b\"c\nd,e\n", .strayQuote, TextPosition(line: 1, column: 6), ["a"]),
    ("a,\"b\nd,e\n", .unterminatedQuote, TextPosition(line: 1, column: 3), ["a"]),
    ("a,b\0c\nd,e\n", .nul, TextPosition(line: 1, column: 4), ["a"]),
    ("\"a\0\",b\nd,e\n", .nul, TextPosition(line: 1, column: 3), []),
    ("a,bcdefghijkl\nd,e\n", .cellTooLong(10), TextPosition(line: 1, column: 3), ["a"]),
    ("a,\"bcdefghijkl\"\nd,e\n", .cellTooLong(10), TextPosition(line: 1, column: 3), ["a"]),
  ])
  func refusesOnlyTheMalformedRecord(
    text: String, problem: CSVError.Problem, position: TextPosition, before: [String]
  ) {
    let result = read(text, delimiter: UInt8(ascii: ","), longestCell: 10)
    #expect(result.errors == [CSVError(problem, at: position, before: before)])
    #expect(result.records == [["d", "e"]])
  }

  @Test func refusesBytesThatAreNotUTF8AndSaysWhatToDo() throws {
    var reader = CSVReader(Array("a,caf".utf8) + [0xE9] + Array("\nb,c\n".utf8))
    guard case .failure(let error) = reader.next() else {
      Issue.record("Latin-1 was taken for UTF-8")
      return
    }
    #expect(error.problem == .notUTF8)
    #expect(error.description == "line 1, column 3: the text is not UTF-8; save the file as UTF-8")
    #expect(try reader.next()?.get().texts == ["b", "c"])
  }

  @Test func linesSwallowedByAnUnclosedQuoteComeBack() {
    let result = read("id,note\n1,\"open\n2,fine\n3,\"also fine\"\n4,last\n")
    #expect(result.errors.map(\.problem) == [.strayQuote])
    #expect(
      result.records == [["id", "note"], ["2", "fine"], ["3", "also fine"], ["4", "last"]])
  }

  @Test func aFaultInALaterCellOfALongRecordResumesBehindThatCellsLine() {
    let result = read("\"a\nb\",c\"d\ne,f\n")
    #expect(result.errors.map(\.position) == [TextPosition(line: 2, column: 5)])
    #expect(result.records == [["e", "f"]])
  }

  /// Each line opens a quote; were every one searched to the end, this would take minutes.
  @Test(arguments: ["\"x\n", "\"\"\"x\n", "a,\"\n", "\"\"\n", "x,\"y\"z\n", "\"a\"\"\n"])
  func hostileQuotesTakeLinearTime(line: String) {
    let result = read(String(repeating: line, count: 20_000))
    #expect(result.records.count + result.errors.count > 0)
  }

  @Test func everyPrefixOfAFileIsReadWithoutATrap() {
    let bytes = Array("\u{FEFF}a,\"b \"\"c\"\"\",d\r\n\"x\ny\",é,😀\r\"\",,\n".utf8)
    for length in 0...bytes.count {
      var reader = CSVReader(Array(bytes.prefix(length)))
      var count = 0
      reader.forEach {
        count += $0.count
      } refuse: {
        count += $0.before.count
      }
      #expect(count <= 9)
    }
  }

  @Test func everyByteMayBeAnyOther() {
    let bytes = Array("a,\"b\"\"c\"\n\"d\ne\",f\r\n".utf8)
    for index in bytes.indices {
      for byte in UInt8.min...UInt8.max {
        var changed = bytes
        changed[index] = byte
        var reader = CSVReader(changed)
        var records = 0
        while let result = reader.next() {
          records += 1
          if case .success(let record) = result { _ = record.texts }
        }
        #expect(records <= 4)
      }
    }
  }
}
