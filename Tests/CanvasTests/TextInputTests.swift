import Canvas
import Testing

/// Typing and editing one line.
struct TextInputTests {
  private func typed(_ keys: [Key], into text: String = "") -> TextInput {
    var input = TextInput(text)
    for key in keys { _ = input.update(key) }
    return input
  }

  @Test(
    arguments: [
      ([.character("a"), .character("世")], "ab世", 3, "ab")
    ] as [([Key], String, Int, String)])
  func charactersGoWhereTheCursorIs(keys: [Key], text: String, cursor: Int, start: String) {
    var input = TextInput("b")
    _ = input.update(.home)
    _ = input.update(keys[0])
    _ = input.update(.end)
    _ = input.update(keys[1])
    #expect(input.text == text)
    #expect(input.cursor == cursor)
  }

  @Test(
    arguments: [
      ([.backspace], "state:transi", 12), ([.control("h")], "state:transi", 12),
      ([.home, .backspace], "state:transit", 0), ([.home, .delete], "tate:transit", 0),
      ([.delete], "state:transit", 13), ([.left, .left, .delete], "state:transt", 11),
      ([.control("a"), .control("k")], "", 0), ([.left, .left, .control("k")], "state:trans", 11),
      ([.left, .left, .control("u")], "it", 0), ([.control("w")], "", 0),
      ([.control("b"), .control("f"), .character("x")], "state:transitx", 14),
      ([.right, .right], "state:transit", 13),
      ([.control("e"), .control("d")], "state:transit", 13),
    ] as [([Key], String, Int)])
  func keysEdit(keys: [Key], text: String, cursor: Int) {
    let input = typed(keys, into: "state:transit")
    #expect(input.text == text)
    #expect(input.cursor == cursor)
  }

  @Test(
    arguments: [
      ([.control("w")], "two words ", 10), ([.control("w"), .control("w")], "two ", 4),
      ([.alt("b"), .alt("b")], "two words here", 4), ([.home, .alt("f")], "two words here", 3),
      ([.home, .alt("d")], " words here", 0), ([.alt("f")], "two words here", 14),
    ] as [([Key], String, Int)])
  func wordsEndAtBlanks(keys: [Key], text: String, cursor: Int) {
    let input = typed(keys, into: "two words here")
    #expect(input.text == text)
    #expect(input.cursor == cursor)
  }

  @Test(
    arguments: [.enter, .escape, .tab, .up, .down, .function(1), .alt("x"), .control("r"), .pageUp]
      as [Key])
  func otherKeysAreForTheOwner(key: Key) {
    var input = TextInput("abc")
    let isTaken = input.update(key)
    #expect(!isTaken)
    #expect(input == TextInput("abc"))
  }

  @Test func whatIsPastedIsOneLineWithoutControls() {
    let input = typed([.paste("a\r\nb\tc\u{1B}[31md\u{202E}e\u{0}")])
    #expect(input.text == "a b c[31mde")
    #expect(input.cursor == 11)
  }

  @Test func aHugePasteIsCut() {
    let input = typed([.paste(String(repeating: "x", count: 100_000)), .character("y")])
    #expect(input.text.count == TextInput.limit)
    #expect(input.cursor == TextInput.limit)
  }

  @Test(arguments: [
    ("abc", 0, "abc", 3), ("abcdef", 0, "bcdef", 5), ("abcdef", 3, "abcdef", 3),
    ("深圳仓库", 0, " 仓库", 5),
  ])
  func aLongTextScrollsWithItsCursor(text: String, back: Int, line: String, column: Int) {
    let input = typed(Array(repeating: .left, count: back), into: text)
    var grid = Grid(size: Size(columns: 6, rows: 1))
    input.draw(on: &grid, column: 0, row: 0, width: 6)
    #expect(grid.lines == [line])
    #expect(grid.cursor?.column == column)
    #expect(grid.roleMap == ["iiiiii"])
  }

  @Test func anEmptyFieldShowsItsHint() {
    var grid = Grid(size: Size(columns: 12, rows: 2))
    TextInput().draw(on: &grid, column: 1, row: 1, width: 10, hint: "state:transit")
    #expect(grid.lines == ["", " state:tra…"])
    #expect(grid.roleMap == ["", ".nnnnnnnnnn"])
    #expect(grid.cursor?.column == 1)
  }

  @Test func aFieldWithoutFocusLeavesTheCursorAlone() {
    var grid = Grid(size: Size(columns: 6, rows: 1))
    TextInput("ab").draw(on: &grid, column: 0, row: 0, width: 6, isFocused: false)
    #expect(grid.cursor == nil)
  }

  @Test(arguments: [0, 1])
  func aFieldWithoutRoomIsSurvived(width: Int) {
    var grid = Grid(size: Size(columns: 3, rows: 1))
    TextInput("abc").draw(on: &grid, column: 0, row: 0, width: width)
    #expect(grid.lines == [""])
  }
}
