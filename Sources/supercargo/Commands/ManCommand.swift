import ArgumentParser

/// `supercargo man`
struct ManCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "man",
    abstract: "Print the manual page: supercargo man | man -l -")

  func run() throws { Standard.write(ManualPage.text, to: 1) }
}
