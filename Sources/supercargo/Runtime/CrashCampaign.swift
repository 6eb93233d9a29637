import Fulfillment
import Settings
import Simulator
import Store
import Sync
import Synchronization

#if canImport(FoundationEssentials)
  import FoundationEssentials
#endif
import Foundation

/// Buys from a simulated world whose suppliers really record what they are asked for, in real processes
/// that are killed, cut off, doubled, given wrong clocks and full disks, and counts what came of it.
struct CrashCampaign {
  /// What happens to one process.
  enum Blow: Hashable, Sendable {
    /// It dies by SIGKILL at the nth pass of a step.
    case step(FailPoint.Step, pass: Int)
    /// It dies by SIGKILL after so many milliseconds.
    case any(milliseconds: Int)
    /// Two of them work on the store at once; one dies at a step.
    case two(FailPoint.Step)
    /// Its clock is wrong by so much.
    case clock(Span)
    /// No file may grow beyond so many bytes.
    case disk(bytes: Int)
    /// Nothing; the wire alone does its worst.
    case none

    var name: String {
      switch self {
      case .step(let step, _): "killed-\(step.rawValue)"
      case .any: "killed-any-time"
      case .two: "two-at-once"
      case .clock: "clock-jump"
      case .disk: "disk-full"
      case .none: "wire-only"
      }
    }
  }

  /// What came of it.
  struct Counts: Sendable {
    var runs = 0
    /// Processes that ended by SIGKILL.
    var killed = 0
    var keys = 0
    var maxPlacedPerKey = 0
    /// Purchases that are said to be placed and are not, or are neither placed, refused, nor waiting.
    var lost = 0
    /// Purchases that are said not to be placed and are.
    var denied = 0
    var unknownSettled = 0
    var unknownWaiting = 0
    var rejected = 0
    /// By blow: processes, and those of them that were killed.
    var blows: [String: (runs: Int, killed: Int)] = [:]

    mutating func add(_ other: Counts) {
      runs += other.runs
      killed += other.killed
      keys += other.keys
      maxPlacedPerKey = max(maxPlacedPerKey, other.maxPlacedPerKey)
      lost += other.lost
      denied += other.denied
      unknownSettled += other.unknownSettled
      unknownWaiting += other.unknownWaiting
      rejected += other.rejected
      for (name, more) in other.blows {
        let before = blows[name] ?? (0, 0)
        blows[name] = (before.runs + more.runs, before.killed + more.killed)
      }
    }
  }

  let runs: Int
  let seed: UInt64
  private let folder: String

  init(runs: Int, seed: UInt64, folder: String) {
    self.runs = runs
    self.seed = seed
    self.folder = folder
  }

  /// Several campaigns side by side, each with a world and a store of its own: most of a run is waiting.
  static func run(
    _ runs: Int, lanes: Int, seed: UInt64, folder: String, quiet: Bool
  ) async throws -> Counts {
    let progress = SharedProgress(ProgressLine("crashing", quiet: quiet), of: runs)
    let counts = try await withThrowingTaskGroup(of: Counts.self) { group in
      for lane in 0..<lanes {
        let path = folder + "/\(lane)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        let share = runs / lanes + (lane < runs % lanes ? 1 : 0)
        group.addTask {
          try await CrashCampaign(runs: share, seed: seed &+ UInt64(lane) &* 7919, folder: path).run
          { progress.step() }
        }
      }
      var whole = Counts()
      for try await counts in group { whole.add(counts) }
      return whole
    }
    progress.finish()
    return counts
  }

  private var storePath: String { folder + "/crash.sqlite" }
  private var configPath: String { folder + "/crash.toml" }

