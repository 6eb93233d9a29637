import Fulfillment
import Logging
import Server
import Simulator
import Sync
import Synchronization
import Wire

/// The simulated world behind a real HTTP server on loopback.
final class WorldHost: Sendable {
  private let world: Mutex<World>
  private let clock: any Clock
  private let wall: any Clock
  private let log: Logger

  /// - Parameters:
  ///   - clock: the simulated time the world lives by.
  ///   - wall: the clock by which clients stamp what they sign.
  init(_ world: World, clock: any Clock, wall: any Clock, log: Logger) {
    self.world = Mutex(world)
    self.clock = clock
    self.wall = wall
    self.log = log
  }

  /// Serves until the task is cancelled; `onReady` is told the port.
  func serve(port: Int, onReady: @escaping @Sendable (Int) -> Void) async throws {
    let server = HummingbirdServer(port: port, log: log) { request in
      let (now, realNow) = (self.clock.now(), self.wall.now())
      return self.world.withLock { $0.respond(to: request, now: now, realNow: realNow) }
    }
    try await server.run(onReady: onReady)
  }
}
