import Testing
import Wire

/// CSV by the letter of RFC 4180, one character after the other; nil where the text is not valid. Slow
/// and plain on purpose: it shares no idea with the reader under test.
private func plainParse(_ text: String, delimiter: Character) -> [[String]]? {
  var scalars = Array(text.unicodeScalars)[...]
  var records: [[String]] = []
  func isLineEnd(_ scalar: Unicode.Scalar?) -> Bool { scalar == "\n" || scalar == "\r" }
  func endLine() {
    if scalars.first == "\r" && scalars.dropFirst().first == "\n" { scalars.removeFirst() }
    scalars.removeFirst()
  }
  while !scalars.isEmpty {
    if isLineEnd(scalars.first) {
      endLine()
      continue
    }
    var record: [String] = []
    repeat {
      var cell = String.UnicodeScalarView()
      if scalars.first == "\"" {
        scalars.removeFirst()
        while true {
          guard let scalar = scalars.popFirst() else { return nil }
          if scalar != "\"" {
            cell.append(scalar)
          } else if scalars.first == "\"" {
            cell.append(scalar)
            scalars.removeFirst()
          } else {
            break
          }
        }
        guard
          scalars.isEmpty || isLineEnd(scalars.first)
            || scalars.first.map(Character.init) == delimiter
        else { return nil }
      } else {
        while let scalar = scalars.first, !isLineEnd(scalar), Character(scalar) != delimiter {
          if scalar == "\"" || scalar == "\0" { return nil }
          cell.append(scalar)
          scalars.removeFirst()
        }
      }
      if cell.contains("\0") { return nil }
      record.append(String(cell))
      guard scalars.first.map(Character.init) == delimiter else { break }
      scalars.removeFirst()
    } while true
    records.append(record)
    if !scalars.isEmpty { endLine() }
  }
  return records
}

struct CSVRandomTests {
  private static let seeds = 1...200 as ClosedRange<UInt64>
  private static let marks: [Character] = [
    "a", "é", "😀", " ", "\"", "\"", ",", ";", "\n", "\r", "'",
  ]

  private func read(_ text: String, delimiter: UInt8) -> (records: [[String]], errors: [CSVError]) {
    var reader = CSVReader(Array(text.utf8), delimiter: delimiter)
    var (records, errors): ([[String]], [CSVError]) = ([], [])
    reader.forEach {
      records.append($0.texts)
    } refuse: {
      errors.append($0)
    }
    return (records, errors)
  }

  @Test(arguments: seeds)
  func agreesWithAPlainReadingOfTheStandard(seed: UInt64) {
    var random = Seeded(seed)
    for _ in 0..<40 {
      let text = random.text(Self.marks, upTo: 24)
      let result = read(text, delimiter: UInt8(ascii: ","))
      if let records = plainParse(text, delimiter: ",") {
        #expect(result.records == records, "\(text.debugDescription)")
        #expect(result.errors == [], "\(text.debugDescription)")
      } else {
        #expect(result.errors != [], "\(text.debugDescription)")
      }
    }
  }

  @Test(arguments: seeds)
  func everyTableThatIsWrittenIsReadBack(seed: UInt64) throws {
    var random = Seeded(seed)
    let delimiter = random.element(of: Array(",;\t|".utf8))
    let lineEnd = random.element(of: ["\n", "\r\n", "\r"])
    let width = random.below(5) + 2
    let table = (0..<random.below(20) + 1).map { _ in
      (0..<width).map { _ in random.text(Self.marks, upTo: 8) }
    }
    var writer = CSVWriter(delimiter: delimiter, lineEnd: lineEnd)
    table.forEach { writer.write($0) }
    let result = read(writer.text, delimiter: delimiter)
    #expect(result.records == table)
    #expect(result.errors == [])
  }

