import Fulfillment
import Store

@testable import supercargo

/// A desk with paid orders, two suppliers that take orders by files and letters, and offers of both.
struct BuyingDesk {
  let desk: Desk
  let agentFolder: String

  init(orders: Int = 3, configuration: String = "") throws {
    let folder = try TemporaryFolder("agent")
    agentFolder = folder.path
    desk = try Desk(
      configuration: """
        [[account]]
        name = "Agent"
        service = "files"
        folder = "\(folder.path)"

        [[account]]
        name = "Workshop"
        service = "email"
        to = "orders@workshop.example"
        folder = "\(folder.path)/letters"

        [console]
        operator = "tester"

        [routing]
        max_age = "90d"

        [rates]
        base = "USD"
        date = "2025-11-17"
        EUR = "0.90"

        \(configuration)
        """)
    try desk.take((1...orders).map { overdue($0) })
    try offer("Agent", cents: 400)
  }

  /// Lets a supplier offer the case that every order is for.
  func offer(_ supplier: String, cents: Int64, change: (inout Offer) -> Void = { _ in }) throws {
    var offer = Offer(
      sku: "CASE-1", supplier: supplier, supplierSKU: "\(supplier)-1",
      cost: Money(minor: cents, currency: .usd), handlingDays: 2,
      methods: [
        ShippingMethod(name: "Line", cost: Money(minor: 250, currency: .usd), days: 7...14)
      ])
    change(&offer)
    _ = try desk.store.save([offer], now: noon)
  }

  /// Plans everything into a file and returns its path.
  func plan(_ words: String...) throws -> (path: String, outcome: Outcome) {
    let path = desk.folder.path + "/plan.jsonl"
    return (path, desk.run("plan", "--out", path, words.joined(separator: " ")))
  }

  /// Buys everything there is to buy.
  @discardableResult func buy() throws -> Outcome {
    let (path, _) = try plan()
    return desk.run("apply", path, "--json")
  }

  /// The purchases as `purchases --json` lists them, oldest first.
  var purchases: [[String: Any]] { desk.run("purchases", "--json").objects.reversed() }

  /// Where each purchase stands, oldest first.
  var states: [String] { purchases.map { $0["state"] as? String ?? "?" } }
}

/// The text of a field of a JSON object; "" where it has none.
func text(_ object: [String: Any]?, _ field: String) -> String { object?[field] as? String ?? "" }
