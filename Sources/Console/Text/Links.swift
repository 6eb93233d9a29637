import Fulfillment

/// An address that may be handed to a browser: https, a plain host, and nothing in it that a terminal, a
/// shell or another program could take for something else.
package struct SafeLink: Hashable, Sendable {
  package let text: String

  /// nil for anything else; a user name in front of the host is refused, too.
  package init?(_ text: String) {
    let scheme = "https://"
    guard text.utf8.count <= 2_000, text.lowercased().hasPrefix(scheme),
      text.utf8.allSatisfy(SafeLink.isPlain)
    else { return nil }
    let rest = text.dropFirst(scheme.count)
    let authority = rest.prefix { !"/?#".contains($0) }
    let parts = authority.split(separator: ":", omittingEmptySubsequences: false)
    guard let host = parts.first, !host.isEmpty, host.first != "-", host.first != ".",
      host.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "-" || $0 == "." })
    else { return nil }
    guard parts.count == 1 || parts.count == 2 && Int(parts[1]).map({ $0 < 65_536 }) == true else {
      return nil
    }
    self.text = text
  }

  /// What RFC 3986 lets stand as it is, and `%`.
  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "-._~:/?#[]@!$&'()*+,;=%".utf8.contains(byte)
    }
  }
}

/// Where the shop of a storefront is, for links to its orders.
package struct ShopAddress: Hashable, Sendable {
  /// `shopify`, `woocommerce`.
  package var service: String
  package var url: String

  package init(service: String, url: String) {
    self.service = service
    self.url = url
  }

  /// The page of an order in the shop's own back office; nil where there is none that is safe to open.
  package func order(_ externalID: String) -> SafeLink? {
    // Shopify's ids may be whole paths: gid://shopify/Order/17
    let digits = String(externalID.reversed().prefix { $0.isASCII && $0.isNumber }.reversed())
    guard !digits.isEmpty, digits.utf8.count <= 20 else { return nil }
    var base = url[...]
    while base.last == "/" { base.removeLast() }
    switch service {
    case "shopify": return SafeLink(base + "/admin/orders/" + digits)
    case "woocommerce":
      return SafeLink(base + "/wp-admin/post.php?post=" + digits + "&action=edit")
    default: return nil
    }
  }
}

/// What of an order can be looked at in a browser.
enum LinkItems {
  static func of(_ detail: OrderDetail, _ shops: [String: ShopAddress]) -> [Menu.Item] {
    var items: [Menu.Item] = []
    let shipments = detail.purchases.flatMap(\.shipments) + detail.order.shipments
    var seen: Set<String> = []
    let numbers = ([detail.row.tracking] + shipments.map(\.number)).filter {
      !$0.isEmpty && seen.insert($0).inserted
    }
    for (index, number) in numbers.prefix(9).enumerated() {
      guard let link = SafeLink(TrackingLink.text(number)) else { continue }
      items.append(
        .init(
          Character(String(index + 1)), "The parcel " + number.sanitised(limit: 40), link.text,
          .open(link)))
    }
    if let link = shops[detail.row.storefront]?.order(detail.order.externalID) {
      items.append(
        .init(
          "s", "The order in \(detail.row.storefront.sanitised(limit: 40))", link.text, .open(link))
      )
    }
    return items
  }
}
