import Fulfillment

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Standard output and standard error.
enum Standard {
  /// Whether that file descriptor is a terminal.
  static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

  /// Writes a line to standard output.
  static func print(_ line: String) { write(line + "\n", to: STDOUT_FILENO) }

  /// Writes a line to standard error with the program's name before it.
  static func complain(_ line: String) {
    write("supercargo: " + line.sanitised(limit: 2000) + "\n", to: STDERR_FILENO)
  }

  /// Writes text as it is; a reader that has gone away (a closed pipe) ends the program quietly.
  static func write(_ text: String, to descriptor: Int32) {
    var rest = Substring(text).utf8
    while !rest.isEmpty {
      let written = rest.withContiguousStorageIfAvailable {
        systemWrite(descriptor, $0.baseAddress, $0.count)
      }
      guard let written, written > 0 else {
        if errno == EINTR { continue }
        exit(errno == EPIPE ? 0 : ExitStatus.failed.rawValue)
      }
      rest = rest.dropFirst(written)
    }
  }

  private static func systemWrite(
    _ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int
  ) -> Int {
    #if canImport(Glibc)
      Glibc.write(descriptor, bytes, count)
    #else
      Darwin.write(descriptor, bytes, count)
    #endif
  }
}
