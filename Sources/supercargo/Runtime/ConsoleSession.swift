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

/// The console from opening to closing, over the store of a home.
struct ConsoleSession {
  var home: Home
  var isOffline = false
  var isVerbose = false

  /// Reads the plain ways to open the console (`supercargo`, `supercargo console --store FILE`) without
  /// the command parser, which takes longer than everything else before the first frame. nil for any
  /// other words: the parser has the say then.
  init?(words: [String]) {
    self.init(home: Home())
    var rest = words[...]
    if rest.first == "console" { rest.removeFirst() }
    while let word = rest.popFirst() {
      switch word {
      case "--offline": isOffline = true
      case "--store", "--config":
        guard let value = rest.popFirst(), !value.hasPrefix("-") else { return nil }
        if word == "--store" { home.store = value } else { home.config = value }
      default: return nil
      }
    }
  }

  init(home: Home, isOffline: Bool = false, isVerbose: Bool = false) {
    self.home = home
    self.isOffline = isOffline
    self.isVerbose = isVerbose
  }

  /// On the main actor from its first line: another thread for it would have to be started first.
  @MainActor
  func run() async throws {
    guard Standard.isTerminal(STDIN_FILENO), Standard.isTerminal(STDOUT_FILENO) else {
      throw Failure(
        "the console needs a terminal", "standard input or output is none",
        remedy: "the verbs work without one: supercargo orders --json")
    }
    Store.limitMemory(megabytes: 12)
    let home = home
    let opening = Task.detached { try home.openStore() }
    let configuration = try home.configuration(withSecrets: !isOffline)
    let clock = SystemTime()
    let xdg = XDG(environment: GlobalOptions.environment)
    let isPulling = !isOffline && !configuration.accounts.isEmpty
    let reason = isOffline ? "started with --offline" : "no account is configured"
    let background = Background()
    let screen = try await Screen(
      opening: opening, at: home.storePath, configuration: configuration, clock: clock,
      health: isPulling ? .here : .off(reason),
      hasStorefront: configuration.accounts.contains { $0.account.role == .storefront },
      pull: { account in background.pull(account) }, dispatch: { background.dispatch() },
      memory: configuration.remembers
        ? OperatorMemory(folder: xdg.stateFolder, operatorName: configuration.operatorName) : nil,
      logPath: xdg.log)
    if isPulling {
      background.start(
        store: screen.store, configuration: configuration, clock: clock, screen: screen,
        log: FileLog.file(xdg.log, verbose: isVerbose))
    } else {
      background.detectOnly(
        store: screen.store, configuration: configuration, clock: clock)
    }
    await screen.run()
    await background.stop()
  }
}