  /// - Parameter tell: called after each run.
  func run(tell: @Sendable () -> Void) async throws -> Counts {
    let clock = SystemTime()
    var options = World.Options(
      start: clock.now(), ordersPerDay: 0, backlogDays: 1, orders: runs + runs / 4 + 20,
      scenarios: .happy, faults: .none, enforcesLimits: false, buysItself: 0, temper: .smooth,
      balance: 2_000_000_000)
    options.faults.placing = .each(0.06)
    options.faults.writing = .each(0.02)
    options.faults.placing.lateness = .milliseconds(400)
    let world = World(seed: seed, options: options)
    let log = FileLog.file(folder + "/world.log", verbose: false)
    let host = WorldHost(world, clock: clock, wall: clock, log: log)
    let (ports, sink) = AsyncStream.makeStream(of: Int.self)
    let serving = Task { try await host.serve(port: 0) { sink.yield($0) } }
    defer { serving.cancel() }
    var waiting = ports.makeAsyncIterator()
    guard let port = await waiting.next() else {
      throw Failure("the simulated world did not start", "no port could be opened on loopback")
    }
    let text =
      SimulatorConfiguration.toml(port: port).replacing(
        "key = \"env:SUPERCARGO_SIM_CJ_KEY\"",
        with: "key = \"env:SUPERCARGO_SIM_CJ_KEY\"\npay = \"auto\"")
      + "\n[purchasing]\nhold = \"0\"\n[routing]\nmax_age = \"30d\"\n"
    try Data(text.utf8).write(to: URL(filePath: configPath))
    var environment = GlobalOptions.environment
    for (name, value) in world.secrets { environment[name] = value }
    let store = try Store.open(storePath)
    try store.save(world.suppliers, now: clock.now())
    _ = try store.save(world.offers, now: clock.now())
    let configuration = try Configuration.load(
      path: configPath, environment: environment, withSecrets: true)
    let services = try Services(
      store: store, configuration: configuration, limitRate: 100_000, log: log,
      tokens: MemoryTokens())
    _ = try await services.engine.runOnce(only: "shop")
    await services.close()
    var counts = try await strike(environment, tell)
    try await settle(environment, store)
    try judge(&counts, store, host.placedCounts)
    return counts
  }

  // MARK: - Runs

  private func strike(
    _ environment: [String: String], _ tell: @Sendable () -> Void
  ) async throws -> Counts {
    var counts = Counts()
    var random = Xorshift(seed)
    for run in 0..<runs {
      let blow = random.blow(run)
      let killed = try await self.run(blow, environment, &random)
      counts.blows[blow.name, default: (0, 0)].runs += 1
      counts.blows[blow.name, default: (0, 0)].killed += killed
      counts.killed += killed
      counts.runs += 1
      tell()
    }
    return counts
  }

  /// Runs one process (or two) under a blow; returns how many were killed.
  private func run(
    _ blow: Blow, _ environment: [String: String], _ random: inout Xorshift
  ) async throws -> Int {
    var trials: [Trial] = []
    var (arguments, variables) = (["--buy", "1"], environment)
    var killAfter: Int?
    switch blow {
    case .step(let step, let pass):
      variables["SUPERCARGO_FAIL"] = "\(step.rawValue):\(pass)"
      arguments = ["--buy", "\(pass)"]
    case .any(let milliseconds): killAfter = milliseconds
    case .two(let step):
      trials.append(try Trial(storePath, configPath, ["--buy", "1"], environment))
      variables["SUPERCARGO_FAIL"] = step.rawValue
    case .clock(let span): arguments += ["--clock-offset", "\(span.milliseconds)"]
    case .disk(let bytes): arguments += ["--disk-limit", "\(bytes)"]
    case .none: break
    }
    trials.append(try Trial(storePath, configPath, arguments, variables))
    if let killAfter {
      let time = SystemTime()
      do { try await time.sleep(until: time.now() + .milliseconds(Int64(killAfter))) } catch {
        return 0
      }
      trials[0].kill()
    }
    var killed = 0
    for trial in trials where await trial.end() == .killed { killed += 1 }
    return killed
  }

