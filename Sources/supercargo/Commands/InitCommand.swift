import ArgumentParser
import Connectors
import Settings

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// `supercargo init`
struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init", abstract: "Write a commented configuration, ready to be edited.")

  @OptionGroup var global: GlobalOptions

  @Flag(name: .long, help: "Replace the one that is there (it is kept beside it as .old).")
  var force = false

  @Flag(
    name: .long,
    help: "Print the schema by which an editor completes and checks a configuration; write none.")
  var schema = false

  func validate() throws {
    guard !(schema && force) else {
      throw ValidationError("--schema writes no configuration: leave out --force")
    }
  }

  func run() throws {
    guard !schema else {
      return Standard.print(ConfigurationSchema(services: ConnectorTable.all).json.line)
    }
    let path = global.configurationPath
    let files = FileManager.default
    if files.fileExists(atPath: path) {
      guard force else {
        throw Failure(
          path, "there is a configuration already; nothing was changed",
          remedy: "edit it, or repeat with --force")
      }
      let old = path + ".old"
      do {
        if files.fileExists(atPath: old) { try files.removeItem(atPath: old) }
        try files.moveItem(atPath: path, toPath: old)
      } catch {
        throw Failure(
          path, "the old configuration can't be put aside", remedy: "nothing was changed")
      }
    }
    do {
      try files.createDirectory(
        atPath: URL(filePath: path).deletingLastPathComponent().path,
        withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
      try Data(ConfigurationTemplate.text.utf8).write(to: URL(filePath: path), options: .atomic)
      try files.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
    } catch {
      throw Failure(path, "it can't be written", remedy: "name another place with --config")
    }
    if !global.quiet {
      Standard.print("wrote \(path)")
      Standard.print("next: add your shop there, then supercargo doctor, then supercargo")
    }
  }
}
