import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The signal that came while somebody typed; 0: none. A handler can only write to what is always there.
private let caught = Atomic<Int32>(0)

private func catchSignal(_ number: Int32) { caught.store(number, ordering: .relaxed) }

/// A line typed on the terminal without being seen. The terminal is put back on every way out: a line, an
/// end, ctrl-C, and a signal from elsewhere.
enum SilentInput {
  /// Nobody wants to go on.
  struct Cancelled: Error {}

  /// What was typed up to Return, as UTF-8; nil where the terminal has ended. The prompt is shown when
  /// nothing that is typed can be seen any more.
  static func line(_ prompt: String) throws -> String? {
    var before = termios()
    guard tcgetattr(STDIN_FILENO, &before) == 0 else { return readLine(strippingNewline: true) }
    var silent = before
    silent.c_lflag &= ~tcflag_t(ECHO | ECHONL | ICANON | ISIG)
    withUnsafeMutableBytes(of: &silent.c_cc) { keys in
      keys[Int(VMIN)] = 1
      keys[Int(VTIME)] = 0
    }
    caught.store(0, ordering: .relaxed)
    let handlers = [SIGINT, SIGTERM, SIGHUP, SIGQUIT].map { number in
      (number, signal(number, catchSignal))
    }
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent)
    Standard.write(prompt, to: STDERR_FILENO)
    defer {
      tcsetattr(STDIN_FILENO, TCSADRAIN, &before)
      for (number, handler) in handlers { signal(number, handler) }
      // The Return was not shown either.
      Standard.write("\n", to: STDERR_FILENO)
      let number = caught.load(ordering: .relaxed)
      if number != 0 { raise(number) }
    }
    return try read()
  }

  private static func read() throws -> String? {
    var line: [UInt8] = []
    while true {
      guard caught.load(ordering: .relaxed) == 0 else { throw Cancelled() }
      var wait = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
      guard poll(&wait, 1, 100) > 0 else { continue }
      var byte: UInt8 = 0
      let count = systemRead(&byte)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return line.isEmpty ? nil : String(decoding: line, as: UTF8.self) }
      switch byte {
      case 0x0A, 0x0D: return String(decoding: line, as: UTF8.self)
      case 0x03, 0x1C: throw Cancelled()
      case 0x04 where line.isEmpty: return nil
      case 0x08, 0x7F: removeLast(&line)
      // Ctrl-U
      case 0x15: line.removeAll()
      default: if byte >= 0x20, line.count < 65_536 { line.append(byte) }
      }
    }
  }

  /// The last character, of however many bytes.
  private static func removeLast(_ line: inout [UInt8]) {
    while let byte = line.popLast(), byte & 0xC0 == 0x80 { continue }
  }

  private static func systemRead(_ byte: inout UInt8) -> Int {
    #if canImport(Glibc)
      Glibc.read(STDIN_FILENO, &byte, 1)
    #else
      Darwin.read(STDIN_FILENO, &byte, 1)
    #endif
  }
}
