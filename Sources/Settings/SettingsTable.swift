package import Connectors
import Console
import Fulfillment

/// How the value of a setting is written.
package enum SettingsKind: Hashable, Sendable {
  case text
  case flag
  /// A whole number.
  case count
  /// `90s`, `10m`, `24h`, `3d`
  case span
  /// `4bd`
  case businessDays
  /// A span or business days.
  case term
  /// A whole number, or `2x`.
  case times
  /// `7.5%`
  case percent
  /// `40.00 USD`
  case money
  /// One amount, or several of different currencies.
  case amounts
  /// One of these words.
  case choice([String])
  /// Several of these words.
  case choices([String])
  /// A name, or a list of names.
  case names
  /// A list of words.
  case words
  /// One key or a list of keys, by command; commands may hold a dot.
  case keys
  /// `env:NAME`, `file:PATH`
  case secret
}

/// A setting.
package struct SettingsKey: Hashable, Sendable {
  package var name: String
  package var kind: SettingsKind
  package var isNeeded: Bool

  init(_ name: String, _ kind: SettingsKind = .text, isNeeded: Bool = false) {
    self.name = name
    self.kind = kind
    self.isNeeded = isNeeded
  }
}

/// A table of the configuration: `[path]`, or `[[path]]`, once or more.
package struct SettingsSection: Hashable, Sendable {
  /// `["returns", "policy"]`; a `*` is a name that the operator chooses.
  package var path: [String]
  package var isList = false
  package var keys: [SettingsKey]
  /// How values are written whose keys the operator chooses; nil: there are none.
  package var others: SettingsKind?
}

