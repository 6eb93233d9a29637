/// The folders that suppliers share with us: the only files that buying touches. Calls block, so they
/// are kept to a few small files.
package protocol Folders: Sendable {
  /// Makes the folder of that file where only its own name is missing: what is above is the supplier's
  /// share, which may not be there today.
  func prepare(for path: String) throws(FolderError)
  /// Writes a whole file, replacing one of that name, and returns once it is on the disk.
  func write(_ bytes: [UInt8], to path: String) throws(FolderError)
  /// Gives a file its final name, on the disk too; false where there is one of that name already, which
  /// stays as it is.
  func publish(_ temporary: String, as path: String) throws(FolderError) -> Bool
  /// Whether there is a file of that name.
  func contains(_ path: String) throws(FolderError) -> Bool
  /// The plain files of a folder by name; none where there is no such folder.
  func files(in folder: String) throws(FolderError) -> [FolderFile]
  /// Everything in a file; throws where it is longer than `limit`.
  func read(_ path: String, limit: Int) throws(FolderError) -> [UInt8]
  /// Moves a file to another name, making the folder where it is missing; false where there is one of
  /// that name already, and then nothing is moved.
  func move(_ path: String, to destination: String) throws(FolderError) -> Bool
  /// Removes a file; nothing happens where it is not there.
  func remove(_ path: String) throws(FolderError)
}

extension Folders {
  /// There is nothing to make.
  package func prepare(for path: String) throws(FolderError) {}
}

/// A file as its folder lists it.
package struct FolderFile: Hashable, Sendable {
  package var name: String
  package var size: Int
  /// Changes whenever the file does.
  package var version: String

  package init(name: String, size: Int, version: String = "") {
    self.name = name
    self.size = size
    self.version = version
  }
}

/// Why a folder can't be used, in the operator's words.
package struct FolderError: Error, Hashable, Sendable {
  package var reason: String

  package init(_ reason: String) { self.reason = reason }
}
