import ArgumentParser
import Store

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

/// `supercargo backup FILE`
struct BackupCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backup",
    abstract: "Copy the store while it is in use, and verify the copy.")

  @OptionGroup var global: GlobalOptions

  @Argument(help: "Where to.")
  var file: String

  @Flag(name: .long, help: "Replace a file that is there.")
  var force = false

  func run() throws {
    guard FileManager.default.fileExists(atPath: global.storePath) else {
      throw Failure(
        "there is nothing to back up", "no store at \(global.storePath)", status: .nothingFound)
    }
    // Nor what SQLite keeps beside it, without which it is not whole.
    guard !["", "-wal", "-shm"].contains(where: { Store.isSameFile(file, global.storePath + $0) })
    else {
      throw Failure(
        file, "it is the store itself; nothing was changed", remedy: "name another file")
    }
    guard force || !FileManager.default.fileExists(atPath: file) else {
      throw Failure(
        file, "there is a file of that name; nothing was changed",
        remedy: "name another, or repeat with --force")
    }
    // The file that is there stays until the new one has been verified.
    var status = stat()
    let isReplacing = stat(file, &status) == 0
    guard !isReplacing || status.st_mode & S_IFMT == S_IFREG else {
      throw Failure(
        file, "a backup can only replace a file; nothing was changed", remedy: "name another")
    }
    let copy = isReplacing ? file + ".new" : file
    do {
      try global.openStore().backup(to: copy)
    } catch let error as StoreError {
      throw Failure(error)
    }
    guard !isReplacing || rename(copy, file) == 0 else {
      throw Failure(file, "it can't be replaced", remedy: "the new backup is \(copy)")
    }
    if !global.quiet { Standard.print("backed up to \(file), verified") }
  }
}

/// `supercargo restore FILE`
struct RestoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "restore",
    abstract: "Put a backup in the store's place; the store that was there is kept beside it.")

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The backup.")
  var file: String

  func run() throws {
    let kept: String?
    do {
      kept = try Store.restore(from: file, to: global.storePath)
    } catch let error as StoreError {
      throw Failure(error)
    }
    guard !global.quiet else { return }
    let old = kept.map { "; the store that was there is kept as \($0)" } ?? ""
    Standard.print("restored \(global.storePath) from \(file)\(old)")
  }
}
