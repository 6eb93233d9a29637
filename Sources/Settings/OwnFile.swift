#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Files that only their owner may read, written whole or not at all.
package enum OwnFile {
  /// Makes a new file of mode 0600, and the folder above it of mode 0700 where there is none. It never
  /// touches a file that is there.
  package static func create(_ path: String, _ text: String) throws(ValueProblem) {
    try makeFolder(of: path)
    let draft = try write(Array(text.utf8), beside: path, mode: 0o600)
    // A link, unlike a rename, never takes the place of another file.
    defer { unlink(draft) }
    guard link(draft, path) == 0 else {
      throw errno == EEXIST
        ? ValueProblem("\(path) is there already", remedy: "remove it, or name another account")
        : problem("can't make", path)
    }
    try sync(folder(of: path))
  }

  /// Puts a text in a file's place, in one step; its mode stays, a link is followed. A new one gets mode
  /// 0600.
  package static func replace(_ path: String, with text: String) throws(ValueProblem) {
    try makeFolder(of: path)
    var status = stat()
    let mode = stat(path, &status) == 0 ? status.st_mode & 0o7777 : 0o600
    try put(Array(text.utf8), at: path, mode: mode)
  }

  /// Puts bytes in a file's place, in one step; a link is followed. Without a mode it has the usual one of
  /// a new file.
  static func put(_ bytes: [UInt8], at path: String, mode: mode_t?) throws(ValueProblem) {
    let place = realpath(path, nil).map { resolved -> String in
      defer { free(resolved) }
      return String(cString: resolved)
    }
    let path = place ?? path
    let draft = try write(bytes, beside: path, mode: mode)
    guard rename(draft, path) == 0 else {
      let reason = problem("can't write", path)
      unlink(draft)
      throw reason
    }
    try sync(folder(of: path))
  }

  /// Takes back a file that `create` made.
  package static func remove(_ path: String) { unlink(path) }

  /// A whole new file beside another; its path.
  private static func write(
    _ bytes: [UInt8], beside path: String, mode: mode_t?
  ) throws(ValueProblem) -> String {
    var draft = ""
    var file: Int32 = -1
    // Another run of this program may be at it.
    for attempt in 0..<100 where file < 0 {
      draft = "\(path).\(getpid()).\(attempt).new"
      file = open(
        draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode == nil ? 0o666 : 0o600)
      guard file >= 0 || errno == EEXIST else { break }
    }
    guard file >= 0 else { throw problem("can't write", path) }
    // What the umask took away of the mode comes back.
    let isWhole =
      writes(bytes, to: file) && (mode.map { fchmod(file, $0) } ?? 0) == 0 && fsync(file) == 0
    let reason = isWhole ? nil : problem("can't write", path)
    close(file)
    guard let reason else { return draft }
    unlink(draft)
    throw reason
  }

  /// Writes all of it to an open file; false: it could not, and errno says why.
  static func writes(_ bytes: [UInt8], to file: Int32) -> Bool {
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes {
        systemWrite(file, $0.baseAddress, $0.count)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return false }
      written += count
    }
    return true
  }

  static func makeFolder(of path: String) throws(ValueProblem) {
    var status = stat()
    let whole = folder(of: path)
    if stat(whole, &status) == 0 { return }
    var made = whole.hasPrefix("/") ? "" : "."
    for part in whole.split(separator: "/") {
      made += "/" + part
      guard mkdir(made, 0o700) == 0 || errno == EEXIST else {
        throw problem("can't make the folder", whole)
      }
    }
  }

  private static func sync(_ folder: String) throws(ValueProblem) {
    let file = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard file >= 0 else { return }
    defer { close(file) }
    // Some file systems have no such thing; the file itself is on the disk.
    guard fsync(file) == 0 || errno == EINVAL else { throw problem("can't write", folder) }
  }

  private static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  static func problem(_ what: String, _ path: String) -> ValueProblem {
    ValueProblem(
      "\(what) \(path): \(String(cString: strerror(errno)))", remedy: "check the folder's owner")
  }
}

private func systemWrite(_ file: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  #if canImport(Glibc)
    Glibc.write(file, bytes, count)
  #else
    Darwin.write(file, bytes, count)
  #endif
}
