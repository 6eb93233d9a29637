/// Who is behind the changes of a transaction, and why.
struct Author: Hashable {
  /// An operator, or a part of this program.
  var who: String
  /// An account or a file; "" where it comes from within.
  var source = ""
  /// In words; "" where none were given.
  var reason = ""

  static func sync(_ account: String) -> Author { Author(who: "sync", source: account) }
  static func person(_ name: String, reason: String = "") -> Author {
    Author(who: name, source: "console", reason: reason)
  }
  static let detection = Author(who: "detection")
  static let dispatch = Author(who: "dispatch")
  static let configuration = Author(who: "supercargo", source: "configuration")
  /// Nobody said who.
  static let itself = Author(who: "supercargo")
  /// Changes that this program did not make.
  static let outside = Author(who: "outside", reason: "written by another program")
}
