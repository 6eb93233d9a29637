import Foundation
import Fulfillment
import Store
import Testing

@testable import supercargo

@Suite struct SupplierVerbTests {
  /// Three orders that the agent would fill; the workshop is dearer.
  private func desk() throws -> BuyingDesk {
    let buying = try BuyingDesk(orders: 3)
    try buying.offer("Workshop", cents: 500)
    return buying
  }

  @Test func aPausedSupplierIsPassedOverWithTheReason() throws {
    let desk = try desk().desk
    #expect(desk.run("suppliers", "pause", "agent", "--reason", "prices").status == 0)
    let told = desk.run("plan", "--json").output
    #expect(told.contains("Workshop") && told.contains("paused by tester: prices"))
    let row = desk.run("suppliers", "list", "Agent", "--json").objects.first
    #expect(row?["name"] as? String == "Agent")
    #expect(desk.run("suppliers", "pause", "Agent").status == 1)
    #expect(desk.run("undo").status == 0)
    #expect(!desk.run("plan", "--json").output.contains("paused"))
    #expect(desk.run("suppliers", "resume", "Agent").errors.contains("it is not paused"))
  }

  @Test func previewChangesNothingAndMovingDoes() throws {
    let desk = try desk().desk
    let shown = try #require(
      desk.run("suppliers", "move", "Agent", "--to", "workshop", "--preview", "--json").objects
        .first)
    #expect(shown["orders"] as? Int == 3 && shown["moves"] as? Int == 3)
    let dearer = try #require((shown["dearer"] as? [[String: Any]])?.first)
    #expect(dearer["amount"] as? String == "6.00" && dearer["currency"] as? String == "USD")
    #expect(desk.run("plan", "--json").output.contains("\"supplier\":\"Agent\""))
    #expect(desk.run("suppliers", "move", "Agent", "--to", "Workshop").status == 0)
    let told = desk.run("plan", "--json").output
    #expect(told.contains("all of Agent is moved to Workshop"))
    #expect(desk.run("suppliers", "show", "Workshop").output.contains("goes to Workshop"))
    #expect(desk.run("undo").status == 0)
    #expect(!desk.run("plan", "--json").output.contains("moved"))
  }

  @Test func whatCantMoveSaysWhy() throws {
    let buying = try BuyingDesk(orders: 2)
    try buying.offer("Workshop", cents: 500) { $0.countries = ["ZZ"] }
    let text = buying.desk.run("suppliers", "move", "Agent", "--to", "Workshop", "--preview").output
    #expect(text.contains("0 orders not bought yet would move, of 2"))
    #expect(text.contains("Can't move") && text.contains("2 x does not serve"))
  }

  @Test func thePageTellsWhatIsKept() throws {
    let desk = try desk().desk
    #expect(
      desk.run(
        "suppliers", "edit", "Agent", "--contact", "mail:a@agent.example", "--contact",
        "note:slow on Mondays"
      ).status == 0)
    #expect(desk.run("suppliers", "edit", "Agent", "--forget", "note:slow on Mondays").status == 0)
    let page = desk.run("suppliers", "show", "agent").output
    for words in ["Agent: 0 purchases", "mail: a@agent.example", "Policy", "Money tied up: none"] {
      #expect(page.contains(words), "\(words)")
    }
    #expect(!page.contains("Mondays"))
    let object = try #require(desk.run("suppliers", "show", "Agent", "--json").objects.first)
    #expect(object["contacts"] as? [String] == ["mail:a@agent.example"])
    #expect(object["offers"] as? Int == 1 && object["paused"] is NSNull)
  }

  /// Without a promise nobody is late: what is bought from then on is held to it.
  @Test func aPromiseOfDaysMakesDispatchLate() throws {
    let desk = try desk().desk
    func buy(_ number: String, for order: Int64) throws {
      try desk.store.recordPurchase(
        PurchaseOrder(
          supplier: "Agent", number: number, reference: "", state: .acknowledged,
          placedAt: noon - .days(30)), for: OrderID(order), by: "ana", now: noon)
    }
    func due() throws -> Int64? {
      try desk.store.numbers(.supplier, period: 90, now: noon).first { $0.name == "Agent" }?
        .lateDispatch.total
    }
    try buy("A-1", for: 1)
    #expect(try due() == 0)
    #expect(desk.run("suppliers", "edit", "Agent", "--handling-days", "2").status == 0)
    try buy("A-2", for: 2)
    #expect(try due() == 1)
  }

  @Test(arguments: [
    ["suppliers", "move", "Agent", "--to", "Workshop", "--share", "0"],
    ["suppliers", "edit", "Agent", "--handling-days", "-1"],
    ["suppliers", "edit", "Agent", "--handling-days", "366"],
    ["suppliers", "move", "Agent", "--to", "Workshop", "--lane", "Brazil"],
    ["suppliers", "edit", "Agent"], ["suppliers", "edit", "Agent", "--contact", "fax:1"],
  ])
  func whatCantBeMeantIsUsage(words: [String]) throws {
    let desk = try desk().desk
    #expect(
      Outcome.of(
        words + ["--store", desk.store.path, "--config", desk.folder.path + "/c.toml"]
      ).status == 2)
  }

  @Test func aSupplierNobodyKnowsIsNothingFound() throws {
    let desk = try desk().desk
    for words in [["show"], ["pause"]] {
      #expect(desk.run("suppliers", words[0], "Agnet").status == 4)
    }
    #expect(desk.run("suppliers", "show", "Agnet").errors.contains("Agent"))
  }
}
