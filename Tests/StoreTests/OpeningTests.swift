import Foundation
import Fulfillment
import GRDB
import Testing

@testable import Store

/// The error of a body that must throw one.
func storeError(_ body: () throws -> Void) throws -> StoreError {
  do {
    try body()
  } catch {
    return try #require(error as? StoreError)
  }
  Issue.record("nothing was thrown")
  return StoreError(.failed, what: "", why: "")
}

@Suite struct OpeningTests {
  @Test func newFileIsForItsOwnerOnlyAndHasTheCurrentSchema() throws {
    let scratch = try Scratch()
    let attributes = try FileManager.default.attributesOfItem(atPath: scratch.path)
    #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
    let version = try scratch.store.pool.read(Opening.version)
    #expect(version == Migrations.current)
    #expect(try scratch.store.counts() == BoardCounts())
    #expect(try scratch.store.integrityProblems().isEmpty)
  }

  @Test func eachConnectionIsSetUpTheSame() throws {
    let scratch = try Scratch()
    func settings(_ database: Database) throws -> [String] {
      try ["journal_mode", "foreign_keys", "synchronous", "busy_timeout"].map {
        try String.fetchOne(database, sql: "PRAGMA " + $0) ?? ""
      }
    }
    let writer = try scratch.store.pool.write(settings)
    let reader = try scratch.store.pool.read(settings)
    #expect(writer == ["wal", "1", "1", "10000"])
    #expect(reader[0...1] == ["wal", "1"])
  }

  @Test func storeThatIsReadIsNotOpenedForWriting() throws {
    let scratch = try Scratch()
    try scratch.store.takeSamples([sampleOrder(1)])
    try scratch.store.close()
    let store = try Store.open(scratch.path)
    #expect(try store.connections.reader is DatabaseQueue)
    #expect(try store.everyRow().map(\.name) == ["#1"])
    try store.saveFilter("mine", "state:ready")
    #expect(try store.connections.reader is DatabasePool)
    #expect(try store.savedFilters().map(\.name) == ["mine"])
    try store.close()
  }

  @Test func firstReaderSeesWhatOthersWrite() throws {
    let scratch = try Scratch()
    let reader = try Store.open(scratch.path)
    try scratch.store.takeSamples([sampleOrder(1)])
    #expect(try reader.everyRow().map(\.name) == ["#1"])
    try reader.close()
  }

  @Test(arguments: [true, false])
  func closedStoreRefusesAndDoesNotCrash(wasWritten: Bool) throws {
    let scratch = try Scratch()
    let store = try Store.open(scratch.path)
    if wasWritten { try store.saveFilter("mine", "state:ready") }
    try store.close()
    #expect(throws: StoreError.self) { try store.counts() }
    #expect(throws: StoreError.self) { try store.saveFilter("mine", nil) }
  }

  @Test func stepsAreCounted() { #expect(Migrations.current == Migrations.steps.count) }

  @Test func openingAgainKeepsWhatWasWritten() throws {
    let scratch = try Scratch()
    try scratch.store.takeSamples([sampleOrder(1)])
    try scratch.store.close()
    let again = try Store.open(scratch.path)
    #expect(try again.everyRow().map(\.name) == ["#1"])
    try again.close()
  }

  @Test func headerSaysWhoseFileItIsBeforeAnythingIsCheckpointed() throws {
    let scratch = try Scratch()
    #expect(try StoreFile.look(at: scratch.path) == .store)
  }

  @Test func emptyFileBecomesAStore() throws {
    let scratch = try Scratch()
    let path = scratch.file("empty.sqlite")
    #expect(FileManager.default.createFile(atPath: path, contents: nil))
    try Store.open(path).close()
    #expect(try StoreFile.look(at: path) == .store)
  }

  @Test(arguments: ["short", String(repeating: "not a database at all. ", count: 50)])
  func fileOfAnotherKindIsRefusedAndLeftAsItIs(text: String) throws {
    let scratch = try Scratch()
    let path = scratch.file("notes.txt")
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    let error = try storeError { _ = try Store.open(path) }
    #expect(error.kind == .notSQLite)
    #expect(error.description.contains(path))
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Data(text.utf8))
    #expect(!FileManager.default.fileExists(atPath: path + "-wal"))
  }

