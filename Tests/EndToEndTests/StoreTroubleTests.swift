import Canvas
import Foundation
import Testing

@testable import supercargo

/// A store that can't be written while the console is open: it says so, recovers, and `W` writes what was
/// decided meanwhile.
@Suite(.serialized) struct StoreTroubleTests {
  private func opened(_ program: Program) throws -> Session {
    program.environment["TERM"] = "xterm-256color"
    let session = try program.open(["console", "--offline"])
    #expect(session.shows("#"))
    session.settle()
    return session
  }

  /// Puts a tag on the first order.
  private func decide(_ session: Session) {
    session.type("t")
    #expect(session.waits { $0.cursor != nil })
    session.type("vip\r")
    #expect(session.waits { $0.cursor == nil })
  }

  /// Everything that waits is written at last, and the program ends in good order.
  private func recovers(_ session: Session, _ program: Program) throws {
    session.type("W")
    #expect(session.waits { !$0.text.contains("1 not written") }, "\(session.screen.text)")
    session.settle()
    session.type("q")
    #expect(session.end() == 0)
    #expect(try program.run("orders", "tag:vip", "--json").objects.count == 1)
  }

  @Test func aStoreThatIsMovedAwayLosesNoDecision() throws {
    let program = try Program.filled(60)
    let session = try opened(program)
    try FileManager.default.moveItem(atPath: program.store, toPath: program.store + ".aside")
    #expect(session.shows("has been moved or removed"), "\(session.screen.text)")
    decide(session)
    #expect(session.shows("1 not written"), "\(session.screen.text)")
    try FileManager.default.moveItem(atPath: program.store + ".aside", toPath: program.store)
    try recovers(session, program)
  }

  /// Another program holds the store for longer than anybody waits. Keys are answered meanwhile.
  @Test func aStoreThatIsLockedLosesNoDecision() throws {
    let program = try Program.filled(60)
    let session = try opened(program)
    let lock = try WriterLock(program.store)
    decide(session)
    session.type("?")
    #expect(session.shows("Help ─", within: 5000), "keys wait for the lock")
    session.type("\u{1B}")
    #expect(session.shows("1 not written", within: 30_000), "\(session.screen.text)")
    lock.release()
    try recovers(session, program)
  }

  /// A lock that is soon let go is not spoken of.
  @Test func aStoreThatIsLockedForAMomentIsWaitedFor() throws {
    let program = try Program.filled(60)
    let session = try opened(program)
    let lock = try WriterLock(program.store)
    decide(session)
    session.settle(quiet: 500)
    #expect(!session.screen.text.contains("not written"), "\(session.screen.text)")
    lock.release()
    #expect(session.waits { $0.text.contains("undo: ") }, "\(session.screen.text)")
    session.type("q")
    #expect(session.end() == 0)
  }

  /// No room for another byte, by the limit on the size of files.
  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/prlimit")))
  func aStoreWithoutRoomLosesNoDecision() throws {
    let program = try Program.filled(60)
    let session = try opened(program)
    try limit(session, "0:unlimited")
    decide(session)
    #expect(session.shows("1 not written", within: 30_000), "\(session.screen.text)")
    try limit(session, "unlimited:unlimited")
    try recovers(session, program)
  }

  private func limit(_ session: Session, _ bytes: String) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/prlimit")
    process.arguments = ["--pid", "\(session.terminal.process)", "--fsize=" + bytes]
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
  }
}

/// The lock of a store's writer, held as another program's long transaction holds it: byte 120 of the shared
/// memory file (sqlite.org/walformat.html, 2.3.1).
final class WriterLock {
  private let file: Int32

  init(_ store: String) throws {
    file = open(store + "-shm", O_RDWR | O_CLOEXEC)
    try #require(file >= 0, "the store is not open")
    var range = flock()
    range.l_type = Int16(F_WRLCK)
    range.l_whence = Int16(SEEK_SET)
    range.l_start = 120
    range.l_len = 1
    try #require(fcntl(file, F_SETLK, &range) == 0)
  }

  func release() { close(file) }
}
