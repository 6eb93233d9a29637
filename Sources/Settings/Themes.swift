package import Canvas

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The themes to choose from: those in the program, and the operator's own files, which come first.
package struct Themes: Sendable {
  /// A theme that can be chosen.
  package struct Entry: Hashable, Sendable {
    /// The name of the file without `.toml`.
    package let name: String
    /// A file of the operator's rather than one of ours.
    package let isUser: Bool
  }

  /// The theme used unless the configuration says otherwise.
  package static let standard = "harbour"

  /// The themes in the program, by name.
  package static let builtIn = [
    "amber", "daylight", "fjord", "harbour", "high-contrast", "high-contrast-light", "lagoon",
    "monochrome", "okabe-ito",
  ]

  /// One of them as TOML; nil where there is none of that name. Only that one is made: each is an array
  /// of thousands of bytes, and one is needed for the first frame.
  package static func toml(_ name: String) -> [UInt8]? {
    switch name {
    case "amber": PackageResources.amber_toml
    case "daylight": PackageResources.daylight_toml
    case "fjord": PackageResources.fjord_toml
    case "harbour": PackageResources.harbour_toml
    case "high-contrast": PackageResources.high_contrast_toml
    case "high-contrast-light": PackageResources.high_contrast_light_toml
    case "lagoon": PackageResources.lagoon_toml
    case "monochrome": PackageResources.monochrome_toml
    case "okabe-ito": PackageResources.okabe_ito_toml
    default: nil
    }
  }

  /// More bytes than any theme needs.
  private static let limit = 256 * 1024

  private let folder: String

  /// - Parameter folder: where the operator's own themes are; it need not exist.
  package init(folder: String) { self.folder = folder }

  /// All that can be loaded, by name.
  package var entries: [Entry] {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let own = Set(files.filter { $0.hasSuffix(".toml") }.map { String($0.dropLast(5)) })
    return own.union(Self.builtIn).sorted()
      .map { Entry(name: $0, isUser: own.contains($0)) }
  }

  /// The theme of that name; only that one is read.
  package func load(_ name: String) throws(ThemeError) -> Theme {
    if let text = try userText(name) { return try ThemeFile.parse(text, name: name) }
    if let bytes = Self.toml(name) {
      return try ThemeFile.parse(String(decoding: bytes, as: UTF8.self), name: name)
    }
    throw ThemeError(
      theme: name, what: "there is no theme of that name",
      remedy: NearestName.remedy(name, among: entries.map(\.name)))
  }

  /// The text of the operator's file of that name; nil if there is none.
  private func userText(_ name: String) throws(ThemeError) -> String? {
    // A name is a file name, never a path out of the folder.
    guard !name.isEmpty, !name.hasPrefix("."), !name.contains("/"), !name.contains("\0") else {
      return nil
    }
    let path = folder + "/" + name + ".toml"
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw ThemeError(
        theme: path, what: "the file cannot be read", remedy: "check who may read it")
    }
    guard data.count <= Self.limit else {
      throw ThemeError(theme: path, what: "the file is too large", remedy: "keep it below 256 kB")
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw ThemeError(theme: path, what: "the file is not UTF-8 text", remedy: "save it as UTF-8")
    }
    return text
  }
}
