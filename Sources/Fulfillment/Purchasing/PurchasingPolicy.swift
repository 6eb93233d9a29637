/// How far buying goes by itself: modes and guardrails as the operator wrote them (`[purchasing]` and
/// `[[automation]]` in the configuration). Everything is by hand where nothing is written.
package struct PurchasingPolicy: Hashable, Sendable {
  /// How a purchase comes about.
  package enum Mode: String, CaseIterable, Sendable {
    /// Only where an operator plans and applies it.
    case manual
    /// Prepared by itself, sent once an operator approves.
    case approve
    /// Sent by itself after the hold window, within the guardrails; what trips one waits for approval.
    case automatic
  }

  /// What happens to an order of which only some lines can be bought.
  package enum Partial: String, CaseIterable, Sendable {
    /// Nothing of it is bought by itself.
    case never
    /// What can be is proposed.
    case ask
    /// What can be is bought.
    case allow
  }

  /// Where no automation says otherwise.
  package var mode: Mode
  /// The stop switch of the configuration: nothing is prepared or sent. The store has one too.
  package var isStopped: Bool
  /// The first whose conditions hold decides.
  package var automations: [Automation]
  /// Of what is bought by itself; an operator is only told.
  package var partial: Partial

  package init(
    mode: Mode = .manual, isStopped: Bool = false, automations: [Automation] = [],
    partial: Partial = .allow
  ) {
    self.mode = mode
    self.isStopped = isStopped
    self.automations = automations
    self.partial = partial
  }

  /// The mode of some storefronts, suppliers or products, and its limits.
  package struct Automation: Hashable, Sendable {
    package var name: String
    package var mode: Mode
    /// Empty: any. Names; a sku may end in `*`.
    package var storefronts: [String]
    package var suppliers: [String]
    package var skus: [String]
    package var guardrails: Guardrails

    package init(
      name: String, mode: Mode, storefronts: [String] = [], suppliers: [String] = [],
      skus: [String] = [], guardrails: Guardrails = Guardrails()
    ) {
      self.name = name
      self.mode = mode
      self.storefronts = storefronts
      self.suppliers = suppliers
      self.skus = skus
      self.guardrails = guardrails
    }
  }

  /// What an automatic purchase must keep to; nil: no such limit.
  package struct Guardrails: Hashable, Sendable {
    /// Highest cost of one purchase, goods and postage.
    package var maxCost: Money?
    /// Least margin, in hundredths of a percent of what the customer paid for the lines.
    package var minMargin: Int?
    /// Purchases, and money, in one day (UTC), for this automation.
    package var dailyCount: Int?
    package var dailyMoney: Money?
    /// Countries; empty: all.
    package var countries: [String]
    /// Oldest order that is bought without asking.
    package var maxAge: Span?
    /// The first so many purchases are approved by hand.
    package var pilot: Int

    package init(
      maxCost: Money? = nil, minMargin: Int? = nil, dailyCount: Int? = nil,
      dailyMoney: Money? = nil, countries: [String] = [], maxAge: Span? = nil, pilot: Int = 0
    ) {
      self.maxCost = maxCost
      self.minMargin = minMargin
      self.dailyCount = dailyCount
      self.dailyMoney = dailyMoney
      self.countries = countries
      self.maxAge = maxAge
      self.pilot = pilot
    }
  }

  /// What an automation has bought so far.
  package struct Usage: Hashable, Sendable {
    /// Purchases approved by hand or gone well, ever.
    package var proven: Int
    package var countToday: Int
    /// In the currency of `Guardrails.dailyMoney`.
    package var moneyToday: Money?

    package init(proven: Int = 0, countToday: Int = 0, moneyToday: Money? = nil) {
      self.proven = proven
      self.countToday = countToday
      self.moneyToday = moneyToday
    }
  }

  /// How one purchase would come about, and why not by itself.
  package struct Verdict: Hashable, Sendable {
    package var mode: Mode
    /// The automation that decided; "" for the general mode.
    package var automation: String
    /// What tripped, in the operator's words; empty where nothing did. An automatic purchase with any is
    /// only proposed.
    package var trips: [String]

    package init(mode: Mode, automation: String = "", trips: [String] = []) {
      self.mode = mode
      self.automation = automation
      self.trips = trips
    }
  }
}
