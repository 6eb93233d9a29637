#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Runs another program to its end, without a terminal, and gathers what it
/// prints. Its calls block the thread.
enum Program {
  /// How a program ended.
  struct Result: Hashable, Sendable {
    /// Its exit status; 128 and the signal where one ended it.
    var status: Int
    var output: String
    var errors: String
    /// It took too long, or printed too much, and was ended.
    var isCut: Bool
  }

  /// Milliseconds that one look at the program takes.
  private static let step: Int32 = 200
  /// Looks at a program that keeps printing.
  private static let mostLooks = 50_000

  /// - Parameters:
  ///   - program: looked for on PATH where it names no folder.
  ///   - input: the file that it reads; nil: nothing.
  ///   - silence: seconds in which it may print nothing; then it is ended.
  ///   - limit: bytes that it may print.
  ///   - goesOn: asked about five times a second; false ends it.
  /// - Returns: nil where it can't be started, with `errno` as it was left.
  static func run(
    _ program: String, _ arguments: [String], input: String? = nil, silence: Int, limit: Int,
    goesOn: () -> Bool = { true }
  ) -> Result? {
    var (output, errors) = ([Int32](repeating: -1, count: 2), [Int32](repeating: -1, count: 2))
    guard channel(&output) else { return nil }
    defer { close(output[0]) }
    guard channel(&errors) else {
      close(output[1])
      return nil
    }
    defer { close(errors[0]) }
    let child = start(
      program, arguments, input: input ?? "/dev/null", output: output[1], errors: errors[1])
    let reason = errno
    close(output[1])
    close(errors[1])
    guard let child else {
      errno = reason
      return nil
    }
    var gathering = Gathering(output: output[0], errors: errors[0], limit: limit)
    var (status, isOver, isCut) = (Int32(0), false, false)
    var (idle, looks) = (0, 0)
    while !isOver || gathering.isOpen {
      looks += 1
      let heard = gathering.listen(milliseconds: step)
      idle = heard ? 0 : idle + 1
      if !isOver { isOver = waitpid(child, &status, WNOHANG) == child }
      // Whoever it left behind may keep the channels open; nobody waits for them.
      if isOver, !heard { break }
      guard
        idle * Int(step) > silence * 1000 || looks > mostLooks || gathering.isTooLong || !goesOn()
      else { continue }
      isCut = true
      kill(-child, SIGKILL)
      break
    }
    while !isOver {
      let found = waitpid(child, &status, 0)
      isOver = found == child || found == -1 && errno != EINTR
    }
    let code = status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
    return Result(
      status: Int(code), output: String(decoding: gathering.output.bytes, as: UTF8.self),
      errors: String(decoding: gathering.errors.bytes, as: UTF8.self), isCut: isCut)
  }

  /// Ours, with a locale that every machine has.
  private static var environment: [String] {
    var (list, entry) = (["LC_ALL=C.UTF-8"], environ)
    while let text = entry.pointee {
      let variable = String(cString: text)
      if !variable.hasPrefix("LC_ALL=") { list.append(variable) }
      entry += 1
    }
    return list
  }

  /// A pipe of which no other program gets an end by accident.
  private static func channel(_ ends: inout [Int32]) -> Bool {
    guard pipe(&ends) == 0 else { return false }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    return true
  }

  private static func start(
    _ program: String, _ arguments: [String], input: String, output: Int32, errors: Int32
  ) -> pid_t? {
    #if canImport(Glibc)
      var (actions, attributes) = (posix_spawn_file_actions_t(), posix_spawnattr_t())
    #else
      var (actions, attributes): (posix_spawn_file_actions_t?, posix_spawnattr_t?) = (nil, nil)
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, input, O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, output, 1)
    posix_spawn_file_actions_adddup2(&actions, errors, 2)
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // What this program ignores or blocks the other must not.
    var (defaults, none) = (sigset_t(), sigset_t())
    sigemptyset(&none)
    sigemptyset(&defaults)
    for signal in [SIGINT, SIGTERM, SIGHUP, SIGPIPE] { sigaddset(&defaults, signal) }
    posix_spawnattr_setsigdefault(&attributes, &defaults)
    posix_spawnattr_setsigmask(&attributes, &none)
    // A group of its own: ctrl-c at our terminal does not cut a file in half.
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(
      &attributes,
      Int16(POSIX_SPAWN_SETSIGDEF) | Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETPGROUP))
    var words: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) }
    words.append(nil)
    defer { words.forEach { free($0) } }
    // Its words are read: they must be English, and names as they are.
    var variables = Program.environment.map { strdup($0) }
    variables.append(nil)
    defer { variables.forEach { free($0) } }
    var child = pid_t()
    let failure = posix_spawnp(&child, program, &actions, &attributes, words, variables)
    errno = failure
    return failure == 0 ? child : nil
  }
}

/// What comes out of two channels.
private struct Gathering {
  struct Channel {
    var file: Int32
    var bytes: [UInt8] = []
    var isOpen = true

    mutating func take() {
      var buffer = [UInt8](repeating: 0, count: 16_384)
      let count = read(file, &buffer, buffer.count)
      if count > 0 {
        bytes += buffer[..<count]
      } else if count == 0 || errno != EINTR {
        isOpen = false
      }
    }
  }

  var output: Channel
  var errors: Channel
  let limit: Int

  init(output: Int32, errors: Int32, limit: Int) {
    self.output = Channel(file: output)
    self.errors = Channel(file: errors)
    self.limit = limit
  }

  var isOpen: Bool { output.isOpen || errors.isOpen }
  var isTooLong: Bool { output.bytes.count + errors.bytes.count > limit }

  /// Waits for something to come; false where nothing did.
  mutating func listen(milliseconds: Int32) -> Bool {
    // A file below zero is left out.
    var waiting = [
      pollfd(file: output.isOpen ? output.file : -1),
      pollfd(file: errors.isOpen ? errors.file : -1),
    ]
    guard poll(&waiting, 2, milliseconds) > 0 else { return false }
    if waiting[0].revents != 0 { output.take() }
    if waiting[1].revents != 0 { errors.take() }
    return true
  }
}

extension pollfd {
  fileprivate init(file: Int32) { self.init(fd: file, events: Int16(POLLIN), revents: 0) }
}
