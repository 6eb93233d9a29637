#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif
package import Connectors
import Fulfillment

/// Folders at the far end of an SFTP account, reached through the system's own `sftp`, which keeps keys, known
/// hosts and jump hosts as the operator has set them up. It is never asked anything: a host that is not
/// known, or a key that is not taken, is an error. Paths are `sftp://user@host/path`.
package struct SFTPFolders: Folders {
  private let places: [(root: String, place: SFTPPlace)]
  private let program: String

  /// Seconds without a sign of life.
  private static let silence = 60
  /// Bytes that the client may print; a line of a listing takes about a hundred.
  private static let mostOutput = 8 * 1024 * 1024

  /// - Parameters:
  ///   - places: by the address that paths begin with.
  ///   - program: the client; looked for on PATH.
  package init(_ places: [String: SFTPPlace], program: String = "sftp") {
    self.places = places.map { (root: $0.key, place: $0.value) }.sorted {
      $0.root.utf8.count > $1.root.utf8.count
    }
    self.program = program
  }

  package func prepare(for path: String) throws(FolderError) {
    let (place, file) = try locate(path)
    // Made where it is missing; where it can't be, writing tells.
    _ = try run(place, ["-mkdir \(quoted(parent(file)))"])
  }

  package func write(_ bytes: [UInt8], to path: String) throws(FolderError) {
    let (place, file) = try locate(path)
    let scratch = try Scratch()
    defer { scratch.remove() }
    try DiskFolders().write(bytes, to: scratch.path("file"))
    let listing = try listed(
      place, parent(file), after: ["put -f \(quoted(scratch.path("file"))) \(quoted(file))"])
    let found = listing.files.first { $0.name == name(file) }
    guard found?.size == bytes.count else {
      throw FolderError(
        "\(path) has \(found?.size ?? 0) bytes there of the \(bytes.count) that were sent")
    }
  }

  package func publish(_ temporary: String, as path: String) throws(FolderError) -> Bool {
    let (place, from) = try locate(temporary)
    let (_, to) = try locate(path)
    // As on a disk: nobody else makes a file of that name, so looking first will do.
    guard try !listed(place, parent(to)).names.contains(name(to)) else { return false }
    let listing = try listed(place, parent(to), after: ["rename \(quoted(from)) \(quoted(to))"])
    guard listing.names.contains(name(to)) else {
      throw FolderError("\(path) is not there after it was given its name")
    }
    return true
  }

  package func contains(_ path: String) throws(FolderError) -> Bool {
    let (place, file) = try locate(path)
    return try listed(place, parent(file)).names.contains(name(file))
  }

  package func files(in folder: String) throws(FolderError) -> [FolderFile] {
    let (place, path) = try locate(folder)
    do throws(FolderError) {
      return try listed(place, path).files.filter { !$0.name.hasPrefix(".") }
    } catch {
      if error == SFTPFolders.missing { return [] }
      throw error
    }
  }

  package func read(_ path: String, limit: Int) throws(FolderError) -> [UInt8] {
    let (place, file) = try locate(path)
    let scratch = try Scratch()
    defer { scratch.remove() }
    let local = scratch.path("file")
    let result = try run(place, ["get \(quoted(file)) \(quoted(local))"]) {
      // Told one size, sent another.
      var status = stat()
      return stat(local, &status) != 0 || Int(status.st_size) <= limit
    }
    try check(result, place)
    return try DiskFolders().read(local, limit: limit)
  }

  package func move(_ path: String, to destination: String) throws(FolderError) -> Bool {
    let (place, from) = try locate(path)
    let (_, to) = try locate(destination)
    let listing = try listed(place, parent(to), after: ["-mkdir \(quoted(parent(to)))"])
    guard !listing.names.contains(name(to)) else { return false }
    try check(try run(place, ["rename \(quoted(from)) \(quoted(to))"]), place)
    return true
  }

  package func remove(_ path: String) throws(FolderError) {
    let (place, file) = try locate(path)
    guard try listed(place, parent(file)).names.contains(name(file)) else { return }
    try check(try run(place, ["rm \(quoted(file))"]), place)
  }

  /// The place whose address a path begins with, and the path there.
  private func locate(_ path: String) throws(FolderError) -> (SFTPPlace, String) {
    let found = places.first { path == $0.root || path.hasPrefix($0.root + "/") }
    guard let (root, place) = found else { throw FolderError("\(path) belongs to no account") }
    let file = place.folder + path.dropFirst(root.count)
    guard SFTPName.isSafe(path: file) else {
      throw FolderError(
        "\(path.sanitised(limit: 200)) has signs in its name that are not used here")
    }
    return (place, file)
  }

  /// What is in a folder, once the commands before it have been done.
  private func listed(
    _ place: SFTPPlace, _ folder: String, after commands: [String] = []
  ) throws(FolderError) -> SFTPListing {
    let result = try run(place, commands + ["cd \(quoted(folder))", "ls -na"])
    try check(result, place)
    return SFTPListing(result.output)
  }

  private func run(
    _ place: SFTPPlace, _ commands: [String], goesOn: () -> Bool = { true }
  ) throws(FolderError) -> Program.Result {
    let scratch = try Scratch()
    defer { scratch.remove() }
    let batch = scratch.path("batch")
    try DiskFolders().write(Array((commands.joined(separator: "\n") + "\n").utf8), to: batch)
    var arguments = [
      "-q", "-b", batch, "-o", "BatchMode=yes", "-o", "StrictHostKeyChecking=yes",
      "-o", "ConnectTimeout=20", "-o", "ServerAliveInterval=15", "-o", "ServerAliveCountMax=2",
    ]
    if let port = place.port { arguments += ["-P", String(port)] }
    if !place.identity.isEmpty {
      arguments += ["-i", place.identity, "-o", "IdentitiesOnly=yes"]
    }
    let result = Program.run(
      program, arguments + ["--", place.destination], silence: SFTPFolders.silence,
      limit: SFTPFolders.mostOutput, goesOn: goesOn)
    guard let result else {
      throw FolderError(
        "the program \(program) can't be started (\(String(cString: strerror(errno)))): "
          + "install OpenSSH's client")
    }
    guard !result.isCut else {
      throw FolderError("\(place.destination) took too long, or sent too much")
    }
    return result
  }

  private static let missing = FolderError("there is no such folder or file")

  private func check(_ result: Program.Result, _ place: SFTPPlace) throws(FolderError) {
    guard result.status != 0 else { return }
    let told = result.errors
    let host = place.destination
    if told.contains("Host key verification failed") || told.contains("host key is known") {
      throw FolderError(
        "the key of \(host) is not known here: log in once by hand with sftp \(host)")
    }
    if told.contains("Permission denied (") {
      throw FolderError("\(host) does not take our key")
    }
    if told.lowercased().contains("no such file") || told.contains("not found") {
      throw SFTPFolders.missing
    }
    let last = told.split(separator: "\n").last.map { String($0).sanitised(limit: 200) }
    throw FolderError("\(host): \(last ?? "sftp ended with \(result.status)")")
  }

  /// In quotes the client takes everything as it is but `"` and `\`, which no safe name holds.
  private func quoted(_ path: String) -> String {
    "\"" + path.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }

  private func parent(_ path: String) -> String {
    let parts = path.split(separator: "/").dropLast()
    return "/" + parts.joined(separator: "/")
  }

  private func name(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? ""
  }
}

/// A folder of our own for the time of one command.
private struct Scratch {
  let folder: String

  init() throws(FolderError) {
    let base = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var name = Array("\(base)/supercargo-sftp-XXXXXX".utf8CString)
    guard mkdtemp(&name) != nil else {
      throw FolderError("no temporary folder can be made: \(String(cString: strerror(errno)))")
    }
    folder = String(decoding: name.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  func path(_ name: String) -> String { folder + "/" + name }

  func remove() {
    for name in ["file", "batch"] { unlink(path(name)) }
    rmdir(folder)
  }
}
