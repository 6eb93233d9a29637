import ArgumentParser
import Console
import Settings

/// `supercargo keys`
struct KeysCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "keys", abstract: "Print every command of the console and its keys, as bound now.")

  @OptionGroup var global: GlobalOptions

  @Flag(name: .long, help: "As Markdown, the reference of the documentation.")
  var markdown = false

  @Flag(name: .long, help: "One JSON object a line.")
  var json = false

  func run() throws {
    if markdown { return Standard.write(KeysReference.markdown, to: 1) }
    let keymap = try Keymap(overrides: global.configuration().keys)
    for command in Command.table {
      let keys = keymap.keys(of: command.id).map(KeyName.text)
      if json {
        Standard.print(
          JSON.object([
            ("command", .string(command.id)), ("title", .string(command.title)),
            ("group", .string(command.group.rawValue)), ("keys", .array(keys.map(JSON.string))),
          ]).line)
      } else {
        let cells = [(keys.joined(separator: " "), 18), (command.id, 22)].map { text, width in
          text + String(repeating: " ", count: max(1, width - text.count))
        }
        Standard.print(cells.joined() + command.title)
      }
    }
  }
}
