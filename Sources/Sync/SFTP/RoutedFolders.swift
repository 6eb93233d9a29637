/// Folders by the form of their path: on a disk, or at the far end of an SFTP account.
package struct RoutedFolders: Folders {
  private let disk: any Folders
  private let sftp: any Folders

  package init(disk: any Folders = DiskFolders(), sftp: any Folders) {
    self.disk = disk
    self.sftp = sftp
  }

  private func folders(_ path: String) -> any Folders {
    path.hasPrefix("sftp://") ? sftp : disk
  }

  package func prepare(for path: String) throws(FolderError) {
    try folders(path).prepare(for: path)
  }

  package func write(_ bytes: [UInt8], to path: String) throws(FolderError) {
    try folders(path).write(bytes, to: path)
  }

  package func publish(_ temporary: String, as path: String) throws(FolderError) -> Bool {
    try folders(path).publish(temporary, as: path)
  }

  package func contains(_ path: String) throws(FolderError) -> Bool {
    try folders(path).contains(path)
  }

  package func files(in folder: String) throws(FolderError) -> [FolderFile] {
    try folders(folder).files(in: folder)
  }

  package func read(_ path: String, limit: Int) throws(FolderError) -> [UInt8] {
    try folders(path).read(path, limit: limit)
  }

  package func move(_ path: String, to destination: String) throws(FolderError) -> Bool {
    try folders(path).move(path, to: destination)
  }

  package func remove(_ path: String) throws(FolderError) {
    try folders(path).remove(path)
  }
}
