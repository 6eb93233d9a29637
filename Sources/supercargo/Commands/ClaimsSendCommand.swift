import ArgumentParser
import Connectors
import Fulfillment
import Settings
import Store
import Sync

extension ClaimsCommand {
  /// `supercargo claims send ID`
  struct Send: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "send",
      abstract: "Make a claim by API, at a supplier that takes claims so: CJ's disputes.",
      discussion: """
        --preview prints exactly what would be sent, and sends nothing. Else it waits out the hold window in the \
        outbox, in which `supercargo undo` takes it back, and is then made once; the claim is submitted under the \
        supplier's number, and how it ends is read with the account.
        """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The claim's number.")
    var id: Int64

    @Flag(name: .long, help: "Only show what would be sent.")
    var preview = false

    @Option(name: .long, help: "What is asked for: refund or reissue.")
    var wish: SupplierClaim.Wish = .refund

    @Option(
      name: .long,
      help: ArgumentHelp(
        "The supplier's own number of the reason; left out: the one that fits.", valueName: "n"))
    var reasonID: Int?

    @Option(name: .long, help: "Your own words, in place of the claim's letter.")
    var say: String?

    @Flag(name: .long, help: "One JSON object.")
    var json = false

    func run() throws {
      let store = try global.openStore()
      let configuration = try global.configuration()
      guard let page = try store.claim(ClaimID(id)) else {
        throw Failure(
          "there is no claim \(id)", "", remedy: "supercargo claims --all lists them",
          status: .nothingFound)
      }
      guard
        let detail = try store.order(
          page.order, returnWindow: configuration.returnWindow, now: global.now)
      else { throw Failure("the order of claim \(id) is gone", "") }
      let purchase = try purchase(of: page.claim, detail)
      let account = try account(of: purchase.supplier, store, configuration)
      let sent = page.claim.made(
        detail.order, of: purchase, wish: wish, reason: reasonID,
        say: (say ?? "").sanitised(limit: SupplierClaim.limit, keepsLineBreaks: true))
      guard !preview else { return show(sent, account, leavesAt: nil) }
      let receipt = try store.send(
        sent, to: account, by: configuration.operatorName, hold: configuration.hold,
        now: global.now)
      show(sent, account, leavesAt: receipt.undoableUntil ?? global.now)
    }

    /// The purchase that the claim is about.
    private func purchase(of claim: LossClaim, _ detail: OrderDetail) throws -> PurchaseOrder {
      guard claim.party == .supplier else {
        throw Failure(
          "claim \(id)", "it is not against a supplier", remedy: "supercargo claims show \(id)")
      }
      let bought = detail.purchases.filter { !$0.number.isEmpty }
      let own = bought.filter { purchase in
        !claim.parcel.isEmpty && purchase.shipments.contains { $0.number == claim.parcel }
      }
      let meant = own.isEmpty ? bought.filter { means($0.supplier, claim) } : own
      guard let only = meant.first else {
        throw Failure("claim \(id)", "its purchase is not known")
      }
      guard meant.count == 1 || own.count == 1 else {
        throw Failure(
          "claim \(id)", "it may be about " + meant.map(\.number).joined(separator: " or "),
          remedy: "open it with --parcel")
      }
      return only
    }

    private func means(_ supplier: String, _ claim: LossClaim) -> Bool {
      let (name, own) = (claim.name.lowercased(), supplier.lowercased())
      return own == name || own.hasPrefix(name)
    }

    /// The account through which the supplier takes claims.
    private func account(
      of supplier: String, _ store: Store, _ configuration: Configuration
    ) throws -> String {
      let receivers = try Services.receivers(configuration)
      if let own = receivers.first(where: { $0.name.lowercased() == supplier.lowercased() }),
        own.claiming != nil
      {
        return own.name
      }
      throw Failure(
        "claim \(id)", "\(supplier) takes no claims by API here",
        remedy: "supercargo claims show \(id) prints what to send")
    }

    private func show(_ sent: SupplierClaim, _ account: String, leavesAt: Timestamp?) {
      if json {
        return Standard.print(
          JSON.object([
            ("claim", .integer(sent.claim.number)), ("account", .string(account)),
            ("order", .string(sent.order)), ("kind", .string(sent.kind.rawValue)),
            ("wish", .string(sent.wish.rawValue)), ("words", .string(sent.words)),
            ("photos", .array(sent.photos.map { .string($0) })), ("leaves_at", .time(leavesAt)),
          ]).line)
      }
      guard preview || !global.quiet else { return }
      Standard.print("to \(account):".sanitised(limit: 200))
      Standard.print(sent.text.sanitised(limit: 4000, keepsLineBreaks: true))
      if let leavesAt {
        Standard.print("queued; leaves at \(leavesAt.iso8601); supercargo undo takes it back")
      }
    }
  }
}

extension SupplierClaim.Wish: ExpressibleByArgument {}
