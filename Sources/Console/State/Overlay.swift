package import Canvas
package import Fulfillment

/// Something over the panels that takes the keys until it is closed.
package enum Overlay: Equatable, Sendable {
  case help(HelpState)
  case palette(PaletteState)
  case menu(Menu)
  case prompt(Prompt)
  case confirm(Confirmation)
  /// The column chooser; the column under its cursor.
  case columns(cursor: Int)
  case message(MessageSheet)
  case plan(PlanSheet)
  case offers(OfferSheet)
  case returning(ReturnSheet)
  case supplier(SupplierSheet)
  case durations(DurationSheet)
  case notices(NoticeSheet)
  case rules(RulesSheet)
  case working(Working)
  /// The stop of the tour.
  case tour(Int)
  /// What was said, from that line on.
  case messages(Int)
}

extension Overlay {
  /// It covers everything but the header and the keys, and its own keys may be refused.
  var isPage: Bool {
    switch self {
    case .returning, .supplier, .rules: true
    case .help, .palette, .menu, .prompt, .confirm, .columns, .message, .plan, .offers, .durations,
      .notices, .working, .tour, .messages:
      false
    }
  }
}

/// The help screen: every command, narrowed by what is typed.
package struct HelpState: Equatable, Sendable {
  package var input = TextInput()
  package var scroll = 0

  package init() {}
}

/// The `:` palette.
package struct PaletteState: Equatable, Sendable {
  package var input = TextInput()
  /// Position among the matches.
  package var cursor = 0
  /// How far back in the history; 0: what is being typed.
  package var back = 0

  package init() {}
}

/// A list of things to choose from with one key.
package struct Menu: Equatable, Sendable {
  package var title: String
  package var items: [Item]
  package var cursor = 0

  /// One choice and what it does.
  package struct Item: Equatable, Sendable {
    /// Chooses it at once.
    package var key: Character?
    package var title: String
    package var detail: String
    package var action: Action
  }

  /// What choosing does, as data.
  package enum Action: Equatable, Sendable {
    case sortQueue(QueueSort)
    case sortExceptions(ExceptionSort)
    case showAllReturns(Bool)
    case showNumbers(FigureKind)
    case snooze(SnoozeChoice, Selection)
    case askSnooze(Selection)
    case copy(String, what: String)
    case open(SafeLink)
    case useView(SavedView)
    case nameView
    case forgetView(String)
    case theme(String)
    case purchase(PurchaseVerb, PurchaseRow)
    case claim(ClaimPrompt, LossClaim)
    case withdrawClaim(LossClaim)
  }

  package init(title: String, items: [Item], cursor: Int = 0) {
    self.title = title
    self.items = items
    self.cursor = cursor
  }
}

/// How long to snooze, before the clock is asked.
package enum SnoozeChoice: Hashable, Sendable {
  case span(Span)
  /// Eight o'clock of the next morning, local time.
  case tomorrow
  case untilMoved
}

/// A line to type, and what it is for.
package struct Prompt: Equatable, Sendable {
  /// What the text is for.
  package enum Purpose: Hashable, Sendable {
    case note, tag, resolve, approve, decline, ask, partial, snooze, viewName, shell, bought
    case drop, cancelPurchase, placed, absent, stopBuying
    case claimFiled, claimAnswered, claimSettled, moveVolume
    case tryRules
    case withhold
  }

  package var purpose: Purpose
  package var input: TextInput
  /// What it will be applied to.
  package var selection: Selection
  /// Earlier answers to choose from with the arrows.
  package var suggestions: [String]
  /// Position among them; nil: what is typed.
  package var suggestion: Int?
  /// Why the text was not taken.
  package var problem: String?

  package init(
    _ purpose: Purpose, text: String = "", selection: Selection = Selection(),
    suggestions: [String] = []
  ) {
    self.purpose = purpose
    self.input = TextInput(text)
    self.selection = selection
    self.suggestions = suggestions
  }
}

/// A question to be answered with yes before something is done.
package struct Confirmation: Equatable, Sendable {
  /// What choosing it does.
  package enum Action: Equatable, Sendable {
    case decide(Verb, Selection)
    case openClaim(RecourseRow)
    case undo(DecisionID)
    case submitEvidence(EvidenceSheet)
    case writeAgain
    case quit
  }

  package var title: String
  package var lines: [String]
  package var scroll = 0
  package var action: Action
  /// Words can be added to what will be sent.
  package var takesWords: Bool

  package init(title: String, lines: [String], action: Action, takesWords: Bool = false) {
    self.title = title
    self.lines = lines
    self.action = action
    self.takesWords = takesWords
  }
}

/// A prepared text to a supplier, to copy, edit or keep.
package struct MessageSheet: Equatable, Sendable {
  package var title: String
  package var text: String
  package var scroll = 0
  package var selection: Selection

  package init(title: String, text: String, selection: Selection) {
    self.title = title
    self.text = text
    self.selection = selection
  }
}

/// The filter line while it is being typed.
package struct FilterInput: Equatable, Sendable {
  package var panel: Panel
  package var input: TextInput
  /// Why and where the text cannot be read; the list shows the last text that could.
  package var problem: QueryError?
  /// What was there before, for Escape.
  package var before: Filter
  /// The row under the cursor before, for Escape.
  package var rowBefore: Int64?
  /// How far back in what was typed before; 0: what is being typed.
  package var back = 0
  /// What had been typed when that began.
  package var typed = ""
}

/// The rows a verb is applied to, fixed at the moment it was chosen, so that a refresh cannot change
/// what the operator agreed to.
package struct Selection: Equatable, Hashable, Sendable {
  package var targets: [Target]
  /// `#1001`, or `12 orders`.
  package var title: String
  /// What is at stake, by currency.
  package var money: [Money]

  package init(targets: [Target] = [], title: String = "", money: [Money] = []) {
    self.targets = targets
    self.title = title
    self.money = money
  }
}

/// An order on the screen.
package struct OrderView: Equatable, Sendable {
  package var id: OrderID
  /// nil until it has been read.
  package var detail: OrderDetail?
  /// The exception it was opened for, shown first.
  package var evidence: ExceptionID?
  package var scroll = 0
  /// Words looked for with `/`.
  package var find = ""
  package var findInput: TextInput?
  /// The line that `n` reached last.
  package var match: Int?
  /// The sheet as last laid out, by `OrderSheet`.
  package var lines: [SheetLine] = []

  package init(id: OrderID, evidence: ExceptionID? = nil) {
    self.id = id
    self.evidence = evidence
  }
}
