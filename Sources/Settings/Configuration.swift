package import Connectors
package import Console
package import Fulfillment

/// What the operator has set, read from `config.toml`: plain values, complete with defaults.
package struct Configuration: Hashable, Sendable {
  /// The file it was read from, whether it exists or not.
  package var file = ""
  package var accounts: [ConfiguredAccount] = []
  package var thresholds = Thresholds()
  /// How long a decision can be taken back before its message may leave.
  package var hold = Span.minutes(10)
  /// How long after delivery a customer may ask for a return.
  package var returnWindow = Span.days(30)
  /// Under which name decisions are kept.
  package var operatorName = "operator"
  /// Name of a theme; nil: the program chooses.
  package var theme: String?
  /// Keys by command, replacing those of the command table.
  package var keys: [String: [String]] = [:]
  /// In whose time times are shown.
  package var zone = ZoneChoice.local
  package var glyphs = GlyphChoice.automatic
  /// When the console's bell rings, and when it is quiet all the same.
  package var bell = BellRule.errors
  package var quietHours: QuietHours?
  /// What the desktop is told, and how.
  package var desktop = DesktopRule()
  /// The screen is made to be heard.
  package var isLinear = false
  /// How numbers and amounts are written on the screen.
  package var numbers = NumberStyle()
  /// The console keeps what is typed, and how it is arranged, for the operator's next run.
  package var remembers = true
  /// Saved filters, by name.
  package var filters: [String: String] = [:]
  /// How suppliers are chosen.
  package var routing = RoutingPolicy()
  /// How far buying goes by itself.
  package var purchasing = PurchasingPolicy()
  /// How long a purchase can be taken back before it leaves; nil: as every other decision.
  package var purchaseHold: Span?
  package var rates = Rates()
  /// What is promised and granted about returns.
  package var returns = ReturnRules()
  /// What customers are told, and how.
  package var notices = NoticePolicy()

  package init() {}

  /// Which signs the screens are drawn with.
  package enum GlyphChoice: String, CaseIterable, Sendable {
    /// By what the terminal can show.
    case automatic = "auto"
    case unicode, ascii
  }
}

/// An account of the configuration, ready to be connected.
package struct ConfiguredAccount: Hashable, Sendable {
  package var account: Account
  /// Empty secrets where they were not asked for.
  package var credentials: Credentials
  /// How often it is pulled; nil: as its service's descriptor says.
  package var cadence: Span?

  package init(account: Account, credentials: Credentials, cadence: Span? = nil) {
    self.account = account
    self.credentials = credentials
    self.cadence = cadence
  }

  /// What else the service is told, by the name of its key (`ServiceDescriptor.options`).
  package var options: [String: String] { credentials.options }
}
