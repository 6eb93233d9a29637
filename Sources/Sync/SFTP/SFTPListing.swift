/// What `ls -na` of the client tells of a folder: `-rw-r--r--    1 1000     1000         1234 Jan 31 12:00
/// shp_1.csv`, one line an entry (OpenSSH sftp.c, `ls_file`).
struct SFTPListing {
  /// Everything that has a name, folders and hidden files included.
  private(set) var names: Set<String> = []
  /// The plain files.
  private(set) var files: [FolderFile] = []

  init(_ output: String) {
    // Lines end with LF alone, which no name holds that comes through: a name with one breaks its own line.
    for line in output.split(separator: "\n") where !line.hasPrefix("sftp>") {
      guard let entry = SFTPListing.entry(line) else { continue }
      names.insert(entry.name)
      if entry.isFile {
        files.append(FolderFile(name: entry.name, size: entry.size, version: entry.version))
      }
    }
    files.sort { $0.name < $1.name }
  }

  private static func entry(
    _ line: Substring
  ) -> (name: String, size: Int, version: String, isFile: Bool)? {
    var rest = line[...]
    var fields: [Substring] = []
    // Mode, links, owner, group, size, month, day, time or year.
    while fields.count < 8 {
      rest = rest.drop { $0 == " " }
      let field = rest.prefix { $0 != " " }
      guard !field.isEmpty else { return nil }
      fields.append(field)
      rest = rest.dropFirst(field.count)
    }
    guard rest.first == " ", let size = Int(fields[4]), size >= 0, fields[0].count >= 10 else {
      return nil
    }
    return (
      String(rest.dropFirst()), size, fields[4...].joined(separator: " "), fields[0].first == "-"
    )
  }
}
