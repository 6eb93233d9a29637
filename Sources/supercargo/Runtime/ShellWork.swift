import Fulfillment

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
    let status = shell("${VISUAL:-${EDITOR:-vi}} \"$1\"", file)
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
    let script = """
      { sh -c "$2" < "$1"; echo $? > "$3.status"; } 2>&1 | tee "$3"
      printf '\\n[enter] back to the console '; read -r _ < /dev/tty
      status=$(cat "$3.status"); rm -f "$3.status"; exit "$status"
      """
    let status = shell(script, input, command, output)
    let text = (try? String(contentsOf: URL(filePath: output), encoding: .utf8)) ?? ""
    return (Int(status), text.split(separator: "\n").last.map(String.init) ?? "")
  }

  /// Lets the operator read a text in `$PAGER`; what went wrong, if anything.
  static func page(_ text: String) -> String? {
    guard let file = temporaryFile("page", text) else { return "No temporary file could be made" }
    defer { unlink(file) }
    // Whatever the operator's less is used to: a short text must not be gone at once.
    let script = """
      trap : INT
      case "${PAGER:-less}" in cat|*/cat) cat "$1"; printf '\\n[enter] back '; read -r _ < /dev/tty;;
      *) LESS="${LESS:-} -+F -+E" ${PAGER:-less} "$1" || { [ $? -eq 127 ] && more "$1"; } ;; esac
      """
    let status = shell(script, file)
    return status == 0 ? nil : "The pager ended with status \(status) (PAGER names another)"
  }

  /// The same with the end of a file, of which nothing reaches the terminal but text.
  static func page(endOf path: String) -> String? {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return "\(path) can't be read: nothing has been logged yet" }
    defer { close(file) }
    let size = Int(lseek(file, 0, SEEK_END))
    var bytes = [UInt8](repeating: 0, count: min(max(0, size), 1 << 20))
    let count = bytes.withUnsafeMutableBytes {
      pread(file, $0.baseAddress, $0.count, off_t(max(0, size - $0.count)))
    }
    guard count >= 0 else { return "\(path) can't be read" }
    let lines = String(decoding: bytes.prefix(count), as: UTF8.self).split(separator: "\n")
    return page(lines.map { String($0).sanitised(limit: 4_000) }.joined(separator: "\n") + "\n")
  }

  /// Runs a program on this terminal and waits; false where there is none, or it failed.
  static func run(_ words: [String]) -> Bool {
    guard let child = spawn(words, nil, isApart: false) else { return false }
    return wait(for: child) == 0
  }

  /// Runs `sh -c SCRIPT sh ARGUMENTS` on this terminal and waits; returns the exit status, 128 + the
  /// signal where one ended it. What it needs comes as arguments: other threads may read the environment.
  private static func shell(_ script: String, _ arguments: String...) -> Int32 {
    guard let child = spawn(["/bin/sh", "-c", script, "sh"] + arguments, nil, isApart: false) else {
      return 127
    }
    return wait(for: child)
  }

  private static func wait(for child: pid_t) -> Int32 {
    var status: Int32 = 0
    while waitpid(child, &status, 0) == -1 {
      guard errno == EINTR else { return 127 }
    }
    return status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
  }

  /// Starts a program, sought along PATH; nil where it can't be started.
  /// - Parameter isApart: it gets a process group of its own, and nothing typed here reaches it.
  static func spawn(
    _ words: [String], _ actions: UnsafePointer<posix_spawn_file_actions_t>?, isApart: Bool
  ) -> pid_t? {
    guard let program = words.first else { return nil }
    var child = pid_t()
    var pointers: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
    pointers.append(nil)
    defer { pointers.forEach { free($0) } }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // The console ignores these; a child must not inherit that.
    var defaults = sigset_t()
    sigemptyset(&defaults)
    for signal in [SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGXFSZ] { sigaddset(&defaults, signal) }
    posix_spawnattr_setsigdefault(&attributes, &defaults)
    // The main queue may run on a thread that blocks signals; ctrl-c must reach the child.
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    var flags = Int16(POSIX_SPAWN_SETSIGDEF) | Int16(POSIX_SPAWN_SETSIGMASK)
    if isApart { flags |= Int16(POSIX_SPAWN_SETPGROUP) }
    posix_spawnattr_setflags(&attributes, flags)
    return posix_spawnp(&child, program, actions, &attributes, pointers, environ) == 0 ? child : nil
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
