import Canvas
import Ncurses
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension TerminalTests {
  /// The width table beside the C library's, which curses goes by.
  struct Widths {
    /// Scalars of which this table and the library may think differently, each for a reason.
    enum Difference: CaseIterable {
      /// Never shown here: joiners, fillers, soft hyphen, spacing vowel signs (one column or none).
      case invisible
      /// Private or of a changed width: U+FFFD is drawn instead.
      case replaced
      /// Half of a flag, drawn as a letter.
      case letter
      /// The library is of an earlier Unicode version and does not know the scalar.
      case newer
      /// Marks that the library gives a column, or the other way round.
      case mark
      /// Wide since a later Unicode version than the library's, or not wide there by its own choice.
      case wide
    }

    @Test(.enabled(if: setlocale(LC_CTYPE, "C.UTF-8") != nil))
    func theTableAgreesWithTheLibraryButForKnownKinds() {
      var counts: [Difference: Int] = [:]
      var unexplained: [String] = []
      for value in UInt32(0x20)...0x10FFFF {
        guard let scalar = Unicode.Scalar(value) else { continue }
        let library = NcursesTerminal.libraryWidth(of: scalar)
        let ours = TextWidth.width(of: scalar)
        guard library != ours else { continue }
        if let reason = reason(scalar, ours: ours, library: library) {
          counts[reason, default: 0] += 1
        } else {
          unexplained.append("U+\(String(value, radix: 16)): \(ours), library \(library)")
        }
      }
      print("width differences by kind:", counts)
      #expect(unexplained.isEmpty, "\(unexplained.count): \(unexplained.prefix(40))")
      // A table that says "different" everywhere would agree as well.
      #expect(counts[.wide, default: 0] < 400)
      #expect(counts[.mark, default: 0] < 400)
      #expect(counts[.newer, default: 0] < 20_000)
      #expect(counts[.invisible, default: 0] < 5_000)
    }

    private func reason(_ scalar: Unicode.Scalar, ours: Int, library: Int) -> Difference? {
      let shown = TextWidth.safe(Character(scalar))
      if shown.text == "\u{FFFD}" { return .replaced }
      if (0x1F1E6...0x1F1FF).contains(scalar.value) { return .letter }
      if library < 0 { return ours == 0 ? .invisible : .newer }
      switch scalar.properties.generalCategory {
      case .nonspacingMark, .enclosingMark: return .mark
      case .format, .spacingMark, .control: return .invisible
      case .lineSeparator, .paragraphSeparator: return .invisible
      default: break
      }
      if ours == 0 { return scalar.properties.isDefaultIgnorableCodePoint ? .invisible : nil }
      return ours == 2 && library == 1 ? .wide : nil
    }
  }
}
