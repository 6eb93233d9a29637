import ArgumentParser
import Console
import Fulfillment
import Settings
import Store
import Sync

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// `supercargo [console]`
struct ConsoleCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "console", abstract: "Open the screens (the default).")

  @OptionGroup var global: GlobalOptions

  @Flag(name: .long, help: "Don't pull anything; look at what is in the store.")
  var offline = false

  func run() async throws {
    guard Standard.isTerminal(STDIN_FILENO), Standard.isTerminal(STDOUT_FILENO) else {
      throw Failure(
        "the console needs a terminal", "standard input or output is none",
        remedy: "the verbs work without one: supercargo orders --json")
    }
    let configuration = try global.configuration(withSecrets: !offline)
    let store = try global.openStore()
    let clock = SystemTime()
    let isPulling = !offline && !configuration.accounts.isEmpty
    let background = Background()
    let screen = try await Screen(
      store: store, configuration: configuration, clock: clock,
      hasStorefront: configuration.accounts.contains { $0.account.role == .storefront },
      pull: { account in background.pull(account) })
    if isPulling {
      await background.start(
        store: store, configuration: configuration, clock: clock, screen: screen,
        log: FileLog.file(XDG(environment: GlobalOptions.environment).log, verbose: global.verbose))
    } else {
      await background.detectOnly(store: store, configuration: configuration, clock: clock)
    }
    let reason = offline ? "started with --offline" : "no account is configured"
    await screen.run(health: isPulling ? .here : .off(reason))
    await background.stop()
  }
}
