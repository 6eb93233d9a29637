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
