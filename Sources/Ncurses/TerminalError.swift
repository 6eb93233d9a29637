/// Why a terminal cannot be used for the console.
package enum TerminalError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Input or output is a file or a pipe.
  case notATerminal
  /// The system has no description of this terminal type.
  case unknownType(String)
  /// The type is known and cannot move its cursor.
  case tooPlain(String)

  package var description: String {
    switch self {
    case .notATerminal:
      "the console needs a terminal, and input or output is redirected; "
        + "use the other commands in scripts"
    case .unknownType(""):
      "the terminal type is not set; try: TERM=xterm-256color"
    case .unknownType(let name):
      "the terminal type \"\(name)\" is unknown here; install its description "
        + "(package ncurses-term) or try: TERM=xterm-256color"
    case .tooPlain(let name):
      "the terminal type \"\(name)\" cannot move its cursor; try: TERM=xterm-256color"
    }
  }
}

/// Whether colours may be used.
package enum ColourMode: Hashable, Sendable {
  /// As many as the terminal has.
  case automatic
  /// None (`NO_COLOR`): bold, reverse and underline only.
  case none
}
