import Fulfillment
import Settings
import Store

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Where the store and the configuration are: as said on the command line, in the environment, or in
/// the XDG folders.
struct Home {
  /// As said on the command line.
  var store: String?
  var config: String?
  private let environment: [String: String]

  init(
    store: String? = nil, config: String? = nil,
    environment: [String: String] = GlobalOptions.environment
  ) {
    self.store = store
    self.config = config
    self.environment = environment
  }

  /// Where the store is.
  var storePath: String {
    store ?? environment["SUPERCARGO_STORE"] ?? XDG(environment: environment).store
  }

  /// Where the configuration is.
  var configurationPath: String {
    config ?? environment["SUPERCARGO_CONFIG"]
      ?? XDG(environment: environment).configuration
  }

  /// Where the configuration is, with what is beside it.
  var folder: ConfigurationFolder { ConfigurationFolder(of: configurationPath) }

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
        path: configurationPath, environment: environment, withSecrets: withSecrets)
    } catch {
      throw Failure("the configuration can't be used", error.description)
    }
  }

  /// Opens the store, made new where there is none.
  func openStore() throws -> Store {
    if store == nil, environment["SUPERCARGO_STORE"] == nil {
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

extension Configuration {
  /// Where it was read from, with what is beside it.
  var folder: ConfigurationFolder { file.isEmpty ? Home().folder : ConfigurationFolder(of: file) }
}

extension Failure {
  /// What the store says, as it says it.
  init(_ error: StoreError) {
    self.init(error.what, error.why, remedy: error.remedy)
  }
}
