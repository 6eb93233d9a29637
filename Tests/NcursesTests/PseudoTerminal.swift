import Canvas

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A terminal without a window: what a program writes to `device` is read here, what is typed here the
/// program reads there.
final class PseudoTerminal {
  let device: Int32
  let path: String
  private let window: Int32
  private static let mark = "\u{1E}read so far\u{1E}"

  struct Unavailable: Error {}

  init(columns: Int, rows: Int) throws {
    var ends: (window: Int32, device: Int32) = (-1, -1)
    guard openpty(&ends.window, &ends.device, nil, nil, nil) == 0, let name = ttyname(ends.device)
    else { throw Unavailable() }
    (window, device) = ends
    path = String(cString: name)
    resize(columns: columns, rows: rows)
  }

  deinit {
    close(device)
    close(window)
  }

  func resize(columns: Int, rows: Int) {
    var size = winsize(
      ws_row: UInt16(columns == 0 ? 0 : rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(window, UInt(TIOCSWINSZ), &size)
  }

  /// Everything the program wrote since the last call. A mark written behind it tells where it ends;
  /// nothing waits for a time to pass.
  func output() -> [UInt8] {
    let mark = Array(Self.mark.utf8)
    _ = write(device, mark, mark.count)
    var received: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while received.count < mark.count || Array(received.suffix(mark.count)) != mark {
      let count = read(window, &buffer, buffer.count)
      guard count > 0 else { break }
      received += buffer[..<count]
    }
    return Array(received.dropLast(mark.count))
  }

  /// Types text and returns when the program can read all of it.
  func type(_ text: String) {
    let bytes = Array(text.utf8)
    let before = waiting()
    _ = write(window, bytes, bytes.count)
    while waiting() < before + bytes.count { sched_yield() }
  }

  /// The modes of the terminal, to be compared.
  var modes: [UInt32] {
    var modes = termios()
    tcgetattr(device, &modes)
    return [modes.c_iflag, modes.c_oflag, modes.c_cflag, modes.c_lflag].map { UInt32($0) }
  }

  private func waiting() -> Int {
    var count: Int32 = 0
    _ = ioctl(device, UInt(FIONREAD), &count)
    return Int(count)
  }
}
