package import Canvas
package import Fulfillment

/// Everything the screen depends on, as a value. `update` is the only writer, `view` the reader.
package struct ConsoleState: Equatable, Sendable {
  package var settings: ConsoleSettings
  package var keymap: Keymap
  package var size: Size
  /// The time of the newest message; nothing here reads a clock.
  package var now: Timestamp

  package var focus = Panel.queue
  /// One panel fills the screen even where more would fit.
  package var isZoomed = false
  package var queue = ListState<QueueRow>()
  package var exceptions = ListState<ExceptionRow>()
  package var returns = ListState<ReturnRow>()
  package var suppliers = ListState<SupplierRow>()
  package var numbers = ListState<Numbers>()
  package var activity = ListState<ActivityRow>()
  package var claims = ListState<DeadlineRow>()
  package var queueSort = QueueSort.risk
  package var exceptionSort = ExceptionSort.money
  /// The returns panel lists those that wait only.
  package var returnsOpenOnly = true
  /// Whose numbers the panel shows.
  package var numbersKind = FigureKind.supplier
  package var columns = QueueColumn.standard
  /// Columns by name, of the other panels that don't show the usual ones.
  package var arranged: [Panel: [String]] = [:]
  /// Sorted the other way round.
  package var isQueueReversed = false
  package var areExceptionsReversed = false
  /// The view that was chosen last, as long as its filter stays.
  package var viewInUse: SavedView?
  /// A purchase on its way out has been seen: the queue has its column from then on, so that it does not
  /// come and go with the rows.
  package var showsBuying = false
  /// When a row began is told as a date, not as an age.
  /// An order stands beside the list; nil: where there is room enough.
  package var splits: Bool?
  package var showsTimes = false
  /// The order on screen, beside or over the panels.
  package var order: OrderView?
  /// Keys go to the order, not to the panel behind it.
  package var isOrderFocused = false
  /// The order of the selected return, told in short below the list.
  package var preview: OrderDetail?
  /// The return of which a part is to be paid back, while the amount is typed.
  package var deciding: ReturnDossier?
  /// The claim that is taken a step on, while words or an amount are typed.
  package var claiming: LossClaim?

  /// nil before the first answer.
  package var counts: BoardCounts?
  /// What is due next of disputes and claims.
  package var deadlines = Deadlines()
  /// The newest decision of this operator that can be taken back.
  package var undoable: DecisionReceipt?
  /// Decided, or done again, in this console since it was opened.
  package var ownBatches: Set<DecisionID> = []
  /// Each account's health; the header and the activity panel show it.
  package var accounts: [ActivityRow] = []
  package var sync = SyncHealth.here
  /// The stop switch, where it is set.
  package var buyingStop: BuyingStop?
  package var savedViews: [SavedView] = []

  package var filterInput: FilterInput?
  /// Words looked for in a list, and the line while they are typed.
  package var finding: ListFind?
  package var overlay: Overlay?
  package var notices: [Notice] = []
  /// Where rows are heard: lines of the longest one at hand.
  var linesPerRow: [Panel: Int] = [:]
  /// What was said, newest last; the board's changes too where they are read as lines.
  package var said: [String] = []
  /// The newest exception that the desktop was told of, or that stood when the console was opened.
  package var toldUpTo: Int64?
  package var toldAt: Timestamp?
  package var count = CountInput()
  /// What was typed before, in this run and earlier ones.
  package var past = Past()
  /// What was typed and not sent, by prompt.
  package var drafts: [Prompt.Purpose: String] = [:]
  /// Which file the store is; nil: not told yet.
  package var storeFile: String?
  /// Decisions that could not be written, oldest first.
  package var unwritten: [Unwritten] = []
  /// Where the operator came from.
  package var jumps = Jumps()
  /// Keys to press again.
  package var macro = Macro()
  /// What `.` does again.
  package var lastVerb: Verb?
  package var requests = Requests()

  /// The console before its first message.
  package init(
    size: Size, now: Timestamp, settings: ConsoleSettings = ConsoleSettings(),
    keymap: Keymap = .standard
  ) {
    self.size = size
    self.now = now
    self.settings = settings
    self.keymap = keymap
  }

  /// Commands run from the palette, newest last.
  package var history: [String] { past[.command] }

  /// The characters that signs and lines are drawn with.
  package var glyphs: Glyphs { settings.glyphs }
}

