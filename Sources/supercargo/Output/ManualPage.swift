import ArgumentParser
import Console

/// The manual page, made from the tables that the help, the console and the exit statuses come from.
enum ManualPage {
  /// The page as `man` reads it (man(7)).
  static var text: String {
    var page = Roff()
    page.line(".TH SUPERCARGO 1 \"\" \"supercargo \(Version.text)\" \"User Commands\"")
    page.section("NAME")
    page.text(
      "supercargo - watch orders, triage exceptions, buy once, settle returns, in a terminal")
    page.section("SYNOPSIS")
    page.text("supercargo [VERB] [OPTION]... [ARGUMENT]...")
    page.section("DESCRIPTION")
    page.text(Supercargo.configuration.discussion)
    page.section("VERBS")
    for verb in Supercargo.configuration.subcommands { describe(verb, [], &page) }
    page.section("KEYS OF THE CONSOLE")
    page.text(
      "Every key can be changed under [keys] in the configuration; ? shows them in the console.")
    for group in Command.Group.allCases {
      page.line(".SS " + Roff.escaped(group.rawValue))
      for command in Command.table where command.group == group {
        let keys = command.keys.isEmpty ? ":" + command.id : command.keys.joined(separator: ", ")
        page.item(keys, command.title + " (" + command.places.text + ").")
      }
    }
    page.section("ENVIRONMENT")
    for (name, what) in environment { page.item(name, what) }
    page.section("FILES")
    page.item(
      "$XDG_CONFIG_HOME/supercargo/config.toml", "The configuration; supercargo init writes one.")
    page.item("$XDG_CONFIG_HOME/supercargo/themes/*.toml", "Themes of your own.")
    page.item("$XDG_DATA_HOME/supercargo/supercargo.sqlite", "The store.")
    page.section("EXIT STATUS")
    for (status, what) in statuses { page.item(String(status), what) }
    return page.written
  }

  private static let environment = [
    (
      "SUPERCARGO_STORE, SUPERCARGO_CONFIG",
      "The store and the configuration, as --store and --config."
    ),
    ("NO_COLOR", "Anything in it: no colours."),
    ("VISUAL, EDITOR", "What notes and messages are written in."),
    ("PAGER", "What long texts and the log are read in: less where nothing is named."),
    (
      "BROWSER",
      "What opens a parcel's or an order's page: programs parted by colons, %s for the address."
    ),
    ("TZ", "The time zone, where the configuration names none."),
    ("TERM, LANG, LC_ALL, LC_CTYPE", "What the terminal can do, and whether it shows Unicode."),
  ]

  private static let statuses = [
    (0, "Done."), (1, "Failed."), (2, "The words could not be understood."),
    (3, "Partly done: what was refused is on standard error."), (4, "Nothing was found."),
    (5, "Another syncer is at work."),
  ]

  private static func describe(
    _ verb: any ParsableCommand.Type, _ parents: [String], _ page: inout Roff
  ) {
    let configuration = verb.configuration
    guard configuration.shouldDisplay else { return }
    let words = parents + [configuration.commandName ?? ""]
    page.line(".SS " + Roff.escaped(words.joined(separator: " ")))
    if configuration.subcommands.isEmpty {
      // Wide enough that man's own margin does not break what has been broken already.
      page.verbatim(Supercargo.helpMessage(for: verb, columns: 72))
    } else {
      page.text(configuration.abstract)
    }
    for part in configuration.subcommands { describe(part, words, &page) }
  }
}

/// Text in the form of man(7): nothing in it is taken for a request or an escape.
struct Roff {
  private(set) var written = ""

  mutating func line(_ text: String) { written += text + "\n" }
  mutating func section(_ title: String) { line(".SH " + title) }

  /// A paragraph.
  mutating func text(_ text: String) {
    line(".PP")
    for part in text.split(separator: "\n") { line(Roff.escaped(String(part))) }
  }

  /// A term and what it means.
  mutating func item(_ term: String, _ meaning: String) {
    line(".TP")
    line("\\fB" + Roff.escaped(term) + "\\fR")
    line(Roff.escaped(meaning))
  }

  /// Lines as they stand.
  mutating func verbatim(_ text: String) {
    line(".PP")
    line(".nf")
    for part in text.split(separator: "\n", omittingEmptySubsequences: false) {
      line(Roff.escaped(String(part)))
    }
    line(".fi")
  }

  static func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "\\": result += "\\(rs"
      case "-": result += "\\-"
      case "'": result += "\\(aq"
      case "`": result += "\\(ga"
      case "^": result += "\\(ha"
      case "~": result += "\\(ti"
      default: result.append(character)
      }
    }
    return result.hasPrefix(".") ? "\\&" + result : result
  }
}
