#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A file that the operator named for what a verb writes. One that is there is replaced in one step; a pipe
/// or a device is written to and stays what it is.
package enum OutputFile {
  /// Who may read it.
  package enum Readers: Sendable {
    /// Its owner alone, whatever it was before.
    case owner
    /// Who could before; its owner alone where it is new.
    case asBefore
    /// Who could before; where it is new, whom the umask lets.
    case usual
  }

  /// Writes all of it there; a link is followed. The folder above is made where that is wanted and there
  /// is none.
  package static func write(
    _ bytes: [UInt8], to path: String, readers: Readers, makesFolder: Bool = false
  ) throws(ValueProblem) {
    var status = stat()
    let isThere = stat(path, &status) == 0
    let kind = status.st_mode & S_IFMT
    guard isThere, kind != S_IFREG else {
      if makesFolder { try OwnFile.makeFolder(of: path) }
      let before: mode_t? = isThere ? status.st_mode & 0o7777 : nil
      let mode: mode_t? =
        switch readers {
        case .owner: 0o600
        case .asBefore: before ?? 0o600
        case .usual: before
        }
      return try OwnFile.put(bytes, at: path, mode: mode)
    }
    guard kind != S_IFDIR else {
      throw ValueProblem("\(path) is a folder", remedy: "name a file")
    }
    let file = open(path, O_WRONLY | O_NOCTTY | O_CLOEXEC)
    guard file >= 0 else { throw problem(path) }
    let isWhole = OwnFile.writes(bytes, to: file)
    let reason = problem(path)
    close(file)
    guard isWhole else { throw reason }
  }

  private static func problem(_ path: String) -> ValueProblem {
    ValueProblem(
      "can't write \(path): \(String(cString: strerror(errno)))", remedy: "name another place")
  }
}