/// What the console is told once, from the configuration and the terminal.
package struct ConsoleSettings: Equatable, Sendable {
  /// Who decides; shown nowhere but in confirmations.
  package var operatorName: String
  /// How long an outgoing message waits before it leaves.
  package var hold: Span
  /// The same of a purchase; nil: as of any other.
  package var purchaseHold: Span?
  /// How long after delivery a return is allowed.
  package var returnWindow: Span
  /// The operator's own, for every time shown.
  package var zone: Zone
  package var glyphs: Glyphs
  /// Names to choose from, and the one in use.
  package var themes: [String]
  package var theme: String
  /// For the empty screens, which tell how to begin: a shop is connected.
  package var hasStorefront: Bool
  /// The store's file, for the same.
  package var storePath: String
  /// How many times faster than the operator's own time the clock of the messages runs (demo).
  package var timeRate: Int64
  package var bell: BellRule
  /// When nothing rings; nil: it always may.
  package var quietHours: QuietHours?
  /// Customers are written to: `[notices]`.
  package var tellsCustomers: Bool
  /// The operator's own time at a time of the messages, where those run by another clock (demo).
  package var ownTime: OwnTime?
  /// Where the shops are, by storefront.
  package var shops: [String: ShopAddress] = [:]
  /// The log that `log` reads; "": there is none.
  package var logPath = ""
  /// The screen is heard, not looked at: lines in reading order, no boxes, changes told as lines.
  package var isLinear = false
  /// What the desktop is told, and how.
  package var desktop = DesktopRule()
  /// Views from the configuration.
  package var views: [SavedView] = []
  /// How numbers and amounts are written.
  package var numbers = NumberStyle()
  /// Codes of the operator's own rules.
  package var ownCodes: [String] = []

  package init(
    operatorName: String = "operator", hold: Span = .minutes(10), returnWindow: Span = .days(30),
    zone: Zone = .utc, glyphs: Glyphs = .unicode, themes: [String] = [],
    theme: String = "", hasStorefront: Bool = false, storePath: String = "",
    timeRate: Int64 = 1, purchaseHold: Span? = nil, bell: BellRule = .errors,
    quietHours: QuietHours? = nil, tellsCustomers: Bool = false, ownTime: OwnTime? = nil
  ) {
    self.operatorName = operatorName
    self.hold = hold
    self.returnWindow = returnWindow
    self.zone = zone
    self.glyphs = glyphs
    self.themes = themes
    self.theme = theme
    self.hasStorefront = hasStorefront
    self.storePath = storePath
    self.timeRate = timeRate
    self.purchaseHold = purchaseHold
    self.bell = bell
    self.quietHours = quietHours
    self.tellsCustomers = tellsCustomers
    self.ownTime = ownTime
  }
}

/// A part of the screen with a list in it.
package enum Panel: String, CaseIterable, Sendable {
  case queue, exceptions, suppliers, returns, numbers, activity, claims

  /// The key that goes there, and the number in its title.
  package var digit: Int {
    switch self {
    case .queue: 1
    case .exceptions: 2
    case .suppliers: 3
    case .returns: 4
    case .numbers: 5
    case .activity: 6
    case .claims: 7
    }
  }

  package var title: String {
    switch self {
    case .queue: "Queue"
    case .exceptions: "Exceptions"
    case .suppliers: "Suppliers"
    case .returns: "Returns"
    case .numbers: "Numbers"
    case .activity: "Activity"
    case .claims: "Claims"
    }
  }

  /// Where not all titles fit beside each other.
  var shortTitle: String {
    switch self {
    case .exceptions: "Exc"
    case .suppliers: "Suppl"
    case .numbers: "Num"
    case .activity: "Act"
    case .queue, .returns, .claims: title
    }
  }

  /// Its lines can be narrowed with the query language.
  package var isFilterable: Bool {
    switch self {
    case .queue, .exceptions, .returns, .claims: true
    case .suppliers, .numbers, .activity: false
    }
  }
}