  @Test func anotherProgramsDatabaseIsRefusedAndLeftAsItIs() throws {
    let scratch = try Scratch()
    let path = scratch.file("theirs.sqlite")
    let queue = try DatabaseQueue(path: path)
    try queue.write {
      try $0.execute(sql: "CREATE TABLE theirs (a); INSERT INTO theirs VALUES (1)")
    }
    try queue.close()
    let before = try Data(contentsOf: URL(fileURLWithPath: path))
    let error = try storeError { _ = try Store.open(path) }
    #expect(error.kind == .notSQLite)
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
  }

  @Test func newerFileIsRefusedAndLeftAsItIs() throws {
    let scratch = try Scratch()
    try scratch.store.pool.writeWithoutTransaction {
      try $0.execute(sql: "PRAGMA user_version = 99")
    }
    try scratch.store.close()
    let error = try storeError { _ = try Store.open(scratch.path) }
    #expect(error.kind == .newer)
    #expect(error.why.contains("99"))
    #expect(error.remedy.contains("update"))
  }

  @Test func missingFolderIsNamed() throws {
    let scratch = try Scratch()
    let path = scratch.file("nowhere/deep/test.sqlite")
    let error = try storeError { _ = try Store.open(path) }
    #expect(error.kind == .missing)
    #expect(error.why.contains("nowhere/deep"))
    #expect(!FileManager.default.fileExists(atPath: scratch.file("nowhere")))
  }

  @Test func folderIsNotAStore() throws {
    let scratch = try Scratch()
    let error = try storeError { _ = try Store.open(scratch.folder) }
    #expect(error.kind == .missing)
    #expect(error.why.contains("folder"))
  }

  @Test(.enabled(if: getuid() != 0, "the superuser may write everything"))
  func fileThatMayNotBeWrittenIsRefused() throws {
    let scratch = try Scratch()
    try scratch.store.close()
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o400], ofItemAtPath: scratch.path)
    let error = try storeError { _ = try Store.open(scratch.path) }
    #expect(error.kind == .readOnly)
  }

  @Test func damagedPagesAreReportedAndNotOverwritten() throws {
    let scratch = try Scratch()
    try scratch.store.takeSamples((1...50).map { sampleOrder($0) })
    try scratch.store.close()
    var bytes = try Data(contentsOf: URL(fileURLWithPath: scratch.path))
    for index in 100..<bytes.count { bytes[index] = UInt8(truncatingIfNeeded: index &* 31) }
    try bytes.write(to: URL(fileURLWithPath: scratch.path))
    let error = try storeError { _ = try Store.open(scratch.path).everyRow() }
    #expect(error.kind == .corrupt)
    #expect(error.remedy.contains("restore"))
    #expect(try Data(contentsOf: URL(fileURLWithPath: scratch.path)).count == bytes.count)
  }

  @Test func errorsReadAsWhatWhyAndWhatToDo() {
    let error = StoreError(
      .busy, what: "can't write", why: "it is busy", remedy: "try again", cause: "code 5")
    #expect(error.description == "can't write: it is busy (try again)")
    let bare = StoreError(.failed, what: "can't write", why: "it failed")
    #expect(bare.description == "can't write: it failed")
  }

  @Test(arguments: [
    (ResultCode.SQLITE_FULL, StoreError.Kind.full), (.SQLITE_BUSY, .busy),
    (.SQLITE_READONLY, .readOnly), (.SQLITE_CORRUPT, .corrupt), (.SQLITE_NOTADB, .notSQLite),
    (.SQLITE_CANTOPEN, .missing), (.SQLITE_CONSTRAINT, .refused), (.SQLITE_IOERR, .failed),
  ])
  func whatSQLiteSaysBecomesTheOperatorsWords(code: ResultCode, kind: StoreError.Kind) {
    let error = StoreError(
      DatabaseError(resultCode: code, message: "m"), what: "can't do it", path: "/x")
    #expect(error.kind == kind)
    #expect(error.what == "can't do it")
    #expect(!error.why.isEmpty)
    #expect(error.cause.contains("\(code.rawValue)"))
  }
}
