#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Folders on a disk, mounted ones included.
package struct DiskFolders: Folders {
  package init() {}

  package func prepare(for path: String) throws(FolderError) { try makeFolder(of: path) }

  /// Orders and letters name people: others on this machine have no business with them.
  package func write(_ bytes: [UInt8], to path: String) throws(FolderError) {
    try makeFolder(of: path)
    let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o640)
    guard file >= 0 else { throw failure("can't write", path) }
    defer { close(file) }
    var written = 0
    while written < bytes.count {
      let count = bytes[written...].withUnsafeBytes {
        #if canImport(Glibc)
          Glibc.write(file, $0.baseAddress, $0.count)
        #else
          Darwin.write(file, $0.baseAddress, $0.count)
        #endif
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw failure("can't write", path) }
      written += count
    }
    guard fsync(file) == 0 else { throw failure("can't write", path) }
  }

  package func publish(_ temporary: String, as path: String) throws(FolderError) -> Bool {
    // One rename, so that the temporary name is there as long as the file was not given away: a link
    // and an unlink would leave both. Nobody else makes a file of that name, so looking first will do.
    guard try !contains(path) else { return false }
    guard rename(temporary, path) == 0 else { throw failure("can't rename to", path) }
    try sync(folderOf(path))
    return true
  }

  package func contains(_ path: String) throws(FolderError) -> Bool {
    var status = stat()
    if lstat(path, &status) == 0 { return true }
    // Only then it is known: a share that is not mounted or not readable tells nothing.
    guard errno == ENOENT, access(folderOf(path), R_OK | X_OK) == 0 else {
      throw failure("can't look at", path)
    }
    return false
  }

  package func files(in folder: String) throws(FolderError) -> [FolderFile] {
    guard let names = names(in: folder) else {
      if errno == ENOENT { return [] }
      throw failure("can't list", folder)
    }
    return names.sorted().compactMap { name in
      var status = stat()
      guard lstat(folder + "/" + name, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
        return nil
      }
      return FolderFile(name: name, size: Int(status.st_size), version: version(status))
    }
  }

  package func read(_ path: String, limit: Int) throws(FolderError) -> [UInt8] {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard file >= 0 else { throw failure("can't read", path) }
    defer { close(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      #if canImport(Glibc)
        let count = Glibc.read(file, &buffer, buffer.count)
      #else
        let count = Darwin.read(file, &buffer, buffer.count)
      #endif
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw failure("can't read", path) }
      guard count > 0 else { return bytes }
      bytes += buffer[..<count]
      guard bytes.count <= limit else {
        throw FolderError("\(path) is longer than \(limit) bytes")
      }
    }
  }

  package func move(_ path: String, to destination: String) throws(FolderError) -> Bool {
    try makeFolder(of: destination)
    guard try !contains(destination) else { return false }
    guard rename(path, destination) == 0 else { throw failure("can't move", path) }
    return true
  }

  package func remove(_ path: String) throws(FolderError) {
    guard unlink(path) == 0 || errno == ENOENT else { throw failure("can't remove", path) }
  }

  private func makeFolder(of path: String) throws(FolderError) {
    let folder = folderOf(path)
    // Only the last of the path: what is above is the supplier's share, which may not be there today.
    guard mkdir(folder, 0o750) == 0 || errno == EEXIST else {
      throw failure("can't make the folder", folder)
    }
  }

  /// A name is on the disk only once its folder is.
  private func sync(_ folder: String) throws(FolderError) {
    let file = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard file >= 0 else { throw failure("can't open", folder) }
    defer { close(file) }
    // Some network shares can't; they keep what they are given on their own terms.
    guard fsync(file) == 0 || errno == EINVAL || errno == ENOTSUP else {
      throw failure("can't write", folder)
    }
  }

  /// nil: see `errno`.
  private func names(in folder: String) -> [String]? {
    guard let stream = opendir(folder) else { return nil }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names
  }

  private func version(_ status: stat) -> String {
    #if canImport(Glibc)
      let time = status.st_mtim
    #else
      let time = status.st_mtimespec
    #endif
    return "\(status.st_ino) \(status.st_size) \(time.tv_sec).\(time.tv_nsec)"
  }

  private func folderOf(_ path: String) -> String {
    let folder = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
    return folder.isEmpty ? "." : folder == [""] ? "/" : folder.joined(separator: "/")
  }

  private func failure(_ deed: String, _ path: String) -> FolderError {
    FolderError("\(deed) \(path): \(String(cString: strerror(errno)))")
  }
}
