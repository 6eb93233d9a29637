import Foundation
import Testing

@testable import supercargo

/// Buying from a simulated world in a process of its own: planned, applied, sent, settled.
@Suite(.serialized) struct BuyingTests {
  /// A world of orders nobody has bought for, pulled into the program's store.
  private func market(
    _ program: Program, orders: Int = 60, purchasing: String = ""
  ) throws -> (world: Process, config: String) {
    let world = try program.serve([
      "--orders", "\(orders)", "--unbought", "1", "--speed", "DAY=30s", "--offers-out",
      program.home.path + "/offers.csv",
    ])
    let config = program.home.path + "/world.toml"
    if !purchasing.isEmpty {
      let text = try String(contentsOfFile: config, encoding: .utf8)
      try (text + "\n" + purchasing).write(toFile: config, atomically: true, encoding: .utf8)
    }
    let offers = try program.run("import", "offers-csv", program.home.path + "/offers.csv")
    try #require(offers.status == 0, "\(offers.errors)")
    let pulled = try program.run("sync", "--once", "--account", "shop", "--config", config)
    try #require([0, 3].contains(pulled.status), "\(pulled.errors)")
    return (world, config)
  }

  /// Of the purchases that this program has made.
  private func keys(_ program: Program) throws -> [String] {
    try program.run("purchases", "--json").objects.compactMap { $0["key"] as? String }
      .filter { !$0.isEmpty }
  }

  @Test func aPlanIsAppliedOnceAndTakenBack() throws {
    let program = try Program()
    let (world, config) = try market(program)
    defer { world.terminate() }
    let file = program.home.path + "/plan.jsonl"
    let planned = try program.run(
      "plan", "state:ready", "--limit", "5", "--out", file, "--config", config)
    #expect(planned.status == 0, "\(planned.errors)")
    #expect(planned.output.contains("purchases"))
    let lines = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n")
    try #require(lines.count > 1)
    #expect(lines[0].contains(#""plan":1"#))
    let applied = try program.run("apply", file, "--json", "--config", config)
    #expect(applied.status == 0, "\(applied.errors)")
    let count = try #require(applied.objects.first?["applied"] as? Int)
    #expect(count >= 1)
    let held = try program.run("purchases", "--json").objects
    #expect(held.count == count)
    #expect(held.allSatisfy { $0["state"] as? String == "held" })
    let again = try program.run("apply", file, "--json", "--config", config)
    #expect(again.status == 1)
    #expect(again.errors.contains("bought"), "\(again.errors)")
    #expect(try program.run("undo").status == 0)
    let states = try program.run("purchases", "--json").objects.map { $0["state"] as? String }
    #expect(states.allSatisfy { $0 == "withdrawn" })
    // Taken back, it may be bought anew, under another key.
    let anew = try program.run("plan", "state:ready", "--limit", "5", "--json", "--config", config)
    let keys = Set(held.compactMap { $0["key"] as? String })
    #expect(
      anew.objects.dropFirst().compactMap { $0["key"] as? String }.allSatisfy { !keys.contains($0) }
    )
  }

  @Test func whatIsBoughtIsSentAndAnswered() throws {
    let program = try Program()
    let (world, config) = try market(program, purchasing: "[purchasing]\nhold = \"0\"\n")
    defer { world.terminate() }
    let file = program.home.path + "/plan.jsonl"
    _ = try program.run(
      "plan", "state:ready", "--limit", "4", "--out", file, "--config", config)
    #expect(try program.run("apply", file, "--config", config).status == 0)
    let sent = try program.run("sync", "--once", "--config", config, "--json")
    #expect([0, 3].contains(sent.status), "\(sent.errors)")
    let rows = try program.run("purchases", "--json").objects.filter {
      !(($0["key"] as? String) ?? "").isEmpty
    }
    #expect(!rows.isEmpty)
    for row in rows {
      let state = row["state"] as? String ?? ""
      #expect(["placed", "unpaid", "acknowledged", "rejected"].contains(state), "\(row)")
      if state != "rejected" { #expect(row["number"] as? String != "", "\(row)") }
    }
    #expect(try program.run("undo", "--config", config).errors.contains("sent"))
  }

  @Test func theStopSwitchKeepsEverythingHere() throws {
    let program = try Program()
    let (world, config) = try market(program, orders: 30)
    defer { world.terminate() }
    #expect(try program.run("purchases", "stop", "--reason", "stocktaking").status == 0)
    let text = try String(contentsOfFile: config, encoding: .utf8)
    try (text + "\n[purchasing]\nmode = \"automatic\"\nhold = \"0\"\n").write(
      toFile: config, atomically: true, encoding: .utf8)
    _ = try program.run("sync", "--once", "--account", "shop", "--config", config)
    #expect(try keys(program).isEmpty)
    #expect(try program.run("purchases", "start").status == 0)
    _ = try program.run("sync", "--once", "--account", "shop", "--config", config)
    #expect(!(try keys(program)).isEmpty, "automatic purchases have been made")
  }

  @Test func aKilledProcessNeverBuysTwice() throws {
    let program = try Program()
    let outcome = try program.run("bench", "crash", "--runs", "240", "--json")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let counts = try #require(outcome.objects.first)
    #expect(counts["max_placed_per_key"] as? Int == 1, "\(outcome.output)")
    #expect(counts["lost"] as? Int == 0, "\(outcome.output)")
    #expect(counts["denied"] as? Int == 0, "\(outcome.output)")
    #expect(counts["killed"] as? Int ?? 0 > 100, "\(outcome.output)")
    #expect(counts["keys"] as? Int ?? 0 > 150, "\(outcome.output)")
  }

  @Test func aRouteSaysWhy() throws {
    let program = try Program()
    let (world, config) = try market(program, orders: 20)
    defer { world.terminate() }
    let order = try #require(
      try program.run("orders", "state:ready", "--json").objects.first?["name"] as? String)
    let route = try program.run("route", order, "--explain", "--config", config)
    #expect(route.status == 0, "\(route.errors)")
    #expect(route.output.contains("why"))
    #expect(route.output.contains("what would be sent under the key SC-"))
    let rules = try program.file("rules.toml", "[[route]]\nname = \"no CJ\"\nnever = [\"CJ\"]\n")
    let trial = try program.run("rules", "try", rules, "--json", "--config", config)
    #expect(trial.status == 0, "\(trial.errors)")
    #expect(trial.objects.last?["examined"] as? Int ?? 0 > 0)
  }
}
