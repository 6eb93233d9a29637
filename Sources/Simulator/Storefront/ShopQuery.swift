import Fulfillment

/// The parameters of `GET /orders`, checked as WordPress checks them.
struct ShopQuery: Sendable {
  /// A parameter that is refused, with WordPress's words for it.
  struct Invalid: Error, Hashable, Sendable {
    let name: String
    let code: String
    let message: String
  }

  /// Statuses that a shop with a returns plugin knows.
  static let statuses: Set<String> = [
    "pending", "processing", "on-hold", "completed", "cancelled", "refunded", "failed",
    "return-requested", "checkout-draft",
  ]

  var page = 1
  var perPage = 10
  var orderBy = "date"
  var isAscending = false
  /// Empty: any but trash.
  var wanted: Set<String> = []
  var include: Set<Int> = []
  var exclude: Set<Int> = []
  /// Exclusive, to the second.
  var modifiedAfter: Timestamp?
  var modifiedBefore: Timestamp?
  var after: Timestamp?
  var before: Timestamp?

  init(_ target: RequestTarget, shopZone: Int) throws(Invalid) {
    page = try ShopQuery.number(target, "page", in: 1...Int(Int32.max)) ?? 1
    perPage = try ShopQuery.number(target, "per_page", in: 1...100) ?? 10
    orderBy =
      try ShopQuery.choice(
        target, "orderby", of: ["date", "id", "include", "modified", "slug", "title"]) ?? "date"
    isAscending = try ShopQuery.choice(target, "order", of: ["asc", "desc"]) == "asc"
    for status in target.list("status") where status != "any" {
      guard ShopQuery.statuses.contains(status) || status == "trash" else {
        throw Invalid(
          name: "status", code: "rest_not_in_enum",
          message: "status[0] is not one of any, trash, "
            + ShopQuery.statuses.sorted().joined(separator: ", ") + ".")
      }
      wanted.insert(status)
    }
    if target.list("status").contains("any") { wanted = [] }
    include = try ShopQuery.ids(target, "include")
    exclude = try ShopQuery.ids(target, "exclude")
    modifiedAfter = try ShopQuery.date(target, "modified_after", shopZone)
    modifiedBefore = try ShopQuery.date(target, "modified_before", shopZone)
    after = try ShopQuery.date(target, "after", shopZone)
    before = try ShopQuery.date(target, "before", shopZone)
  }

  /// Whether an order belongs into the list.
  func admits(_ life: Life, at now: Timestamp) -> Bool {
    guard life.placedAt <= now, include.isEmpty || include.contains(life.id),
      !exclude.contains(life.id)
    else { return false }
    let status = life.status(at: now)
    guard wanted.isEmpty ? status != "trash" : wanted.contains(status) else { return false }
    let created = life.placedAt.wholeSeconds
    if let after, created <= after.wholeSeconds { return false }
    if let before, created >= before.wholeSeconds { return false }
    guard modifiedAfter != nil || modifiedBefore != nil else { return true }
    let modified = life.modifiedAt(now).wholeSeconds
    if let modifiedAfter, modified <= modifiedAfter.wholeSeconds { return false }
    if let modifiedBefore, modified >= modifiedBefore.wholeSeconds { return false }
    return true
  }

  private static func number(
    _ target: RequestTarget, _ name: String, in range: ClosedRange<Int>
  ) throws(Invalid) -> Int? {
    guard let text = target[name] else { return nil }
    guard let number = Int(text) else {
      throw Invalid(
        name: name, code: "rest_invalid_type", message: "\(name) is not of type integer.")
    }
    guard range.contains(number) else {
      let bound =
        range.upperBound > 100
        ? "greater than or equal to 1"
        : "between \(range.lowerBound) (inclusive) and \(range.upperBound) (inclusive)"
      throw Invalid(
        name: name, code: "rest_out_of_bounds", message: "\(name) must be \(bound)")
    }
    return number
  }

  private static func choice(
    _ target: RequestTarget, _ name: String, of choices: [String]
  ) throws(Invalid) -> String? {
    guard let text = target[name] else { return nil }
    guard choices.contains(text) else {
      throw Invalid(
        name: name, code: "rest_not_in_enum",
        message: "\(name) is not one of \(choices.joined(separator: ", ")).")
    }
    return text
  }

  private static func ids(_ target: RequestTarget, _ name: String) throws(Invalid) -> Set<Int> {
    var ids: Set<Int> = []
    for text in target.list(name) {
      guard let id = Int(text) else {
        throw Invalid(
          name: name, code: "rest_invalid_type", message: "\(name)[0] is not of type integer.")
      }
      ids.insert(id)
    }
    return ids
  }

  /// A date bound. Without a zone the text is shop time, or GMT with `dates_are_gmt`. With a zone AND
  /// `dates_are_gmt` the shop first turns it into its own time and then takes that for GMT: the bound
  /// moves by the shop's zone (measured; apis.md 2.1).
  private static func date(
    _ target: RequestTarget, _ name: String, _ shopZone: Int
  ) throws(Invalid) -> Timestamp? {
    guard let text = target[name] else { return nil }
    guard text.utf8.count >= 19, let instant = Timestamp(iso8601: text) else {
      throw Invalid(name: name, code: "rest_invalid_date", message: "Invalid date.")
    }
    let clock = text.dropFirst(19)
    let hasZone = clock.contains { "Zz+- ".contains($0) }
    let isGMT = ["true", "1"].contains(target["dates_are_gmt"] ?? "false")
    let zone = Span.minutes(Int64(shopZone))
    switch (hasZone, isGMT) {
    case (true, true): return instant + zone
    case (false, false): return instant - zone
    default: return instant
    }
  }
}

extension Timestamp {
  /// The instant without its milliseconds: the shop keeps whole seconds.
  var wholeSeconds: Int64 { (milliseconds - (milliseconds % 1000 + 1000) % 1000) / 1000 }

  /// `2026-11-22T14:09:00` on a clock that many minutes east of UTC, without a zone.
  func wallClock(_ zone: Int = 0) -> String {
    let whole = Timestamp(seconds: wholeSeconds) + .minutes(Int64(zone))
    return String(whole.iso8601.dropLast())
  }
}
