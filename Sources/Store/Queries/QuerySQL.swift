internal import Fulfillment
internal import GRDB

extension Query {
  /// The test on the order row `o`. `isException`: a row `e` of `orderException` is there too, and a
  /// flag may name it (a stale feed has no order).
  func condition(now: Timestamp, isException: Bool = false) -> Condition {
    switch self {
    case .all: .always
    case .match(let predicate): predicate.condition(now: now, isException: isException)
    case .not(let query): .not(query.condition(now: now, isException: isException))
    case .and(let parts): .and(parts.map { $0.condition(now: now, isException: isException) })
    case .or(let parts): .or(parts.map { $0.condition(now: now, isException: isException) })
    }
  }
}

extension Predicate {
  fileprivate func condition(now: Timestamp, isException: Bool) -> Condition {
    switch self {
    case .state(let states): .among("o.stateRank", states.map { $0.rank })
    case .stuck: Condition("o.exceptionCode IS NOT NULL")
    case .open: Condition("o.isOpen = 1")
    case .payment(let states): .among("o.payment", states.map(\.rawValue))
    case .purchase(let states): .among("o.purchase", states.map(\.rawValue))
    case .country(let codes): .starts("o.country", anyOf: codes)
    case .shop(let names):
      Condition.accountNamed(names).wrapped("o.accountID IN (SELECT id FROM account WHERE ", ")")
    case .supplier(let names):
      .or([
        .starts("o.supplier", anyOf: names),
        .exists(
          "purchaseOrder p JOIN supplier s ON s.id = p.supplierID", "p.orderID = o.id",
          .starts("s.name", anyOf: names)),
      ])
    case .flag(let codes): Predicate.flag(codes, isException: isException)
    case .tag(let tags):
      .exists("orderTag t", "t.orderID = o.id AND t.source <> 'removed'", .among("t.tag", tags))
    case .tracking(let start):
      .exists("shipment h", "h.orderID = o.id", .starts("h.number", start.trackingPrefix))
    case .sku(let start):
      .exists("orderLine l", "l.orderID = o.id", .starts("l.sku", start))
    case .age(let comparison, let span):
      Condition(
        "o.placedAt " + comparison.mirrored.rawValue + " ?", [(now - span).milliseconds])
    case .value(let comparison, let hundredths):
      Condition(
        "(o.total IS NOT NULL AND o.valueHundredths " + comparison.rawValue + " ?)", [hundredths])
    case .risk(let comparison, let hundredths):
      Condition(
        "(o.riskHundredths >= 0 AND o.riskHundredths " + comparison.rawValue + " ?)", [hundredths])
    case .text(let text):
      WordSearch.phrase(text).map { phrase in
        Condition("o.id IN (SELECT rowid FROM orderWords WHERE orderWords MATCH ?)", [phrase])
      } ?? .always
    }
  }

  private static func flag(_ codes: [String], isException: Bool) -> Condition {
    let ofOrder = Condition.exists(
      "orderException x", "x.orderID = o.id AND x.state NOT IN ('resolved', 'cleared')",
      .codes("x.code", codes))
    return isException ? .or([.codes("e.code", codes), ofOrder]) : ofOrder
  }
}

extension Condition {
  fileprivate static func exists(_ from: String, _ link: String, _ part: Condition) -> Condition {
    Condition(
      "EXISTS (SELECT 1 FROM " + from + " WHERE " + link + " AND " + part.sql + ")",
      part.arguments)
  }

  /// Names of accounts are few and compared one by one: their column is case-sensitive.
  static func accountNamed(_ names: [String]) -> Condition {
    .or(
      names.map { name in
        Condition("lower(substr(name, 1, length(?))) = lower(?)", [name, name])
      })
  }

  func wrapped(_ before: String, _ after: String) -> Condition {
    Condition(before + sql + after, arguments)
  }
}

extension Comparison {
  /// `age > 3d` is `placed before 3 days ago`.
  var mirrored: Comparison {
    switch self {
    case .less: .greater
    case .atMost: .atLeast
    case .equal: .equal
    case .atLeast: .atMost
    case .greater: .less
    }
  }
}

extension String {
  /// As tracking numbers are stored.
  var trackingPrefix: String { TrackingNumber.normalised(self) }
}
