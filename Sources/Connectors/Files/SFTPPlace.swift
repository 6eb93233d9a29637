/// Where a supplier's files are, as its account says: `sftp://user@host:port/path`, with the key that opens
/// it. Nothing of it can be taken for an option or a command.
package struct SFTPPlace: Hashable, Sendable {
  /// `user@host`, or the host alone.
  package var destination: String
  /// nil: the client's own choice.
  package var port: Int?
  /// The folder, without a slash at its end; "" is the top.
  package var folder: String
  /// File of the key to log in with; "" leaves it to the client's configuration.
  package var identity: String

  /// nil for anything but such an address.
  package init?(_ url: String, identity: String = "") {
    guard url.lowercased().hasPrefix("sftp://") else { return nil }
    let rest = url.dropFirst("sftp://".count)
    let slash = rest.firstIndex(of: "/") ?? rest.endIndex
    var (authority, folder) = (rest[..<slash], String(rest[slash...]))
    if let colon = authority.lastIndex(of: ":") {
      guard let port = Int(authority[authority.index(after: colon)...]), (1...65_535).contains(port)
      else { return nil }
      self.port = port
      authority = authority[..<colon]
    }
    let parts = authority.split(separator: "@", omittingEmptySubsequences: false)
    while folder.hasSuffix("/") { folder.removeLast() }
    guard (1...2).contains(parts.count), parts.allSatisfy(SFTPPlace.isWord),
      folder.isEmpty || SFTPName.isSafe(path: folder)
    else { return nil }
    destination = String(authority)
    self.folder = folder
    self.identity = identity
  }

  /// Letters, digits and `.-_`, not with a dash first: `-oProxyCommand=...` is no user.
  private static func isWord(_ text: Substring) -> Bool {
    guard let first = text.utf8.first, first != UInt8(ascii: "-") else { return false }
    return text.utf8.allSatisfy { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
      default: false
      }
    }
  }
}

/// Names of files at a stranger's.
package enum SFTPName {
  /// Plain enough to be written into a command: letters and digits of any script, blanks inside and
  /// `._-+=@,()&#`. Quotes, stars, line ends, signs that nobody sees: none of them.
  package static func isSafe(_ name: String) -> Bool {
    guard !name.isEmpty, name != ".", name != "..", name.utf8.count <= 255, !name.hasPrefix(" "),
      !name.hasSuffix(" ")
    else { return false }
    return name.unicodeScalars.allSatisfy { scalar in
      if scalar.isASCII {
        switch scalar {
        case "0"..."9", "A"..."Z", "a"..."z": return true
        default: return " ._-+=@,()&#".unicodeScalars.contains(scalar)
        }
      }
      switch scalar.properties.generalCategory {
      case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .otherLetter, .modifierLetter,
        .decimalNumber, .nonspacingMark, .spacingMark:
        return true
      default: return false
      }
    }
  }

  /// Every part of the path is; it starts at the top.
  package static func isSafe(path: String) -> Bool {
    path.hasPrefix("/")
      && path.dropFirst().split(separator: "/", omittingEmptySubsequences: false).allSatisfy {
        isSafe(String($0))
      }
  }
}
