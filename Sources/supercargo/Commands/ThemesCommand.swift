import ArgumentParser
import Canvas
import Settings

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// `supercargo themes list|check|show`
struct ThemesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "themes", abstract: "List, check and look at themes.",
    subcommands: [List.self, Check.self, Show.self], defaultSubcommand: List.self)

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "List the themes that can be used.")

    @OptionGroup var global: GlobalOptions

    @Flag(name: .long, help: "One JSON object a line.")
    var json = false

    func run() throws {
      let themes = Themes(folder: global.home.folder.themes)
      for entry in themes.entries {
        Standard.print(
          json
            ? JSON.object([("name", .string(entry.name)), ("yours", .bool(entry.isUser))]).line
            : "\(entry.name)\(entry.isUser ? "  (yours)" : "")")
      }
    }
  }

  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "check", abstract: "Check theme files; each mistake is told with its line.")

    @OptionGroup var global: GlobalOptions

    @Argument(help: "Theme files; left out: all of yours and all built in.")
    var files: [String] = []

    func run() throws {
      var wrong = 0
      let themes = Themes(folder: global.home.folder.themes)
      let checks: [(name: String, load: () throws -> Theme)] =
        files.isEmpty
        ? themes.entries.map { entry in (entry.name, { try themes.load(entry.name) }) }
        : files.map { file in
          (file, { try ThemeFile.parse(try read(file), name: file) })
        }
      for check in checks {
        do {
          _ = try check.load()
          Standard.print("\(check.name): good")
        } catch let error as ThemeError {
          wrong += 1
          Standard.complain(error.description)
        }
      }
      if wrong == checks.count { throw Failure("themes", "none of them can be used") }
      if wrong > 0 { throw PartlyDone() }
    }

    private func read(_ file: String) throws -> String {
      do {
        return try String(contentsOf: URL(filePath: file), encoding: .utf8)
      } catch {
        throw Failure(file, "it can't be read as text")
      }
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: "Print every role of a theme in its own style.")

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The theme's name.")
    var name: String

    func run() throws {
      let themes = Themes(folder: global.home.folder.themes)
      let theme: Theme
      do {
        theme = try themes.load(name)
      } catch {
        throw Failure("the theme \(name) can't be shown", error.description)
      }
      let isColoured = Standard.isTerminal(1) && GlobalOptions.environment["NO_COLOR"] == nil
      for role in Role.allCases {
        let line = role.name + String(repeating: " ", count: 22 - role.name.count)
        Standard.print(isColoured ? theme[role].escape + line + "\u{1B}[0m" : line)
      }
    }
  }
}

extension Style {
  /// The SGR sequence of this style in 24-bit colour.
  fileprivate var escape: String {
    var codes: [String] = []
    if bold { codes.append("1") }
    if dim { codes.append("2") }
    if italic { codes.append("3") }
    if underline { codes.append("4") }
    if reverse { codes.append("7") }
    if let foreground {
      codes.append("38;2;\(foreground.red);\(foreground.green);\(foreground.blue)")
    }
    if let background {
      codes.append("48;2;\(background.red);\(background.green);\(background.blue)")
    }
    return "\u{1B}[" + codes.joined(separator: ";") + "m"
  }
}
