internal import Fulfillment
internal import GRDB

/// What a supplier says of a purchase.
struct SupplierWord {
  /// The first is the purchase's own; further ones where the supplier split it.
  var numbers: [String]
  var state: PurchaseState
  var cost: Money?
  /// What the operator should know; "": nothing.
  var note: String
  var shipments: [Shipment]
  var placedAt: Timestamp?
  var acknowledgedAt: Timestamp?

  init(
    numbers: [String], state: PurchaseState, cost: Money? = nil, note: String = "",
    shipments: [Shipment] = [], placedAt: Timestamp? = nil, acknowledgedAt: Timestamp? = nil
  ) {
    self.numbers = numbers.map { $0.sanitised(limit: 120) }.filter { !$0.isEmpty }
    self.state = state
    self.cost = cost
    self.note = note.sanitised(limit: 500)
    self.shipments = shipments
    self.placedAt = placedAt
    self.acknowledgedAt = acknowledgedAt
  }
}

extension Work {
  /// The far side has it, whoever says so and however late.
  mutating func arrive(
    _ message: inout KeptMessage, _ word: SupplierWord, as evidence: Evidence
  ) throws {
    let wasGone = message.sending.state == .rejected || message.sending.state == .withdrawn
    try step(&message, .accepted, outcome: word.note)
    try note(message, evidence, word.evidence)
    if message.kind == OutboxMessage.Kind.claim.rawValue { try submitted(message, word) }
    guard let purchaseID = message.purchaseID else { return }
    guard message.isPlacing else {
      try follow(word, of: purchaseID, message)
      return
    }
    var word = word
    // Only a supplier that has it is heard here; one that won't fill it says so with `.rejected`.
    if word.state == .intended || word.state == .unknown { word.state = .placed }
    if let own = word.numbers.first {
      if let clash = try adopt(own, for: purchaseID, &word) {
        message.outcome = clash
        try keep(message)
      }
      try addSiblings(Array(word.numbers.dropFirst()), of: purchaseID, word, message)
    }
    if word.placedAt == nil { word.placedAt = message.sending.lastSentAt }
    try write(word, over: purchaseID, message)
    if wasGone, word.state.isLive, try !revive(purchaseID) {
      message.outcome = "the supplier has it after all, and it has been bought again since"
      try keep(message)
    }
  }

  /// What a payment or a cancellation has changed; nothing where the answer does not tell.
  private mutating func follow(
    _ word: SupplierWord, of purchaseID: Int64, _ message: KeptMessage
  ) throws {
    let kind = OutboxMessage.Kind(rawValue: message.kind)
    guard kind == .pay || kind == .cancel, word.state.isAtSupplier, word.state != .unclear else {
      return
    }
    try write(word, over: purchaseID, message)
  }

  private mutating func write(
    _ word: SupplierWord, over purchaseID: Int64, _ message: KeptMessage
  ) throws {
    guard let known = try keptPurchase(purchaseID) else { throw Work.vanished("the purchase") }
    var purchase = PurchaseOrder(
      supplier: "", number: "", reference: "", state: word.state, cost: word.cost,
      placedAt: word.placedAt ?? known.placedAt, acknowledgedAt: word.acknowledgedAt,
      shipments: word.shipments.map { $0.normalised() })
    if word.state == .acknowledged, known.acknowledgedAt == nil, word.acknowledgedAt == nil {
      purchase.acknowledgedAt = now
    }
    let source = Source(id: 0, name: message.receiver, isHistory: false)
    _ = try write(purchase, over: known, source: source)
  }

  /// Gives the purchase its number. A row that was pulled under that number before is taken in; a number
  /// that is another purchase's is left there, and what to tell of it returned.
  private mutating func adopt(
    _ number: String, for purchaseID: Int64, _ word: inout SupplierWord
  ) throws -> String? {
    guard let own = try keyedPurchase(purchaseID), own.number != number else { return nil }
    if let other = try purchase(numbered: number, of: own.supplierID) {
      let isLoose = other.key.isEmpty && other.orderID == own.orderID
      guard isLoose else {
        return "\(own.supplier) gave the number \(number), which is on "
          + (try name(of: other.orderID)) + " already"
      }
      if word.state == .placed || word.state == .unclear { word.state = other.state }
      try takeIn(other.id, into: purchaseID)
    }
    if own.number.isEmpty {
      try database.run("UPDATE purchaseOrder SET number = ? WHERE id = ?", number, purchaseID)
    } else {
      try addSibling(number, of: own, state: word.state, placedAt: word.placedAt ?? now)
    }
    return nil
  }

  /// A row that another program or a person wrote down becomes part of a purchase of ours: its parcels and
  /// messages are. What it was written down to stand for is what the purchase's own lines are.
  private mutating func takeIn(_ other: Int64, into purchaseID: Int64) throws {
    try database.run(
      "UPDATE shipment SET purchaseID = ? WHERE purchaseID = ?", purchaseID, other)
    try database.run(
      "UPDATE outboxMessage SET purchaseID = ? WHERE purchaseID = ?", purchaseID, other)
    try database.run(
      "UPDATE OR REPLACE parcelItem SET purchaseID = ? WHERE purchaseID = ?", purchaseID, other)
    try database.run("DELETE FROM purchaseLine WHERE purchaseID = ?", other)
    try database.run(
      "UPDATE purchaseOrder SET replaces = nullif(?1, id) WHERE replaces = ?2", purchaseID, other)
    try database.run("DELETE FROM purchaseOrder WHERE id = ?", other)
  }

