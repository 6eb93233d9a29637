#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A folder of our own in the system's temporary folder.
struct TemporaryFolder {
  let path: String

  init(_ name: String) throws {
    let parent = FileManager.default.temporaryDirectory
    let url = parent.appending(path: "supercargo-\(name)-\(UUID().uuidString)")
    do {
      try FileManager.default.createDirectory(
        at: url, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw Failure("no temporary folder can be made in \(parent.path)", "\(error)")
    }
    path = url.path
  }

  /// Takes the folder and what is in it away; one that can't be removed is left to the system.
  func remove() {
    do { try FileManager.default.removeItem(atPath: path) } catch { return }
  }
}
