import ArgumentParser

/// `supercargo [console]`
struct ConsoleCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "console", abstract: "Open the screens (the default).")

  @OptionGroup var global: GlobalOptions

  @Flag(name: .long, help: "Don't pull anything; look at what is in the store.")
  var offline = false

  func run() async throws {
    try await ConsoleSession(home: global.home, isOffline: offline, isVerbose: global.verbose).run()
  }
}
