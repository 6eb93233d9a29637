package import Fulfillment

/// A supplier that can be ordered from by API. What is sent is a text made once, when the purchase is
/// intended; `place` sends exactly that text, however often.
package protocol Buying: Sendable {
  /// What it can do about an order whose outcome is unknown.
  var powers: SupplierPowers { get }
  /// Exactly what will be sent for a draft, as text. Throws what the draft lacks, in the operator's
  /// words: then nothing is intended.
  func body(for draft: PurchaseDraft) throws(DraftProblem) -> String
  /// Places the order of that body. A repeat that the supplier recognises is a success (`isRepeated`).
  func place(_ body: String, _ context: RequestContext) -> Exchange<Placement>
  /// Asks whether the supplier has an order under our key, or under its own number where that is known;
  /// the answer is nil where it has none. nil: it can't be asked.
  func find(key: String, number: String, _ context: RequestContext) -> Exchange<Placement?>?
  /// Pays an order: steps run in order, the last one's answer counts; none: it is not paid by API. Each
  /// step is safe to repeat, and an order that is paid already is a success.
  func pay(number: String, _ context: RequestContext) -> [Exchange<Placement>]
  /// Has an order dropped; nil: it can't be by API.
  func cancel(number: String, _ context: RequestContext) -> Exchange<Placement>?
  /// The money it holds for us; nil: it holds none, or does not tell.
  func balance(_ context: RequestContext) -> Exchange<Money>?
}

/// A supplier that tells what it takes to send a draft, and how long.
package protocol Quoting: Sendable {
  /// The ways to send a draft: only methods that every exchange names will do, and their costs add up
  /// (`ShippingMethod.common`). None: the draft names nothing that can be asked about.
  func freight(_ draft: PurchaseDraft, _ context: RequestContext) -> [Exchange<[ShippingMethod]>]
}

/// A supplier that can't list its orders, but tells of each by its number.
package protocol Refreshing: Sendable {
  /// How those purchases stand, one exchange for each of the supplier's numbers.
  func refresh(_ numbers: [String], _ context: RequestContext) -> [Exchange<PurchaseOrder>]
  /// The parcels of a purchase that has left, where `refresh` named none; nil: they can't be asked for.
  func parcels(of number: String, _ context: RequestContext) -> Exchange<[Shipment]>?
}

/// What a supplier says of an order of ours.
package struct Placement: Hashable, Sendable {
  /// The supplier's numbers; several where it split the order, empty where it told none.
  package var numbers: [String]
  package var state: PurchaseState
  package var cost: Money?
  /// What the operator should know: `created, but the payment failed: balance too low`; "": nothing.
  package var note: String
  /// It was there before this request.
  package var isRepeated: Bool
  package var shipments: [Shipment]

  package init(
    numbers: [String], state: PurchaseState, cost: Money? = nil, note: String = "",
    isRepeated: Bool = false, shipments: [Shipment] = []
  ) {
    self.numbers = numbers
    self.state = state
    self.cost = cost
    self.note = note
    self.isRepeated = isRepeated
    self.shipments = shipments
  }
}

/// Why a purchase can't be written for a supplier.
package struct DraftProblem: Error, Hashable, Sendable {
  /// `CJ needs a country`, to the operator.
  package var reason: String

  package init(_ reason: String) { self.reason = reason }
}

/// A storefront that can be told of parcels. Read before write: `fulfilments` tells what it has.
package protocol Fulfilling: Sendable {
  /// The parcels the storefront knows of for an order; each exchange reads another place where it may
  /// keep them, and a place that this shop lacks answers none.
  func fulfilments(of order: String, _ context: RequestContext) -> [Exchange<[KnownFulfilment]>]
  /// Exactly what will be told of a parcel, as text.
  func body(for update: FulfilmentUpdate) -> String
  /// Reads what the shop must be asked before it can be told: the answer is a fuller body, with which to
  /// come again. nil: the body has all that `fulfil` needs. It is read anew for every attempt.
  func prepare(_ body: String, _ context: RequestContext) -> Exchange<String>?
  /// The ways to tell it, best first; the next is tried where the first step of one is answered by
  /// `rejected` with the code `unsupported` (the shop lacks the feature or plugin). A way's first step
  /// tells of the parcel and is left out where the storefront knows it already; the steps behind it are
  /// safe to repeat.
  func fulfil(_ body: String, _ context: RequestContext) -> [[Exchange<Void>]]
}

extension Fulfilling {
  package func prepare(_ body: String, _ context: RequestContext) -> Exchange<String>? { nil }
}

