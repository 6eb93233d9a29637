import ArgumentParser
import Fulfillment
import Settings
import Store

/// How much money goes back.
struct RefundOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp("How much goes back, in the order's currency.", valueName: "12.34"))
  var amount: String?

  /// The amount in the currency that all named orders share; nil where none was given.
  func sum(_ deciding: DecidingOptions) throws -> Money? {
    guard let amount else { return nil }
    let store = try deciding.global.openStore()
    var codes: Set<String> = []
    for id in deciding.ids {
      do {
        let order = try store.orderOrReturn(id).order
        let detail = try store.order(order, returnWindow: .days(0), now: deciding.global.now)
        if let detail { codes.insert(detail.order.currency.code) }
      } catch let failure as Failure where failure.status == .nothingFound {
        // It is refused by name once the others are looked at.
        guard deciding.ids.count > 1 else { throw failure }
      }
    }
    guard codes.count == 1, let code = codes.first else {
      throw ValidationError("--amount \(amount): the orders are of several currencies")
    }
    return try RefundOptions.read(amount, code, "--amount")
  }

  /// An amount above zero.
  static func read(_ text: String, _ code: String, _ option: String) throws -> Money {
    guard let currency = Currency(code) else {
      throw ValidationError("\(code): say an ISO 4217 code such as USD")
    }
    guard let money = Money(decimal: text, currency: currency), money.minor > 0 else {
      throw ValidationError("\(option) \(text): say an amount such as 12.34")
    }
    return money
  }
}

extension ReturnOutcome: ExpressibleByArgument {}

extension DecidingOptions {
  /// Says what money would go back, and through which account; writes nothing. What is refused goes to
  /// standard error, as where it is done.
  func foretell(_ decision: Decision, on targets: (OrderDetail) -> [Target]) throws {
    let (store, configuration) = (try global.openStore(), try global.configuration())
    var (told, isRefused, complaints): (Int, Bool, [String]) = (0, false, [])
    for id in ids {
      do {
        let matches = try found(
          id, for: decision, on: targets, store, returnWindow: configuration.returnWindow)
        if matches.isEmpty { complaints.append("\(id): there is nothing to \(decision.verb)") }
        for target in matches {
          switch try store.foretell(
            decision, on: target, by: configuration.operatorName, now: global.now)
          {
          case .success(let refund):
            told += 1
            Standard.print(json ? refund.object(order: id).line : "\(id): \(refund.inWords)")
          case .failure(let refusal):
            isRefused = true
            complaints.append("\(refusal.target): \(refusal.reason)")
          }
        }
      } catch let failure as Failure {
        complaints.append(failure.description)
      }
    }
    for complaint in complaints { Standard.complain(complaint.sanitised(limit: 600)) }
    guard told > 0 else {
      throw Failure(
        "nothing to show", "no money would go back",
        status: isRefused ? .failed : .nothingFound)
    }
    if !json, !global.quiet {
      Standard.print("nothing is written down: leave --preview out to send it")
    }
    if !complaints.isEmpty { throw PartlyDone() }
  }

  /// Refuses an amount for an order on which several returns wait: each would be granted it.
  func refuseSeveral(_ amount: Money) throws {
    let store = try global.openStore()
    for id in ids {
      // What names no order is a return, or is refused by name once the others are looked at.
      guard let order = try store.findOrders(id).first,
        let detail = try store.order(order, returnWindow: .days(0), now: global.now)
      else { continue }
      let waiting = detail.returns.filter { $0.state.isOpen }
      guard waiting.count > 1, let first = waiting.first else { continue }
      let names = waiting.prefix(5).map { "return:\($0.id.number) (\($0.externalID))" }
      throw Failure(
        id,
        "\(waiting.count) returns wait on it, and each would be granted \(amount.inWords): "
          + names.joined(separator: ", "),
        remedy: "name one in its place, such as return:\(first.id.number)", status: .usage)
    }
  }

  /// What the storefront of the orders keeps of goods that come back, in hundredths of a percent.
  func restocking(_ rules: ReturnRules) throws -> Int {
    let store = try global.openStore()
    let shares = try ids.compactMap { id in
      try store.order(
        try store.orderOrReturn(id).order, returnWindow: .days(0), now: global.now)
    }.map { rules.shop($0.row.storefront)?.restocking ?? 0 }
    guard Set(shares).count < 2 else {
      throw ValidationError("the orders' storefronts keep different shares: name them one by one")
    }
    return shares.first ?? 0
  }

  /// The newest return of an order that has been approved and is not closed, else its newest, so that the
  /// store says why not.
  func approved(_ detail: OrderDetail) -> [Target] {
    newest(detail).map { [Target.return($0)] } ?? []
  }

  /// The same, by its id; nil: the order has no return.
  func newest(_ detail: OrderDetail) -> ReturnID? {
    let done: Set<ReturnState> = [.withdrawn, .closed]
    let decided = detail.returns.filter { !$0.state.isOpen && !done.contains($0.state) }
    return (decided.isEmpty ? detail.returns : decided).last?.id
  }
}

extension ForetoldRefund {
  /// One line of `--json`.
  fileprivate func object(order: String) -> JSON {
    .object([("order", .string(order)), ("amount", .money(amount)), ("account", .string(account))])
  }
}
