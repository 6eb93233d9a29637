package import Store

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A new store in a folder of its own, gone when the last reference to it is.
package final class TemporaryStore: Sendable {
  package let store: Store
  /// The folder that holds it; a place for other files of the test too.
  package let folder: String

  package init() throws {
    let folder = FileManager.default.temporaryDirectory
      .appendingPathComponent("supercargo-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    self.folder = folder
    self.store = try Store.open(folder + "/store.sqlite")
  }

  /// A second store on the same file, as another process would have it.
  package func reopened() throws -> Store { try Store.open(store.path) }

  deinit {
    // Best effort: a folder left behind in the temporary directory is not worth a failing test.
    _ = try? store.close()
    _ = try? FileManager.default.removeItem(atPath: folder)
  }
}
