package import Fulfillment
package import Wire

/// One value that a recording holds, of any kind that a connector can read.
package enum Decoded: Hashable, Sendable {
  case order(Order)
  case purchase(PurchaseOrder)
  case tracking(TrackingReport)
  case dispute(Dispute)
  /// What a supplier says of an order of ours.
  case placement(Placement)
  /// Stock and price of an item.
  case item(ItemWord)
  /// Something that a storefront sells.
  case product(ShopItem)
  /// What somebody wrote on an order in a shop.
  case orderNote(OrderNote)
  case method(ShippingMethod)
  case offer(Offer)
  /// A parcel that a storefront or a supplier names.
  case parcel(Shipment)
  /// The place of an order that ships a part of it.
  case portion(OrderPortion)
  case payment(CapturedPayment)
  case refund(RefundReceipt)
  /// An authorisation, a void, or what came to nothing.
  case paymentStep(PaymentStep)
  /// What a carrier said of a storefront's fulfilment.
  case scan(FulfilmentScan)
  case cancellation(Timestamp?)
  /// A claim that a supplier has.
  case claim(KnownClaim)
  /// What of an order may be claimed for.
  case claimLine(ClaimDraft.Line)
  case job(CancelJob)
  /// Money that a supplier holds for us.
  case balance(Money)
  /// A token; what it is never leaves here.
  case token(expiresAt: Timestamp)
  case scopes([String])
  case history(OrderHistory)
  case stock(FolderReport.Stock)
  case refusedLine(FolderReport.RefusedLine)
  case shippedLine(FolderReport.ShippedLine)
  /// What a supplier wrote about a purchase.
  case note(key: String, text: String)
  /// The service did what it was asked for, and says no more.
  case done(operation: String)
  /// What a delivery is about; the values that it carries follow.
  case news(DecodedNews)
}

/// The head of a delivery.
package struct DecodedNews: Hashable, Sendable {
  package var id: String
  package var topic: String
  package var at: Timestamp?
  /// `orders`, `tracking`, `disputes`, `hint`, `ping`, or `ignored`: nothing that we want to know.
  package var says: String
  /// What a hint names.
  package var hint: String
  /// Its proof was found right with the secret given; false: no secret was given.
  package var isVerified: Bool

  package init(
    id: String, topic: String, at: Timestamp?, says: String, hint: String, isVerified: Bool
  ) {
    self.id = id
    self.topic = topic
    self.at = at
    self.says = says
    self.hint = hint
    self.isVerified = isVerified
  }
}

/// What decoding one file brought, in the order of the file.
package struct DecodedFile: Hashable, Sendable {
  /// A value, or the error that an answer means.
  package enum Entry: Hashable, Sendable {
    case value(Decoded)
    case error(ConnectorError)
  }

  package var entries: [Entry] = []
  /// Items that could not be read, as `id: reason`; the others of their page could.
  package var unreadable: [String] = []
  /// Exchanges of a cassette that are none of those we read: `GET /v2/webhooks`.
  package var skipped: [String] = []

  package init() {}

  /// The values alone.
  package var values: [Decoded] {
    entries.compactMap { entry in
      guard case .value(let value) = entry else { return nil }
      return value
    }
  }

  /// The errors alone.
  package var errors: [ConnectorError] {
    entries.compactMap { entry in
      guard case .error(let error) = entry else { return nil }
      return error
    }
  }
}

extension DecodedFile.Entry {
  /// The line that is printed for it.
  package var json: JSON {
    switch self {
    case .value(let value): value.json
    case .error(let error): error.json
    }
  }
}

extension ConnectorError {
  /// `{"error": …, "message": …, "code": …, "retry_after": seconds or null}`
  package var json: JSON {
    let (word, after): (String, Span?) =
      switch self {
      case .unauthorized: ("unauthorized", nil)
      case .throttled(let after): ("throttled", after)
      case .rejected: ("rejected", nil)
      case .malformed: ("malformed", nil)
      case .unavailable(_, let after): ("unavailable", after)
      case .unknownOutcome: ("unknownOutcome", nil)
      }
    var members: [(String, JSON)] = [("error", .string(word)), ("message", .string(message))]
    if case .rejected(let code, _) = self { members.append(("code", .string(code))) }
    members.append(("retry_after", after.map { .number(JSON.seconds($0)) } ?? .null))
    return .object(members.map { JSON.Member(name: $0.0, value: $0.1) })
  }
}

extension JSON {
  /// Whole seconds, or with a fraction where there is one: `9`, `1.5`.
  fileprivate static func seconds(_ span: Span) -> String {
    let (whole, rest) = span.milliseconds.quotientAndRemainder(dividingBy: 1000)
    guard rest != 0 else { return String(whole) }
    let digits = String(rest)
    let padded = String(repeating: "0", count: max(0, 3 - digits.utf8.count)) + digits
    return "\(whole).\(padded)"
  }
}
