import ArgumentParser
import Fulfillment
import Settings
import Store
import Sync

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
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

  /// The environment variables of this process as it began, read once and without Foundation: they are
  /// on the way to the first frame.
  static let environment: [String: String] = {
    var variables: [String: String] = [:]
    var entry = environ
    while let text = entry.pointee {
      let variable = String(cString: text)
      if let equals = variable.utf8.firstIndex(of: UInt8(ascii: "=")) {
        variables[String(variable[..<equals])] =
          String(variable[variable.utf8.index(after: equals)...])
      }
      entry += 1
    }
    return variables
  }()

  /// Where the store and the configuration are.
  var home: Home { Home(store: store, config: config) }
  var storePath: String { home.storePath }
  var configurationPath: String { home.configurationPath }

  /// The time now.
  var now: Timestamp { SystemTime().now() }

  /// Reads the configuration.
  func configuration(withSecrets: Bool = false) throws -> Configuration {
    try home.configuration(withSecrets: withSecrets)
  }

  /// Opens the store, made new where there is none.
  func openStore() throws -> Store { try home.openStore() }
}
