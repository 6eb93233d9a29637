internal import Fulfillment
internal import GRDB

/// The columns that repeat what the storefront told, in the order of `Order.told`.
private let toldColumns = [
  "name", "customerName", "country", "payment", "placedAt", "currency", "total",
  "valueHundredths", "lineCount", "digest", "sourceUpdatedAt", "paidAt", "cancelledAt",
  "fulfillment", "fulfilledAt", "promisedAt", "subtotal", "shipping", "tax", "discount",
  "refunded", "email", "phone", "shipName", "company", "line1", "line2", "city", "province",
  "postcode", "shipPhone", "note", "likeness",
]

private let insertSQL: String = {
  let columns =
    toldColumns + [
      "accountID", "externalID", "isHistory", "changedAt", "state", "stateRank",
      "isOpen", "supplier", "fingerprint", "tracking", "tags",
    ]
  return "INSERT INTO customerOrder (" + columns.joined(separator: ", ") + ") VALUES ("
    + columns.map { _ in "?" }.joined(separator: ", ") + ")"
}()

/// What the shop does not promise, the configuration may have.
private let updateSQL =
  "UPDATE customerOrder SET "
  + toldColumns.map { column in
    column == "promisedAt"
      ? "promisedAt = coalesce(?, CASE WHEN isPromiseOurs THEN promisedAt END)" : column + " = ?"
  }.joined(separator: ", ")
  + ", changedAt = max(changedAt, ?), isPromiseOurs = isPromiseOurs AND ? IS NULL WHERE id = ?"

/// For one to eight lines.
private let lineSQL: [String] = (1...8).map { count in
  """
  INSERT INTO orderLine (orderID, externalID, position, sku, title, quantity, price,
    requiresShipping, fulfilled)
  VALUES \(Array(repeating: "(?, ?, ?, ?, ?, ?, ?, ?, ?)", count: count).joined(separator: ", "))
  """
}

extension Order {
  fileprivate func told(digest: Int64) -> [Argument] {
    [
      name, customerName, shipTo.country, payment.rawValue, placedAt.milliseconds, currency.code,
      total?.minor, total?.hundredths ?? 0, lines.count, digest, updatedAt?.milliseconds,
      paidAt?.milliseconds, cancelledAt?.milliseconds, fulfillment.rawValue,
      fulfilledAt?.milliseconds, promisedAt?.milliseconds, subtotal?.minor, shipping?.minor,
      tax?.minor, discount?.minor, refunded?.minor, email, phone, shipTo.name, shipTo.company,
      shipTo.line1, shipTo.line2, shipTo.city, shipTo.province, shipTo.postcode, shipTo.phone, note,
      likeness,
    ]
  }
}

extension Work {
  /// A new order with its lines, tags, parcels and returns. What is derived is derived from what is at
  /// hand, so that nothing is read back and no row is written twice.
  mutating func insert(_ order: Order, digest: Int64, source: Source) throws -> Int64 {
    let changedAt = min(now, order.updatedAt ?? (source.isHistory ? order.placedAt : now))
    let derived = try derived(from: order, digest: digest, source: source)
    let mine: [Argument] = [
      source.id, order.externalID, source.isHistory ? 1 : 0, changedAt.milliseconds,
      derived.state.rawValue, derived.state.rank, derived.state.isFinal ? 0 : 1,
      derived.supplier, derived.fingerprint, derived.tracking, derived.tags,
    ]
    try database.run(insertSQL, order.told(digest: digest) + mine)
    let id = database.lastInsertedRowID
    try insertLines(of: order, id: id)
    try insertTags(of: order, id: id)
    for shipment in order.distinctShipments {
      try insert(shipment, Giver(orderID: id, purchaseID: nil, source: source, order))
    }
    for request in order.returns { try merge(request, orderID: id, source: source.name) }
    let words =
      [order.name, order.customerName, order.email, order.shipTo.city, order.note]
      + order.lines.map { $0.sku + " " + $0.title } + order.distinctShipments.map(\.number)
    try database.run(
      "INSERT INTO orderWords (rowid, words) VALUES (?, ?)", id,
      words.joined(separator: "\n"))
    touched.remove(id)
    uncounted.insert(id)
    reworded.remove(id)
    return id
  }

