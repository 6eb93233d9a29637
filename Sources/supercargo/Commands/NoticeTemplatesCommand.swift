import ArgumentParser
import Fulfillment
import Settings

/// `supercargo notices templates list|check|show`
struct NoticeTemplatesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "templates", abstract: "List, check and show the texts of notices.",
    subcommands: [List.self, Check.self, Show.self], defaultSubcommand: List.self)

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "List the kinds of notices and whose text each language has.")

    @OptionGroup var global: GlobalOptions

    func run() throws {
      let own = NoticeTemplates(besides: try global.configuration().file).load()
      let policy = try global.configuration().notices
      for kind in NoticeKind.allCases {
        let languages = (kind == .support ? [.english] : NoticeLanguage.allCases).map { language in
          language.rawValue + (own.templates[kind]?[language] == nil ? "" : " (yours)")
        }
        let mode = policy.mode(of: kind, at: "")
        let name = kind.rawValue.padded(to: 16)
        let elsewhere = policy.storefronts.keys.sorted().compactMap { storefront in
          let own = policy.mode(of: kind, at: storefront)
          return own == mode ? nil : "\(storefront): \(own.rawValue)"
        }
        let others = elsewhere.isEmpty ? "" : "  (\(elsewhere.joined(separator: ", ")))"
        Standard.print(
          "\(name) \(mode.rawValue.padded(to: 5)) \(languages.joined(separator: ", "))\(others)")
      }
      own.problems.forEach { Standard.complain("\($0)") }
      if !own.problems.isEmpty { throw PartlyDone() }
    }
  }

  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "check", abstract: "Check your own texts; say in which line what is wrong.")

    @OptionGroup var global: GlobalOptions

    func run() throws {
      let own = NoticeTemplates(besides: try global.configuration().file).load()
      own.problems.forEach { Standard.complain("\($0)") }
      guard own.problems.isEmpty else {
        throw Failure("the texts can't be used", "\(own.problems.count) of them have mistakes")
      }
      let count = own.templates.values.reduce(0) { $0 + $1.count }
      if !global.quiet { Standard.print("\(count) texts of yours, nothing to mend") }
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show",
      abstract: "Print a built-in text, to begin your own with.")

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The kind: shipped, delayed, return-approved, ...")
    var kind: NoticeKind

    @Option(name: .long, help: "en, pt, es, de or fr.")
    var language = NoticeLanguage.english

    @Flag(name: .long, help: "List the facts that a text can name instead.")
    var facts = false

    func run() throws {
      guard facts else {
        Standard.print(String(NoticeTemplate.builtIn(kind, language).dropLast()))
        return
      }
      for field in NoticeField.allCases.sorted(by: { $0.rawValue < $1.rawValue }) {
        let mark = kind.needs.contains(field) ? " (none is sent without it)" : ""
        Standard.print("{\(field.rawValue)}".padded(to: 16) + " " + field.help + mark)
      }
    }
  }
}

extension String {
  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
