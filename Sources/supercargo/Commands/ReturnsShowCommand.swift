import ArgumentParser
import Console
import Fulfillment
import Settings
import Store

/// `supercargo returns show ORDER`: everything that is needed to decide.
struct ReturnsShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show what is needed to decide a return: policies, history, outcomes and the money.")

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The order by name (#1001), shop id or id:N; or one return: return:N.")
  var order: String

  @Flag(name: .long, help: "One JSON object for each return.")
  var json = false

  func run() throws {
    let (store, now) = (try global.openStore(), global.now)
    let configuration = try global.configuration()
    let named = try store.orderOrReturn(order)
    let detail = try store.order(named.order, returnWindow: configuration.returnWindow, now: now)
    guard let detail, !detail.returns.isEmpty else {
      throw Failure("returns", "\(order) has no return", status: .nothingFound)
    }
    for row in detail.returns where named.one == nil || row.id == named.one {
      guard
        let matter = try store.returnCase(
          row.id, returnWindow: configuration.returnWindow, rates: configuration.rates, now: now)
      else { continue }
      let advice = ReturnAdvice.of(
        matter, configuration.returns, rates: configuration.rates,
        defaultWindow: configuration.returnWindow, now: now)
      if json {
        Standard.print(ReturnJSON.object(matter, advice).line)
      } else {
        let dossier = ReturnDossier(matter: matter, advice: advice)
        for line in ReturnPage.lines(dossier, now: now, clock: .utc) {
          Standard.print(line)
        }
      }
    }
  }
}

/// A return with what is needed to decide it, as JSON.
enum ReturnJSON {
  static func object(_ matter: ReturnCase, _ advice: ReturnAdvice) -> JSON {
    let ledger = matter.ledger
    func money(_ minor: Int64?) -> JSON {
      .money(minor.map { Money(minor: $0, currency: ledger.currency) })
    }
    return .object([
      ("return", ReturnColumns.object(matter.row)),
      ("photos", .array(matter.value.request.photos.map(JSON.string))),
      ("outcome", .text(matter.value.grant?.outcome.rawValue)),
      ("granted", .money(matter.value.grant?.amount)),
      ("approved_first_by", .string(matter.value.proposedBy)),
      (
        "customer",
        .object([
          ("orders", .count(matter.customer.orders)), ("returns", .count(matter.customer.returns)),
          ("refunded", .count(matter.customer.refunded)),
          ("disputes", .count(matter.customer.disputes)),
        ])
      ),
      ("paid", money(ledger.paid)), ("gone_back", money(ledger.committed)),
      ("left", money(ledger.left)), ("supplier", .string(matter.supplier)),
      ("cost", .money(matter.cost)), ("due", .money(matter.due)),
      ("refund_through", .string(matter.through)),
      ("paid_by_hand", .bool(matter.isPaidByHand)),
      (
        "refunds",
        .array(
          matter.refunds.map {
            .object([
              ("key", .string($0.key)), ("amount", .money($0.amount)),
              ("account", .string($0.account)), ("state", .string($0.state.rawValue)),
              ("by", .string($0.by)), ("outcome", .string($0.outcome)),
            ])
          })
      ),
      ("replacements", .array(matter.replacements.map(PurchaseColumns.object))),
      ("options", .array(advice.options.map(option))),
      ("suggested", .text(advice.suggested?.rawValue)), ("because", .string(advice.reason)),
      ("warnings", .array(advice.warnings.map(JSON.string))),
    ])
  }

  private static func option(_ option: ReturnOption) -> JSON {
    .object([
      ("outcome", .string(option.outcome.rawValue)), ("refund", .money(option.refund)),
      ("restocking", .money(option.fee)), ("cost_lost", .money(option.lost)),
      ("recoverable", .money(option.recoverable)), ("postage", .money(option.postage)),
      ("margin_after", .money(option.margin)),
      ("unknown", .array(option.unknown.map(JSON.string))),
      ("obstacle", .string(option.obstacle)),
    ])
  }
}