  @Test(arguments: seeds)
  func defusedCellsAreNoFormulasAndLoseNothing(seed: UInt64) {
    var random = Seeded(seed)
    let alphabet: [Character] = ["=", "+", "-", "@", "\t", "\r", "1", ".", "a", ",", "\"", "'"]
    let cells = (0..<8).map { _ in random.text(alphabet, upTo: 5) }
    var writer = CSVWriter(defusing: true)
    writer.write(cells)
    let back = read(writer.text, delimiter: UInt8(ascii: ",")).records.first ?? []
    #expect(back.allSatisfy { !CSVWriter.isFormula($0) })
    for (cell, read) in zip(cells, back) { #expect(read == cell || read == "'" + cell) }
  }

  @Test(arguments: seeds)
  func recordsAndErrorsComeInTheOrderOfTheFile(seed: UInt64) {
    var random = Seeded(seed)
    let text = random.text(Self.marks, upTo: 200)
    var reader = CSVReader(Array(text.utf8), delimiter: UInt8(ascii: ","))
    let lines = text.unicodeScalars.count { $0 == "\n" || $0 == "\r" } + 1
    var line = 0
    while let result = reader.next() {
      switch result {
      case .success(let record):
        #expect(record.line > line || line == 0)
        line = record.line
      case .failure(let error):
        #expect(error.position.line >= line)
        #expect(error.position.column >= 1)
      }
      #expect(line <= lines)
    }
  }

  @Test(arguments: seeds)
  func aDamagedByteCostsOnlyRecordsNearIt(seed: UInt64) {
    var random = Seeded(seed)
    let rows = (0..<30).map { row in (0..<4).map { "r\(row)c\($0)" } }
    var writer = CSVWriter()
    rows.forEach { writer.write($0) }
    var bytes = writer.bytes
    bytes[random.below(bytes.count)] = random.element(of: [0x22, 0x00, 0xFF])
    var reader = CSVReader(bytes, delimiter: UInt8(ascii: ","))
    var (good, bad) = (0, 0)
    reader.forEach {
      good += rows.contains($0.texts) ? 1 : 0
    } refuse: { _ in
      bad += 1
    }
    #expect(good >= 28, "seed \(seed)")
    #expect(bad <= 2)
  }

  @Test func cellsAreWhereTheySayTheyAre() {
    let text = "ä,\"b\nç\",d\n\"\",é,\"x\"\n"
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(Array.init)
    var reader = CSVReader(Array(text.utf8))
    var seen = 0
    reader.forEach { record in
      for index in 0..<record.count where !record.isEmpty(index) {
        let place = record.position(index)
        let character = lines[place.line - 1][place.column - 1]
        #expect(character == "\"" || record[index].first == character)
        seen += 1
      }
    } refuse: {
      Issue.record("\($0)")
    }
    #expect(seen == 5)
  }

  @Test func recordsKnowWhatTheyLack() throws {
    var reader = CSVReader(Array("a,,\"\"\n".utf8))
    let record = try #require(try reader.next()?.get())
    #expect(record.count == 3)
    #expect((0..<5).map(record.isEmpty) == [false, true, true, true, true])
    #expect(record[9] == "")
    #expect(record.texts == ["a", "", ""])
  }

  @Test(arguments: [
    (CSVError.Problem.unterminatedQuote, "a quoted cell is never closed"),
    (.strayQuote, "a quote stands where none may be"), (.nul, "a NUL byte is in the cell"),
    (.notUTF8, "the text is not UTF-8; save the file as UTF-8"),
    (.cellTooLong(9), "a cell is longer than 9 bytes"),
    (.wrongCount(found: 1, expected: 2), "1 cells where the header has 2"), (.header("x"), "x"),
  ])
  func everyProblemIsToldInWords(problem: CSVError.Problem, words: String) {
    let error = CSVError(problem, at: TextPosition(line: 3, column: 4))
    #expect(error.reason == words)
    #expect(error.description == "line 3, column 4: " + words)
  }
}