  /// Further numbers of one purchase: rows of their own, without lines, whose reference is its key.
  private mutating func addSiblings(
    _ numbers: [String], of purchaseID: Int64, _ word: SupplierWord, _ message: KeptMessage
  ) throws {
    guard let own = try keyedPurchase(purchaseID) else { return }
    let placedAt = word.placedAt ?? message.sending.lastSentAt ?? now
    for number in numbers where number != own.number {
      try addSibling(number, of: own, state: word.state, placedAt: placedAt)
    }
  }

  mutating func addSibling(
    _ number: String, of own: KeyedPurchase, state: PurchaseState, placedAt: Timestamp
  ) throws {
    if let known = try purchase(numbered: number, of: own.supplierID) {
      guard known.key.isEmpty, known.orderID == own.orderID else { return }
      try database.run("UPDATE purchaseOrder SET reference = ? WHERE id = ?", own.key, known.id)
      return
    }
    try database.run(
      """
      INSERT INTO purchaseOrder (orderID, supplierID, number, key, reference, state, placedAt,
        recordedAt, recordedBy)
      VALUES (?, ?, ?, '', ?, ?, ?, ?, ?)
      """, own.orderID, own.supplierID, number, own.key, state.rawValue, placedAt.milliseconds,
      now.milliseconds, own.supplier)
    touched.insert(own.orderID)
  }

  /// The lines of a purchase that came to nothing are covered by it again, where nothing else covers
  /// them or replaces what they replace; whether all are.
  mutating func revive(_ purchaseID: Int64) throws -> Bool {
    let positions = try database.numbers(
      "SELECT position FROM purchaseLine WHERE purchaseID = ? AND isLive = 0", [purchaseID])
    var isWhole = true
    for position in positions {
      do {
        try database.run(
          """
          UPDATE purchaseLine AS mine SET isLive = 1 WHERE purchaseID = ?1 AND position = ?2
          AND NOT EXISTS (
            SELECT 1 FROM purchaseLine l WHERE l.orderID = mine.orderID AND l.line = mine.line
            AND l.part = mine.part AND l.again = mine.again AND l.isLive = 1
            AND l.firstUnit < mine.firstUnit + mine.units AND mine.firstUnit < l.firstUnit + l.units)
          """, purchaseID, position)
        if database.changesCount == 0 { isWhole = false }
      } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
        isWhole = false
      }
    }
    return isWhole
  }

  /// The supplier waits for money that the account pays by itself: its payment is queued, once.
  mutating func queuePayment(of purchaseID: Int64) throws {
    guard let own = try keyedPurchase(purchaseID), own.needsPayment, own.state == .unpaid,
      !own.number.isEmpty, let placing = try placing(of: purchaseID)
    else { return }
    try database.run(
      """
      INSERT INTO outboxMessage (key, kind, receiver, body, state, createdAt, orderID, purchaseID)
      VALUES (?, 'pay', ?, ?, 'ready', ?, ?, ?) ON CONFLICT (key) DO NOTHING
      """, "pay:" + own.key, placing.receiver, own.number, now.milliseconds, own.orderID,
      purchaseID)
  }

  func keyedPurchase(_ id: Int64) throws -> KeyedPurchase? {
    try keyedPurchase("p.id = ?", [id])
  }

  func purchase(numbered number: String, of supplierID: Int64) throws -> KeyedPurchase? {
    guard !number.isEmpty else { return nil }
    return try keyedPurchase(
      "p.supplierID = ? AND p.number = ? AND p.number <> ''", [supplierID, number])
  }

  private func keyedPurchase(_ condition: String, _ values: [Argument]) throws -> KeyedPurchase? {
    try database.rows(
      "SELECT " + KeyedPurchase.columns + " WHERE " + condition, values, read: KeyedPurchase.init
    ).first
  }

  /// A purchase of ours by its key.
  func purchase(keyed key: String) throws -> KeyedPurchase? {
    guard !key.isEmpty else { return nil }
    return try keyedPurchase("p.key = ? AND p.key <> ''", [key])
  }
}

/// A purchase as the ways of buying need it.
struct KeyedPurchase {
  var id: Int64
  var orderID: Int64
  var supplierID: Int64
  var supplier: String
  var number: String
  var key: String
  var state: PurchaseState
  var needsPayment: Bool

  /// `CJ 1001`
  var label: String { supplier + " " + (number.isEmpty ? key : number) }

  static let columns = """
    p.id, p.orderID, p.supplierID, s.name, p.number, p.key, p.state, p.needsPayment \
    FROM purchaseOrder p JOIN supplier s ON s.id = p.supplierID
    """

  init(_ columns: inout Columns) throws {
    id = try columns.number()
    orderID = try columns.number()
    supplierID = try columns.number()
    supplier = try columns.text()
    number = try columns.text()
    key = try columns.text()
    state = try columns.state(PurchaseState.self)
    needsPayment = try columns.bool()
  }
}

extension SupplierWord {
  /// `CJ 1001, waits for our payment: balance too low`
  fileprivate var evidence: String {
    let told = (numbers + [StateText.text(state)]).joined(separator: ", ")
    return note.isEmpty ? told : told + ": " + note
  }
}