/// A parcel to tell a storefront of.
package struct FulfilmentUpdate: Hashable, Sendable {
  /// The storefront's id of the order.
  package var order: String
  package var shipment: Shipment
  /// Lines in it and how many of each; empty: not known which.
  package var lines: [Line]
  /// Everything that was to be shipped has been, with this parcel.
  package var isComplete: Bool

  /// A line of the order, and how many of it are in the parcel.
  package struct Line: Hashable, Sendable {
    /// `OrderLine.externalID`
    package var id: String
    package var quantity: Int

    package init(id: String, quantity: Int) {
      self.id = id
      self.quantity = quantity
    }
  }

  package init(order: String, shipment: Shipment, lines: [Line] = [], isComplete: Bool = false) {
    self.order = order
    self.shipment = shipment
    self.lines = lines
    self.isComplete = isComplete
  }
}

/// A parcel as a storefront knows it.
package struct KnownFulfilment: Hashable, Sendable {
  package var number: String
  package var carrier: String

  package init(number: String, carrier: String = "") {
    self.number = number
    self.carrier = carrier
  }
}

/// A supplier that works by files in folders: an agent, a 3PL. No I/O here: names and bytes.
package protocol FolderSupplier: Sendable {
  /// The file that asks for a draft, as text; the name is made of the key.
  func body(for draft: PurchaseDraft) throws(DraftProblem) -> String
  /// The name under which the body of that key is put into the supplier's inbox.
  func fileName(key: String) -> String
  /// What a file from the supplier says.
  func read(_ bytes: [UInt8], name: String, now: Timestamp) -> FolderReport
  /// Where files for the supplier are put, below the account's folder; "" is the folder itself.
  var inbox: String { get }
  /// Where its files come from, below the account's folder; "": none come back.
  var outbox: String { get }
}

/// What a file from a supplier says.
package struct FolderReport: Sendable {
  /// Orders acknowledged, rejected or shipped: `key` or `reference` names them.
  package var purchases: [PurchaseOrder]
  /// Lines that a purchase will not be filled of: key, supplier sku, reason.
  package var refusedLines: [RefusedLine]
  /// Stock told.
  package var stock: [Stock]
  /// Rows that could not be read; the id is `file:line:column`.
  package var unreadable: [Page<PurchaseOrder>.Unreadable]
  /// What the supplier wrote about a purchase, by key (or number where it named none).
  package var notes: [String: String]
  /// What is in which parcel, where it says so.
  package var shipped: [ShippedLine]

  /// A line that a purchase will not be filled of.
  package struct RefusedLine: Hashable, Sendable {
    package var key: String
    package var supplierSKU: String
    /// Supplier items; 0: all of them.
    package var quantity: Int
    package var reason: String

    package init(key: String, supplierSKU: String, quantity: Int, reason: String) {
      self.key = key
      self.supplierSKU = supplierSKU
      self.quantity = quantity
      self.reason = reason
    }
  }

  /// So many of an item are in a parcel.
  package struct ShippedLine: Hashable, Sendable {
    /// Our key; "" where the file names only the supplier's number.
    package var key: String
    /// The supplier's own order number; "" where it names none.
    package var order: String
    package var supplierSKU: String
    /// Supplier items.
    package var quantity: Int
    /// `Shipment.number`
    package var tracking: String

    package init(key: String, order: String, supplierSKU: String, quantity: Int, tracking: String) {
      self.key = key
      self.order = order
      self.supplierSKU = supplierSKU
      self.quantity = quantity
      self.tracking = tracking
    }
  }

  /// Supplier items in stock.
  package struct Stock: Hashable, Sendable {
    package var supplierSKU: String
    package var quantity: Int

    package init(supplierSKU: String, quantity: Int) {
      self.supplierSKU = supplierSKU
      self.quantity = quantity
    }
  }

  package init(
    purchases: [PurchaseOrder] = [], refusedLines: [RefusedLine] = [], stock: [Stock] = [],
    unreadable: [Page<PurchaseOrder>.Unreadable] = [], notes: [String: String] = [:],
    shipped: [ShippedLine] = []
  ) {
    self.purchases = purchases
    self.refusedLines = refusedLines
    self.stock = stock
    self.unreadable = unreadable
    self.notes = notes
    self.shipped = shipped
  }
}

extension Connection {
  /// The same connector where it can be ordered from by API.
  package var buying: (any Buying)? {
    guard case .supplier(let connector) = self else { return nil }
    return connector as? any Buying
  }

  /// The same connector where it is asked about purchases one by one.
  package var refreshing: (any Refreshing)? {
    guard case .supplier(let connector) = self else { return nil }
    return connector as? any Refreshing
  }

  /// The same connector where it tells what sending costs.
  package var quoting: (any Quoting)? {
    guard case .supplier(let connector) = self else { return nil }
    return connector as? any Quoting
  }

  /// The same connector where it works by files.
  package var folder: (any FolderSupplier)? {
    guard case .supplier(let connector) = self else { return nil }
    return connector as? any FolderSupplier
  }

  /// The same connector where it can be told of parcels.
  package var fulfilling: (any Fulfilling)? {
    guard case .storefront(let connector) = self else { return nil }
    return connector as? any Fulfilling
  }
}
