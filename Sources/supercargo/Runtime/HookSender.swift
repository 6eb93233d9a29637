import Connectors
import Fulfillment
import Simulator
import Sync
import Wire

/// Sends what the services of a simulated world would send by themselves, to the addresses that their
/// accounts have in `SimulatorConfiguration`. Once: a real service would repeat what nobody took.
struct HookSender: Sendable {
  let host: WorldHost
  let clock: any Clock
  let wall: any Clock
  /// Address of the receiver, without a trailing slash.
  let base: String

  /// The accounts that are told.
  private static let receivers: [(account: String, service: Hook.Service)] = [
    ("shop", .woocommerce), ("CJ", .cj), ("17track", .seventeenTrack), ("easypost", .easypost),
    ("stripe", .stripe),
  ]

  /// Until the task is cancelled: looks every second for what has changed.
  func run() async throws {
    let transport = HTTPClientTransport()
    var last = clock.now()
    do {
      while true {
        try await wall.sleep(until: wall.now() + .seconds(1))
        let now = clock.now()
        let news = host.hooks(Self.receivers, since: last, until: now, realNow: wall.now())
        for (path, hook) in news {
          await send(hook, to: path, transport)
        }
        last = now
      }
    } catch {
      try await transport.shutdown()
      throw error
    }
  }

  private func send(_ hook: Hook, to path: String, _ transport: HTTPClientTransport) async {
    let request = HTTPRequest(
      .post, base + path + hook.query, headers: hook.headers, body: hook.body)
    do throws(ConnectorError) {
      let answer = try await transport.send(request, timeout: .seconds(5), maxBody: 4096)
      if answer.status != 200 { Standard.complain("\(path) answers \(answer.status)") }
    } catch {
      Standard.complain("\(path): \(error.message)")
    }
  }
}

extension WorldHost {
  /// What each receiver's service sends of what has changed, with the path it goes to.
  fileprivate func hooks(
    _ receivers: [(account: String, service: Hook.Service)], since last: Timestamp,
    until now: Timestamp, realNow: Timestamp
  ) -> [(path: String, hook: Hook)] {
    look { world in
      world.advance(to: now)
      return receivers.flatMap { account, service in
        world.news(service, since: last, until: now, realNow: realNow).map {
          ("/hooks/" + account, $0)
        }
      }
    }
  }
}
