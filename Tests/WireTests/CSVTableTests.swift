import Testing
import Wire

struct CSVTableTests {
  private func table(_ text: String) throws -> CSVTable { try CSVTable(Array(text.utf8)) }

  @Test func findsColumnsByNameWhateverTheirCase() throws {
    let table = try table(" Name ,Total\n")
    #expect(table.columns == ["Name", "Total"])
    #expect(table.index(of: "name") == 0)
    #expect(table.index(of: "TOTAL") == 1)
    #expect(table.index(of: "Tax") == nil)
  }

  @Test func emptyFileHasNoHeader() {
    #expect(throws: CSVError(.header("the file is empty"), at: TextPosition(line: 1, column: 1))) {
      try table("")
    }
  }

  @Test func aColumnNamedTwiceIsRefusedWithItsPlace() {
    let error = CSVError(
      .header("two columns are named NAME"), at: TextPosition(line: 1, column: 8))
    #expect(throws: error) { try table("Name,A,NAME\n") }
  }

  @Test func columnsWithoutANameMayRepeat() throws {
    #expect(try table("Name,,\n").columns == ["Name", "", ""])
  }

  @Test func aMalformedHeaderIsAnError() {
    #expect(throws: CSVError.self) { try table("Na\"me,b\n") }
  }

  @Test(arguments: [("1,2\n", 2), ("1,2,,,\n", 5), ("\"1\",\"2\",\"\"\n", 3)])
  func surplusCellsMustBeEmpty(row: String, count: Int) throws {
    var table = try table("a,b\n" + row)
    #expect(try table.next()?.get().count == count)
  }

  @Test(arguments: [("1\n", 1), ("1,2,3\n", 3), ("1,2,,x\n", 4)])
  func aRowWithAnotherCountIsRefusedAlone(row: String, found: Int) throws {
    var table = try table("a,b\n" + row + "8,9\n")
    guard case .failure(let error) = table.next() else {
      Issue.record("a cut row was taken")
      return
    }
    #expect(error.problem == .wrongCount(found: found, expected: 2))
    #expect(error.position == TextPosition(line: 2, column: 1))
    #expect(error.before.first == "1")
    #expect(try table.next()?.get().texts == ["8", "9"])
    let end = table.next()
    #expect(end.map { _ in true } == nil)
  }

  @Test(arguments: [
    ("  a b\t\r\n", "a b"), ("", ""), (" \n", ""), ("ä ", "ä"), ("\u{A0}x", "\u{A0}x"),
  ])
  func trimmedLeavesTheInsideAlone(text: String, trimmed: String) {
    #expect(text.trimmed == trimmed)
  }
}

struct CSVTableFormTests {
  @Test(arguments: [
    "\u{FEFF}Name;Total\n#1;5\n", "Name\tTotal\r\n#1\t5\r\n", "\n\nName|Total\r#1|5",
    "\"Name\",\"Total\"\n\"#1\",\"5\"\n", " name , TOTAL \n#1,5\n",
  ])
  func everyFormOfTheSameTableReadsTheSame(text: String) throws {
    var table = try CSVTable(Array(text.utf8))
    let row = try #require(try table.next()?.get())
    #expect(row[try #require(table.index(of: "Name"))] == "#1")
    #expect(row[try #require(table.index(of: "Total"))] == "5")
    #expect(table.next().map { _ in true } == nil)
  }

  @Test func aGivenDelimiterHoldsForTheHeaderToo() throws {
    let table = try CSVTable(Array("a;b,c\n".utf8), delimiter: UInt8(ascii: ","))
    #expect(table.columns == ["a;b", "c"])
  }

  @Test func headerNamesMayHoldLineBreaksAndQuotes() throws {
    var table = try CSVTable(Array("\"First\nname\",\"the \"\"sku\"\"\"\nAda,1\n".utf8))
    #expect(table.columns == ["First\nname", "the \"sku\""])
    let row = try #require(try table.next()?.get())
    #expect(row.line == 3)
    #expect(row.texts == ["Ada", "1"])
  }

  @Test func malformedRowsAreToldBetweenTheGoodOnes() {
    let text = "a,b\n1,2\n3\n4,\"5\"6\n7,8\n9,\0\n"
    var told: [String] = []
    do throws(CSVError) {
      var table = try CSVTable(Array(text.utf8))
      while let row = table.next() {
        switch row {
        case .success(let record): told.append(record.texts.joined(separator: "+"))
        case .failure(let error): told.append("\(error.position.line)")
        }
      }
    } catch {
      Issue.record(error)
    }
    #expect(told == ["1+2", "3", "4", "7+8", "6"])
  }

  @Test func aHeaderAloneHasNoRows() throws {
    var table = try CSVTable(Array("a,b".utf8))
    #expect(table.next().map { _ in true } == nil)
  }
}
