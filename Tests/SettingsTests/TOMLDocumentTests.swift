import Settings
import Testing

@Suite struct TOMLDocumentTests {
  private func document(_ text: String) throws -> TOMLDocument {
    try TOMLDocument(text, file: "config.toml")
  }

  @Test func valuesOfEveryKindAreRead() throws {
    let root = try document(
      """
      a = "x"
      b = 3
      c = 1.5
      d = true
      e = ["p", 'q']
      f = { g = 1 }
      h = 1979-05-27
      """
    ).root
    #expect(
      root == [
        "a": .string("x"), "b": .integer(3), "c": .float(1.5), "d": .bool(true),
        "e": .array([.string("p"), .string("q")]), "f": .table(["g": .integer(1)]), "h": .other,
      ])
  }

  @Test func linesAreKnownForEveryKindOfKey() throws {
    let document = try document(
      #"""
      # a comment = with equals
      first = "x" # and [brackets]

      [console]
      theme = "a = b"
      long = """
      [not.a.table]
      key = "no"
      """"
      raw = '''
      [no]'''
      list = [ "a", # ]
        "b]",
      ]
      inline = { x = 1, y = "}" }
      "quoted key" = 1

      [[account]]
      name = "one"
      [[account]]
        name = "two"
        url = 'http://x#y'
      [account.more]
      deep.er = 1
      [thresholds]
      payment.pending = "1h"
      "purchase.unsent" = "2h"
      """#)
    let lines: [([String], Int)] = [
      (["first"], 2), (["console"], 4), (["console", "theme"], 5), (["console", "long"], 6),
      (["console", "raw"], 10), (["console", "list"], 12), (["console", "inline"], 15),
      (["console", "inline", "y"], 15), (["console", "quoted key"], 16), (["account"], 18),
      (["account", "0"], 18), (["account", "0", "name"], 19), (["account", "1"], 20),
      (["account", "1", "name"], 21), (["account", "1", "url"], 22),
      (["account", "1", "more"], 23), (["account", "1", "more", "deep", "er"], 24),
      (["thresholds", "payment"], 26), (["thresholds", "payment", "pending"], 26),
      (["thresholds", "purchase.unsent"], 27), (["console", "unset"], 4),
    ]
    for (path, line) in lines { #expect(document.line(of: path) == line, "\(path)") }
    #expect(document.line(of: ["no", "key"]) == nil)
  }

  @Test(arguments: [
    ("a = ", 1), ("a = 1\nb = \"open", 2), ("a = 1\na = 2", 2), ("[t]\nx = 1\n[t]", 3),
    ("a = 1\n\n[[[x]]]", 3), ("x = [1, 2", 1), ("= 1", 1), ("a = 1 b = 2", 1),
    ("\u{feff}a = 01", 1),
  ])
  func whatIsNoTOMLIsRefusedWithItsLine(text: String, line: Int) throws {
    let error = try #require(throws: ConfigurationError.self) { try document(text) }
    #expect(error.file == "config.toml")
    #expect(error.line == line)
    #expect(!error.what.isEmpty && !error.what.contains("\n"))
  }

  @Test func zeroBytesAreRefused() {
    #expect(throws: ConfigurationError.self) { try document("a = 1\0b") }
  }

  @Test func windowsLineEndsAndByteOrderMarkDoNoHarm() throws {
    let document = try document("\u{feff}a = 1\r\n[b]\r\nc = 2\r\n")
    #expect(document.root == ["a": .integer(1), "b": .table(["c": .integer(2)])])
    #expect(document.line(of: ["b", "c"]) == 3)
  }

  @Test func emptyTextIsAnEmptyDocument() throws {
    #expect(try document("").root.isEmpty)
    #expect(try document("# nothing\n").root.isEmpty)
  }
}
