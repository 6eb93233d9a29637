/// In whose time the console shows times.
package enum ZoneChoice: Hashable, Sendable {
  /// The machine's own.
  case local
  /// Minutes east of UTC, summer and winter.
  case offset(Int)
  /// A name of the time zone database, such as `Europe/Berlin`, of the right form; the machine may not
  /// have it.
  case named(String)

  /// What a choice may look like, for error texts.
  package static let form =
    #""local", a name such as "Europe/Berlin" or an offset such as "+01:00""#

  /// Reads `local`, an offset or a name; nil: neither.
  package init?(_ text: String) {
    if text == "local" {
      self = .local
    } else if let minutes = ZoneText.minutes(text) {
      self = .offset(minutes)
    } else if ZoneChoice.isName(text) {
      self = .named(text)
    } else {
      return nil
    }
  }

  /// `America/Argentina/Buenos_Aires`, `Etc/GMT+3`; nothing that leads out of the database.
  private static func isName(_ text: String) -> Bool {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard (2...3).contains(parts.count), text.utf8.count <= 64 else { return false }
    return parts.allSatisfy { part in
      guard let first = part.utf8.first, isLetter(first) else { return false }
      return part.utf8.allSatisfy {
        isLetter($0) || (0x30...0x39).contains($0) || "_+-".utf8.contains($0)
      }
    }
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x41...0x5A).contains(byte & ~0x20) }
}
