import Foundation
import Testing

@testable import supercargo

/// A simulated world in a process of its own, and what syncs from it.
@Suite(.serialized) struct WorldTests {
  /// Starts `simulate serve` and returns it with its configuration and secrets.
  private func serve(_ program: Program, orders: Int) throws -> Process {
    let process = Process()
    process.executableURL = URL(filePath: Program.path)
    process.arguments = [
      "simulate", "serve", "--seed", "5", "--orders", "\(orders)", "--port", "0",
      "--config-out", program.home.path + "/world.toml",
    ]
    process.environment = program.environment
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    var text = ""
    while !text.contains("ready") {
      let more = output.fileHandleForReading.availableData
      guard !more.isEmpty else { break }
      text += String(decoding: more, as: UTF8.self)
    }
    for line in text.split(separator: "\n") where line.hasPrefix("export ") {
      let parts = line.dropFirst(7).split(separator: "=", maxSplits: 1)
      program.environment[String(parts[0])] = parts[1].trimmingCharacters(
        in: CharacterSet(charactersIn: "'"))
    }
    try #require(text.contains("ready"), "\(text)")
    return process
  }

  @Test func twoThousandOrdersAndTheirTrackingComeInOverSockets() throws {
    let program = try Program()
    let world = try serve(program, orders: 2100)
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
    #expect(again.objects.compactMap { $0["imported"] as? Int }.first == 0, "\(again.output)")
  }

  @Test func onlyOneOfTwoSyncersPulls() throws {
    let program = try Program()
    let world = try serve(program, orders: 50)
    defer { world.terminate() }
    let config = program.home.path + "/world.toml"
    let holder = Process()
    holder.executableURL = URL(filePath: Program.path)
    holder.arguments = ["sync", "--config", config, "--quiet"]
    holder.environment = program.environment
    try holder.run()
    defer { holder.terminate() }
    var status: Int32 = 0
    for _ in 0..<100 where status != 5 {
      status = try program.run("sync", "--once", "--config", config).status
    }
    #expect(status == 5)
    holder.terminate()
    holder.waitUntilExit()
    #expect(holder.terminationStatus == 0, "it ends cleanly on SIGTERM")
    #expect([0, 3].contains(try program.run("sync", "--once", "--config", config).status))
  }
}
