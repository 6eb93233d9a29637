internal import Fulfillment
internal import GRDB

/// A way to reach the orders that a part of a query matches without walking all of them. Where few
/// match, their rows are fetched and sorted; where many do, the walk along the sort's own index soon
/// has a window full. Which of the two is decided by looking, not by statistics.
enum Narrowing {
  /// Up to so many orders are fetched and sorted.
  static let few = 3000

  /// The smallest candidate set of at most `few` orders that contains every match, as a select of
  /// their numbers; nil where none is known.
  static func candidates(
    _ query: Query, now: Timestamp, _ database: Database
  ) throws -> Condition? {
    var best: (Condition, Int64)?
    for part in query.conjuncts {
      guard let select = part.reach(now: now) else { continue }
      let count =
        try database.rows(
          "SELECT count(*) FROM (" + select.sql + " LIMIT ?)", select.arguments + [few + 1]
        ) { try $0.number() }.first ?? 0
      if count <= few, count < best?.1 ?? .max { best = (select, count) }
    }
    return best?.0
  }
}

extension Query {
  /// Parts that must all hold.
  fileprivate var conjuncts: [Query] {
    switch self {
    case .and(let parts): parts.flatMap(\.conjuncts)
    default: [self]
    }
  }

  /// A select of order numbers that contains every match; nil where there is no index for it.
  fileprivate func reach(now: Timestamp) -> Condition? {
    switch self {
    case .all, .not: return nil
    case .match(let predicate): return predicate.reach(now: now)
    case .and(let parts): return parts.lazy.compactMap { $0.reach(now: now) }.first
    case .or(let parts):
      let reaches = parts.map { $0.reach(now: now) }
      guard !reaches.isEmpty, !reaches.contains(where: { $0 == nil }) else { return nil }
      let known = reaches.compactMap { $0 }
      return Condition(
        known.map { "SELECT * FROM (" + $0.sql + ")" }.joined(separator: " UNION ALL "),
        known.flatMap(\.arguments))
    }
  }
}

extension Predicate {
  fileprivate func reach(now: Timestamp) -> Condition? {
    switch self {
    case .payment(let states):
      states.contains(.paid)
        ? nil
        : .select(
          "id FROM customerOrder",
          .and([Condition("payment <> 'paid'"), .among("payment", states.map(\.rawValue))]))
    case .purchase(let states):
      .select(
        "id FROM customerOrder",
        .and([
          Condition("purchase IS NOT NULL"), .among("purchase", states.map(\.rawValue)),
        ]))
    case .shop(let names):
      .select(
        "id FROM customerOrder",
        Condition.accountNamed(names).wrapped("accountID IN (SELECT id FROM account WHERE ", ")"))
    case .country(let codes): .select("id FROM customerOrder", .starts("country", anyOf: codes))
    case .age(let comparison, let span):
      Condition(
        "SELECT id FROM customerOrder WHERE placedAt " + comparison.mirrored.rawValue + " ?",
        [(now - span).milliseconds])
    case .open:
      .select(
        "id FROM customerOrder",
        .among("stateRank", OrderState.allCases.filter { !$0.isFinal }.map { $0.rank }))
    case .stuck:
      Condition("SELECT orderID FROM orderException WHERE shown = 1 AND orderID IS NOT NULL")
    case .state(let states):
      .select("id FROM customerOrder", .among("stateRank", states.map { $0.rank }))
    case .supplier(let names):
      Condition.or([.starts("supplier", anyOf: names)]).union(
        "SELECT id FROM customerOrder WHERE ",
        "SELECT p.orderID FROM supplier s JOIN purchaseOrder p ON p.supplierID = s.id WHERE ",
        .starts("s.name", anyOf: names))
    case .flag(let codes):
      .select(
        "orderID FROM orderException",
        .and([
          Condition("orderID IS NOT NULL AND state NOT IN ('resolved', 'cleared')"),
          .codes("code", codes),
        ]))
    case .tag(let tags): .select("orderID FROM orderTag", .among("tag", tags))
    case .tracking(let start):
      start.trackingPrefix.isEmpty
        ? nil
        : .select(
          "orderID FROM shipment",
          .and([Condition("number <> ''"), .starts("number", start.trackingPrefix)]))
    case .sku(let start):
      start.isEmpty ? nil : .select("orderID FROM orderLine", .starts("sku", start))
    case .value(.greater, let least), .value(.atLeast, let least), .value(.equal, let least):
      Condition("SELECT id FROM customerOrder WHERE valueHundredths >= ?", [least])
    case .risk(.greater, let least), .risk(.atLeast, let least), .risk(.equal, let least):
      Condition("SELECT id FROM customerOrder WHERE riskHundredths >= ?", [max(0, least)])
    case .value, .risk: nil
    case .text(let text):
      WordSearch.phrase(text).map { phrase in
        Condition("SELECT rowid FROM orderWords WHERE orderWords MATCH ?", [phrase])
      }
    }
  }
}

extension Condition {
  fileprivate static func select(_ from: String, _ part: Condition) -> Condition {
    Condition("SELECT " + from + " WHERE " + part.sql, part.arguments)
  }

  /// This condition in one select, another in a second.
  fileprivate func union(
    _ first: String, _ second: String, _ other: Condition
  ) -> Condition {
    Condition(
      first + sql + " UNION ALL " + second + other.sql, arguments + other.arguments)
  }
}