/// A short message at the bottom that goes away by itself and never takes the focus.
package struct Notice: Hashable, Sendable {
  /// How urgent it is; decides sign and colour.
  package enum Kind: Hashable, Sendable { case info, warning, error }
  package var kind: Kind
  package var text: String
  package var until: Timestamp
  /// It tells of so many marks, and goes with the first change of them; nil: of none.
  var marks: Int?

  package init(_ kind: Kind, _ text: String, until: Timestamp) {
    self.kind = kind
    self.text = text
    self.until = until
  }
}

/// Digits typed before a motion.
package struct CountInput: Equatable, Sendable {
  /// What the digits make so far.
  package var value = 0
  /// A count has begun, be it with zeros.
  package var isOpen = false
  /// Panels' digits were pressed just now, and become a count if a digit of no panel follows them, or a
  /// motion follows two of them.
  package var switched: Switched?

  /// Keys that come sooner after each other were meant as one.
  package static let together = Span.milliseconds(500)

  /// The panel that the first digit left, to come back to when the digits turn out to be a count.
  package struct Switched: Equatable, Sendable {
    /// What the digits make.
    package var value: Int
    package var from: Panel
    package var wasOrderFocused: Bool
    package var wasZoomed: Bool
    package var at: Timestamp
  }

  package init() {}
}

/// A verb that `.` can repeat on other rows.
package enum Verb: Hashable, Sendable {
  case decide(Decision)
  case snooze(SnoozeChoice)
}

/// Numbers of the requests on their way.
package struct Requests: Equatable, Sendable {
  private var last = 0
  /// The newest of each slot: older answers are dropped.
  package private(set) var loads: [Load.Slot: RequestNumber] = [:]
  /// What each count or mark-all was asked for.
  package var panels: [RequestNumber: Panel] = [:]
  /// Decisions not answered yet.
  package var decisions: Set<RequestNumber> = []
  /// What they were, in case they can't be written.
  package var sent: [RequestNumber: Unwritten] = [:]
  /// Decisions that no undo takes back.
  package var finals: Set<RequestNumber> = []
  /// Decisions after which a purchase, or a word about one, leaves.
  package var leaving: Set<RequestNumber> = []
  /// Decisions about the stop switch.
  package var switches: Set<RequestNumber> = []
  /// What the purchases that are being read are wanted for.
  package var purchaseVerbs: [RequestNumber: PurchaseVerb] = [:]
  /// Editor sessions, and the prompt or sheet each is for.
  package var editors: [RequestNumber: EditPurpose] = [:]

  package init() {}

  /// A fresh number.
  package mutating func next() -> RequestNumber {
    last += 1
    return last
  }

  /// A fresh number that supersedes what is outstanding in that slot.
  package mutating func next(_ slot: Load.Slot) -> RequestNumber {
    if let old = loads[slot] { panels[old] = nil }
    let number = next()
    loads[slot] = number
    return number
  }

  /// Whether that answer is the one waited for; it is not waited for twice.
  package mutating func take(_ number: RequestNumber) -> Load.Slot? {
    guard let slot = loads.first(where: { $0.value == number })?.key else { return nil }
    loads[slot] = nil
    return slot
  }
}

/// What a text written in the editor becomes.
package enum EditPurpose: Equatable, Sendable {
  case note(Selection)
  case supplierMessage(Selection)
}
