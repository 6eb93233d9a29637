/// The facts that a template can name, as `{order}`.
package enum NoticeField: String, CaseIterable, Sendable {
  case order, name, greeting, items, tracking, carrier, expected, reason, amount, place, shop,
    support
  case trackingLink = "tracking_link"
  case returnID = "return"
  case placedAt = "placed"

  /// What it stands for, for help.
  package var help: String {
    switch self {
    case .order: "the order as the shop shows it: #1001"
    case .name: "the customer's name"
    case .greeting: "the first line, with the name where it is known"
    case .items: "what it is about, a line each"
    case .tracking: "the tracking number"
    case .carrier: "the carrier"
    case .expected: "the day on which the parcel is expected now"
    case .reason: "why: the words of the carrier or of the decision"
    case .amount: "how much goes back"
    case .place: "where the parcel waits or was seen last"
    case .shop: "the shop's name, as set for the storefront"
    case .support: "where to write to"
    case .trackingLink: "a page to follow the parcel on, as set for the storefront"
    case .returnID: "the shop's name of the return"
    case .placedAt: "the day of the order"
    }
  }
}

/// What a notice is about. Texts are as the far sides gave them; what is unknown is "" or nil.
package struct NoticeMatter: Hashable, Sendable {
  package var order = ""
  package var name = ""
  package var items: [Item] = []
  package var tracking = ""
  package var carrier = ""
  package var expected: CivilDate?
  package var reason = ""
  package var amount: Money?
  package var place = ""
  package var returnID = ""
  package var placedAt: CivilDate?

  /// So many of one thing.
  package struct Item: Hashable, Sendable {
    package var quantity: Int
    package var title: String

    package init(quantity: Int, title: String) {
      self.quantity = quantity
      self.title = title
    }
  }

  package init(order: String = "", name: String = "") {
    self.order = order
    self.name = name
  }

  /// A field in the words of a language; nil where the fact is missing.
  func text(_ field: NoticeField, in language: NoticeLanguage, _ sender: NoticeSender) -> String? {
    let text =
      switch field {
      case .order: order.sanitised(limit: 60)
      case .name: name.sanitised(limit: 80)
      case .greeting: language.greeting(name.sanitised(limit: 80))
      case .items: list
      case .tracking: tracking.sanitised(limit: 60)
      case .carrier: carrier.sanitised(limit: 60)
      case .expected: expected.map(language.day) ?? ""
      case .reason: reason.sanitised(limit: 2000)
      case .amount: amount.map(language.money) ?? ""
      case .place: place.sanitised(limit: 120)
      case .shop: sender.shop.sanitised(limit: 80)
      case .support: sender.support.sanitised(limit: 200)
      case .trackingLink: link(sender.trackingLink)
      case .returnID: returnID.sanitised(limit: 60)
      case .placedAt: placedAt.map(language.day) ?? ""
      }
    return text.isEmpty ? nil : text
  }

  private static let mostItems = 20

  private var list: String {
    var lines = items.prefix(NoticeMatter.mostItems).map {
      "  \($0.quantity) × \($0.title.sanitised(limit: 100))"
    }
    if items.count > NoticeMatter.mostItems { lines.append("  …") }
    return lines.joined(separator: "\n")
  }

  /// The page with the number in it; nothing of the number but letters, digits and dashes.
  private func link(_ pattern: String) -> String {
    let number = tracking.filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
    guard !number.isEmpty, let hole = pattern.firstRange(of: "{tracking}") else { return "" }
    return pattern[..<hole.lowerBound] + number + pattern[hole.upperBound...]
  }
}

/// Who writes, for one storefront.
package struct NoticeSender: Hashable, Sendable {
  /// The shop's name, as customers know it.
  package var shop: String
  /// Where customers write to; "" leaves it out.
  package var support: String
  /// A page with `{tracking}` where the number goes; "" leaves it out.
  package var trackingLink: String

  package init(shop: String = "", support: String = "", trackingLink: String = "") {
    self.shop = shop
    self.support = support
    self.trackingLink = trackingLink
  }
}
