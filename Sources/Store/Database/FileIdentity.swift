#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Which file a path leads to. SQLite keeps hold of the file that it opened: were that moved or removed,
/// whatever is written would go where nobody looks for it.
struct FileIdentity: Hashable {
  private let device: UInt64
  private let number: UInt64

  /// nil: there is no file.
  init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    device = UInt64(truncatingIfNeeded: status.st_dev)
    number = UInt64(truncatingIfNeeded: status.st_ino)
  }

  /// The same for the same file.
  var text: String { "\(device):\(number)" }

  /// What is told of a store whose file is not there any more.
  static func gone(_ path: String) -> StoreError {
    StoreError(
      .missing, what: "the store can't be used", why: "it has been moved or removed: " + path,
      remedy: "put it back: nothing is read or written until then, and it goes on by itself")
  }
}