  /// As `settle` would derive it from the stored facts of an order that has nothing but itself.
  private mutating func derived(
    from order: Order, digest: Int64, source: Source
  ) throws -> Derived {
    var facts = OrderFacts(
      placedAt: order.placedAt, payment: order.payment, paidAt: order.paidAt,
      cancelledAt: order.cancelledAt, fulfillment: order.fulfillment,
      promisedAt: order.promisedAt, isHistory: source.isHistory)
    facts.lines = order.lines.map {
      LineFacts(
        sku: $0.sku, title: $0.title, quantity: $0.quantity,
        requiresShipping: $0.requiresShipping, fulfilled: $0.fulfilled)
    }
    facts.shipments = order.distinctShipments.map {
      ShipmentFacts(
        number: $0.number, carrier: $0.carrier,
        createdAt: Giver(orderID: 0, purchaseID: nil, source: source, order).createdAt($0, now))
    }
    .sorted { $0.createdAt < $1.createdAt }
    facts.returns = order.returns.map {
      ReturnFacts(externalID: $0.externalID, state: $0.state, requestedAt: $0.requestedAt)
    }
    .sorted { $0.requestedAt < $1.requestedAt }
    facts.fold()
    return Derived(
      facts, facts.tracks, orderDigest: digest, offeredBy: try offers.supplier(of: order.lines),
      tags: TagList.text(order.distinctTags))
  }

  func update(_ id: Int64, _ order: Order, digest: Int64) throws {
    let changedAt = min(now, order.updatedAt ?? now)
    try database.run(
      updateSQL,
      order.told(digest: digest) + [changedAt.milliseconds, order.promisedAt?.milliseconds, id])
  }

  /// The parts of an order that has changed at its storefront.
  mutating func writeParts(of order: Order, id: Int64, source: Source) throws {
    if try lines(of: id) != order.lines {
      try database.run("DELETE FROM orderLine WHERE orderID = ?", id)
      try insertLines(of: order, id: id)
    }
    // The operator's tags stay, and so does what the operator removed.
    try database.run("DELETE FROM orderTag WHERE orderID = ? AND source = 'shop'", id)
    try insertTags(of: order, id: id)
    for shipment in order.distinctShipments {
      try merge(shipment, Giver(orderID: id, purchaseID: nil, source: source, order))
    }
    for request in order.returns { try merge(request, orderID: id, source: source.name) }
    reworded.insert(id)
    touched.insert(id)
  }

  /// As they are kept, with prices in the order's currency.
  private func lines(of id: Int64) throws -> [OrderLine] {
    try database.rows(
      """
      SELECT l.externalID, l.sku, l.title, l.quantity, l.requiresShipping, l.fulfilled, l.price,
        o.currency
      FROM orderLine l JOIN customerOrder o ON o.id = l.orderID WHERE l.orderID = ?
      ORDER BY l.position
      """, id
    ) {
      var line = OrderLine(
        externalID: try $0.text(), sku: try $0.text(), title: try $0.text(), quantity: try $0.int(),
        price: nil)
      line.requiresShipping = try $0.bool()
      line.fulfilled = try $0.bool()
      let price = try $0.numberOrNil()
      let currency = try $0.currency()
      line.price = price.map { Money(minor: $0, currency: currency) }
      return line
    }
  }

  /// Several lines a statement: an order has few, an import has many orders.
  private func insertLines(of order: Order, id: Int64) throws {
    var position = 0
    while position < order.lines.count {
      let part = order.lines[position..<min(position + 8, order.lines.count)]
      var arguments: [Argument] = []
      arguments.reserveCapacity(part.count * 9)
      for line in part {
        let values: [Argument] = [
          id, line.externalID, position, line.sku, line.title, line.quantity, line.price?.minor,
          line.requiresShipping ? 1 : 0, line.fulfilled ? 1 : 0,
        ]
        arguments += values
        position += 1
      }
      try database.run(lineSQL[part.count - 1], arguments)
    }
  }

  private func insertTags(of order: Order, id: Int64) throws {
    for tag in order.tags {
      try database.run(
        """
        INSERT INTO orderTag (orderID, tag, source) VALUES (?, ?, 'shop')
        ON CONFLICT (orderID, tag) DO NOTHING
        """, id, tag)
    }
  }
}

extension Order {
  /// Each number once, and none without a number beside one that has one.
  var distinctShipments: [Shipment] {
    guard shipments.count > 1 else { return shipments }
    let isNumbered = shipments.contains { !$0.number.isEmpty }
    var seen: Set<String> = []
    return shipments.filter {
      seen.insert($0.number).inserted && !($0.number.isEmpty && isNumbered)
    }
  }

  /// As the store lists them: each once whatever its case, by name.
  fileprivate var distinctTags: [String] {
    guard tags.count > 1 else { return tags }
    var seen: Set<String> = []
    return tags.filter { seen.insert($0.lowercased()).inserted }
      .sorted { $0.lowercased() < $1.lowercased() }
  }
}

extension OrderState {
  /// Its place in an order's life.
  var rank: Int { OrderState.allCases.firstIndex(of: self) ?? 0 }
}
