import Foundation
import Fulfillment
import GRDB
import Testing

@testable import Store

@Suite struct CareTests {
  @Test func backupIsAWholeStoreOnItsOwn() throws {
    let scratch = try filledStore(seed: 5, orders: 30)
    let path = scratch.file("copy.sqlite")
    try scratch.store.backup(to: path)
    let beside = try FileManager.default.contentsOfDirectory(atPath: scratch.folder)
    #expect(beside.filter { $0.hasPrefix("copy") } == ["copy.sqlite"])
    let copy = try Store.open(path)
    #expect(try copy.everything() == scratch.store.everything())
    try copy.close()
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
    #expect((mode as? NSNumber)?.intValue == 0o600)
  }

  @Test func backupNeverOverwrites() throws {
    let scratch = try filledStore(seed: 5, orders: 4)
    let path = scratch.file("notes.txt")
    try Data("mine".utf8).write(to: URL(fileURLWithPath: path))
    let error = try storeError { try scratch.store.backup(to: path) }
    #expect(error.kind == .refused)
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == Data("mine".utf8))
    let nowhere = try storeError { try scratch.store.backup(to: scratch.file("no/where.sqlite")) }
    #expect(nowhere.kind == .missing)
  }

  @Test func backupGoesOnWhileOthersWrite() throws {
    let scratch = try filledStore(seed: 5, orders: 30)
    let other = try Store.open(scratch.path)
    try other.takeSamples([sampleOrder(900)])
    try scratch.store.backup(to: scratch.file("copy.sqlite"))
    try other.takeSamples([sampleOrder(901)])
    #expect(try scratch.store.counts().orders == 32)
    let copy = try Store.open(scratch.file("copy.sqlite"))
    #expect(try copy.counts().orders == 31)
    try copy.close()
    try other.close()
  }

  @Test func restoringPutsTheBackupInPlaceAndKeepsTheOldFileAside() throws {
    let scratch = try filledStore(seed: 5, orders: 20)
    let path = scratch.file("copy.sqlite")
    try scratch.store.backup(to: path)
    let saved = try scratch.store.everything()
    try scratch.store.takeSamples([sampleOrder(900)])
    try scratch.store.close()
    try Store.restore(from: path, to: scratch.path)
    let restored = try Store.open(scratch.path)
    #expect(try restored.everything() == saved)
    try restored.close()
    let old = try Store.open(scratch.path + ".before-restore")
    #expect(try old.findOrders("#900").count == 1)
    try old.close()
  }

  @Test func everyRestoreKeepsTheStoreThatWasThere() throws {
    let scratch = try filledStore(seed: 5, orders: 6)
    let copy = scratch.file("copy.sqlite")
    try scratch.store.backup(to: copy)
    try scratch.store.takeSamples([sampleOrder(900)])
    try scratch.store.close()
    let place = scratch.path + ".before-restore"
    #expect(try Store.restore(from: copy, to: scratch.path) == place)
    #expect(try Store.restore(from: copy, to: scratch.path) == place + "-2")
    // What was kept is a backup like any other, and outlives being restored.
    #expect(try Store.restore(from: place, to: scratch.path) == place + "-3")
    for (path, orders) in [(place, 7), (place + "-2", 6), (place + "-3", 6), (scratch.path, 7)] {
      let store = try Store.open(path)
      #expect(try store.counts().orders == orders, "\(path)")
      try store.close()
    }
  }

  @Test(arguments: ["itself", "by a link", "by a hard link", "by another path"])
  func aStoreIsNotRestoredFromItself(way: String) throws {
    let scratch = try filledStore(seed: 5, orders: 6)
    let before = try scratch.store.everything()
    try scratch.store.close()
    let files = FileManager.default
    var name = scratch.file("other.sqlite")
    switch way {
    case "by a link":
      try files.createSymbolicLink(atPath: name, withDestinationPath: scratch.path)
    case "by a hard link": try files.linkItem(atPath: scratch.path, toPath: name)
    case "by another path":
      name = scratch.folder + "/./" + URL(fileURLWithPath: scratch.path).lastPathComponent
    default: name = scratch.path
    }
    let error = try storeError { try Store.restore(from: name, to: scratch.path) }
    #expect(error.kind == .refused && error.why.contains("nothing was changed"), "\(error)")
    #expect(!files.fileExists(atPath: scratch.path + ".before-restore"))
    let store = try Store.open(scratch.path)
    #expect(try store.everything() == before)
    try store.close()
  }

  @Test func restoringToANewPlaceNeedsNoOldFile() throws {
    let scratch = try filledStore(seed: 5, orders: 6)
    let copy = scratch.file("copy.sqlite")
    try scratch.store.backup(to: copy)
    let place = scratch.file("new.sqlite")
    #expect(try Store.restore(from: copy, to: place) == nil)
    let store = try Store.open(place)
    #expect(try store.counts().orders == 6)
    try store.close()
  }

  @Test(arguments: ["missing", "text", "cut", "garbled"])
  func badBackupIsRefusedAndTheStoreIsLeftAsItIs(kind: String) throws {
    let scratch = try filledStore(seed: 5, orders: 60)
    let bad = scratch.file("bad.sqlite")
    try scratch.store.backup(to: scratch.file("good.sqlite"))
    let good = try Data(contentsOf: URL(fileURLWithPath: scratch.file("good.sqlite")))
    switch kind {
    case "missing": break
    case "text": try Data("hello".utf8).write(to: URL(fileURLWithPath: bad))
    case "cut": try good.prefix(good.count / 2).write(to: URL(fileURLWithPath: bad))
    default:
      var garbled = good
      for index in 8192..<garbled.count { garbled[index] = UInt8(truncatingIfNeeded: index &* 7) }
      try garbled.write(to: URL(fileURLWithPath: bad))
    }
    let before = try scratch.store.everything()
    try scratch.store.close()
    let error = try storeError { try Store.restore(from: bad, to: scratch.path) }
    #expect([.missing, .notSQLite, .corrupt].contains(error.kind), "\(error)")
    #expect(error.what.contains("restore"))
    #expect(!error.remedy.contains("restore") && !error.remedy.contains("--store"), "\(error)")
    #expect(kind == "missing" || error.remedy.contains("another backup"), "\(error)")
    let store = try Store.open(scratch.path)
    #expect(try store.everything() == before)
    try store.close()
    #expect(!FileManager.default.fileExists(atPath: scratch.path + ".restoring"))
  }

  @Test func backupOfANewerProgramIsRefused() throws {
    let scratch = try filledStore(seed: 5, orders: 4)
    let copy = scratch.file("copy.sqlite")
    try scratch.store.backup(to: copy)
    let queue = try DatabaseQueue(path: copy)
    try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA user_version = 77") }
    try queue.close()
    try scratch.store.close()
    let error = try storeError { try Store.restore(from: copy, to: scratch.path) }
    #expect(error.kind == .newer)
    try Store.open(scratch.path).close()
  }

  @Test func damagedStoreCanBeReplaced() throws {
    let scratch = try filledStore(seed: 5, orders: 10)
    let copy = scratch.file("copy.sqlite")
    try scratch.store.backup(to: copy)
    try scratch.store.close()
    try Data("SQLite format 3\0 and then nothing".utf8).write(
      to: URL(fileURLWithPath: scratch.path))
    try Store.restore(from: copy, to: scratch.path)
    let store = try Store.open(scratch.path)
    #expect(try store.counts().orders == 10)
    try store.close()
  }

  @Test func problemsNameWhatIsWrong() throws {
    let scratch = try filledStore(seed: 5, orders: 4)
    #expect(try scratch.store.integrityProblems().isEmpty)
    try scratch.store.pool.writeWithoutTransaction {
      try $0.execute(sql: "PRAGMA foreign_keys = OFF")
      try $0.execute(sql: "UPDATE orderLine SET orderID = orderID + 999")
      try $0.execute(sql: "PRAGMA foreign_keys = ON")
    }
    let problems = try scratch.store.integrityProblems()
    #expect(!problems.isEmpty && problems[0].contains("orderLine"))
  }
}
