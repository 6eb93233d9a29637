import Fulfillment
import Wire

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Files that an operator names, packed by gzip or plain; which of both is seen from the first bytes.
enum InputFile {
  /// The most that a packed file may hold.
  static let limit = 1 << 30

  /// What is in the file.
  ///
  /// - Parameter remedy: what an operator is told beside the fault: `nothing was imported`.
  static func bytes(of file: String, remedy: String) throws -> [UInt8] {
    let bytes: [UInt8]
    do {
      bytes = [UInt8](try Data(contentsOf: URL(filePath: file)))
    } catch {
      let isThere = FileManager.default.fileExists(atPath: file)
      throw Failure(
        "\(file) can't be read", isThere ? "it is not a readable file" : "there is no such file",
        remedy: remedy)
    }
    guard Gzip.isPacked(bytes) else { return bytes }
    do {
      return try Gzip.unpacked(bytes, limit: limit)
    } catch {
      throw Failure("\(file) can't be unpacked", error.description, remedy: remedy)
    }
  }
}
