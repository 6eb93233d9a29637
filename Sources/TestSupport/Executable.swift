#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A script that a test runs as a program.
package enum Executable {
  struct Unwritten: Error { let path: String }

  /// Writes it through another process. Written here, it would be open for writing for a moment in whatever
  /// another test starts at that time, and a file open for writing can't be run ("text file busy").
  package static func write(_ text: String, to path: String) throws {
    let script = #"rm -f "$2" && printf %s "$1" > "$2" && chmod 755 "$2""#
    let texts = ["sh", "-c", script, "sh", text, path]
    var words: [UnsafeMutablePointer<CChar>?] = texts.map { strdup($0) }
    words.append(nil)
    defer { words.forEach { free($0) } }
    var (child, status) = (pid_t(), Int32(-1))
    guard posix_spawn(&child, "/bin/sh", nil, nil, words, [nil]) == 0 else {
      throw Unwritten(path: path)
    }
    while waitpid(child, &status, 0) == -1, errno == EINTR {}
    guard status == 0 else { throw Unwritten(path: path) }
  }
}
