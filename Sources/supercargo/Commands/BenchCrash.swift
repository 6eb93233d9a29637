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

extension BenchCommand {
  /// `supercargo bench crash`
  struct CrashBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "crash",
      abstract:
        "Buy in processes that are killed at every step, and count what suppliers recorded.",
      discussion: """
        A simulated world records what it is really asked for, whatever it answers: requests get lost \
        before and after they take effect, are answered with errors, late or unreadably. Printed: orders \
        placed per key (must be 1), purchases lost, unknown outcomes settled or waiting for a person.
        """)

    @Option(name: .long, help: "How many processes.")
    var runs = 2000

    @Option(name: .long, help: "The same seed makes the same campaign.")
    var seed: UInt64 = 1

    @Option(name: .long, help: "How many worlds side by side.")
    var lanes = 8

    @Flag(name: .long, help: "One JSON object.")
    var json = false

    @Flag(name: .long, help: "Keep the stores and say where they are.")
    var keep = false

    func run() async throws {
      guard runs > 0, lanes > 0 else {
        throw ValidationError("--runs and --lanes take a number from 1")
      }
      let folder = try TemporaryFolder("crash")
      defer { if keep { Standard.complain("kept in \(folder.path)") } else { folder.remove() } }
      let counts = try await CrashCampaign.run(
        runs, lanes: min(lanes, runs), seed: seed, folder: folder.path, quiet: json)
      let blows = counts.blows.sorted { $0.key < $1.key }
      let fields: [(String, JSON)] = [
        ("runs", .count(counts.runs)), ("killed", .count(counts.killed)),
        ("keys", .count(counts.keys)), ("max_placed_per_key", .count(counts.maxPlacedPerKey)),
        ("lost", .count(counts.lost)), ("denied", .count(counts.denied)),
        ("unknown_settled", .count(counts.unknownSettled)),
        ("unknown_waiting", .count(counts.unknownWaiting)),
        ("rejected", .count(counts.rejected)),
        (
          "blows",
          .object(blows.map { ($0.key, .array([.count($0.value.runs), .count($0.value.killed)])) })
        ),
        ("seed", .integer(Int64(seed))),
      ]
      if json { return Standard.print(JSON.object(fields).line) }
      for (name, value) in fields { Standard.print("\(name)  \(value.line)") }
    }
  }

  /// One process of the campaign: intends purchases and sends what is due, as a syncer would.
  struct CrashTrial: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "crash-trial", abstract: "One process of bench crash.", shouldDisplay: false)

    @OptionGroup var global: GlobalOptions

    @Option(name: .long) var buy = 1
    @Option(name: .customLong("clock-offset")) var clockOffset: Int64 = 0
    @Option(name: .customLong("disk-limit")) var diskLimit: UInt64?
    @Flag(name: .long) var patient = false

    func run() async throws {
      if let diskLimit {
        signal(SIGXFSZ, SIG_IGN)
        var limit = rlimit(rlim_cur: rlim_t(diskLimit), rlim_max: rlim_t(diskLimit))
        #if canImport(Glibc)
          setrlimit(__rlimit_resource_t(1), &limit)
        #else
          setrlimit(RLIMIT_FSIZE, &limit)
        #endif
      }
      let clock = ShiftedTime(by: .milliseconds(clockOffset))
      let store = try global.openStore()
      let configuration = try global.configuration(withSecrets: true)
      var policy = SyncPolicy()
      policy.requestTimeout = patient ? .seconds(5) : .milliseconds(250)
      policy.lease = patient ? .seconds(20) : .milliseconds(800)
      let services = try Services(
        store: store, configuration: configuration, clock: clock, limitRate: 100_000,
        policy: policy, log: FileLog.standardError(verbose: false), tokens: MemoryTokens())
      if buy > 0 { try intend(store, configuration, clock.now()) }
      // One that was killed has left its lease to run out.
      while try await services.dispatcher.runOnce().heldBy != nil {
        try await clock.sleep(until: clock.now() + .milliseconds(40))
      }
      await services.close()
    }

    /// Buys for the next orders that nobody has bought for.
    private func intend(
      _ store: Store, _ configuration: Configuration, _ now: Timestamp
    ) throws {
      guard let failPoint = FailPoint(environment: GlobalOptions.environment) else { return }
      let buyer = try Buyer(store: store, configuration: configuration)
      let query = try ListingOptions.query("state:ready")
      let requests = try store.routeRequests(query, limit: 40, after: nil, now: now)
      var prepared = try buyer.prepare(requests, now: now)
      prepared.plan.entries = Array(prepared.plan.entries.prefix(buy))
      prepared.bodies = Array(prepared.bodies.prefix(buy))
      guard !prepared.bodies.isEmpty else { return }
      _ = try buyer.buy(prepared, now: now)
      try failPoint.pass(.intended)
    }
  }

  /// `supercargo bench plan`
  struct PlanBench: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "plan", abstract: "Plan purchases for many orders against many offers.")

    @Option(name: .long, help: "How many orders.")
    var orders = 10_000

    @Option(name: .long, help: "How many offers.")
    var offers = 50_000

    @Flag(name: .long, help: "One JSON object.")
    var json = false

    func run() throws {
      let (catalogue, requests, now) = Self.market(orders: orders, offers: offers)
      var plan = Plan(madeAt: now)
      let milliseconds = Stopwatch.milliseconds {
        plan = Planner.plan(
          requests, catalogue, routing: RoutingPolicy(), purchasing: PurchasingPolicy(), usage: [:],
          rates: Rates(), now: now)
      }
      let fields: [(String, JSON)] = [
        ("orders", .count(orders)), ("offers", .count(offers)),
        ("purchases", .count(plan.entries.count)), ("refused", .count(plan.refused.count)),
        ("plan_ms", .number((milliseconds * 100).rounded() / 100)),
      ]
      if json { return Standard.print(JSON.object(fields).line) }
      for (name, value) in fields { Standard.print("\(name)  \(value.line)") }
    }

    /// Orders of one to three lines over skus that five suppliers each offer by two methods.
    private static func market(
      orders: Int, offers: Int
    ) -> (Fulfillment.Catalogue, [RouteRequest], Timestamp) {
      let now = SystemTime().now()
      let suppliers = (0..<5).map {
        SupplierRecord(supplier: "Supplier \($0)", handlingDays: $0 + 1)
      }
      let made = (0..<offers).map { number in
        let cost = Int64(300 + number * 7 % 900)
        return Offer(
          sku: "SKU-\(number / 5)", supplier: "Supplier \(number % 5)", supplierSKU: "V\(number)",
          cost: Money(minor: cost, currency: .usd),
          methods: [
            ShippingMethod(
              name: "Ordinary", cost: Money(minor: 310, currency: .usd), days: 8...14),
            ShippingMethod(
              name: "Express", cost: Money(minor: 890, currency: .usd), days: 4...7,
              countries: ["US", "DE", "FR"]),
          ], stock: number % 11 == 0 ? 0 : 40, stockAt: now - .hours(3))
      }
      let countries = ["US", "DE", "BR", "FR", "AU", "JP"]
      let requests = (0..<orders).map { number in
        RouteRequest(
          order: OrderID(Int64(number + 1)), orderName: "#\(1001 + number)", storefront: "shop",
          externalID: "\(number)", placedAt: now - .hours(2),
          shipTo: Address(
            name: "N", line1: "1 Street", city: "C", country: countries[number % countries.count]),
          lines: (0...(number % 3)).map { line in
            RouteRequest.Line(
              id: "\(line + 1)", sku: "SKU-\((number * 31 + line * 17) % max(1, offers / 5))",
              quantity: 1 + line, price: Money(minor: 2990, currency: .usd))
          })
      }
      return (Fulfillment.Catalogue(offers: made, suppliers: suppliers), requests, now)
    }
  }
}

/// The real clock, wrong by a constant.
struct ShiftedTime: Clock {
  private let base = SystemTime()
  private let offset: Span

  init(by offset: Span) { self.offset = offset }

  func now() -> Timestamp { base.now() + offset }

  func sleep(until instant: Timestamp) async throws {
    try await base.sleep(until: instant - offset)
  }
}
