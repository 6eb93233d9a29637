/// What the filter line means, as a value. Text becomes a `Query` in `QueryParser`; the store turns it
/// into SQL.
package indirect enum Query: Hashable, Sendable {
  /// Everything.
  case all
  case match(Predicate)
  case not(Query)
  case and([Query])
  case or([Query])
}

/// One test on one order.
package enum Predicate: Hashable, Sendable {
  /// `state:transit,pickup`
  case state([OrderState])
  /// `state:stuck`: an exception stands. `state:open`: not final.
  case stuck
  case open
  /// `payment:paid`
  case payment([PaymentState])
  /// `purchase:held,unknown`: the most urgent of its purchases on their way out stands so.
  case purchase([Sending.State])
  /// `supplier:cj,ali`, `shop:main`, `country:BR`, `carrier:usps`: case is ignored, a prefix is enough.
  case supplier([String])
  case shop([String])
  case country([String])
  /// `flag:transit.*`: code of a standing exception; `*` at the end is a prefix match.
  case flag([String])
  /// `tag:vip`: whole tag, case ignored.
  case tag([String])
  /// `tracking:LX`: prefix of a tracking number.
  case tracking(String)
  /// `sku:VAR-5`: prefix of a line's sku.
  case sku(String)
  /// `age>3d`: time since the order was placed.
  case age(Comparison, Span)
  /// `value>=100`: order total in major units, compared in the order's own currency, in
  /// hundredths of a major unit.
  case value(Comparison, hundredths: Int64)
  /// `risk>20`: money at risk, likewise.
  case risk(Comparison, hundredths: Int64)
  /// Free words: in order name, customer, e-mail, city, skus, titles, tracking numbers, notes.
  case text(String)
}

/// How a number is compared.
package enum Comparison: String, CaseIterable, Hashable, Sendable {
  case less = "<"
  case atMost = "<="
  case equal = "="
  case atLeast = ">="
  case greater = ">"
}

/// Why a filter could not be read.
package struct QueryError: Error, Hashable, Sendable {
  /// 0-based character of the text at which it went wrong.
  package var offset: Int
  package var message: String

  package init(offset: Int, message: String) {
    self.offset = offset
    self.message = message
  }
}
