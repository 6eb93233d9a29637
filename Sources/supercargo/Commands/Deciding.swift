import ArgumentParser
import Fulfillment
import Settings
import Store

/// What every deciding verb takes: the orders it is about.
struct DecidingOptions: ParsableArguments {
  @OptionGroup var global: GlobalOptions

  @Argument(help: "Orders by name (#1001), shop id or id:N.")
  var ids: [String]

  @Flag(name: .long, help: "One JSON object that says what was done.")
  var json = false

  func validate() throws {
    guard !ids.isEmpty else { throw ValidationError("name at least one order") }
  }

  /// The exception shown of an order.
  func exceptions(_ detail: OrderDetail) -> [Target] {
    let standing = detail.exceptions.filter { $0.state.stands }
    return standing.prefix(1).map { .exception($0.id) }
  }

  /// The returns of an order that are not closed yet.
  func returns(_ detail: OrderDetail) -> [Target] {
    let open = detail.returns.filter { $0.state.isOpen }
    return (open.isEmpty ? Array(detail.returns.suffix(1)) : open).map { .return($0.id) }
  }

  /// The purchases of an order that are not settled; the order itself where there is none, so that the
  /// store says why.
  func purchases(_ detail: OrderDetail) -> [Target] {
    let open = detail.purchaseRows.filter { row in row.sending.map { !$0.isFinal } ?? false }
    return open.isEmpty ? orders(detail) : open.map { .purchase($0.id) }
  }

  /// The purchases of an order that a supplier has; the order itself where there is none.
  func placed(_ detail: OrderDetail) -> [Target] {
    let placed = detail.purchaseRows.filter { $0.state.isAtSupplier && $0.state.isLive }
    return placed.isEmpty ? orders(detail) : placed.map { .purchase($0.id) }
  }

  /// What `targets` finds in the order that a text names. A decision about returns may name one of
  /// them instead.
  func found(
    _ text: String, for decision: Decision, on targets: (OrderDetail) -> [Target], _ store: Store,
    returnWindow: Span
  ) throws -> [Target] {
    let named: (order: OrderID, one: ReturnID?)
    if decision.isAboutReturns {
      named = try store.orderOrReturn(text)
    } else {
      named = (try store.onlyOrder(text), nil)
    }
    if let one = named.one { return [.return(one)] }
    let detail = try store.order(named.order, returnWindow: returnWindow, now: global.now)
    return detail.map(targets) ?? []
  }

  /// The order itself.
  func orders(_ detail: OrderDetail) -> [Target] { [.order(detail.row.id)] }

  /// Applies one decision to what `targets` finds in each order; what is refused goes to standard error
  /// and makes the exit status 3.
  func decide(_ decision: Decision, on targets: (OrderDetail) -> [Target]) throws {
    let store = try global.openStore()
    let configuration = try global.configuration()
    let now = global.now
    var (found, refused): ([Target], [String]) = ([], [])
    for id in ids {
      do {
        let matches = try self.found(
          id, for: decision, on: targets, store, returnWindow: configuration.returnWindow)
        if matches.isEmpty { refused.append("\(id): there is nothing to \(decision.verb)") }
        found += matches
      } catch let failure as Failure {
        refused.append(failure.description)
      }
    }
    let receipt = try store.decide(
      decision, on: found, by: configuration.operatorName,
      hold: decision.isAboutBuying
        ? configuration.purchaseHold ?? configuration.hold : configuration.hold, now: now)
    try Receipts.report(
      receipt, alsoRefused: refused, json: json, quiet: global.quiet, verb: decision.verb)
  }
}

extension Decision {
  /// It decides a return, or what comes after.
  fileprivate var isAboutReturns: Bool {
    switch self {
    case .approveReturn, .declineReturn, .askReturn, .sendReturn, .receiveReturn, .missReturn,
      .refundReturn, .replaceReturn, .closeReturn:
      true
    default: false
    }
  }
}

extension DecisionReceipt {
  /// How much of a batch undo took back.
  fileprivate var takenBack: String {
    let again = " (supercargo undo --redo does it again)"
    guard !refused.isEmpty else { return ": taken back" + again }
    let gone = left > 0 ? "; \(left) had left (supercargo purchases cancel asks for those)" : ""
    return ": \(applied) of \(applied + refused.count) taken back\(gone)" + again
  }
}

/// Says what came of a decision.
enum Receipts {
  static func report(
    _ receipt: DecisionReceipt, alsoRefused: [String] = [], json: Bool, quiet: Bool, verb: String
  ) throws {
    let refused = alsoRefused + receipt.refused.map { "\($0.target): \($0.reason)" }
    if json {
      Standard.print(
        JSON.object([
          ("decision", .string(verb)), ("applied", .count(receipt.applied)),
          ("refused", .count(refused.count)), ("undo_until", .time(receipt.undoableUntil)),
          ("awaiting", .count(receipt.awaiting)), ("by_hand", .count(receipt.byHand)),
        ]).line)
    } else if !quiet, receipt.applied > 0 {
      let until = receipt.undoableUntil.map {
        " (supercargo undo takes it back until \($0.iso8601))"
      }
      let title = receipt.title.sanitised(limit: 500)
      let hint =
        switch verb {
        case "undo": receipt.takenBack
        case "redo": ": done again (supercargo undo takes it back)"
        case "placed", "absent", "stop", "start": ""
        default: until ?? " (supercargo undo takes it back)"
        }
      let second =
        receipt.awaiting > 0 ? "; \(receipt.awaiting) of them for another operator to approve" : ""
      let byHand =
        receipt.byHand > 0
        ? "; no account sends money back for \(receipt.byHand) of them: pay it back in the shop, then "
          + "supercargo returns close" : ""
      Standard.print(title + second + byHand + hint)
    }
    refused.forEach(Standard.complain)
    if receipt.applied == 0 { throw Failure(verb, "nothing was changed") }
    if !refused.isEmpty { throw PartlyDone() }
  }
}
