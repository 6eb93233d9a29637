import ArgumentParser
import Fulfillment
import Settings
import Store
import Sync

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What every verb takes.
struct GlobalOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "The store. Default: supercargo.sqlite in the XDG data folder, or SUPERCARGO_STORE.",
      valueName: "file"))
  var store: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "The configuration. Default: config.toml in the XDG config folder, or SUPERCARGO_CONFIG.",
      valueName: "file"))
  var config: String?

  @Flag(name: .long, help: "Say nothing but what was asked for.")
  var quiet = false

  @Flag(name: .long, help: "Say more.")
  var verbose = false

  /// The environment variables of this process.
  static var environment: [String: String] { ProcessInfo.processInfo.environment }

  /// Where the store is.
  var storePath: String {
    store ?? Self.environment["SUPERCARGO_STORE"] ?? XDG(environment: Self.environment).store
  }

  /// Where the configuration is.
  var configurationPath: String {
    config ?? Self.environment["SUPERCARGO_CONFIG"]
      ?? XDG(environment: Self.environment).configuration
  }

  /// The time now.
  var now: Timestamp { SystemTime().now() }

  /// Reads the configuration; a named file that is not there is a failure, a default one is not. Secrets
  /// are asked for only by what talks to the outside.
  func configuration(withSecrets: Bool = false) throws -> Configuration {
    if let config, !FileManager.default.fileExists(atPath: config) {
      throw Failure(
        "the configuration \(config) can't be read", "there is no such file",
        remedy: "supercargo init --config \(config) writes a commented one")
    }
    do {
      return try Configuration.load(
        path: configurationPath, environment: Self.environment, withSecrets: withSecrets)
    } catch {
      throw Failure("the configuration can't be used", error.description)
    }
  }

  /// Opens the store, made new where there is none.
  func openStore() throws -> Store {
    if store == nil, Self.environment["SUPERCARGO_STORE"] == nil {
      try makeFolder(of: storePath)
    }
    do {
      return try Store.open(storePath)
    } catch let error as StoreError {
      throw Failure(error)
    }
  }

  private func makeFolder(of path: String) throws {
    let folder = URL(filePath: path).deletingLastPathComponent().path
    do {
      try FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    } catch {
      throw Failure(
        "the store can't be kept in \(folder)", "the folder can't be made",
        remedy: "name another place with --store")
    }
  }
}

extension Failure {
  /// What the store says, as it says it.
  init(_ error: StoreError) {
    self.init(error.what, error.why, remedy: error.remedy)
  }
}
