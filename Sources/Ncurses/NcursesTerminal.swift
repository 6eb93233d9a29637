import CNcurses
package import Canvas

/// The terminal of the operator, by ncurses: the only file that calls it. One at a time in a program.
///
/// It has no timer and no thread: whoever owns it calls `readKeys` when its input is readable and after
/// SIGWINCH; the size is then asked of the kernel.
@MainActor
package final class NcursesTerminal: Terminal {
  package private(set) var size: Size

  private let input: Int32
  private let output: Int32
  private let isUTF8: Bool
  private var screen: cargo_screen
  /// Understands sequences of the usual form, known to it or not.
  private let isANSI: Bool
  private let hasClipboard: Bool

  private let depth: ColourDepth?
  private let hasDefaultColours: Bool
  private var theme: Theme
  /// Attributes and colour pair of each role, found when first used.
  private var styles: [(attributes: attr_t, pair: Int32)?]
  private var pairs: [Int64: Int32] = [:]

  private var shown: Grid?
  private var cells: [cchar_t] = []
  private var characters: [wchar_t] = []
  private var isCursorShown = false
  private var isSuspended = false
  private var isClosed = false

  private var decoder = KeyDecoder()
  private var lastClick: (at: Int64, column: Int, row: Int)?

  /// Codes of the paste markers, above all that curses itself uses.
  private static let pasteStart: Int32 = 0x7001
  private static let pasteEnd: Int32 = 0x7002
  /// Mouse presses and the wheel, in the form without a limit on columns; pasted text between marks. The
  /// terminal's own selection stays on shift.
  private static let reportsOn = "\u{1B}[?1000h\u{1B}[?1006h\u{1B}[?2004h"
  private static let reportsOff = "\u{1B}[?2004l\u{1B}[?1006l\u{1B}[?1000l"
  /// The longest time between the clicks of a double click, in milliseconds.
  private static let doubleClick: Int64 = 400

  /// Takes the screen. The two descriptors stay the caller's; `type` is the terminal type, by default
  /// that of the environment. From here on a crash, a deadly signal or `exit` restores the terminal.
  package init(
    theme: Theme, colour: ColourMode = .automatic, input: Int32 = 0, output: Int32 = 1,
    type: String? = nil
  ) throws(TerminalError) {
    guard isatty(input) == 1, isatty(output) == 1 else { throw .notATerminal }
    let name = type ?? String(cString: cargo_type())
    isUTF8 = cargo_locale()
    guard cargo_watch(input, output) else { throw .notATerminal }
    var screen = cargo_screen()
    guard !name.isEmpty, cargo_start(&screen, name, input, output) else {
      cargo_unwatch()
      throw .unknownType(name)
    }
    guard let motion = Self.capability("cup") else {
      endwin()
      cargo_stop(&screen)
      cargo_unwatch()
      throw .tooPlain(name)
    }
    cargo_modes(&screen)
    isANSI = motion.hasPrefix("\u{1B}[")
    hasClipboard =
      isANSI && !["linux", "vt", "cons", "sun", "ansi"].contains { name.hasPrefix($0) }
    if isANSI {
      define_key("\u{1B}[200~", Self.pasteStart)
      define_key("\u{1B}[201~", Self.pasteEnd)
      cargo_forget_mouse()
    }
    if colour == .automatic, has_colors(), start_color() != ERR {
      hasDefaultColours = use_default_colors() != ERR
      let isDirect = tigetflag("RGB") > 0 || tigetnum("RGB") > 0
      depth = ColourDepth(colours: Int(cargo_colors()), isDirect: isDirect)
    } else {
      hasDefaultColours = false
      depth = nil
    }
    self.input = input
    self.output = output
    self.screen = screen
    self.theme = depth == nil ? theme.withoutColours : theme
    styles = Array(repeating: nil, count: Role.allCases.count)
    size = Size(columns: Int(getmaxx(screen.window)), rows: Int(getmaxy(screen.window)))
    adoptWindowSize()
    prepareReset()
    send(isANSI ? Self.reportsOn : "")
  }

  // MARK: Painting

  package func paint(_ grid: Grid) {
    guard !isSuspended, !isClosed else { return }
    let old = shown?.size == grid.size ? shown : nil
    if old == nil { werase(screen.window) }
    for row in 0..<min(grid.size.rows, size.rows) { paint(row, of: grid, over: old) }
    placeCursor(of: grid)
    wrefresh(screen.window)
    shown = grid
  }

  package func use(_ theme: Theme) {
    self.theme = depth == nil ? theme.withoutColours : theme
    styles = Array(repeating: nil, count: Role.allCases.count)
    shown = nil
  }

  package func redraw() {
    shown = nil
    clearok(screen.window, true)
  }

  /// Hands curses the part of a row from the first cell that differs to the last.
  private func paint(_ row: Int, of grid: Grid, over old: Grid?) {
    let start = row * grid.size.columns
    var first = 0
    var end = min(grid.size.columns, size.columns)
    if let old {
      while first < end, grid.cells[start + first] == old.cells[start + first] { first += 1 }
      while end > first, grid.cells[start + end - 1] == old.cells[start + end - 1] { end -= 1 }
    }
    guard first < end else { return }
    if grid.cells[start + first].isContinuation { first -= 1 }
    cells.removeAll(keepingCapacity: true)
    var column = first
    while column < end {
      let isWide =
        column + 1 < grid.size.columns && grid.cells[start + column + 1].isContinuation
      append(grid.cells[start + column], isWide: isWide && column + 1 < size.columns)
      column += isWide ? 2 : 1
    }
    cargo_put(screen.window, Int32(row), Int32(first), cells, Int32(cells.count))
  }

  /// Adds the curses cells of one grid cell. What the character set lacks, or the C library thinks
  /// another width of, becomes `?` so that curses and the grid never drift apart.
  private func append(_ cell: Cell, isWide: Bool) {
    let style = style(of: cell.role)
    characters.removeAll(keepingCapacity: true)
    if !isUTF8, !cell.text.isASCII {
      characters.append(Self.wide(ASCII.character(for: cell.text)))
    } else {
      for scalar in cell.text.unicodeScalars { characters.append(wchar_t(scalar.value)) }
    }
    var columns = 0
    for character in characters {
      let width = cargo_width(character)
      columns = width < 0 ? .min / 2 : columns + Int(width)
    }
    let isAgreed = columns == (isWide ? 2 : 1)
    if !isAgreed { characters = [isUTF8 || characters.count != 1 ? 0x3F : characters[0]] }
    append(style)
    if isWide && !isAgreed {
      characters = [0x20]
      append(style)
    }
  }

  /// The columns of a character by the C library in the locale set; -1: not printable.
  package nonisolated static func libraryWidth(of scalar: Unicode.Scalar) -> Int {
    Int(cargo_width(wchar_t(scalar.value)))
  }

  private func append(_ style: (attributes: attr_t, pair: Int32)) {
    characters.append(0)
    var made = cchar_t()
    cargo_cell(&made, characters, style.attributes, style.pair)
    cells.append(made)
  }

  private static func wide(_ character: Character) -> wchar_t {
    wchar_t(character.asciiValue ?? 0x3F)
  }

  private func style(of role: Role) -> (attributes: attr_t, pair: Int32) {
    if let known = styles[role.rawValue] { return known }
    let style = theme[role]
    let attributes = cargo_attributes(
      style.bold, style.dim, style.italic, style.underline, style.reverse)
    let found = (attributes, pair(style.foreground, style.background))
    styles[role.rawValue] = found
    return found
  }

  /// The colour pair of two colours, made when first asked for; 0, the terminal's own, once there are
  /// no more.
  private func pair(_ foreground: Color?, _ background: Color?) -> Int32 {
    guard let depth, foreground != nil || background != nil else { return 0 }
    var (front, back) = depth.pair(foreground, background)
    if !hasDefaultColours {
      front = front < 0 ? (theme.isLight ? COLOR_BLACK : COLOR_WHITE) : front
      back = back < 0 ? (theme.isLight ? COLOR_WHITE : COLOR_BLACK) : back
    }
    let key = Int64(front) << 32 | Int64(UInt32(bitPattern: back))
    if let known = pairs[key] { return known }
    let number = Int32(pairs.count + 1)
    guard number < cargo_pairs(), init_extended_pair(number, front, back) != ERR else { return 0 }
    pairs[key] = number
    return number
  }

  private func placeCursor(of grid: Grid) {
    let cursor = grid.cursor.flatMap { $0.column < size.columns && $0.row < size.rows ? $0 : nil }
    if (cursor != nil) != isCursorShown {
      isCursorShown = cursor != nil
      curs_set(isCursorShown ? 1 : 0)
      leaveok(screen.window, !isCursorShown)
    }
    if let cursor { wmove(screen.window, Int32(cursor.row), Int32(cursor.column)) }
  }

  // MARK: Keys

  package func readKeys() -> [Key] {
    guard !isSuspended, !isClosed else { return [] }
    var keys: [Key] = []
    if adoptWindowSize() { keys.append(.resize(size)) }
    var code: wint_t = 0
    while true {
      let kind = wget_wch(screen.input, &code)
      if kind == ERR { break }
      if kind == KEY_CODE_YES {
        if let input = special(Int32(bitPattern: code)) { decoder.feed(input) }
      } else if let scalar = Unicode.Scalar(code) {
        decoder.feed(.scalar(scalar))
      }
    }
    return keys + decoder.drain().map(doubled)
  }

  /// The key of a curses key code; nil for those that mean nothing here (KEY_RESIZE among them: the size
  /// is asked of the kernel).
  private func special(_ code: Int32) -> KeyDecoder.Input? {
    switch code {
    case KEY_UP: .key(.up)
    case KEY_DOWN: .key(.down)
    case KEY_LEFT: .key(.left)
    case KEY_RIGHT: .key(.right)
    case KEY_PPAGE: .key(.pageUp)
    case KEY_NPAGE: .key(.pageDown)
    case KEY_HOME: .key(.home)
    case KEY_END, KEY_LL: .key(.end)
    case KEY_ENTER: .key(.enter)
    case KEY_BTAB: .key(.backTab)
    case KEY_BACKSPACE: .key(.backspace)
    case KEY_DC: .key(.delete)
    case KEY_IC: .key(.insert)
    case KEY_F0 + 1...KEY_F0 + 63: .key(.function(Int(code - KEY_F0)))
    case Self.pasteStart: .pasteStart
    case Self.pasteEnd: .pasteEnd
    default: nil
    }
  }

  /// Two clicks on a cell soon after each other are a double click.
  private func doubled(_ key: Key) -> Key {
    guard case .mouse(let mouse) = key, mouse.action == .click else { return key }
    let now = cargo_milliseconds()
    if let last = lastClick, last.column == mouse.column, last.row == mouse.row,
      now - last.at <= Self.doubleClick
    {
      lastClick = nil
      return .mouse(Key.Mouse(.doubleClick, column: mouse.column, row: mouse.row))
    }
    lastClick = (now, mouse.column, mouse.row)
    return key
  }

  // MARK: The terminal itself

  package func copy(_ text: String) {
    guard hasClipboard, !isClosed else { return }
    let sequence = Clipboard.sequence(text, isWithinTmux: cargo_is_within_tmux())
    guard let sequence else { return }
    _ = cargo_write(output, sequence, sequence.count)
  }

  package func bell() {
    if !isSuspended, !isClosed { beep() }
  }

  package func notify(_ kind: DesktopSequence.Kind, title: String, text: String) {
    guard isANSI, !isClosed, !isSuspended else { return }
    let bytes = DesktopSequence.bytes(
      kind, title: title, text: text, isWithinTmux: cargo_is_within_tmux())
    _ = cargo_write(output, bytes, bytes.count)
  }

  package func suspend() {
    guard !isSuspended, !isClosed else { return }
    isSuspended = true
    send(isANSI ? Self.reportsOff : "")
    endwin()
    cargo_arm(false)
  }

  package func resume() {
    guard isSuspended, !isClosed else { return }
    isSuspended = false
    cargo_arm(true)
    reset_prog_mode()
    adoptWindowSize()
    redraw()
    send(isANSI ? Self.reportsOn : "")
  }

  package func close() {
    guard !isClosed else { return }
    isClosed = true
    if !isSuspended {
      send(isANSI ? Self.reportsOff : "")
      curs_set(1)
      endwin()
    }
    cargo_stop(&screen)
    cargo_unwatch()
  }

  /// Takes over the size the kernel tells; true if it changed.
  @discardableResult
  private func adoptWindowSize() -> Bool {
    var columns: Int32 = 0
    var rows: Int32 = 0
    guard cargo_window_size(output, &columns, &rows) else { return false }
    let now = Size(columns: Int(columns), rows: Int(rows))
    guard now != size, resizeterm(rows, columns) != ERR else { return false }
    size = now
    redraw()
    return true
  }

  /// Prepares what a crash writes: mouse and paste off, plain text, cursor on, the shell's screen back.
  private func prepareReset() {
    // A crash may come in the middle of a sequence that is being written: CAN ends it, else it would
    // swallow the first of these.
    var text = isANSI ? "\u{18}" + Self.reportsOff : ""
    for name in ["sgr0", "cnorm", "rmkx", "rmcup"] { text += Self.capability(name) ?? "" }
    cargo_set_reset(text, Int32(text.utf8.count))
  }

  private func send(_ text: String) {
    _ = cargo_write(output, text, text.utf8.count)
  }

  private static func capability(_ name: String) -> String? {
    var bytes = [CChar](repeating: 0, count: 128)
    let length = cargo_capability(name, &bytes, Int32(bytes.count))
    guard length > 0 else { return nil }
    return String(decoding: bytes.prefix(Int(length)).map(UInt8.init(bitPattern:)), as: UTF8.self)
  }
}
