import ArgumentParser
import Connectors
import Fulfillment
import Settings
import Simulator
import Store
import Sync

/// `supercargo simulate serve|fill|record`
struct SimulateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "A simulated world: over HTTP, filled into the store, or recorded.",
    subcommands: [Serve.self, Fill.self, Record.self])

  struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "serve",
      abstract: "Serve shops, suppliers and carriers on loopback; prints a ready configuration.")

    @Option(name: .long, help: "The same seed makes the same world.")
    var seed: UInt64 = 7

    @Option(name: .long, help: "Orders in the world when it opens.")
    var orders = 2000

    @Option(name: .long, help: ArgumentHelp("How fast time passes there.", valueName: "DAY=10m"))
    var speed = "1x"

    @Option(name: .long, help: "The port; 0 takes a free one.")
    var port = 8787

    @Option(
      name: .long,
      help: "What goes wrong on the wire: none, usual, or buying (orders placed get lost, too).")
    var faults = "none"

    @Option(
      name: .long, help: "Share of the newest orders that nobody has bought for yet, 0 to 1.")
    var unbought = 0.0

    @Option(
      name: .customLong("config-out"),
      help: ArgumentHelp("Write the configuration there instead of printing it.", valueName: "file")
    )
    var configOut: String?

    @Option(
      name: .customLong("offers-out"),
      help: ArgumentHelp(
        "Write the world's offers there, for import offers-csv.", valueName: "file"))
    var offersOut: String?

    @Option(
      name: .long,
      help: ArgumentHelp(
        "Send news to that `supercargo serve`, as the services do.",
        valueName: "http://127.0.0.1:8321"))
    var hooks: String?

    func run() async throws {
      guard let speed = Speed(speed) else {
        throw ValidationError("--speed \(speed): say DAY=10m or 144x")
      }
      let clock = SystemTime(rate: speed.factor, origin: SystemTime().now())
      let log = FileLog.standardError(verbose: false)
      guard let faults = Faults.named(faults) else {
        throw ValidationError("--faults \(faults): say none, usual or buying")
      }
      guard (0...1).contains(unbought) else {
        throw ValidationError("--unbought takes a share from 0 to 1")
      }
      let world = World(
        seed: seed,
        options: .init(
          start: clock.now(), orders: orders, faults: faults, buysItself: 1 - unbought))
      if let offersOut {
        try write(String(decoding: OffersCSV.write(world.offers), as: UTF8.self), to: offersOut)
      }
      let host = WorldHost(world, clock: clock, wall: SystemTime(), log: log)
      let (secrets, out) = (world.secrets, configOut)
      let sender = hooks.map { base in
        HookSender(
          host: host, clock: clock, wall: SystemTime(),
          base: base.hasSuffix("/") ? String(base.dropLast()) : base)
      }
      let sending = Task { try await sender?.run() }
      defer { sending.cancel() }
      try await host.serve(port: port) { port in
        let text = SimulatorConfiguration.toml(port: port)
        do {
          if let out { try write(text, to: out) } else { Standard.print(text) }
        } catch {
          Standard.complain("\(error)")
        }
        for (name, value) in secrets.sorted(by: { $0.key < $1.key }) {
          Standard.print("export \(name)='\(value)'")
        }
        Standard.print("# ready on http://127.0.0.1:\(port) (ctrl-c ends it)")
      }
    }
  }

  struct Fill: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "fill", abstract: "Fill the store at once with orders in all stages, for size.")

    @OptionGroup var global: GlobalOptions

    @Option(name: .long, help: "How many orders.")
    var orders = 10_000

    @Option(name: .long, help: "The same seed makes the same orders.")
    var seed: UInt64 = 7

    func run() throws {
      _ = try global.openStore()
      try Self.fill(global.storePath, orders: orders, seed: seed, quiet: global.quiet)
      if !global.quiet { Standard.print("filled \(global.storePath) with \(orders) orders") }
    }

    /// Fills the store at that path.
    static func fill(_ path: String, orders: Int, seed: UInt64, quiet: Bool) throws {
      let store = try Store.open(path)
      let now = SystemTime().now()
      var filler = Filler(seed: seed, orders: orders, now: now)
      try store.register(
        [
          AccountSetup(
            account: Account(name: Filler.source, service: "files", role: .storefront),
            cadence: .milliseconds(0))
        ], now: now)
      try store.save(filler.suppliers, now: now)
      _ = try store.save(filler.offers, now: now)
      var progress = ProgressLine("filling", quiet: quiet)
      var done = 0
      while let batch = filler.next() {
        _ = try store.take(histories: batch, from: Filler.source, now: now)
        done += batch.count
        progress.show(done, of: orders)
      }
      while try store.learnDelays(limit: 2000, now: now).hasMore { continue }
      var examined = 0
      while true {
        let result = try store.detect(thresholds: Thresholds(), limit: 100_000, now: now)
        examined += result.examined
        progress.show(examined, of: orders)
        guard result.hasMore else { break }
      }
      progress.finish()
    }
  }
}

/// Writes a text to the file of that name.
func write(_ text: String, to path: String) throws {
  do {
    try OutputFile.write(Array(text.utf8), to: path, readers: .usual)
  } catch {
    throw Failure("the file can't be written", error.what, remedy: "name another place")
  }
}
