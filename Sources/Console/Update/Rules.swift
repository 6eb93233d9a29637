import Canvas
import Fulfillment

// `:rules`: every rule with its limit, what it has found, and what it would have done.

extension ConsoleState {
  /// Asks for the rules; they open when they come.
  mutating func askRules() -> [Effect] { [.load(.rules, requests.next(.rules))] }

  mutating func openRules(_ overview: RuleOverview) {
    // Something else was opened meanwhile.
    guard overlay == nil else { return }
    overlay = .rules(RulesSheet(overview: overview))
  }

  /// Has the orders of the store replayed with those rules. Nothing is switched on by it.
  /// - Parameter asked: the line that named them, to be asked again where they can't be read.
  mutating func tryRules(_ scope: RuleTrialScope, asked: Prompt? = nil) -> [Effect] {
    var sheet = RulesSheet()
    if case .rules(let shown) = overlay { sheet = shown }
    let number = requests.next()
    (sheet.face, sheet.asked) = (.trying(number, done: 0), asked)
    overlay = .rules(sheet)
    return [.tryRules(scope, number)]
  }

  /// The trial has ended.
  mutating func rulesTried(_ lines: [String], _ number: RequestNumber) -> [Effect] {
    guard case .rules(var sheet) = overlay, case .trying(number, _) = sheet.face else { return [] }
    sheet.face = .tried(lines, scroll: 0)
    overlay = .rules(sheet)
    return []
  }

  mutating func tryingRules(done: Int, _ number: RequestNumber) {
    guard case .rules(var sheet) = overlay, case .trying(number, _) = sheet.face else { return }
    sheet.face = .trying(number, done: max(0, done))
    overlay = .rules(sheet)
  }

  /// The trial failed: its rules are still there. The line that named them, if one did.
  mutating func endTrying(_ number: RequestNumber) -> Prompt? {
    guard case .rules(let sheet) = overlay, case .trying(number, _) = sheet.face else {
      return nil
    }
    leave(sheet)
    return sheet.asked
  }

  mutating func press(_ key: Key, in old: RulesSheet) -> [Effect] {
    var sheet = old
    let isLeaving = key == .escape || key == .control("c") || key == .character("q")
    switch sheet.face {
    case .trying(let number, _):
      guard isLeaving else { return [] }
      leave(sheet)
      say(.info, "The trial was given up")
      return [.cancel(number)]
    case .list where isLeaving:
      overlay = nil
      return []
    case .list: return press(key, inList: sheet)
    case .rule, .tried:
      if isLeaving || key == .enter {
        leave(sheet)
        return sheet.overview == nil ? askRules() : []
      }
      let lines = RulesView.page(sheet, size).count
      switch sheet.face {
      case .rule(let scroll):
        guard let scroll = scrolled(scroll, by: key, of: lines) else {
          return press(key, ofRule: sheet)
        }
        sheet.face = .rule(scroll: scroll)
      case .tried(let text, let scroll):
        guard let scroll = scrolled(scroll, by: key, of: lines) else { return [] }
        sheet.face = .tried(text, scroll: scroll)
      case .list, .trying: break
      }
    }
    overlay = .rules(sheet)
    return []
  }

  /// Back to the list, or away where there was none.
  private mutating func leave(_ old: RulesSheet) {
    var sheet = old
    sheet.face = .list
    overlay = sheet.overview == nil ? nil : .rules(sheet)
  }

  private mutating func press(_ key: Key, inList old: RulesSheet) -> [Effect] {
    var sheet = old
    let page = max(1, SupplierView.rows(size) - 1)
    switch key {
    case .down, .character("j"), .control("n"): sheet.cursor += 1
    case .up, .character("k"), .control("p"): sheet.cursor -= 1
    case .pageDown, .character(" "), .control("d"): sheet.cursor += page
    case .pageUp, .control("u"): sheet.cursor -= page
    case .home, .character("g"): sheet.cursor = 0
    case .end, .character("G"): sheet.cursor = sheet.rules.count
    case .enter:
      guard sheet.selected != nil else { return [] }
      sheet.face = .rule(scroll: 0)
    default: return press(key, ofRule: sheet)
    }
    sheet.cursor = min(max(0, sheet.cursor), max(0, sheet.rules.count - 1))
    overlay = .rules(sheet)
    return []
  }

  private mutating func press(_ key: Key, ofRule sheet: RulesSheet) -> [Effect] {
    switch key {
    case .character("f"):
      return openPrompt(.tryRules, with: Selection(targets: [], title: "", money: []))
    case .character("o"), .character("t"):
      guard let rule = sheet.selected else { return [] }
      guard rule.code != feedRule.id else {
        return refuse("\(rule.code) is about accounts, not about orders")
      }
      if key == .character("t") { return tryRules(.inForce(rule.code)) }
      overlay = nil
      return use(SavedView(name: rule.code, text: "flag:\(rule.code)"))
    default: return []
    }
  }
}

extension SampleBoard {
  /// All rules, two of which have found something, and one of the operator's own.
  static let rules: RuleOverview = {
    var thresholds = Thresholds()
    thresholds.purchaseUnsent = .hours(1)
    if let condition = try? ConditionParser.parse("transit>15d method:express*") {
      thresholds.ownRules = [
        OwnRule(
          code: "shop.slow-express", title: "Express is slow", severity: .warning,
          condition: condition, text: "transit>15d method:express*")
      ]
    }
    return RuleOverview(
      rules: thresholds.ruleEntries,
      records: [
        RuleRecord(
          code: "transit.stalled", fired: 214, undecided: 12, right: 143, medianLead: .hours(77)),
        RuleRecord(
          code: "dispatch.late", fired: 96, undecided: 40, right: 31, medianLead: .hours(50)),
        RuleRecord(code: "shop.slow-express", fired: 3, undecided: 3, right: 0),
      ],
      learned: [
        LearnedLimit(
          code: "transit.stalled", lane: "CN->BR by YUNEXPRESS", days: 5, sample: 412),
        LearnedLimit(code: "transit.stalled", lane: "CN->US by USPS", days: 4, sample: 96),
        LearnedLimit(code: "dispatch.late", lane: "CJ", days: 4, sample: 188),
      ])
  }()

  static let ruleTrial = [
    "transit.stalled: Stalled (19 in 20 of the lane's gaps, else 3 business days)",
    "  in force  fired 21 times of 400 orders, 15 true (71.4 %), caught 38.2 % of 34 bad orders, "
      + "3.2 d ahead",
  ]
}
