package import Fulfillment

/// A purchase to be written down before anything is sent.
package struct Intent: Hashable, Sendable {
  package var draft: PurchaseDraft
  /// Exactly what will be sent, however often.
  package var body: String
  /// The account that sends it, or the supplier's name where it has none.
  package var receiver: String
  /// The automation that decided; "" for an operator.
  package var automation: String
  /// `.proposed`, or held until an instant (`Sending.held`).
  package var sending: Sending
  /// `RouteRequest.fingerprint` as it was planned with; 0: not compared.
  package var fingerprint: Int64
  /// It is paid by API as soon as the supplier waits for our money.
  package var needsPayment: Bool
  /// What an operator is told of it until it leaves: why it waits for approval.
  package var note: String

  package init(
    draft: PurchaseDraft, body: String, receiver: String, automation: String = "",
    sending: Sending, fingerprint: Int64 = 0, needsPayment: Bool = false, note: String = ""
  ) {
    self.draft = draft
    self.body = body
    self.receiver = receiver
    self.automation = automation
    self.sending = sending
    self.fingerprint = fingerprint
    self.needsPayment = needsPayment
    self.note = note
  }
}

/// A message that a dispatcher may send, or ask about, now.
package struct Claim: Hashable, Sendable {
  /// The message's row.
  package var id: Int64
  /// Unique: the same deed always has the same one.
  package var key: String
  /// `place`, `pay`, `cancel`, `fulfil`
  package var kind: String
  package var receiver: String
  package var body: String
  /// As it stands with this claim.
  package var sending: Sending
  /// Of this attempt: grows with every claim of any message.
  package var fence: Int64
  /// "" where it is about no purchase of ours.
  package var purchaseKey: String
  /// The supplier's number; "" where it is not known.
  package var purchaseNumber: String
  package var order: OrderID
  /// The storefront's id of the order, and the storefront's account.
  package var orderExternalID: String
  package var storefront: String
  /// An earlier attempt has an unknown outcome; this one repeats it under the same key.
  package var isResend: Bool
  /// Of a notice: the bodies of those of its order that this receiver has been sent before.
  package var sentBefore: [String]

  package init(
    id: Int64, key: String, kind: String, receiver: String, body: String, sending: Sending,
    fence: Int64, purchaseKey: String, purchaseNumber: String, order: OrderID,
    orderExternalID: String, storefront: String, isResend: Bool, sentBefore: [String] = []
  ) {
    self.id = id
    self.key = key
    self.kind = kind
    self.receiver = receiver
    self.body = body
    self.sending = sending
    self.fence = fence
    self.purchaseKey = purchaseKey
    self.purchaseNumber = purchaseNumber
    self.order = order
    self.orderExternalID = orderExternalID
    self.storefront = storefront
    self.isResend = isResend
    self.sentBefore = sentBefore
  }
}

/// What became of an attempt, or of a question about one.
package enum SendOutcome: Hashable, Sendable {
  /// The far side has it. `numbers`: the supplier's; the first is the purchase's own, further ones are
  /// kept beside it. `note`: what the operator should know of it.
  case accepted(
    numbers: [String], state: PurchaseState, cost: Money?, note: String, shipments: [Shipment])
  /// The far side said no, in the operator's words.
  case refused(String)
  /// It never left, or was turned away unread; again after that.
  case notSent(String, until: Timestamp)
  /// Nobody knows.
  case lost(String)
  /// The far side was asked and does not have it.
  case absent(String)
  /// The far side was asked and did not tell; again after that.
  case silent(String, until: Timestamp)
}

/// One line of the evidence about a message. `event`: `claimed`, `accepted`, `refused`, `notSent`, `lost`,
/// `orphaned`, `absent`, `silent`, `found`, `settled`, `withdrawn`.
package typealias Attempt = PurchaseRow.Evidence

/// A parcel that a storefront is to be told of.
package struct FulfilmentDue: Hashable, Sendable {
  /// The storefront's account, and its id of the order.
  package var storefront: String
  package var orderExternalID: String
  package var shipment: Shipment
  /// Lines in it and how many of each; empty: not known which.
  package var lines: [Line]
  /// Everything that was to be shipped has been, with this parcel.
  package var isComplete: Bool

  /// A line in the parcel.
  package struct Line: Hashable, Sendable {
    /// `OrderLine.externalID`
    package var id: String
    package var quantity: Int

    package init(id: String, quantity: Int) {
      self.id = id
      self.quantity = quantity
    }
  }

  package init(
    storefront: String, orderExternalID: String, shipment: Shipment, lines: [Line] = [],
    isComplete: Bool = false
  ) {
    self.storefront = storefront
    self.orderExternalID = orderExternalID
    self.shipment = shipment
    self.lines = lines
    self.isComplete = isComplete
  }
}

/// The stop switch while it is on.
package struct BuyingStop: Hashable, Sendable {
  package var at: Timestamp
  package var by: String
  package var reason: String

  package init(at: Timestamp, by: String, reason: String) {
    self.at = at
    self.by = by
    self.reason = reason
  }
}

/// Stock of one supplier item.
package struct StockTold: Hashable, Sendable {
  package var supplierSKU: String
  package var quantity: Int

  package init(supplierSKU: String, quantity: Int) {
    self.supplierSKU = supplierSKU
    self.quantity = quantity
  }
}

/// What a supplier's file says (`FolderReport` of the connectors, as the store takes it).
package struct FileReport: Hashable, Sendable {
  /// Found by `key`, else by `reference`, else by number.
  package var purchases: [PurchaseOrder]
  package var refusedLines: [RefusedLine]
  package var stock: [StockTold]
  /// What the supplier wrote about a purchase, by its key, or its number where it named no key.
  package var notes: [String: String]
  /// What is in which parcel, where it says so.
  package var shipped: [ShippedLine]

  /// So many of an item are in a parcel.
  package struct ShippedLine: Hashable, Sendable {
    /// The purchase's; "" where only the supplier's number is named.
    package var key: String
    package var number: String
    package var supplierSKU: String
    package var quantity: Int
    /// `Shipment.number`
    package var tracking: String

    package init(key: String, number: String, supplierSKU: String, quantity: Int, tracking: String)
    {
      self.key = key
      self.number = number
      self.supplierSKU = supplierSKU
      self.quantity = quantity
      self.tracking = tracking
    }
  }

  /// Items of a purchase that the supplier will not send; a quantity of 0 is all of them.
  package struct RefusedLine: Hashable, Sendable {
    /// The purchase's.
    package var key: String
    package var supplierSKU: String
    package var quantity: Int
    package var reason: String

    package init(key: String, supplierSKU: String, quantity: Int, reason: String) {
      self.key = key
      self.supplierSKU = supplierSKU
      self.quantity = quantity
      self.reason = reason
    }
  }

  package init(
    purchases: [PurchaseOrder] = [], refusedLines: [RefusedLine] = [], stock: [StockTold] = [],
    notes: [String: String] = [:], shipped: [ShippedLine] = []
  ) {
    self.purchases = purchases
    self.refusedLines = refusedLines
    self.stock = stock
    self.notes = notes
    self.shipped = shipped
  }
}

extension SupplierPowers {
  /// Of what may be sent again without harm: a payment or a cancellation of a numbered order, a parcel
  /// that the storefront is asked about first. The store takes every message but `place` and `refund` for
  /// such.
  package static let repeatable = SupplierPowers(deduplicates: .days(3650))
}
