package import Connectors
import Fulfillment

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension Configuration {
  /// Reads the configuration. A file that does not exist means defaults.
  /// - Parameters:
  ///   - environment: HOME, USER and the variables that secrets are kept in.
  ///   - withSecrets: false leaves the secrets where they are, so that looking at orders asks for none;
  ///     the credentials then hold no key.
  package static func load(
    path: String, environment: [String: String], withSecrets: Bool = true,
    services: [ServiceDescriptor] = ConnectorTable.all
  ) throws(ConfigurationError) -> Configuration {
    guard FileManager.default.fileExists(atPath: path) else {
      return try parse(
        "", file: path, environment: environment, withSecrets: false, services: services)
    }
    let text = try text(of: path)
    var configuration = try parse(
      text, file: path, environment: environment, withSecrets: withSecrets, services: services)
    // Nobody looks into the folder where nothing is told.
    if configuration.notices.isOn {
      configuration.notices.templates = try NoticeTemplates(besides: path).all()
    }
    return configuration
  }

  /// Reads a configuration from its text.
  /// - Parameter file: how errors call it; relative secret files are sought beside it.
  package static func parse(
    _ text: String, file: String, environment: [String: String], withSecrets: Bool = true,
    services: [ServiceDescriptor] = ConnectorTable.all
  ) throws(ConfigurationError) -> Configuration {
    var configuration = Configuration()
    configuration.file = file
    let user = environment["USER"] ?? environment["LOGNAME"] ?? ""
    if !user.isEmpty { configuration.operatorName = user }
    // Nothing of TOML is touched where there is nothing to read.
    guard !text.isEmpty else { return configuration }
    let reader = ConfigurationReader(
      document: try TOMLDocument(text, file: file), file: file, environment: environment,
      withSecrets: withSecrets, services: services)
    try reader.read(into: &configuration)
    return configuration
  }

  static func text(of path: String) throws(ConfigurationError) -> String {
    guard FileManager.default.fileExists(atPath: path) else {
      throw ConfigurationError(file: path, what: "there is no such file", remedy: "check the path")
    }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw ConfigurationError(
        file: path, what: "the file can't be read", remedy: "check its owner and mode")
    }
    guard data.count <= 1 << 20 else {
      throw ConfigurationError(
        file: path, what: "the file is larger than 1 MB", remedy: "is it a configuration?")
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw ConfigurationError(
        file: path, what: "the file is not UTF-8 text", remedy: "save it as UTF-8")
    }
    return text
  }
}
