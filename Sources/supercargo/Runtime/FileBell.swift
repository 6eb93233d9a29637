import Dispatch

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Rings when one of some files is written to, moved or removed: inotify(7). Whoever waits for it sleeps
/// until then.
final class FileBell {
  private let descriptor: Int32

  /// Watches those of the files that are there; nil where the system can't, or none is there.
  init?(_ paths: [String]) {
    #if canImport(Glibc)
      let made = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
      guard made >= 0 else { return nil }
      let kinds = UInt32(IN_MODIFY | IN_ATTRIB | IN_MOVE_SELF | IN_DELETE_SELF)
      let watched = paths.filter { inotify_add_watch(made, $0, kinds) >= 0 }
      guard watched.count == paths.count else {
        close(made)
        return nil
      }
      descriptor = made
    #else
      return nil
    #endif
  }

  deinit { closeDescriptor() }

  /// Fires when it has rung and was not silenced yet.
  func source(on queue: DispatchQueue) -> any DispatchSourceRead {
    DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue)
  }

  /// Forgets how often it has rung.
  func silence() {
    var buffer = [UInt8](repeating: 0, count: 4096)
    while read(descriptor, &buffer, buffer.count) > 0 { continue }
  }

  private func closeDescriptor() { close(descriptor) }
}
