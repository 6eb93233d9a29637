import Canvas
import Ncurses
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension TerminalTests {
  /// A program that ends badly still gives the terminal back. Each ends in a process of its own, which finds
  /// the pseudo terminal by the environment.
  struct Ending {
    private static let variable = "CARGO_TEST_TERMINAL"

    private func expectRestored(
      _ pty: PseudoTerminal, modes: [UInt32], _ place: SourceLocation = #_sourceLocation
    ) {
      let bytes = String(decoding: pty.output(), as: UTF8.self)
      #expect(bytes.contains("\u{1B}[?1049h"), sourceLocation: place)
      for sequence in ["[?1049l", "[?2004l", "[?1000l", "[?25h"] {
        #expect(bytes.contains("\u{1B}" + sequence), "\(sequence)", sourceLocation: place)
      }
      // Whatever was half written when it ended is ended first.
      #expect(bytes.contains("\u{18}\u{1B}[?2004l"), sourceLocation: place)
      #expect(pty.modes == modes, sourceLocation: place)
    }

    /// Takes the terminal of the environment and draws on it; runs in the process that ends.
    @MainActor
    private static func draw() {
      guard let path = getenv(variable) else { exit(90) }
      let device = open(path, O_RDWR | O_NOCTTY)
      do {
        let terminal = try NcursesTerminal(
          theme: .sample, input: device, output: device, type: "xterm-256color")
        var grid = Grid(size: terminal.size)
        grid.write("order", column: 0, row: 0)
        terminal.paint(grid)
        held = terminal
      } catch {
        exit(91)
      }
    }

    @MainActor private static var held: NcursesTerminal?

    @Test func aFaultRestores() async throws {
      let pty = try PseudoTerminal(columns: 40, rows: 6)
      let modes = pty.modes
      setenv(Self.variable, pty.path, 1)
      await #expect(processExitsWith: .signal(SIGSEGV)) {
        await Self.draw()
        raise(SIGSEGV)
      }
      expectRestored(pty, modes: modes)
    }

    @Test func aTrapRestores() async throws {
      let pty = try PseudoTerminal(columns: 40, rows: 6)
      let modes = pty.modes
      setenv(Self.variable, pty.path, 1)
      await #expect(processExitsWith: .failure) {
        await Self.draw()
        let empty: [Int] = []
        print(empty[Int(getpid())])
      }
      expectRestored(pty, modes: modes)
    }

    @Test func beingTerminatedRestores() async throws {
      let pty = try PseudoTerminal(columns: 40, rows: 6)
      let modes = pty.modes
      setenv(Self.variable, pty.path, 1)
      await #expect(processExitsWith: .signal(SIGTERM)) {
        await Self.draw()
        // To the process: this thread may have it blocked.
        kill(getpid(), SIGTERM)
        while true { pause() }
      }
      expectRestored(pty, modes: modes)
    }

    @Test func exitingRestores() async throws {
      let pty = try PseudoTerminal(columns: 40, rows: 6)
      let modes = pty.modes
      setenv(Self.variable, pty.path, 1)
      await #expect(processExitsWith: .exitCode(3)) {
        await Self.draw()
        exit(3)
      }
      expectRestored(pty, modes: modes)
    }
  }
}
