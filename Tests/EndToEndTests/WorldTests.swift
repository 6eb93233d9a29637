import Foundation
import Testing

@testable import supercargo

/// A simulated world in a process of its own, and what syncs from it.
@Suite(.serialized) struct WorldTests {
  @Test func twoThousandOrdersAndTheirTrackingComeInOverSockets() throws {
    let program = try Program()
    let world = try program.serve(["--orders", "2100"])
    defer { world.terminate() }
    let config = program.home.path + "/world.toml"
    let first = try program.run("sync", "--once", "--config", config, "--json")
    #expect([0, 3].contains(first.status), "\(first.errors)")
    let items = first.objects.reduce(into: [String: Int]()) { counts, line in
      counts[line["account"] as? String ?? ""] = line["items"] as? Int
    }
    #expect(items.values.max() ?? 0 >= 2000, "\(first.output)")
    let count = try program.run("orders", "--json").objects.count
    #expect(count >= 2000)
    let tracked = try program.run("orders", "state:transit,delivered", "--json")
    #expect(!tracked.objects.isEmpty, "tracking has come in")
    #expect(!(try program.run("exceptions", "--json")).objects.isEmpty)
    let again = try program.run("sync", "--once", "--config", config, "--json")
    // Time passes in the world: an order or two may have come in between.
    let imported = again.objects.compactMap { $0["imported"] as? Int }
    #expect(imported.reduce(0, +) < 10, "\(again.output)")
  }

  /// Asks until it is so, for a minute at most.
  private func waits(until isSo: () throws -> Bool) throws -> Bool {
    let end = Stopwatch.now + 60_000_000_000
    while Stopwatch.now < end {
      if try isSo() { return true }
    }
    return false
  }

  @Test func onlyOneOfTwoSyncersPulls() throws {
    let program = try Program()
    let world = try program.serve(["--orders", "50"])
    defer { world.terminate() }
    let config = program.home.path + "/world.toml"
    let holder = Process()
    holder.executableURL = URL(filePath: Program.path)
    holder.arguments = ["sync", "--config", config, "--quiet"]
    holder.environment = program.environment
    try holder.run()
    defer { holder.terminate() }
    // A syncer that comes later stands by while another works, so the first must have begun.
    try #require(
      try waits {
        try program.run("activity", "--json").objects.contains { $0["pulls"] as? Int ?? 0 > 0 }
      })
    #expect(try program.run("sync", "--once", "--config", config).status == 5)
    holder.terminate()
    holder.waitUntilExit()
    #expect(holder.terminationStatus == 0, "it ends cleanly on SIGTERM")
    #expect([0, 3].contains(try program.run("sync", "--once", "--config", config).status))
  }
}
