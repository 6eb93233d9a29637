package import Fulfillment

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The policies there are: those in the program, and the operator's own files. A file of the operator's
/// takes the place of ours of the same name; any other is added.
package struct Policies: Sendable {
  /// The policies in the program, by name.
  package static let builtIn = [
    "aliexpress", "cj", "dhl", "fedex", "hongkong-post", "route", "shipinsure", "simplisent", "ups",
    "usps", "zendrop",
  ]

  /// One of them as TOML; nil where there is none of that name.
  package static func toml(_ name: String) -> [UInt8]? {
    switch name {
    case "aliexpress": PackageResources.aliexpress_toml
    case "cj": PackageResources.cj_toml
    case "dhl": PackageResources.dhl_toml
    case "fedex": PackageResources.fedex_toml
    case "hongkong-post": PackageResources.hongkong_post_toml
    case "route": PackageResources.route_toml
    case "shipinsure": PackageResources.shipinsure_toml
    case "simplisent": PackageResources.simplisent_toml
    case "ups": PackageResources.ups_toml
    case "usps": PackageResources.usps_toml
    case "zendrop": PackageResources.zendrop_toml
    default: nil
    }
  }

  private let folder: String

  /// - Parameter folder: where the operator's own policies are; it need not exist.
  package init(folder: String) { self.folder = folder }

  /// Every policy that can be read, by name, and what is wrong with the others.
  package func load() -> (policies: [ClaimPolicy], problems: [ConfigurationError]) {
    var (policies, problems): ([ClaimPolicy], [ConfigurationError]) = ([], [])
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let own = Set(files.filter { $0.hasSuffix(".toml") }.map { String($0.dropLast(5)) })
    for name in own.union(Self.builtIn).sorted() {
      do {
        policies.append(try policy(name, isOwn: own.contains(name)))
      } catch {
        problems.append(error)
      }
    }
    return (policies, problems)
  }

  /// Every policy; throws where one can't be read, for a window that is not known of is missed.
  package func all() throws(ConfigurationError) -> [ClaimPolicy] {
    let (policies, problems) = load()
    if let first = problems.first { throw first }
    return policies
  }

  /// The text of the policy of that name, the operator's own first; nil where there is none.
  package func text(_ name: String) throws(ConfigurationError) -> String? {
    // A name is a file name, never a path out of the folder.
    guard !name.isEmpty, !name.hasPrefix("."), !name.contains("/"), !name.contains("\0") else {
      return nil
    }
    let path = folder + "/" + name + ".toml"
    if FileManager.default.fileExists(atPath: path) { return try Configuration.text(of: path) }
    return Self.toml(name).map { String(decoding: $0, as: UTF8.self) }
  }

  private func policy(_ name: String, isOwn: Bool) throws(ConfigurationError) -> ClaimPolicy {
    try PolicyFile.parse(
      try text(name) ?? "", file: isOwn ? folder + "/" + name + ".toml" : name)
  }
}