/// What the configuration may hold. The reader refuses whatever is not in it, and the schema for editors
/// is made of it.
package enum SettingsTable {
  package static let sections: [SettingsSection] = [
    SettingsSection(
      path: ["account"], isList: true,
      keys: [
        SettingsKey("name", isNeeded: true), SettingsKey("service", isNeeded: true),
        SettingsKey("url"), SettingsKey("key", .secret), SettingsKey("secret", .secret),
        SettingsKey("every", .span),
      ]),
    SettingsSection(
      path: ["console"],
      keys: [
        SettingsKey("theme"), SettingsKey("zone"), SettingsKey("utc_offset"),
        SettingsKey("operator"), SettingsKey("hold", .span), SettingsKey("return_window", .span),
        SettingsKey("glyphs", words(Configuration.GlyphChoice.self)),
        SettingsKey("bell", words(BellRule.self)), SettingsKey("quiet_hours"),
        SettingsKey("remember", .flag), SettingsKey("notify", words(NotifyChoice.self)),
        SettingsKey("notify_command", .words),
        SettingsKey("notify_at", words(SeverityChoice.self)),
        SettingsKey("reading", words(ReadingChoice.self)),
        SettingsKey("numbers", words(NumberStyle.Separators.self)),
        SettingsKey("currency", words(NumberStyle.CurrencyMark.self)),
      ]),
    SettingsSection(path: ["thresholds"], keys: ThresholdSettings.keys),
    SettingsSection(
      path: ["rule"], isList: true,
      keys: [
        SettingsKey("code", isNeeded: true), SettingsKey("title"),
        SettingsKey("severity", words(SeverityChoice.self)), SettingsKey("when", isNeeded: true),
        SettingsKey("after", .term),
      ]),
    SettingsSection(
      path: ["promise"], isList: true,
      keys: [
        SettingsKey("storefronts", .names), SettingsKey("countries", .names),
        SettingsKey("methods", .names), SettingsKey("within", .term, isNeeded: true),
      ]),
    SettingsSection(
      path: ["payment_fee"], isList: true,
      keys: [
        SettingsKey("storefronts", .names), SettingsKey("percent", .percent),
        SettingsKey("fixed", .money),
      ]),
    SettingsSection(path: ["calendar"], keys: []),
    SettingsSection(
      path: ["calendar", "*"],
      keys: [
        SettingsKey("weekend", .names), SettingsKey("closed", .names),
        SettingsKey("open", .names),
      ]),
    SettingsSection(
      path: ["routing"],
      keys: [
        SettingsKey("prefer", several(RoutingPolicy.Preference.self)),
        SettingsKey("price_ceiling", .percent), SettingsKey("margin_floor", .percent),
        SettingsKey("stock_max_age", .span), SettingsKey("takes_unknown_stock", .flag),
        SettingsKey("split_tolerance", .percent), SettingsKey("max_age", .span),
        SettingsKey("post_boxes", .names),
      ]),
    SettingsSection(
      path: ["route"], isList: true,
      keys: [
        SettingsKey("name", isNeeded: true), SettingsKey("storefronts", .names),
        SettingsKey("countries", .names), SettingsKey("skus", .names), SettingsKey("tags", .names),
        SettingsKey("only", .names), SettingsKey("never", .names), SettingsKey("methods", .names),
        SettingsKey("prefer", several(RoutingPolicy.Preference.self)),
      ]),
    SettingsSection(
      path: ["purchasing"],
      keys: [
        SettingsKey("mode", words(PurchasingPolicy.Mode.self)), SettingsKey("stop", .flag),
        SettingsKey("hold", .span), SettingsKey("price_tolerance", .percent),
        SettingsKey("partial", words(PurchasingPolicy.Partial.self)),
      ]),
    SettingsSection(
      path: ["automation"], isList: true,
      keys: [
        SettingsKey("name", isNeeded: true),
        SettingsKey("mode", words(PurchasingPolicy.Mode.self), isNeeded: true),
        SettingsKey("storefronts", .names), SettingsKey("suppliers", .names),
        SettingsKey("skus", .names), SettingsKey("max_cost", .money),
        SettingsKey("min_margin", .percent), SettingsKey("daily_count", .count),
        SettingsKey("daily_money", .money), SettingsKey("countries", .names),
        SettingsKey("max_age", .span), SettingsKey("pilot", .count),
      ]),
    SettingsSection(path: ["returns"], keys: [SettingsKey("two_person_above", .amounts)]),
    SettingsSection(
      path: ["returns", "policy"], isList: true,
      keys: [
        SettingsKey("storefront"), SettingsKey("supplier"), SettingsKey("window", .span),
        SettingsKey("pays", words(ReturnPolicy.Payer.self)), SettingsKey("keep_below", .amounts),
        SettingsKey("restocking", .percent), SettingsKey("takes_back", .flag),
        SettingsKey("credits", .percent), SettingsKey("postage", .money), SettingsKey("address"),
      ]),
    SettingsSection(
      path: ["notices"],
      keys: [
        SettingsKey("from"), SettingsKey("reply_to"), SettingsKey("support"),
        SettingsKey("command"), SettingsKey("spool"), SettingsKey("language"),
        SettingsKey("least_move", .count),
      ]),
    SettingsSection(path: ["notices", "kinds"], keys: noticeKinds),
    SettingsSection(path: ["notices", "languages"], keys: [], others: .text),
    SettingsSection(
      path: ["notices", "shop"], isList: true,
      keys: [
        SettingsKey("storefront", isNeeded: true),
        SettingsKey("by", words(NoticeRules.Way.self)), SettingsKey("name"),
        SettingsKey("write_to"), SettingsKey("tracking_link"), SettingsKey("language"),
      ]),
    SettingsSection(path: ["notices", "shop", "kinds"], keys: noticeKinds),
    SettingsSection(
      path: ["rates"], keys: [SettingsKey("base"), SettingsKey("date")], others: .text),
    SettingsSection(path: ["keys"], keys: [], others: .keys),
    SettingsSection(path: ["views"], keys: [], others: .text),
  ]

  /// The keys of an account of that service beside those of every account, as `[[account]]` has them.
  package static func keys(of service: ServiceDescriptor) -> [SettingsKey] {
    service.otherKeys.map { SettingsKey($0, AccountOption.kind($0)) }
  }

  /// What may stand in a table: its keys and the tables below it.
  static func known(_ path: [String]) -> [String] {
    let keys = sections.first { $0.path == path }?.keys.map(\.name) ?? []
    return keys + below(path).compactMap(\.path.last)
  }

  /// The tables that stand in a table.
  package static func below(_ path: [String]) -> [SettingsSection] {
    sections.filter { $0.path.dropLast() == path[...] }
  }

  private static let noticeKinds = NoticeKind.allCases.map {
    SettingsKey($0.rawValue, words(NoticeKind.Mode.self))
  }

  private static func words<Choice: RawRepresentable<String> & CaseIterable>(
    _ type: Choice.Type
  ) -> SettingsKind {
    .choice(type.allCases.map(\.rawValue))
  }

  private static func several<Choice: RawRepresentable<String> & CaseIterable>(
    _ type: Choice.Type
  ) -> SettingsKind {
    .choices(type.allCases.map(\.rawValue))
  }
}
