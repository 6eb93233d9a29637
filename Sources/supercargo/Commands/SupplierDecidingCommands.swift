import ArgumentParser
import Console
import Fulfillment
import Settings
import Store

/// `supercargo suppliers pause NAME`
struct SupplierPauseCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "pause",
    abstract:
      "Buy nothing more of a supplier. What it has goes on; what waits here stays held back.")

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The supplier's name.")
  var name: String

  @Option(name: .long, help: "Why; shown wherever it is passed over.")
  var reason = ""

  @Flag(name: .long, help: "One JSON object that says what was done.")
  var json = false

  func run() throws {
    try SupplierDeciding.decide(.pauseSupplier(reason: reason), name, global, json: json)
  }
}

/// `supercargo suppliers resume NAME`
struct SupplierResumeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resume", abstract: "Buy of a supplier again after pause.")

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The supplier's name.")
  var name: String

  @Flag(name: .long, help: "One JSON object that says what was done.")
  var json = false

  func run() throws { try SupplierDeciding.decide(.resumeSupplier, name, global, json: json) }
}

/// `supercargo suppliers move FROM --to OTHER`
struct SupplierMoveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "move",
    abstract: "Have orders that are not bought yet filled by another supplier, where it can.",
    discussion: """
      A preference that the router follows: nothing is bought by it, and undo takes it back. An order stays \
      on its side of --share for good. --preview only says what it would do.
      """)

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The supplier that fills the orders now.")
  var name: String

  @Option(name: .long, help: "The supplier that shall.")
  var to: String

  @Option(
    name: .long,
    help: ArgumentHelp("Only orders to that country, as BR or CN->BR.", valueName: "lane"))
  var lane = ""

  @Option(name: .long, help: "How many of 100 orders.")
  var share = 100

  @Option(name: .long, help: "For how many days; left out: until it is taken back.")
  var days: Int64?

  @Flag(name: .long, help: "Say what would move, what it costs and how fast it is; change nothing.")
  var preview = false

  @Flag(name: .long, help: "One JSON object.")
  var json = false

  func validate() throws {
    guard (1...100).contains(share) else {
      throw ValidationError("--share takes a number from 1 to 100")
    }
    guard days.map({ (1...3_650).contains($0) }) ?? true else {
      throw ValidationError("--days takes a number from 1 to 3650")
    }
    guard lane.isEmpty || country.utf8.count == 2 && country.allSatisfy(\.isLetter) else {
      throw ValidationError("--lane \(lane): write the country's two letters, as BR or CN->BR")
    }
  }

  /// The end of the lane: where goods come from is the supplier's matter.
  private var country: String {
    (lane.split(separator: ">").last.map(String.init) ?? "").uppercased()
  }

  func run() throws {
    let store = try global.openStore()
    let row = try store.onlySupplier(name, now: global.now)
    let other = try store.onlySupplier(to, now: global.now)
    let move = VolumeMove(
      from: row.name, to: other.name, country: country, share: share,
      until: days.map { global.now + .days($0) })
    guard preview else {
      return try SupplierDeciding.decide(.moveVolume(move), row.name, global, json: json)
    }
    let run = try MovePreviewRun(store: store, configuration: try global.configuration())
    let shown = try run.preview(move, row.id, now: global.now)
    if json { return Standard.print(MovePreviewJSON.object(shown).line) }
    shown.lines.forEach(Standard.print)
  }
}

/// `supercargo suppliers edit NAME`
struct SupplierEditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "edit",
    abstract: "Keep what a supplier promises and ways to reach it, or forget them.")

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The supplier's name.")
  var name: String

  @Option(
    name: .long,
    help: ArgumentHelp("mail:, phone:, link: or note: and its text.", valueName: "kind:text"))
  var contact: [String] = []

  @Option(
    name: .long, help: ArgumentHelp("One to forget, as it is listed.", valueName: "kind:text"))
  var forget: [String] = []

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Business days it promises from a purchase to the carrier's first scan; of purchases from now on.",
      valueName: "days"))
  var handlingDays: Int?

  func validate() throws {
    guard !contact.isEmpty || !forget.isEmpty || handlingDays != nil else {
      throw ValidationError("say what to keep with --contact or --handling-days, or to --forget")
    }
    if let handlingDays, !(0...365).contains(handlingDays) {
      throw ValidationError("--handling-days takes a number from 0 to 365")
    }
    _ = try contacts(contact)
    _ = try contacts(forget)
  }

  func run() throws {
    let store = try global.openStore()
    let row = try store.onlySupplier(name, now: global.now)
    try store.editContacts(
      of: row.name, add: try contacts(contact), forget: try contacts(forget), now: global.now)
    if let handlingDays {
      try store.save([Supplier(name: row.name, handlingDays: handlingDays)], now: global.now)
    }
  }

  private func contacts(_ lines: [String]) throws -> [SupplierContact] {
    try lines.map { line in
      guard let contact = SupplierContact(line) else {
        throw ValidationError(
          "\(line.sanitised(limit: 80)): write mail:, phone:, link: or note: and its text")
      }
      return contact
    }
  }
}

