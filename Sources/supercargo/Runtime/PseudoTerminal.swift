import Canvas

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A program running in a pseudo terminal of its own, seen from the keyboard's side. `bench console`
/// measures with it, and the end-to-end tests drive the built binary through it.
final class PseudoTerminal {
  /// The program's process.
  let process: pid_t
  private var descriptor: Int32
  private var isReaped = false

  /// Starts `arguments[0]` with that environment; fails where no pseudo terminal is to be had or the
  /// program can't be started.
  init(_ arguments: [String], environment: [String: String], size: Size) throws {
    var (main, device): (Int32, Int32) = (-1, -1)
    guard openpty(&main, &device, nil, nil, nil) == 0 else {
      throw Failure("no pseudo terminal is to be had", Self.reason)
    }
    descriptor = main
    defer { Self.closeDescriptor(device) }
    // Into a buffer of our own: that of `ttyname` belongs to whoever asked last, on any thread.
    var name = [CChar](repeating: 0, count: 256)
    guard ttyname_r(device, &name, name.count) == 0 else {
      Self.closeDescriptor(main)
      throw Failure("no pseudo terminal is to be had", Self.reason)
    }
    let path = String(
      decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    // The program must not hold our end, or it would never see us hang up.
    _ = fcntl(main, F_SETFD, FD_CLOEXEC)
    _ = fcntl(device, F_SETFD, FD_CLOEXEC)
    Self.setSize(main, size)
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    // Opened after setsid, the first terminal becomes the controlling one.
    posix_spawn_file_actions_addopen(&actions, 0, path, O_RDWR, 0)
    posix_spawn_file_actions_adddup2(&actions, 0, 1)
    posix_spawn_file_actions_adddup2(&actions, 0, 2)
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // A thread of a pool blocks signals, and the program would inherit that.
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    // Signals that this process ignores would be ignored by the program, too.
    var all = sigset_t()
    sigfillset(&all)
    posix_spawnattr_setsigdefault(&attributes, &all)
    posix_spawnattr_setflags(
      &attributes,
      Self.newSession | Int16(POSIX_SPAWN_SETSIGMASK) | Int16(POSIX_SPAWN_SETSIGDEF))
    var words: [UnsafeMutablePointer<CChar>?] = arguments.map { strdup($0) } + [nil]
    var variables: [UnsafeMutablePointer<CChar>?] =
      environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { (words + variables).forEach { free($0) } }
    var child = pid_t()
    let status = posix_spawnp(&child, arguments[0], &actions, &attributes, &words, &variables)
    guard status == 0 else {
      Self.closeDescriptor(main)
      throw Failure("\(arguments[0]) can't be started", String(cString: strerror(status)))
    }
    process = child
  }

  deinit {
    if !isReaped {
      kill(process, SIGKILL)
      _ = wait(milliseconds: 1000)
    }
    Self.closeDescriptor(descriptor)
  }

  /// Types those bytes.
  func type(_ text: String) { Standard.write(text, to: descriptor) }

  /// Changes the size, as a window manager does.
  func resize(_ size: Size) { Self.setSize(descriptor, size) }

  /// Goes away, as a connection does that breaks.
  func hangUp() {
    Self.closeDescriptor(descriptor)
    descriptor = -1
  }

  /// The program has stopped itself since the last time this was asked, or been stopped. One that has ended
  /// is left for `wait` to reap.
  var hasStopped: Bool {
    var news = siginfo_t()
    return waitid(P_PID, id_t(process), &news, WSTOPPED | WNOHANG) == 0
      && news.si_signo == SIGCHLD
  }

  /// The program has ended; `wait` tells how, and reaps it.
  var hasEnded: Bool {
    var news = siginfo_t()
    return !isReaped && waitid(P_PID, id_t(process), &news, WEXITED | WNOHANG | WNOWAIT) == 0
      && news.si_signo == SIGCHLD
  }

  /// The terminal gathers lines and echoes, as a shell wants it.
  var isCooked: Bool {
    var modes = termios()
    guard tcgetattr(descriptor, &modes) == 0 else { return false }
    let wanted = tcflag_t(ICANON) | tcflag_t(ECHO)
    return modes.c_lflag & wanted == wanted
  }

  /// Types much, within that time: what the program writes meanwhile is handed over, or each would wait for
  /// the other. False: it has not taken everything.
  func type(
    _ bytes: [UInt8], within milliseconds: Int64, reading take: ([UInt8]) -> Void
  ) -> Bool {
    let flags = fcntl(descriptor, F_GETFL)
    _ = fcntl(descriptor, F_SETFL, flags | O_NONBLOCK)
    defer { _ = fcntl(descriptor, F_SETFL, flags) }
    let end = Stopwatch.now + milliseconds * 1_000_000
    var rest = bytes[...]
    while !rest.isEmpty {
      guard Stopwatch.now < end else { return false }
      let written = rest.prefix(1024).withUnsafeBytes {
        write(descriptor, $0.baseAddress, $0.count)
      }
      if written > 0 { rest = rest.dropFirst(written) }
      let answer = read(milliseconds: written > 0 ? 0 : 5)
      if !answer.isEmpty { take(answer) }
    }
    return true
  }

  /// What the program has written, waiting for the first byte up to that long; empty: nothing came, or
  /// the program has closed the terminal.
  func read(milliseconds: Int32) -> [UInt8] {
    var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard poll(&request, 1, milliseconds) == 1, Int32(request.revents) & POLLIN != 0 else {
      return []
    }
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = systemRead(&buffer)
    return count > 0 ? Array(buffer[..<count]) : []
  }

  /// Reads until nothing has come for `quiet` milliseconds, at most that long in all.
  func settle(quiet: Int32, atMost milliseconds: Int64) -> [UInt8] {
    var bytes: [UInt8] = []
    let end = Stopwatch.now + milliseconds * 1_000_000
    while Stopwatch.now < end {
      let more = read(milliseconds: quiet)
      if more.isEmpty { break }
      bytes += more
    }
    return bytes
  }

  /// Sends the program a signal.
  func signal(_ number: Int32) { kill(process, number) }

  /// Waits for the program to end and returns its exit status (128 + the signal where one ended it);
  /// nil where it still runs after that long. What it writes meanwhile is thrown away.
  func wait(milliseconds: Int64) -> Int32? {
    let end = Stopwatch.now + milliseconds * 1_000_000
    repeat {
      var status: Int32 = 0
      if waitpid(process, &status, WNOHANG) == process {
        isReaped = true
        return status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
      }
      if read(milliseconds: 10).isEmpty { usleep(1000) }
    } while Stopwatch.now < end
    return nil
  }

  private func systemRead(_ buffer: inout [UInt8]) -> Int {
    #if canImport(Glibc)
      Glibc.read(descriptor, &buffer, buffer.count)
    #else
      Darwin.read(descriptor, &buffer, buffer.count)
    #endif
  }

  private static func setSize(_ descriptor: Int32, _ size: Size) {
    // struct winsize: rows, columns, and two that nobody reads.
    var window: [UInt16] = [UInt16(size.rows), UInt16(size.columns), 0, 0]
    _ = ioctl(descriptor, UInt(TIOCSWINSZ), &window)
  }

  /// POSIX_SPAWN_SETSID, which glibc shows to GNU programs only.
  #if canImport(Glibc)
    private static let newSession = Int16(0x80)
  #else
    private static let newSession = Int16(0x400)
  #endif

  private static func closeDescriptor(_ descriptor: Int32) { close(descriptor) }
  private static var reason: String { String(cString: strerror(errno)) }
}
