import ArgumentParser
import Console
import Fulfillment
import Settings
import Simulator
import Store
import Sync

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// `supercargo demo`
struct DemoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Open the console over a simulated world: shops, suppliers and carriers on loopback.")

  @Option(name: .long, help: "The same seed makes the same world.")
  var seed: UInt64 = 7

  @Option(
    name: .long, help: ArgumentHelp("How fast time passes there.", valueName: "DAY=10m"))
  var speed = "DAY=10m"

  @Option(name: .long, help: "Orders in the world when it opens.")
  var orders = 400

  @Flag(name: .long, help: "No outage, no throttling, no garbage: the services always answer.")
  var calm = false

  @Flag(name: .long, help: "Keep the store and say where it is.")
  var keep = false

  /// What some of the products are bought for is proposed.
  private static let proposing = PurchasingPolicy.Automation(
    name: "demo", mode: .approve, skus: ["CAT-*", "MUG-*", "LED-*", "USB-*"])

  func run() async throws {
    guard let speed = Speed(speed) else {
      throw ValidationError("--speed \(speed): say DAY=10m or 144x")
    }
    guard Standard.isTerminal(STDIN_FILENO), Standard.isTerminal(STDOUT_FILENO) else {
      throw Failure("the demo needs a terminal", "standard input or output is none")
    }
    let folder = try TemporaryFolder("demo")
    defer {
      if keep {
        Standard.print("the demo's store: \(folder.path)/demo.sqlite")
      } else {
        folder.remove()
      }
    }
    let store = try Store.open(folder.path + "/demo.sqlite")
    let clock = SystemTime(rate: speed.factor, origin: SystemTime().now())
    let log = FileLog.file(folder.path + "/demo.log", verbose: false)
    let options = World.Options(
      start: clock.now(), orders: orders, faults: calm ? .none : .buying, buysItself: 0.6)
    let world = World(seed: seed, options: options)
    try store.save(world.suppliers, now: clock.now())
    _ = try store.save(world.offers, now: clock.now())
    var environment = GlobalOptions.environment
    for (name, value) in world.secrets { environment[name] = value }
    let variables = environment
    let host = WorldHost(world, clock: clock, wall: clock, log: log)
    let (ports, sink) = AsyncStream.makeStream(of: Int.self)
    let serving = Task { try await host.serve(port: 0) { sink.yield($0) } }
    defer { serving.cancel() }
    var waiting = ports.makeAsyncIterator()
    guard let port = await waiting.next() else {
      throw Failure("the simulated world did not start", "no port could be opened on loopback")
    }
    let text = SimulatorConfiguration.toml(port: port)
    var configuration: Configuration
    do {
      configuration = try Configuration.parse(text, file: "the demo", environment: variables)
    } catch {
      throw Failure("the demo's configuration can't be used", "\(error)")
    }
    // Some of what comes in is prepared by itself, and waits to be approved.
    configuration.purchasing.automations = [Self.proposing]
    // A simulated day is short: pulling by its clock would leave no time between two pulls.
    for index in configuration.accounts.indices {
      configuration.accounts[index].cadence = clock.real(.seconds(10))
    }
    // Two minutes of the operator's time to take something back, whatever the world's clock says.
    configuration.purchaseHold = clock.real(.minutes(2))
    configuration.hold = clock.real(.minutes(2))
    let background = Background()
    let screen = try await Screen(
      opening: Task { store }, at: store.path, configuration: configuration, clock: clock,
      health: .here,
      hasStorefront: true,
      pull: { account in background.pull(account) }, dispatch: { background.dispatch() },
      isDemo: true, logPath: folder.path + "/demo.log")
    await background.start(
      store: store, configuration: configuration, clock: clock, limitRate: clock.rate,
      tokens: MemoryTokens(), screen: screen, log: log)
    await screen.run()
    await background.stop()
  }
}
