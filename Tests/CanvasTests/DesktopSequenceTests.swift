import Testing

@testable import Canvas

struct DesktopSequenceTests {
  private func text(
    _ kind: DesktopSequence.Kind, _ title: String, _ text: String, tmux: Bool = false
  )
    -> String
  {
    String(
      decoding: DesktopSequence.bytes(kind, title: title, text: text, isWithinTmux: tmux),
      as: UTF8.self)
  }

  @Test func eachTerminalGetsItsOwn() {
    #expect(text(.osc9, "New", "one; two") == "\u{1B}]9;New: one; two\u{7}")
    #expect(text(.osc777, "a;b", "one; two") == "\u{1B}]777;notify;a,b;one; two\u{7}")
  }

  @Test func throughTmuxItIsWrapped() {
    #expect(
      text(.osc9, "a", "b", tmux: true) == "\u{1B}Ptmux;\u{1B}\u{1B}]9;a: b\u{7}\u{1B}\\")
  }

  @Test(arguments: ["\u{7}", "\u{1B}\\", "\u{9C}", "\n", "\u{0}", "\u{7F}"])
  func nothingInTheTextEndsTheSequence(_ hostile: String) {
    for kind in [DesktopSequence.Kind.osc9, .osc777] {
      let made = text(kind, "a" + hostile, hostile + "b").unicodeScalars.dropFirst().dropLast()
      #expect(made.allSatisfy { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) })
    }
  }
}