/// Decisions about one supplier, on the command line.
enum SupplierDeciding {
  static func decide(
    _ decision: Decision, _ name: String, _ global: GlobalOptions, json: Bool
  ) throws {
    let store = try global.openStore()
    let configuration = try global.configuration()
    let row = try store.onlySupplier(name, now: global.now)
    let receipt = try store.decide(
      decision, on: [.supplier(row.id)], by: configuration.operatorName, hold: configuration.hold,
      now: global.now)
    if let refusal = receipt.refused.first {
      throw Failure("can't \(decision.verb) \(refusal.target)", refusal.reason)
    }
    if json {
      Standard.print(
        JSON.object([
          ("applied", .integer(Int64(receipt.applied))), ("title", .string(receipt.title)),
        ]).line)
    } else if !global.quiet {
      Standard.print(receipt.title + " (supercargo undo takes it back)")
    }
  }
}

/// A preview as a JSON object.
enum MovePreviewJSON {
  static func object(_ preview: MovePreview) -> JSON {
    JSON.object([
      ("from", .string(preview.move.from)), ("to", .string(preview.move.to)),
      ("country", .string(preview.move.country)), ("share", .integer(Int64(preview.move.share))),
      ("orders", .integer(Int64(preview.routed))), ("moves", .integer(Int64(preview.moves))),
      ("outside_share", .integer(Int64(preview.outside))),
      ("held", .integer(Int64(preview.held))),
      ("dearer", .array(preview.dearer.map { JSON.money($0) })),
      ("margin", .array(preview.margin.map { JSON.money($0) })),
      ("stuck", .array(preview.stuck.map { JSON.string($0) })),
      ("chance_sooner", preview.comparison.map { JSON.number($0.chanceSooner) } ?? .null),
      ("late", preview.onTime.share.map { JSON.number(1 - $0) } ?? .null),
      ("late_there", preview.onTimeThere.share.map { JSON.number(1 - $0) } ?? .null),
    ])
  }
}

/// A supplier's page as a JSON object.
enum ScorecardJSON {
  static func object(_ card: Scorecard) -> JSON {
    JSON.object([
      ("name", .string(card.row.name)), ("account", .string(card.row.account)),
      ("paused", card.row.pause.map { JSON.string($0.text) } ?? .null),
      (
        "figures",
        .object(
          NumbersShare.allCases.map { share in
            (share.rawValue, card.numbers.map { NumbersColumns.json($0[share: share]) } ?? .null)
          })
      ),
      (
        "processing_days",
        card.numbers?.processing.days(until: 0.5).map(JSON.number) ?? .null
      ),
      ("shipping_days", card.numbers?.shipping.days(until: 0.5).map(JSON.number) ?? .null),
      ("cost_per_order", .array((card.numbers?.costPerOrder ?? []).map { JSON.money($0) })),
      (
        "exceptions",
        .object(card.exceptions.map { ($0.code, .integer(Int64($0.count))) })
      ),
      ("under_way", .integer(Int64(card.underWay))),
      ("tied_up", .array(card.tiedUp.map { JSON.money($0) })),
      ("waiting", .integer(Int64(card.waiting))),
      ("claimed", .array(card.claimed.map { JSON.money($0) })),
      ("offers", .integer(Int64(card.row.offers))),
      ("out_of_stock", .integer(Int64(card.outOfStock))),
      ("dearer", .integer(Int64(card.risen))),
      ("contacts", .array(card.contacts.map { JSON.string("\($0.kind.rawValue):\($0.text)") })),
      ("moves", .array(card.moves.map { JSON.string("\($0.text) to \($0.to)") })),
      ("changed", .array((card.moved + card.news).map { JSON.string($0) })),
    ])
  }
}
