import ArgumentParser
import Canvas
import Fulfillment
import Store
import Sync

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension BenchCommand {
  /// `supercargo bench console-feed`: what a busy shop does to the store while the console is measured, in
  /// a process of its own. Takes orders and scans four times a second and looks at what they touched, until
  /// it is ended; tells every second how much it has taken.
  struct ConsoleFeed: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "console-feed", abstract: "The feed of bench console.", shouldDisplay: false)

    @OptionGroup var global: GlobalOptions

    @Option(name: .customLong("orders-a-minute"))
    var ordersAMinute = 1000

    @Option(name: .customLong("events-a-minute"))
    var eventsAMinute = 10_000

    func run() throws {
      let clock = SystemTime()
      let store = try global.openStore()
      var feed = try LiveFeed(store, now: clock.now())
      let (start, ticksAMinute) = (Stopwatch.now, 240)
      var tick = 0
      while true {
        try feed.take(
          orders: ordersAMinute * (tick + 1) / ticksAMinute - feed.orders,
          events: eventsAMinute * (tick + 1) / ticksAMinute - feed.events, now: clock.now())
        tick += 1
        let (ahead, gone) = (Int64(tick) * 250_000_000, Stopwatch.now - start)
        if tick % 4 == 0 {
          let seconds = Double(gone) / 1_000_000_000
          Standard.print("\(feed.orders) \(feed.events) \(seconds)")
        }
        if ahead > gone { usleep(UInt32((ahead - gone) / 1000)) }
      }
    }
  }
}

/// New orders, and scans of parcels that are under way.
struct LiveFeed {
  private(set) var orders = 0
  private(set) var events = 0
  private let store: Store
  private let numbers: [String]
  private var source: OpenOrders

  init(_ store: Store, now: Timestamp) throws {
    self.store = store
    source = OpenOrders(seed: UInt64(now.milliseconds))
    try store.register(
      [
        AccountSetup(
          account: Account(name: OpenOrders.shop, service: "files", role: .storefront),
          cadence: .milliseconds(0))
      ], now: now)
    numbers = try store.queue(
      .match(.state([.transit])), sort: .newest, at: .start, count: 2000, now: now
    ).rows.map(\.tracking).filter { !$0.isEmpty }
  }

  /// Takes that many of each, as one page of each pull would, and looks at what they touched.
  mutating func take(orders: Int, events: Int, now: Timestamp) throws {
    if orders > 0 {
      _ = try store.take(
        source.fresh(orders, now: now), from: OpenOrders.shop, isHistory: false, cursor: nil,
        now: now)
      self.orders += orders
    }
    if events > 0, !numbers.isEmpty {
      let reports = (self.events..<self.events + events).map { place in
        TrackingReport(
          number: numbers[place % numbers.count], carrier: "", status: .inTransit,
          events: [
            TrackingEvent(
              occurredAt: now, recordedAt: now, status: .inTransit,
              message: "Arrived at sorting centre \(place)", location: "Curitiba", country: "BR")
          ])
      }
      _ = try store.take(
        reports, from: OpenOrders.tracker, nextTrack: { _, _ in .hours(12) }, now: now)
      self.events += events
    }
    _ = try store.detect(thresholds: Thresholds(), limit: 500, now: now)
  }
}

/// The feed as a child of this process.
final class FeedProcess {
  /// What it has taken, and in how many seconds.
  struct Taken {
    var orders: Int
    var events: Int
    var seconds: Double
  }

  private(set) var last: Taken?
  private let terminal: PseudoTerminal

  init(_ words: [String], environment: [String: String]) throws {
    terminal = try PseudoTerminal(
      words, environment: environment, size: Size(columns: 80, rows: 24))
    let first = terminal.read(milliseconds: 60_000)
    guard !first.isEmpty else { throw Failure("the feed did not start", "it took nothing") }
    take(first)
  }

  /// Reads what it has told, so that it never waits for a reader.
  func drain() { take(terminal.read(milliseconds: 0)) }

  private func take(_ bytes: [UInt8]) {
    let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
    for line in lines {
      let parts = line.split(separator: " ").compactMap { Double($0) }
      guard parts.count == 3 else { continue }
      last = Taken(orders: Int(parts[0]), events: Int(parts[1]), seconds: parts[2])
    }
  }
}
