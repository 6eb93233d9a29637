import Console
import Fulfillment
import Logging
import Settings
import Store
import Sync
import Synchronization

/// What runs behind the console: the sync engine, or only the clock of the rules where nothing is pulled.
final class Background: Sendable {
  private struct Running {
    var services: Services?
    var tasks: [Task<Void, Never>] = []
  }

  private let running = Mutex(Running())

  /// Starts pulling; the screen is told who holds the lease.
  @MainActor
  func start(
    store: Store, configuration: Configuration, clock: any Clock, limitRate: Double = 1,
    tokens: (any TokenKeeping)? = nil, screen: Screen, log: Logger
  ) {
    let services: Services
    do {
      services = try Services(
        store: store, configuration: configuration, clock: clock, limitRate: limitRate, log: log,
        tokens: tokens)
    } catch {
      screen.tell(.off("\(error)"))
      return
    }
    let engine = services.engine
    let dispatcher = services.dispatcher
    let sending = Task.detached {
      do {
        try await dispatcher.run()
      } catch is CancellationError {
        return
      } catch {
        log.error("sending has ended", metadata: ["error": "\(error)"])
        await screen.tell(.off("\(error)"))
      }
    }
    let pulling = Task.detached {
      do {
        try await engine.run()
      } catch is CancellationError {
        return
      } catch {
        log.error("the sync has ended", metadata: ["error": "\(error)"])
        await screen.tell(.off("\(error)"))
      }
    }
    let events = services.events
    let telling = Task.detached {
      for await event in events {
        switch event {
        case .standingBy(let holder): await screen.tell(.elsewhere(holder))
        case .started: await screen.tell(.here)
        case .storeTrouble(let trouble): await screen.tell(.off(trouble))
        case .page, .waiting, .finished, .detecting, .lostLease: continue
        }
      }
    }
    running.withLock { $0 = Running(services: services, tasks: [pulling, telling, sending]) }
  }

  /// Pulls nothing, but lets rules trip as time passes and held messages leave their window.
  @MainActor
  func detectOnly(store: Store, configuration: Configuration, clock: any Clock) {
    let task = Task.detached {
      while !Task.isCancelled {
        do {
          let now = clock.now()
          while try store.learnDelays(limit: 20_000, now: now).hasMore {
            try Task.checkCancellation()
          }
          while try store.countFigures(limit: 500) { try Task.checkCancellation() }
          try store.save(configuration.rates)
          let rules = try configuration.rulesInForce()
          while try store.detect(thresholds: rules, limit: 20_000, now: now).hasMore {
            try Task.checkCancellation()
          }
          _ = try store.releaseHeld(now: now)
          try await clock.sleep(until: clock.now() + .minutes(1))
        } catch is CancellationError {
          return
        } catch {
          // A busy or removed store is told by the console's own reads; try again next minute.
          do { try await clock.sleep(until: clock.now() + .minutes(1)) } catch { return }
        }
      }
    }
    running.withLock { $0.tasks.append(task) }
  }

  /// Pulls that account, or all, now.
  func pull(_ account: String?) {
    guard let engine = running.withLock({ $0.services?.engine }) else { return }
    Task { await engine.pullNow(account) }
  }

  /// Has what is due sent now: something was bought or let go.
  func dispatch() { running.withLock { $0.services?.dispatcher }?.wake() }

  /// Ends it all, between two pages.
  func stop() async {
    let last = running.withLock { $0 }
    last.tasks.forEach { $0.cancel() }
    for task in last.tasks { await task.value }
    await last.services?.close()
  }
}
