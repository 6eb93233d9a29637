internal import Foundation

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The file before SQLite sees it: what must not be touched is refused without writing a byte. Looked at
/// by system calls: the first screen waits for it.
enum StoreFile: Hashable {
  /// Ours, by its header.
  case store
  /// There, without a byte in it.
  case empty
  case absent

  static func look(at path: String) throws -> StoreFile {
    var status = stat()
    guard stat(path, &status) == 0 else { return .absent }
    guard status.st_mode & S_IFMT != S_IFDIR else {
      throw StoreError(
        .missing, what: "can't open the store", why: path + " is a folder",
        remedy: "name a file with --store")
    }
    guard access(path, R_OK) == 0, access(path, W_OK) == 0 else {
      throw StoreError(
        .readOnly, what: "can't open the store", why: path + " may not be read and written by you",
        remedy: "check the owner and mode of the file")
    }
    let header = try header(of: path)
    guard !header.isEmpty else { return .empty }
    try check(header, path)
    return .store
  }

  /// Creates a file that only its owner can read.
  static func create(_ path: String) throws {
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder),
      isFolder.boolValue
    else {
      throw StoreError(
        .missing, what: "can't open the store", why: "there is no folder " + folder,
        remedy: "create it, or name another file with --store")
    }
    let mode: [FileAttributeKey: Any] = [.posixPermissions: 0o600]
    guard FileManager.default.createFile(atPath: path, contents: nil, attributes: mode) else {
      throw StoreError(
        .readOnly, what: "can't open the store", why: path + " can't be created",
        remedy: "check that you may write to " + folder)
    }
  }

  /// Whether both names lead to one file, by whatever links.
  static func isSame(_ one: String, _ other: String) -> Bool {
    var first = stat()
    var second = stat()
    guard stat(one, &first) == 0, stat(other, &second) == 0 else { return false }
    return first.st_dev == second.st_dev && first.st_ino == second.st_ino
  }

  /// That name where nothing has it; else the first that is free with -2, -3 and so on after it.
  static func unused(_ name: String) -> String {
    var candidate = name
    var number = 1
    var status = stat()
    // A link that leads nowhere has the name, too.
    while lstat(candidate, &status) == 0 {
      number += 1
      candidate = "\(name)-\(number)"
    }
    return candidate
  }

  /// The first 100 bytes, fewer where the file is shorter.
  private static func header(of path: String) throws -> [UInt8] {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    defer { if file >= 0 { close(file) } }
    var bytes = [UInt8](repeating: 0, count: 100)
    let count = file < 0 ? -1 : read(file, &bytes, bytes.count)
    guard count >= 0 else {
      throw StoreError(
        .readOnly, what: "can't open the store", why: path + " can't be read",
        remedy: "check the owner and mode of the file")
    }
    return Array(bytes.prefix(count))
  }

  /// The header of a database file (sqlite.org/fileformat2.html, 1.3): magic, user version at 60,
  /// application id at 68, big-endian.
  private static func check(_ header: [UInt8], _ path: String) throws {
    guard header.count == 100, header.starts(with: Array("SQLite format 3\0".utf8)) else {
      throw StoreError(
        .notSQLite, what: "can't open the store", why: path + " is not a Supercargo store",
        remedy: "name another file with --store; this one was left as it is")
    }
    func number(at offset: Int) -> Int {
      header[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) }
    }
    guard number(at: 68) == Int(Migrations.applicationID) else {
      throw StoreError(
        .notSQLite, what: "can't open the store", why: path + " is another program's database",
        remedy: "name another file with --store; this one was left as it is")
    }
    try Opening.refuseNewer(number(at: 60), path)
  }
}
