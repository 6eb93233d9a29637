/// Names as the operator writes them in rules: case is ignored, and a name may end in `*`.
package enum NamePattern {
  /// Any of the patterns names the text.
  package static func any(_ patterns: [String], match text: String) -> Bool {
    patterns.contains { matches($0, text) }
  }

  /// The pattern names the text.
  static func matches(_ pattern: String, _ text: String) -> Bool {
    guard pattern.utf8.last == 0x2A else { return equal(pattern, text) }
    let start = pattern.dropLast()
    if isASCII(pattern), isASCII(text) {
      return text.utf8.count >= start.utf8.count && equal(text.utf8, start.utf8)
    }
    return text.lowercased().hasPrefix(start.lowercased())
  }

  /// The same name, without regard to case.
  static func equal(_ one: String, _ other: String) -> Bool {
    if one == other { return true }
    guard isASCII(one), isASCII(other) else { return one.lowercased() == other.lowercased() }
    return one.utf8.count == other.utf8.count && equal(one.utf8, other.utf8)
  }

  /// The place of the first pattern that names the text.
  static func place(of text: String, in patterns: [String]) -> Int? {
    patterns.firstIndex { matches($0, text) }
  }

  /// As far as the shorter goes.
  private static func equal(
    _ one: some Sequence<UInt8>, _ other: some Sequence<UInt8>
  ) -> Bool {
    zip(one, other).allSatisfy { lower($0) == lower($1) }
  }

  private static func isASCII(_ text: String) -> Bool { text.utf8.allSatisfy { $0 < 0x80 } }

  private static func lower(_ byte: UInt8) -> UInt8 {
    (65...90).contains(byte) ? byte | 0x20 : byte
  }
}

extension RoutingPolicy.Rule {
  /// Every condition that is written holds for that sku of that order.
  func names(_ sku: String, of request: RouteRequest) -> Bool {
    (storefronts.isEmpty || NamePattern.any(storefronts, match: request.storefront))
      && (countries.isEmpty || NamePattern.any(countries, match: request.shipTo.country))
      && (skus.isEmpty || NamePattern.any(skus, match: sku))
      && (tags.isEmpty || request.tags.contains { NamePattern.any(tags, match: $0) })
  }
}
