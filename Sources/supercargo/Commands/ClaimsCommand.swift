import ArgumentParser
import Fulfillment
import Settings
import Store

/// `supercargo claims [FILTER]` and what is done with a claim.
struct ClaimsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "claims",
    abstract: "Money to be had back for losses: from whom, until when, and what was claimed.",
    discussion: """
      The list is the recourse calendar: what closes first stands at the top. Nothing is sent by itself: \
      `claims show` prints what to send, and `claims submit` says that it was sent. CJ takes claims by its \
      API: `claims send` opens a dispute there, and what becomes of it is read.
      """,
    subcommands: [
      List.self, Show.self, Open.self, AddEvidence.self, Send.self, Submit.self, Answer.self,
      Settle.self, Withdraw.self,
    ],
    defaultSubcommand: List.self)

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "List what can be claimed and what was, by its last day.")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var listing: ListingOptions

    @Flag(name: .long, help: "Also what is over: settled, given up, closed unclaimed.")
    var all = false

    func run() throws {
      if let sort = listing.sort, sort != "closing" {
        throw ValidationError("--sort \(sort): there is only closing")
      }
      let notice = try global.configuration().thresholds.claimClosing
      let rows = try global.openStore().recourseCalendar(
        try listing.query(), openOnly: !all, limit: listing.limit ?? .max, notice: notice,
        now: global.now)
      var lister = try Lister(ClaimColumns.all, options: listing)
      rows.forEach { lister.add($0) }
      try lister.finish()
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: "Show a claim: what to send, what is there, what was done.")

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The claim's number.")
    var id: Int64

    @Flag(name: .long, help: "One JSON object.")
    var json = false

    func run() throws {
      let store = try global.openStore()
      guard let page = try store.claim(ClaimID(id)) else {
        throw Failure(
          "there is no claim \(id)", "", remedy: "supercargo claims --all lists them",
          status: .nothingFound)
      }
      guard let detail = try store.order(page.order, returnWindow: .days(0), now: global.now) else {
        throw Failure("the order of claim \(id) is gone", "")
      }
      Standard.print(json ? ClaimSheet.json(page, detail).line : ClaimSheet.text(page, detail))
    }
  }

  struct Open: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "open", abstract: "Open a claim as a draft; nobody is asked yet.")

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The order by name (#1001), shop id or id:N.")
    var order: String

    @Option(
      name: .long,
      help: "Who is asked: a name (cj), or supplier, platform, carrier, insurer where one is meant."
    )
    var against: String

    @Option(
      name: .long,
      help:
        "lost, damaged, not-received, returned, not-as-described or late; left out: what stands.")
    var kind: LossKind?

    @Option(name: .long, help: "The tracking number, where there are several parcels.")
    var parcel: String?

    @Option(name: .long, help: "How much; left out: what is at stake.")
    var amount: String?

    @Option(name: .long, help: "The currency of --amount.")
    var currency = "USD"

    @Option(name: .long, help: "Why.")
    var reason = ""

    @Flag(name: .long, help: "One JSON object.")
    var json = false

    func run() throws {
      let configuration = try global.configuration()
      let store = try global.openStore()
      let order = try store.onlyOrder(order)
      let claim = try store.openClaim(
        ClaimWish(
          order: order, against: against, kind: kind, parcel: parcel,
          amount: try amount.map { try MoneyText.money($0, currency, "--amount") }),
        policies: try Policies.inForce(configuration.folder), reason: reason,
        by: configuration.operatorName,
        now: global.now)
      try ClaimSheet.report(claim, json: json, quiet: global.quiet)
    }
  }

  struct AddEvidence: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "evidence", abstract: "Add a piece of evidence to a claim.")

    @OptionGroup var stepping: ClaimStepping

    @Option(
      name: .long,
      help: ArgumentHelp(
        "What it is: " + ClaimEvidence.allCases.map(\.rawValue).joined(separator: ", "),
        valueName: "word"))
    var kind: String

    @Option(name: .long, help: "A file, an address or words.")
    var at: String

    func run() throws {
      guard let kind = ClaimEvidence(rawValue: kind) else {
        throw ValidationError(
          "--kind \(kind): "
            + NearestName.remedy(kind, among: ClaimEvidence.allCases.map(\.rawValue)))
      }
      let configuration = try stepping.global.configuration()
      let claim = try stepping.global.openStore().addEvidence(
        kind, at.sanitised(limit: 500), to: ClaimID(stepping.id),
        by: configuration.operatorName, now: stepping.global.now)
      try ClaimSheet.report(claim, json: stepping.json, quiet: stepping.global.quiet)
    }
  }

  struct Submit: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "submit", abstract: "Say that a claim was sent; its window counts no more.")

    @OptionGroup var stepping: ClaimStepping

    @Option(name: .long, help: "The number that the other side gave it.")
    var number = ""

    func run() throws { try stepping.take(.submit(reference: number)) }
  }

  struct Answer: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "answer", abstract: "Write down an answer that is no end of it.")

    @OptionGroup var stepping: ClaimStepping

    @Option(name: .long, help: "What was answered.")
    var note: String

    func run() throws { try stepping.take(.answer(note: note)) }
  }

  struct Settle: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "settle",
      abstract: "End a claim with what came back: everything, a part, or 0.")

    @OptionGroup var stepping: ClaimStepping

    @Option(name: .long, help: "What came back; 0: nothing.")
    var recovered: String

    @Option(name: .long, help: "Its currency.")
    var currency = "USD"

    func run() throws {
      try stepping.take(
        .settle(recovered: try MoneyText.money(recovered, currency, "--recovered")))
    }
  }

  struct Withdraw: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "withdraw", abstract: "Give a claim up.")

    @OptionGroup var stepping: ClaimStepping

    func run() throws { try stepping.take(.withdraw) }
  }
}

/// What every step of a claim takes.
struct ClaimStepping: ParsableArguments {
  @OptionGroup var global: GlobalOptions

  @Argument(help: "The claim's number.")
  var id: Int64

  @Option(name: .long, help: "Why; kept with the claim.")
  var reason = ""

  @Flag(name: .long, help: "One JSON object.")
  var json = false

  func take(_ step: ClaimStep) throws {
    let configuration = try global.configuration()
    let claim = try global.openStore().step(
      ClaimID(id), step, reason: reason, by: configuration.operatorName, now: global.now)
    try ClaimSheet.report(claim, json: json, quiet: global.quiet)
  }
}

extension LossKind: ExpressibleByArgument {}

/// Amounts as they are typed.
enum MoneyText {
  static func money(_ text: String, _ code: String, _ option: String) throws -> Money {
    guard let currency = Currency(code) else {
      throw ValidationError("--currency \(code): write its three letters, as in USD")
    }
    guard let money = Money(decimal: text, currency: currency), money.minor >= 0 else {
      throw ValidationError("\(option) \(text): write an amount such as 12.34")
    }
    return money
  }
}

extension Policies {
  /// Ours with the operator's own, which are beside the configuration.
  static func inForce(_ folder: ConfigurationFolder) throws -> [ClaimPolicy] {
    do {
      return try Policies(folder: folder.policies).all()
    } catch {
      throw Failure(
        "the policies can't be used", error.description)
    }
  }
}
