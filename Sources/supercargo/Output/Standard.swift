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

  /// Writes text as it is; a reader that has gone away (a closed pipe) ends the program quietly, any other
  /// trouble with a word about it.
  static func write(_ text: String, to descriptor: Int32) {
    var rest = Substring(text).utf8
    while !rest.isEmpty {
      let written = rest.withContiguousStorageIfAvailable {
        systemWrite(descriptor, $0.baseAddress, $0.count)
      }
      guard let written, written > 0 else {
        let trouble = errno
        if trouble == EINTR { continue }
        end(after: trouble, of: descriptor)
      }
      rest = rest.dropFirst(written)
    }
  }

  private static func end(after trouble: Int32, of descriptor: Int32) -> Never {
    if trouble == EPIPE { exit(ExitStatus.done.rawValue) }
    if descriptor == STDOUT_FILENO {
      let failure = Failure(
        "the output could not be written", String(cString: strerror(trouble)),
        remedy: "some of it may be missing")
      complain(failure.description)
    }
    exit(ExitStatus.failed.rawValue)
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