  /// Lets everything come to rest: processes without a blow, whose clocks run ahead so that what must be
  /// waited for has passed.
  private func settle(_ environment: [String: String], _ store: Store) async throws {
    for round in 1...12 {
      // In doubt or still to go.
      let open = try store.purchases(.all, limit: .max, now: SystemTime().now()).filter {
        $0.sending.map { !$0.isFinal && $0 != .waiting } ?? false
      }
      guard !open.isEmpty else { return }
      let offset = Span.minutes(Int64(20 * round))
      _ = await
        (try Trial(
          storePath, configPath,
          ["--buy", "0", "--patient", "--clock-offset", "\(offset.milliseconds)"], environment))
        .end()
    }
  }

  private func judge(
    _ counts: inout Counts, _ store: Store, _ placed: [String: Int]
  ) throws {
    counts.maxPlacedPerKey = placed.values.max() ?? 0
    var known: Set<String> = []
    for row in try store.purchases(.all, limit: .max, now: SystemTime().now())
    where !row.key.isEmpty {
      known.insert(row.key)
      counts.keys += 1
      let times = placed[row.key] ?? 0
      let wasUnknown = row.evidence.contains { ["lost", "orphaned"].contains($0.event) }
      switch row.sending {
      case .sent:
        if times == 0 { counts.lost += 1 }
        if wasUnknown { counts.unknownSettled += 1 }
      case .rejected, .withdrawn:
        counts.rejected += 1
        if times > 0 { counts.denied += 1 }
        if wasUnknown { counts.unknownSettled += 1 }
      case .waiting, .unknown: counts.unknownWaiting += 1
      default: counts.lost += 1
      }
    }
    // Placed at a supplier under a key that the store knows nothing of.
    counts.lost += placed.keys.count { !known.contains($0) }
  }
}

/// A process of this program at work on the campaign's store.
private struct Trial {
  enum End: Hashable { case killed, ended }

  private let process: Process
  private let ended: AsyncStream<Void>

  init(
    _ store: String, _ config: String, _ arguments: [String], _ environment: [String: String]
  ) throws {
    process = Process()
    process.executableURL = URL(filePath: CommandLine.arguments[0]).absoluteURL
    process.arguments =
      ["bench", "crash-trial", "--store", store, "--config", config] + arguments
    process.environment = environment
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    let (ended, sink) = AsyncStream.makeStream(of: Void.self)
    self.ended = ended
    process.terminationHandler = { _ in sink.finish() }
    try process.run()
  }

  func kill() { Foundation.kill(process.processIdentifier, SIGKILL) }

  func end() async -> End {
    for await _ in ended {}
    return process.terminationReason == .uncaughtSignal && process.terminationStatus == SIGKILL
      ? .killed : .ended
  }
}

/// Marsaglia's xorshift64*: the same seed, the same campaign.
private struct Xorshift {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed &* 2_685_821_657_736_338_717 | 1 }

  mutating func next(_ bound: Int) -> Int {
    state ^= state >> 12
    state ^= state << 25
    state ^= state >> 27
    return Int((state &* 2_685_821_657_736_338_717) >> 33) % max(1, bound)
  }

  /// Every step in turn, in between the other blows.
  mutating func blow(_ run: Int) -> CrashCampaign.Blow {
    let steps: [FailPoint.Step] = [
      .intended, .claimed, .beforeSend, .afterSend, .beforeSettle, .settled,
    ]
    let step = steps[run / 2 % steps.count]
    guard run % 2 == 1 else { return .step(step, pass: step == .intended ? 1 : 1 + next(2)) }
    switch next(10) {
    case 0...3: return .any(milliseconds: 5 + next(120))
    case 4, 5: return .two(step)
    case 6: return .clock(.minutes(Int64(next(240)) - 120))
    case 7: return .disk(bytes: 4096 * (1 + next(400)))
    default: return .none
    }
  }
}

/// One bar for work that goes on in several places.
private final class SharedProgress: Sendable {
  private let state: Mutex<(line: ProgressLine, done: Int)>
  private let total: Int

  init(_ line: ProgressLine, of total: Int) {
    state = Mutex((line, 0))
    self.total = total
  }

  func step() {
    state.withLock {
      $0.done += 1
      $0.line.show($0.done, of: total)
    }
  }

  func finish() { state.withLock { $0.line.finish() } }
}
