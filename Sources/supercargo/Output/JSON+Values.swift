import Fulfillment

extension JSON {
  /// `{"amount":"12.34","currency":"USD"}` or null.
  static func money(_ money: Money?) -> JSON {
    guard let money else { return .null }
    return .object([
      ("amount", .string(money.decimal)), ("currency", .string(money.currency.code)),
    ])
  }

  /// ISO 8601 UTC or null.
  static func time(_ instant: Timestamp?) -> JSON { .text(instant?.iso8601) }

  /// The fields of an address.
  static func address(_ address: Address) -> JSON {
    .object([
      ("name", .string(address.name)), ("company", .string(address.company)),
      ("line1", .string(address.line1)), ("line2", .string(address.line2)),
      ("city", .string(address.city)), ("province", .string(address.province)),
      ("postcode", .string(address.postcode)), ("country", .string(address.country)),
      ("phone", .string(address.phone)),
    ])
  }

  /// The lines of an order.
  static func lines(_ lines: [OrderLine]) -> JSON {
    .array(
      lines.map { line in
        .object([
          ("sku", .string(line.sku)), ("title", .string(line.title)),
          ("quantity", .count(line.quantity)), ("price", .money(line.price)),
        ])
      })
  }
}
