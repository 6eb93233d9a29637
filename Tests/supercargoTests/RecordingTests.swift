import Testing

@testable import supercargo

struct RecordingTests {
  @Test func aCastIsAHeaderAndTimedOutput() {
    var cast = Cast(columns: 120, rows: 36, title: "Supercargo")
    cast.add(Array("\u{1B}[1mä\r\n".utf8), at: 1250)
    #expect(
      cast.lines == [
        #"{"version":2,"width":120,"height":36,"title":"Supercargo","env":{"TERM":"xterm-256color"}}"#,
        #"[1.25,"o","\u001b[1mä\r\n"]"#,
      ])
  }

  @Test(arguments: ["é", "深", "🚢"])
  func aCharacterThatComesInPiecesStaysWhole(text: String) {
    let bytes = Array("a\(text)b".utf8)
    for cut in 1..<bytes.count {
      var cast = Cast(columns: 80, rows: 24, title: "")
      cast.add(Array(bytes[..<cut]), at: 0)
      cast.add(Array(bytes[cut...]), at: 10)
      let told = cast.lines.dropFirst().compactMap { $0.split(separator: "\"").dropFirst(3).first }
      #expect(told.joined() == "a\(text)b", "cut at \(cut)")
    }
  }

  @Test func aScriptIsTypedWithItsPauses() throws {
    let script = try KeyScript("# a look\nwait 1.5\n\npress j enter ctrl-d\n  type ok\n")
    #expect(
      script.steps == [
        KeyScript.Step(keys: "", milliseconds: 1500), KeyScript.Step(keys: "j", milliseconds: 450),
        KeyScript.Step(keys: "\r", milliseconds: 450),
        KeyScript.Step(keys: "\u{4}", milliseconds: 450),
        KeyScript.Step(keys: "o", milliseconds: 100), KeyScript.Step(keys: "k", milliseconds: 100),
      ])
  }

  @Test(arguments: [("wait long", 1), ("press j\npress nokey", 2), ("jj", 1), ("walk 3", 1)])
  func aLineThatMakesNoSenseIsNamed(text: String, line: Int) throws {
    let failure = try #require(throws: Failure.self) { try KeyScript(text) }
    #expect(failure.description.contains("line \(line) of the script"))
    #expect(failure.status == .usage)
  }

  @Test func theTourCanBeRead() throws {
    #expect(try !KeyScript(SimulateCommand.Record.tour).steps.isEmpty)
  }
}
