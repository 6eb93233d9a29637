import Wire

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Recorded answers of real services beside the project, in `../shared`. Tests that read them run only
/// where they are.
enum Recordings {
  /// The folder `../shared` of the project, found from this file's place.
  static let root: String = {
    var path = #filePath.split(separator: "/")
    path.removeLast(4)
    return "/" + path.joined(separator: "/") + "/shared"
  }()

  static let arePresent = FileManager.default.fileExists(atPath: root + "/fixtures")

  static func bytes(_ path: String) throws -> [UInt8] {
    let data = try Data(contentsOf: URL(filePath: root + "/" + path))
    return Array(data)
  }

  /// The bytes that a recorder wrote as base64; nil where it is none.
  static func base64(_ text: String) -> [UInt8]? { Data(base64Encoded: text).map { Array($0) } }

  static func json(_ path: String) throws -> JSON { try JSON(bytes(path)) }

  /// The files of a folder, as paths from `root`, whose names match.
  static func files(in folder: String, where matches: (String) -> Bool) -> [String] {
    let names = try? FileManager.default.contentsOfDirectory(atPath: root + "/" + folder)
    return (names ?? []).filter(matches).sorted().map { folder + "/" + $0 }
  }
}
