import Synchronization
import Wire

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Tokens in a folder of the owner's, a file of mode 0600 for each, so that the next start and other
/// processes use them and none asks a service more often than it allows. Where the folder can't be used
/// tokens live as long as the process, and `notice` is told once.
package final class FileTokens: TokenKeeping {
  /// Where the files lie.
  package let folder: String
  private let notice: @Sendable (String) -> Void
  private let fallback = MemoryTokens()
  private let isTold = Mutex(false)

  /// - Parameter notice: hears, in a sentence for the operator, what is wrong with the files.
  package init(folder: String, notice: @escaping @Sendable (String) -> Void = { _ in }) {
    self.folder = folder
    self.notice = notice
  }

  package func update<Result: Sendable>(
    _ identity: String, _ change: (inout TokenRecord) -> Result
  ) -> Result {
    let path = folder + "/" + identity + ".json"
    guard !identity.isEmpty, !identity.utf8.contains(UInt8(ascii: "/")), makeFolder(),
      let lock = lock(folder + "/" + identity + ".lock")
    else {
      tell("tokens can't be kept in \(folder): they last as long as this process")
      return fallback.update(identity, change)
    }
    // Closing it unlocks it.
    defer { close(lock) }
    let old = read(path)
    var record = old ?? TokenRecord()
    // What was kept in memory while the folder could not be used.
    let spare = fallback.record(identity)
    if old == nil, !spare.isEmpty { record = spare }
    let before = record
    let result = change(&record)
    if record != before, !write(record, to: path) {
      tell("the token file \(path) can't be written: tokens last as long as this process")
      let kept = record
      fallback.update(identity) { $0 = kept }
    }
    return result
  }

  private func tell(_ text: String) {
    let isNews = isTold.withLock { isTold in
      defer { isTold = true }
      return !isTold
    }
    if isNews { notice(text) }
  }

  private func lock(_ path: String) -> Int32? {
    let file = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard file >= 0 else { return nil }
    while flock(file, LOCK_EX) != 0 {
      guard errno == EINTR else {
        close(file)
        return nil
      }
    }
    return file
  }

  /// nil where there is none, or none that can be read.
  private func read(_ path: String) -> TokenRecord? {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard file >= 0 else {
      if errno != ENOENT { notice("the token file \(path) can't be read: taken as if absent") }
      return nil
    }
    defer { close(file) }
    // One copied about may have got another mode; it is ours to mend.
    var status = stat()
    if fstat(file, &status) == 0, status.st_mode & 0o077 != 0 { fchmod(file, 0o600) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 16_384)
    while bytes.count <= 65_536 {
      let count = systemRead(file, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      bytes += buffer[..<count]
    }
    guard bytes.count <= 65_536, let json = try? JSON(bytes), let record = TokenRecord(json) else {
      notice("the token file \(path) holds no token: taken as if absent")
      return nil
    }
    return record
  }

  /// Beside it first, then in its place: a crash leaves the old one or the new one. Under the lock, so
  /// the other name is nobody else's.
  private func write(_ record: TokenRecord, to path: String) -> Bool {
    let draft = path + ".new"
    guard unlink(draft) == 0 || errno == ENOENT else { return false }
    let file = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard file >= 0 else { return false }
    let bytes = Array(record.json.encoded.utf8) + [0x0A]
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes {
        systemWrite(file, $0.baseAddress, $0.count)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { break }
      written += count
    }
    let isWhole = written == bytes.count && fsync(file) == 0
    close(file)
    guard isWhole, rename(draft, path) == 0 else {
      unlink(draft)
      return false
    }
    return true
  }

  private func makeFolder() -> Bool {
    var status = stat()
    if stat(folder, &status) == 0 { return status.st_mode & S_IFMT == S_IFDIR }
    var path = folder.hasPrefix("/") ? "" : "."
    for part in folder.split(separator: "/") {
      path += "/" + part
      if mkdir(path, 0o700) != 0, errno != EEXIST { return false }
    }
    return true
  }
}

private func systemRead(_ file: Int32, _ buffer: UnsafeMutableRawPointer, _ count: Int) -> Int {
  #if canImport(Glibc)
    Glibc.read(file, buffer, count)
  #else
    Darwin.read(file, buffer, count)
  #endif
}

private func systemWrite(_ file: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  #if canImport(Glibc)
    Glibc.write(file, bytes, count)
  #else
    Darwin.write(file, bytes, count)
  #endif
}
