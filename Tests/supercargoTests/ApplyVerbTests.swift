import Foundation
import Fulfillment
import Store
import Testing

@testable import supercargo

@Suite(.serialized) struct ApplyVerbTests {
  @Test func applyingWritesPurchasesDownAndSendsNothing() throws {
    let buying = try BuyingDesk()
    let outcome = try buying.buy()
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.objects.first?["applied"] as? Int == 3)
    #expect(outcome.objects.first?["undo_until"] is String)
    #expect(buying.states == ["held", "held", "held"])
    for row in buying.purchases {
      for field in ["key", "order", "supplier", "state", "cost", "placed_at", "outcome"] {
        #expect(row[field] != nil, "\(field) is a stable name")
      }
    }
    #expect(!FileManager.default.fileExists(atPath: buying.agentFolder + "/in"))
  }

  @Test func applyingTwiceBuysNothingTwice() throws {
    let buying = try BuyingDesk()
    let path = try buying.plan().path
    #expect(buying.desk.run("apply", path).output.contains("3 purchases written down, to be sent"))
    let again = buying.desk.run("apply", path)
    #expect(again.status == 1)
    #expect(again.errors.contains("#1") && again.errors.contains("bought"), "\(again.errors)")
    #expect(buying.purchases.count == 3)
  }

  @Test func whatHasChangedSinceIsSaidAndNotBought() throws {
    let buying = try BuyingDesk()
    let path = try buying.plan().path
    try buying.offer("Agent", cents: 450)
    let dearer = buying.desk.run("apply", path)
    #expect(dearer.status == 1)
    #expect(dearer.errors.contains("cost 10.50 USD -> 11.50 USD"), "\(dearer.errors)")
    #expect(buying.purchases.isEmpty)
  }

  @Test func theRestOfAPlanGoesAheadWhereOneOrderChanged() throws {
    let buying = try BuyingDesk()
    let path = try buying.plan().path
    try buying.desk.take([
      overdue(2) {
        $0.cancelledAt = noon
        $0.updatedAt = noon
      }
    ])
    let outcome = buying.desk.run("apply", path, "--json")
    #expect(outcome.status == 3)
    #expect(outcome.objects.first?["applied"] as? Int == 2)
    #expect(
      outcome.errors.contains("#2") && outcome.errors.contains("cancelled"), "\(outcome.errors)")
    #expect(buying.purchases.compactMap { $0["order"] as? String } == ["#1", "#3"])
  }

  @Test(arguments: [
    ("", "it is empty"),
    ("nonsense\n", "it is no JSON"),
    ("{\"a\":1}\n", "it is no plan"),
    ("{\"plan\":99}\n", "form 99"),
    ("{\"plan\":1}\n{\"order\":\"#1\"}\n", "no purchase of a plan"),
  ])
  func aFileThatIsNoPlanIsRefusedWithItsLine(text: String, why: String) throws {
    let buying = try BuyingDesk(orders: 1)
    let path = try buying.desk.file("bad.jsonl", text)
    let outcome = buying.desk.run("apply", path)
    #expect(outcome.status == 2)
    #expect(outcome.errors.contains(why) && outcome.errors.contains("line"), "\(outcome.errors)")
    #expect(buying.purchases.isEmpty)
  }

  @Test func aPlanThatIsNotThereSaysHowToMakeOne() throws {
    let outcome = try BuyingDesk(orders: 1).desk.run("apply", "/nowhere/plan.jsonl")
    #expect(outcome.status == 2 && outcome.errors.contains("supercargo plan --out"))
  }

  /// Whoever edits a plan by hand is told, not obeyed.
  @Test(arguments: ["\"quantity\":2", "\"units\":2", "\"supplier\":\"Agent\"", "\"generation\":0"])
  func aPlanThatWasEditedBuysNothing(part: String) throws {
    let buying = try BuyingDesk(orders: 1)
    let path = try buying.plan().path
    let text = try String(contentsOfFile: path, encoding: .utf8)
    #expect(text.contains(part))
    let edited = part.replacing("2", with: "7").replacing("Agent", with: "Workshop")
      .replacing(":0", with: ":4")
    try text.replacing(part, with: edited).write(toFile: path, atomically: true, encoding: .utf8)
    let outcome = buying.desk.run("apply", path)
    #expect(outcome.status != 0, "\(outcome.output)")
    #expect(buying.purchases.isEmpty)
  }

  /// What stands in the body is what is sent, so nobody may change it either.
  @Test func aBodyThatWasEditedIsNotSent() throws {
    let buying = try BuyingDesk(orders: 1)
    let path = try buying.plan().path
    let text = try String(contentsOfFile: path, encoding: .utf8)
    try text.replacing("1 Long Street", with: "2 Thief Road").write(
      toFile: path, atomically: true, encoding: .utf8)
    #expect(buying.desk.run("apply", path).status == 1)
    #expect(buying.purchases.isEmpty)
  }

  @Test func undoTakesTheWholeStepBackAndSaysSo() throws {
    let buying = try BuyingDesk()
    try buying.buy()
    let undone = buying.desk.run("undo")
    #expect(undone.status == 0)
    #expect(undone.output.contains("buy for 3 orders: taken back"), "\(undone.output)")
    #expect(buying.states == ["withdrawn", "withdrawn", "withdrawn"])
    let redone = buying.desk.run("undo", "--redo")
    #expect(redone.output.contains("done again"), "\(redone.output)")
    #expect(buying.states == ["held", "held", "held"])
  }

  @Test func whatWasTakenBackIsBoughtUnderAnotherKey() throws {
    let buying = try BuyingDesk(orders: 1)
    try buying.buy()
    let key = buying.purchases.first?["key"] as? String
    #expect(buying.desk.run("undo").status == 0)
    try buying.buy()
    let keys = buying.purchases.compactMap { $0["key"] as? String }
    #expect(keys.count == 2 && keys.first == key && keys.last != key)
  }

  @Test func holdKeepsAndReleaseLetsGo() throws {
    let buying = try BuyingDesk()
    try buying.buy()
    #expect(buying.desk.run("hold", "#1", "#2").status == 0)
    let held = buying.purchases.map { $0["hold_until"] is String }
    #expect(held == [false, false, true], "no countdown for those on hold")
    let twice = buying.desk.run("hold", "#1")
    #expect(twice.status == 1 && twice.errors.contains("held already"), "\(twice.errors)")
    #expect(buying.desk.run("release", "#1").status == 0)
    #expect(buying.purchases.map { $0["hold_until"] is String } == [true, false, true])
  }

  @Test func dropTakesOneBackWithAReason() throws {
    let buying = try BuyingDesk()
    try buying.buy()
    #expect(buying.desk.run("purchases", "drop", "#2", "--reason", "customer called").status == 0)
    #expect(buying.states == ["held", "withdrawn", "held"])
    #expect(text(buying.purchases.dropFirst().first, "outcome").contains("customer called"))
    #expect(buying.desk.run("undo").status == 0)
    #expect(buying.states == ["held", "held", "held"])
  }

  @Test func nothingToDecideSaysWhy() throws {
    let buying = try BuyingDesk(orders: 1)
    for words in [["hold", "#1"], ["release", "#1"], ["purchases", "approve", "#1"]] {
      let outcome = Outcome.of(
        words + [
          "--store", buying.desk.store.path, "--config", buying.desk.folder.path + "/c.toml",
        ])
      #expect(outcome.status == 1)
      #expect(outcome.errors.contains("#1"), "\(words): \(outcome.errors)")
    }
  }

  @Test func whatASupplierDoesNotHaveYetCantBeCancelledThere() throws {
    let buying = try BuyingDesk(orders: 1)
    try buying.buy()
    let outcome = buying.desk.run("purchases", "cancel", "#1")
    #expect(outcome.status == 1, "\(outcome.output)")
    #expect(buying.states == ["held"])
  }

  @Test func theStopSwitchKeepsPlansFromBeingApplied() throws {
    let buying = try BuyingDesk(orders: 1)
    let path = try buying.plan().path
    #expect(buying.desk.run("purchases", "stop", "--reason", "stocktaking").status == 0)
    let outcome = buying.desk.run("apply", path)
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("buying is stopped: stocktaking"), "\(outcome.errors)")
    #expect(buying.desk.run("purchases", "stop").status == 1, "it is stopped already")
    #expect(buying.desk.run("purchases", "start").status == 0)
    #expect(buying.desk.run("apply", path).status == 0)
  }

  @Test func theConfigurationStopsBuyingToo() throws {
    let buying = try BuyingDesk(orders: 1, configuration: "[purchasing]\nstop = true\n")
    let outcome = try buying.buy()
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("stop = true"), "\(outcome.errors)")
    #expect(buying.purchases.isEmpty)
  }

  @Test func theHoldWindowIsThatOfPurchases() throws {
    let buying = try BuyingDesk(orders: 1, configuration: "[purchasing]\nhold = \"3h\"\n")
    try buying.buy()
    let row = try #require(buying.purchases.first)
    let placed = try #require((row["placed_at"] as? String).flatMap { Timestamp(iso8601: $0) })
    let until = try #require((row["hold_until"] as? String).flatMap { Timestamp(iso8601: $0) })
    #expect(until - placed == .hours(3))
  }

  @Test(arguments: ["state", "supplier", "key"])
  func purchasesAreListedByFilterAndColumns(column: String) throws {
    let buying = try BuyingDesk()
    try buying.buy()
    let some = buying.desk.run("purchases", "state:ready", "--columns", column, "--csv")
    #expect(some.lines.first == column && some.lines.count == 4)
    #expect(buying.desk.run("purchases", "purchase:held", "--json").objects.count == 3)
    #expect(buying.desk.run("purchases", "purchase:unknown").status == 4)
    #expect(buying.desk.run("purchases", "--limit", "1", "--json").objects.count == 1)
  }

  @Test func anOrderThatChangesTakesItsPurchaseBack() throws {
    let buying = try BuyingDesk(orders: 1)
    try buying.buy()
    try buying.desk.take([
      overdue(1) {
        $0.shipTo.line1 = "99 Other Street"
        $0.updatedAt = noon
      }
    ])
    #expect(buying.states == ["withdrawn"])
    #expect(text(buying.purchases.first, "outcome").contains("changed"))
    #expect(try buying.buy().status == 0, "it is planned anew to the new address")
    #expect(text(buying.purchases.last, "body").contains("99 Other Street"))
  }

  @Test func anOrderTellsOfItsPurchases() throws {
    let buying = try BuyingDesk(orders: 1)
    try buying.buy()
    let detail = try buying.desk.detail("#1")
    #expect(detail.purchaseRows.map(\.sending) == [.held])
    #expect(detail.row.purchase == .held && detail.row.holdUntil != nil)
    let told = buying.desk.run("order", "#1").output
    #expect(told.contains("place") && told.contains("held"), "\(told)")
  }
}
