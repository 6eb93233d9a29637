import ArgumentParser
import Connectors
import Fulfillment
import Server
import Store
import Sync

/// `supercargo serve`
struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Receive what services send by themselves (webhooks), and sync; no screen.",
    discussion: """
      Listens on loopback: put it behind a proxy that speaks TLS (Documentation/Webhooks.md). Each account has \
      an address of its own. Where another process syncs the store, it still receives.
      """)

  @OptionGroup var global: GlobalOptions

  @Option(name: .long, help: "The address of this machine to listen on.")
  var host = "127.0.0.1"

  @Option(name: .long, help: "The port; 0 takes a free one.")
  var port = 8321

  @Option(
    name: .long,
    help: ArgumentHelp(
      "How the world reaches it, for the addresses that are shown.",
      valueName: "https://hooks.example.com"))
  var url: String?

  func validate() throws {
    guard (0...65_535).contains(port) else { throw ValidationError("--port takes 0 to 65535") }
  }

  func run() async throws {
    let configuration = try global.configuration(withSecrets: true)
    let store = try global.openStore()
    let log = FileLog.standardError(verbose: global.verbose)
    let services = try Services(store: store, configuration: configuration, log: log)
    let receiving = Receiving(services, store: store, host: host, port: port, log: log)
    do {
      guard !receiving.accounts.isEmpty else {
        throw Failure(
          "there is nothing to receive", "no account's service sends webhooks",
          remedy: "Documentation/Webhooks.md names those that do; supercargo sync needs none")
      }
      // Deliveries are kept under their accounts, whether or not this process gets to sync.
      try store.register(
        services.accounts.map { AccountSetup(account: $0.account, cadence: $0.cadence) },
        now: SystemTime().now())
      let (accounts, host, base, quiet) = (receiving.accounts, host, url, global.quiet)
      let others = receiving.services { port in
        Self.tell(accounts, base: base, host: host, port: port, quiet: quiet)
      }
      let telling = Task { await Self.tellTrouble(services.events) }
      defer { telling.cancel() }
      try await services.runUntilSignalled(with: others)
    } catch {
      await services.close()
      throw Self.failure(error, host: host, port: port)
    }
    await services.close()
  }

  /// Where it listens, and what to enter at each service.
  private static func tell(
    _ accounts: [WebhookDoor.Account], base: String?, host: String, port: Int, quiet: Bool
  ) {
    let shown = host.contains(":") ? "[\(host)]" : host
    Standard.print("listening on http://\(shown):\(port)")
    let start = (base ?? "https://YOUR-HOST").trimmed(trailing: "/")
    for account in accounts where !quiet || !account.reader.webhookSecret.isSet {
      let secret = account.reader.webhookSecret
      let query = secret.query.isEmpty ? "" : "?\(secret.query)=THE-\(secret.setting.uppercased())"
      let state =
        secret.isSet
        ? "proved by its \(secret.setting)"
        : "NO \(secret.setting): everything it sends is refused until [[account]] has one"
      Standard.print("\(account.name): \(start)\(account.path)\(query) (\(state))")
    }
  }

  private static func tellTrouble(_ events: AsyncStream<SyncEvent>) async {
    for await event in events {
      switch event {
      case .standingBy(let holder):
        // Told at every turn; once is enough.
        Standard.complain("\(holder) syncs this store; this process only receives until it ends")
        for await event in events {
          if case .started = event { break }
        }
      case .storeTrouble(let trouble): Standard.complain(trouble)
      case .finished(let report):
        if let error = report.error { Standard.complain("\(report.account.name): \(error)") }
      case .started, .page, .waiting, .detecting, .lostLease: continue
      }
    }
  }

  /// A port that can't be had is the one thing that goes wrong at the start.
  private static func failure(_ error: any Error, host: String, port: Int) -> any Error {
    if error is Failure || error is StoreError || error is CancellationError { return error }
    let text = "\(error)"
    guard text.contains("bind") || text.contains("errno") || text.contains("resolve") else {
      return error
    }
    return Failure(
      "can't listen on \(host):\(port)",
      text.contains("errno: 98") || text.contains("Address already in use")
        ? "another program listens there" : text,
      remedy: "name another with --host and --port")
  }
}

extension String {
  /// Without any of that character at its end.
  fileprivate func trimmed(trailing character: Character) -> String {
    var text = Substring(self)
    while text.last == character { text.removeLast() }
    return String(text)
  }
}
