#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Where a secret is kept. The configuration names the place and never holds the secret itself; no
/// description, error or log shows what was found there.
package enum Secret: Hashable, Sendable, CustomStringConvertible {
  /// `env:WOO_KEY`
  case environment(String)
  /// `file:woo.key`; relative to the folder of the configuration; only its owner may read it.
  case file(String)

  /// Reads such a reference. Throws where it is a literal secret, without repeating it.
  package init(_ text: String) throws(ValueProblem) {
    if text.hasPrefix("env:") {
      let name = String(text.dropFirst(4))
      guard !name.isEmpty, name.utf8.allSatisfy(Secret.isNameByte) else {
        throw ValueProblem(
          "env: is not followed by the name of a variable", remedy: "write it as env:WOO_KEY")
      }
      self = .environment(name)
    } else if text.hasPrefix("file:") {
      let path = String(text.dropFirst(5))
      guard !path.isEmpty else {
        throw ValueProblem("file: is not followed by a path", remedy: "write it as file:woo.key")
      }
      self = .file(path)
    } else {
      throw ValueProblem(
        "a secret may not stand in the configuration itself",
        remedy: "put it into an environment variable (env:NAME) or a file of mode 0600 (file:PATH),"
          + " and replace it at the vendor if others could read it here")
    }
  }

  package var description: String {
    switch self {
    case .environment(let name): "env:\(name)"
    case .file(let path): "file:\(path)"
    }
  }

  /// The secret itself. Line ends after it are dropped.
  /// - Parameter folder: of the configuration, for relative paths.
  package func resolve(
    environment: [String: String], folder: String
  ) throws(ValueProblem) -> String {
    switch self {
    case .environment(let name):
      guard let value = environment[name] else {
        throw ValueProblem(
          "the environment variable \(name) is not set",
          remedy: "export \(name)=... before starting, or keep it in a file (file:PATH)")
      }
      return try checked(value)
    case .file(let path):
      let home = environment["HOME"] ?? ""
      let full =
        path.hasPrefix("/")
        ? path
        : path.hasPrefix("~/") ? home + path.dropFirst(1) : folder + "/" + path
      return try checked(try Secret.read(full))
    }
  }

  private static func read(_ path: String) throws(ValueProblem) -> String {
    let files = FileManager.default
    let attributes: [FileAttributeKey: Any]
    do {
      attributes = try files.attributesOfItem(atPath: path)
    } catch {
      throw ValueProblem("the secret file \(path) can't be read", remedy: "create it, mode 0600")
    }
    // By way of text: it is a UInt, or an NSNumber where all of Foundation is linked.
    guard let mode = attributes[.posixPermissions].flatMap({ Int("\($0)") }),
      mode & 0o077 == 0
    else {
      throw ValueProblem(
        "others may read the secret file \(path)", remedy: "run: chmod 600 \(path)")
    }
    guard let data = files.contents(atPath: path), data.count <= 65_536,
      let text = String(validating: data, as: UTF8.self)
    else {
      throw ValueProblem(
        "the secret file \(path) can't be read", remedy: "it must be a short text of your own")
    }
    return text
  }

  /// One line of visible characters: anything else could end up as a second header line.
  private func checked(_ text: String) throws(ValueProblem) -> String {
    var text = Substring(text)
    while let last = text.unicodeScalars.last, last == "\n" || last == "\r" {
      text = Substring(text.unicodeScalars.dropLast())
    }
    guard !text.isEmpty else {
      throw ValueProblem("\(self) is empty", remedy: "put the secret there")
    }
    guard text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F }) else {
      throw ValueProblem("\(self) holds more than one line", remedy: "keep the secret alone there")
    }
    return String(text)
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 48...57, 65...90, 97...122, 95: true
    default: false
    }
  }
}
