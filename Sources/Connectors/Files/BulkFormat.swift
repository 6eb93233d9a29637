import Fulfillment

/// The bulk files of a service that is worked by hand or by folder. What none of them documents is left to
/// the account's `template`.
enum BulkFormat: String, CaseIterable {
  /// Our own columns, or those of the account's template: agents, 3PLs, iChiba.
  case generic
  /// DSers takes orders as CSV (help.dsers.com/place-csv-orders) and documents no file that comes back.
  case dsers
  /// AutoDS documents what an order shows (help.autods.com, orders page), no file that goes in.
  case autods
  /// Zendrop has its orders from the shop; it documents the export that comes back
  /// (support.zendrop.com, order export field reference).
  case zendrop

  /// The account's `format`; "" and `ichiba` are generic. nil for anything else.
  init?(option: String) {
    switch option.lowercased() {
    case "", "ichiba": self = .generic
    case let name:
      guard let format = BulkFormat(rawValue: name) else { return nil }
      self = format
    }
  }

  /// What an account may name.
  static let names = "generic, ichiba, dsers, autods, zendrop"

  /// As people call it.
  var title: String {
    switch self {
    case .generic: "the supplier"
    case .dsers: "DSers"
    case .autods: "AutoDS"
    case .zendrop: "Zendrop"
    }
  }

  /// The columns of orders; nil where the service documents none, and the account must name them.
  var template: String? {
    switch self {
    case .generic: ""
    case .dsers:
      """
      Order number=po_number; Date=order_date; Country=country_name; Product id=product_id; \
      SKU=product_sku; Product count=quantity; Order memo=shipping_method; Contact person=name; \
      Mobile no=phone_digits; Email=email; Address=address1_plain; Address2=address2_plain; \
      Province=province; City=city; Zip=postcode; RUT=""; Personal Clearance ID=""; \
      Passport/ Alien registration Card Number=""; CPF=""
      """
    case .autods, .zendrop: nil
    }
  }

  /// Fields that a file in its own columns can't be without.
  var required: [OrderField] {
    guard self == .dsers else { return [] }
    return [
      .orderDate, .countryName, .productID, .productSKU, .phoneDigits, .address1Plain, .province,
      .city, .postcode,
    ]
  }

  /// Countries that want a number of the customer's which no order carries, and which.
  var unorderable: [String: String] {
    guard self == .dsers else { return [:] }
    return ["BR": "a CPF", "CL": "a RUT", "KR": "a Personal Clearance ID"]
  }

  /// How a purchase stands by the word in an export; nil: it says nothing of that.
  func state(_ word: String) -> PurchaseState? {
    let word = word.lowercased().filter { $0.isLetter }
    return switch (self, word) {
    case (_, "shipped"), (.zendrop, "fulfilled"): .shipped
    case (_, "delivered"), (.zendrop, "completed"): .delivered
    case (_, "canceled"), (_, "cancelled"): .cancelled
    case (.autods, "failed"): .rejected
    case (.autods, "paymentrevision"): .unpaid
    case (.autods, "pending"), (.autods, "inorderprogress"): .placed
    case (.autods, "ordered"): .acknowledged
    case (.zendrop, "processing"): .acknowledged
    case (.zendrop, "inreview"), (.zendrop, "unfulfilled"): .placed
    default: nil
    }
  }
}
