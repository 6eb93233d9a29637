/// The bytes that ask a terminal to tell the desktop something.
package enum DesktopSequence {
  /// Which sequence the terminal understands.
  package enum Kind: Hashable, Sendable { case osc9, osc777 }

  /// - Parameter isWithinTmux: wrapped so that the terminal around it gets them.
  package static func bytes(
    _ kind: Kind, title: String, text: String, isWithinTmux: Bool = false
  ) -> [UInt8] {
    let body: String =
      switch kind {
      case .osc9: "9;" + plain(title) + ": " + plain(text)
      // Title and text are parted by a semicolon there.
      case .osc777: "777;notify;" + plain(title).replacing(";", with: ",") + ";" + plain(text)
      }
    let sequence = "\u{1B}]" + body + "\u{07}"
    guard isWithinTmux else { return Array(sequence.utf8) }
    return Array(("\u{1B}Ptmux;\u{1B}" + sequence + "\u{1B}\\").utf8)
  }

  /// Nothing that could end the sequence or begin another.
  private static func plain(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.filter { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) }))
  }
}
