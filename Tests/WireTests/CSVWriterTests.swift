import Testing
import Wire

struct CSVWriterTests {
  private func line(_ cells: String..., defusing: Bool = false, delimiter: UInt8 = 0x2C) -> String {
    var writer = CSVWriter(delimiter: delimiter, defusing: defusing)
    writer.write(cells)
    return writer.text
  }

  @Test(arguments: [
    ("plain", "plain\n"), ("", "\n"), ("a,b", "\"a,b\"\n"), ("a\"b", "\"a\"\"b\"\n"),
    ("a\nb", "\"a\nb\"\n"), ("a\rb", "\"a\rb\"\n"), (" a", "\" a\"\n"), ("a ", "\"a \"\n"),
    ("a;b", "a;b\n"), ("é😀", "é😀\n"),
  ])
  func quotesWhatMustBeQuoted(cell: String, written: String) {
    #expect(line(cell) == written)
  }

  @Test func delimiterAndLineEndCanBeChosen() {
    var writer = CSVWriter(delimiter: UInt8(ascii: ";"), lineEnd: "\r\n")
    writer.write(["a,b", "c;d"])
    #expect(writer.text == "a,b;\"c;d\"\r\n")
  }

  @Test(arguments: [
    "=1+2", "+SUM(A1)", "-cmd|' /C calc'!A0", "@SUM(1)", "\t=1", "\r=1", "\n=1", "+49 30 1", "-",
    "+",
    "-1e5", "--5", "-1.2.3", "\u{FF1D}1+2", "\u{FF0B}1", "\u{FF0D}1", "\u{FF20}x", "=\u{301}1",
    "-.",
  ])
  func formulasAreDefused(cell: String) {
    #expect(CSVWriter.isFormula(cell))
    #expect(line(cell, defusing: true).contains("'"))
    #expect(!line(cell).hasPrefix("'") && !line(cell).hasPrefix("\"'"))
  }

  @Test(arguments: ["-5", "+5", "-12.50", "+.5", "-5.", "", "1=2", "a-b", "'=x", "5"])
  func plainNumbersAndWordsAreNot(cell: String) {
    #expect(!CSVWriter.isFormula(cell))
    #expect(line(cell, defusing: true) == cell + "\n")
  }

  @Test(arguments: ["a;=cmd()", "a\t=cmd()", "a|=cmd()"])
  func defusingHidesTheDelimitersOfOtherLocales(cell: String) {
    #expect(line(cell, defusing: true) == "\"\(cell)\"\n")
  }

  @Test func whatIsWrittenIsReadBack() throws {
    let rows = [["a", "", "b\"c"], ["x\ny", " z ", "1,2;3"], ["é", "\"", "\r"]]
    var writer = CSVWriter()
    rows.forEach { writer.write($0) }
    var reader = CSVReader(writer.bytes, delimiter: 0x2C)
    #expect(try rows.indices.map { _ in try reader.next()?.get().texts } == rows)
  }

  @Test func takingEmptiesTheWriter() {
    var writer = CSVWriter()
    writer.write(["a"])
    #expect(writer.take() == Array("a\n".utf8))
    writer.write(["b"])
    #expect(writer.text == "b\n")
  }
}
