import ArgumentParser
import Fulfillment
import Settings
import Store

/// `supercargo purchases record`
struct PurchasesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "purchases", abstract: "Write down what was bought by hand.",
    subcommands: [Record.self])

  struct Record: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "record",
      abstract: "Write down a purchase made at a supplier, so that it is tracked.")

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The order by name (#1001), shop id or id:N.")
    var order: String

    @Option(name: .long, help: "Who was bought from.")
    var supplier: String

    @Option(name: .long, help: "The supplier's own order number.")
    var number: String

    @Option(name: .long, help: ArgumentHelp("What it cost.", valueName: "12.34"))
    var cost: String?

    @Option(name: .long, help: "Currency of the cost.")
    var currency = "USD"

    @Option(name: .long, help: "When it was bought (2026-11-22 or with a time); left out: now.")
    var date: String?

    @Option(name: .long, help: "A tracking number; repeat it for more parcels.")
    var tracking: [String] = []

    @Option(name: .long, help: "The carrier of the tracking numbers.")
    var carrier = ""

    func run() throws {
      guard let currency = Currency(currency) else {
        throw ValidationError("--currency \(currency): say an ISO 4217 code such as USD")
      }
      var money: Money?
      if let cost {
        guard let amount = Money(decimal: cost, currency: currency), amount.minor >= 0 else {
          throw ValidationError("--cost \(cost): say an amount such as 12.34")
        }
        money = amount
      }
      var placedAt = global.now
      if let date {
        guard let instant = Timestamp(iso8601: date) else {
          throw ValidationError("--date \(date): say 2026-11-22 or 2026-11-22T14:09")
        }
        placedAt = instant
      }
      let store = try global.openStore()
      let id = try store.onlyOrder(order)
      let shipments = tracking.map {
        Shipment(number: TrackingNumber.normalised($0), carrier: carrier)
      }
      try store.recordPurchase(
        PurchaseOrder(
          supplier: supplier, number: number, reference: order,
          state: shipments.isEmpty ? .placed : .shipped, cost: money, placedAt: placedAt,
          shipments: shipments),
        for: id, by: global.configuration().operatorName, now: global.now)
      if !global.quiet {
        Standard.print("purchase \(number) at \(supplier) written down for \(order)")
      }
    }
  }
}
