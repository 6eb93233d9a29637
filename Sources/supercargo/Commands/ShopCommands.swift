import ArgumentParser
import Connectors
import Fulfillment
import Settings
import Store
import Sync

/// `supercargo cancel ORDER...`
struct CancelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cancel",
    abstract: "Cancel orders at their shop; nothing more is bought for them.",
    discussion: """
      It waits out the hold window in the outbox, in which `supercargo undo` takes it back; then the shop is \
      asked, once, and that can't be undone. From now on nothing is bought for the order: a purchase that has \
      not left is dropped when its turn comes. What suppliers have already stays: supercargo purchases cancel \
      asks for those. Money, stock and mail are left alone unless you say so, and where a shop can't do one of \
      them it is refused.
      """)

  @OptionGroup var asking: ShopAsking

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Why: " + ShopRequest.Reason.allCases.map(\.rawValue).joined(separator: ", ") + ".",
      valueName: "word"))
  var reason: ShopRequest.Reason?

  @Flag(name: .long, help: "Send the money back the way it came.")
  var refund = false

  @Flag(name: .long, help: "Put the goods back into the shop's stock.")
  var restock = false

  @Flag(name: .long, help: "The shop writes to the customer.")
  var mail = false

  func run() throws {
    let request = ShopRequest(
      .cancel, reason: reason ?? .other, refunds: refund, restocks: restock, notifies: mail,
      note: asking.note)
    try asking.ask(request) { receiver in
      guard let shop = receiver.cancelling else { return "orders can't be cancelled through it" }
      let wanted: [(CancelOption, String, Bool)] = [
        (.reason, "--reason", reason != nil), (.refund, "--refund", refund),
        (.restock, "--restock", restock), (.mail, "--mail", mail),
        (.note, "--note", !asking.note.isEmpty),
      ]
      let missing = wanted.filter { $0.2 && !shop.cancelOptions.contains($0.0) }.map(\.1)
      return missing.isEmpty
        ? nil : "it can't take \(missing.joined(separator: ", ")) with a cancellation"
    }
  }
}

/// `supercargo hold ORDER...`
struct HoldCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hold",
    abstract: "Keep purchases from leaving until they are released, or have the shop hold orders.",
    discussion: """
      With --shop the order's shop is asked to keep it from being shipped, by whomever; the purchases are left \
      alone. It waits out the hold window in the outbox, in which `supercargo undo` takes it back.
      """)

  @OptionGroup var asking: ShopAsking

  @Flag(name: .long, help: "Ask the shop to hold the orders; the purchases are left alone.")
  var shop = false

  func validate() throws { try asking.validate(isShop: shop) }

  func run() throws {
    guard shop else {
      return try asking.deciding.decide(.holdPurchase, on: asking.deciding.purchases)
    }
    try asking.ask(ShopRequest(.hold, note: asking.note)) { receiver in
      receiver.holding == nil ? "it takes no holds" : nil
    }
  }
}

/// `supercargo release ORDER...`
struct ReleaseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "release", abstract: "Let held purchases leave, or have the shop let orders go.",
    discussion: """
      With --shop the order's shop is asked to let it be shipped again, whoever held it there.
      """)

  @OptionGroup var asking: ShopAsking

  @Flag(name: .long, help: "Ask the shop to let the orders go; the purchases are left alone.")
  var shop = false

  func validate() throws { try asking.validate(isShop: shop) }

  func run() throws {
    guard shop else {
      return try asking.deciding.decide(.releasePurchase, on: asking.deciding.purchases)
    }
    try asking.ask(ShopRequest(.release, note: asking.note)) { receiver in
      receiver.holding == nil ? "it takes no holds" : nil
    }
  }
}

/// What asking shops about orders takes.
struct ShopAsking: ParsableArguments {
  @OptionGroup var deciding: DecidingOptions

  @Option(name: .long, help: "A word for the shop's own people.")
  var note = ""

  @Flag(name: .long, help: "Only show what the shop would be asked.")
  var preview = false

  /// What only a shop understands needs `--shop`.
  func validate(isShop: Bool) throws {
    guard !isShop else { return }
    if preview { throw ValidationError("--preview shows what a shop is asked: say --shop too") }
    if !note.isEmpty { throw ValidationError("--note is for the shop: say --shop too") }
  }

  /// Asks the shops of the orders that were named, or shows what they would be asked; what is refused goes
  /// to standard error and makes the exit status 3.
  /// - Parameter objection: why a shop can't be asked that; nil: it can.
  func ask(_ request: ShopRequest, objection: (Receiver) -> String?) throws {
    let global = deciding.global
    let store = try global.openStore()
    let configuration = try global.configuration()
    let receivers = try Services.receivers(configuration)
    var (found, refused): ([OrderID], [String]) = ([], [])
    for id in deciding.ids {
      do {
        let order = try store.onlyOrder(id)
        guard
          let detail = try store.order(
            order, returnWindow: configuration.returnWindow, now: global.now)
        else { throw Failure(id, "it is gone") }
        let shop = detail.row.storefront
        let receiver = receivers.first { $0.name == shop }
        let reason =
          receiver.map(objection)
          ?? "it has no account in the configuration, or none that can be told anything"
        if let reason {
          refused.append("\(detail.row.name): \(shop): \(reason)")
          continue
        }
        found.append(order)
        if preview { show(request, detail) }
        if !global.quiet { tell(request, detail) }
      } catch let failure as Failure {
        refused.append(failure.description)
      }
    }
    guard !preview else {
      refused.forEach(Standard.complain)
      if found.isEmpty { throw Failure(request.deed.rawValue, "nothing would be asked") }
      if !refused.isEmpty { throw PartlyDone() }
      return
    }
    let receipt = try store.ask(
      request, about: found, by: configuration.operatorName, hold: configuration.hold,
      now: global.now)
    try Receipts.report(
      receipt, alsoRefused: refused, json: deciding.json, quiet: global.quiet,
      verb: request.deed.rawValue)
  }

  private func show(_ request: ShopRequest, _ detail: OrderDetail) {
    var request = request
    request.order = detail.order.externalID
    if deciding.json {
      return Standard.print(
        JSON.object([
          ("order", .string(detail.row.name)), ("shop", .string(detail.row.storefront)),
          ("deed", .string(request.deed.rawValue)), ("body", .string(request.text)),
        ]).line)
    }
    Standard.print("to \(detail.row.storefront), about \(detail.row.name):".sanitised(limit: 400))
    Standard.print(request.text.sanitised(limit: 4000, keepsLineBreaks: true))
  }

  /// What a cancellation does not reach.
  private func tell(_ request: ShopRequest, _ detail: OrderDetail) {
    guard request.deed == .cancel else { return }
    let bought = detail.purchaseRows.filter { $0.state.isAtSupplier && $0.state.isLive }
    guard !bought.isEmpty else { return }
    let names = bought.map { "\($0.supplier) \($0.number)" }.joined(separator: ", ")
    Standard.complain(
      "\(detail.row.name) is bought already: \(names) (supercargo purchases cancel asks for those)"
        .sanitised(limit: 400))
  }
}

extension ShopRequest.Reason: ExpressibleByArgument {}
