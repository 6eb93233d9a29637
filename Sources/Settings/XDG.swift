/// Where this program keeps its files (XDG Base Directory Specification 0.8), from the environment.
package struct XDG: Hashable, Sendable {
  /// `~/.local/share/supercargo`: the store.
  package let dataFolder: String
  /// `~/.config/supercargo`: configuration and what is beside it.
  package let configFolder: String
  /// `~/.local/state/supercargo`: logs.
  package let stateFolder: String

  /// A variable that is empty or holds a relative path is ignored, as the specification wants; without
  /// HOME everything is below the current folder.
  package init(environment: [String: String]) {
    let home = XDG.absolute(environment["HOME"]) ?? "."
    func folder(_ variable: String, _ fallback: String) -> String {
      (XDG.absolute(environment[variable]) ?? home + fallback) + "/supercargo"
    }
    dataFolder = folder("XDG_DATA_HOME", "/.local/share")
    configFolder = folder("XDG_CONFIG_HOME", "/.config")
    stateFolder = folder("XDG_STATE_HOME", "/.local/state")
  }

  /// The store, where neither `--store` nor SUPERCARGO_STORE names one.
  package var store: String { dataFolder + "/supercargo.sqlite" }
  /// The configuration, where neither `--config` nor SUPERCARGO_CONFIG names one.
  package var configuration: String { configFolder + "/config.toml" }
  /// Letters that wait for somebody to send them.
  package var spoolFolder: String { dataFolder + "/spool" }
  /// Short-lived tokens, a 0600 file each.
  package var tokensFolder: String { stateFolder + "/tokens" }
  /// What the sync writes down for whoever looks for a fault.
  package var log: String { stateFolder + "/supercargo.log" }

  private static func absolute(_ path: String?) -> String? {
    guard var path, path.hasPrefix("/") else { return nil }
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    return path == "/" ? "" : path
  }
}
