#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Programs that the operator asks for while the console lends them the terminal.
enum ShellWork {
  /// Opens `$VISUAL`, `$EDITOR` or vi on that text; nil where the editor failed.
  static func edit(_ text: String) -> String? {
    let file = temporaryFile("note", text)
    guard let file else { return nil }
    defer { unlink(file) }
    let status = shell("${VISUAL:-${EDITOR:-vi}} \"$1\"", argument: file)
    guard status == 0 else { return nil }
    return try? String(contentsOf: URL(filePath: file), encoding: .utf8)
  }

  /// Feeds rows to a shell command, lets the operator read its output, and returns its exit status with
  /// its last line.
  static func pipe(_ rows: String, into command: String) -> (status: Int, line: String) {
    guard let input = temporaryFile("rows", rows), let output = temporaryFile("out", "") else {
      return (1, "no temporary file could be made")
    }
    defer {
      unlink(input)
      unlink(output)
    }
    setenv("SUPERCARGO_PIPE", command, 1)
    setenv("SUPERCARGO_OUT", output, 1)
    defer {
      unsetenv("SUPERCARGO_PIPE")
      unsetenv("SUPERCARGO_OUT")
    }
    let script = """
      { sh -c "$SUPERCARGO_PIPE" < "$1"; echo $? > "$SUPERCARGO_OUT.status"; } 2>&1 | tee "$SUPERCARGO_OUT"
      printf '\\n[enter] back to the console '; read -r _ < /dev/tty
      status=$(cat "$SUPERCARGO_OUT.status"); rm -f "$SUPERCARGO_OUT.status"; exit "$status"
      """
    let status = shell(script, argument: input)
    let text = (try? String(contentsOf: URL(filePath: output), encoding: .utf8)) ?? ""
    return (Int(status), text.split(separator: "\n").last.map(String.init) ?? "")
  }

  /// Runs `sh -c SCRIPT sh ARGUMENT` on this terminal and waits; returns the exit status, 128 + the
  /// signal where one ended it.
  private static func shell(_ script: String, argument: String) -> Int32 {
    var child = pid_t()
    let words = ["sh", "-c", script, "sh", argument]
    var pointers: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
    pointers.append(nil)
    defer { pointers.forEach { free($0) } }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // The console ignores these; a child must not inherit that.
    var defaults = sigset_t()
    sigemptyset(&defaults)
    for signal in [SIGINT, SIGTERM, SIGHUP, SIGPIPE] { sigaddset(&defaults, signal) }
    posix_spawnattr_setsigdefault(&attributes, &defaults)
    // The main queue may run on a thread that blocks signals; ctrl-c must reach the child.
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETSIGDEF) | Int16(POSIX_SPAWN_SETSIGMASK))
    guard posix_spawn(&child, "/bin/sh", nil, &attributes, pointers, environ) == 0 else {
      return 127
    }
    var status: Int32 = 0
    while waitpid(child, &status, 0) == -1 {
      guard errno == EINTR else { return 127 }
    }
    return status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
  }

  private static func temporaryFile(_ name: String, _ text: String) -> String? {
    let folder = FileManager.default.temporaryDirectory.path
    var path = Array("\(folder)/supercargo-\(name)-XXXXXX".utf8CString)
    let descriptor = mkstemp(&path)
    guard descriptor >= 0 else { return nil }
    Standard.write(text, to: descriptor)
    close(descriptor)
    let end = path.firstIndex(of: 0) ?? path.endIndex
    return String(decoding: path[..<end].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
