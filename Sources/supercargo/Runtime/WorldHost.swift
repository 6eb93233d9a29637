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

  /// How often suppliers were really asked for what is behind each key.
  var placedCounts: [String: Int] { world.withLock { $0.placedCounts } }

  /// Looks at the world, or changes it.
  func look<Value>(_ body: (inout World) -> sending Value) -> sending Value {
    world.withLock { body(&$0) }
  }

  /// Serves until the task is cancelled; `onReady` is told the port. Answers come as late, and
  /// connections end as badly, as the world wants.
  func serve(port: Int, onReady: @escaping @Sendable (Int) -> Void) async throws {
    let server = HummingbirdServer(
      port: port, log: log,
      reply: { request in
        let (now, realNow) = (self.clock.now(), self.wall.now())
        var answer = self.world.withLock { $0.answer(to: request, now: now, realNow: realNow) }
        answer.response.tellTimeOfWall(rate: self.clock.rate)
        if answer.delay > .milliseconds(0) {
          // Cancelled: the client has given up, or the server stops.
          do { try await self.wall.sleep(until: realNow + answer.delay) } catch { return .reset }
        }
        return HummingbirdServer.Reply(answer)
      })
    try await server.run(onReady: onReady)
  }
}

extension HTTPResponse {
  /// The world counts by its own clock; whoever waits, waits by the one on the wall.
  mutating func tellTimeOfWall(rate: Double) {
    guard rate > 1, let text = headers["Retry-After"], let seconds = Double(text) else { return }
    headers["Retry-After"] = String(Int(max(1, (seconds / rate).rounded(.up))))
  }
}

extension HummingbirdServer.Reply {
  fileprivate init(_ answer: World.Answer) {
    switch answer.delivery {
    case .normal: self = .response(answer.response)
    case .reset: self = .reset
    case .hang: self = .hang
    }
  }
}
