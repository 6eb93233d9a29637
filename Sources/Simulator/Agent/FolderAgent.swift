package import Fulfillment

/// An agent who is reached by files in a folder, and by nothing else: what lies there he orders, as
/// often as it lies there under a new name.
///
/// Pure: files and times go in, files come out. Takes `ord_*.csv`; puts out `ack_*.csv` (order number
/// or REJECTED, PO number, and for a single line its sku and pieces), `shp_*.csv` (a line for each item
/// of a parcel, pipes between) and once a day `inv_*.csv` (apis.md 5).
package struct FolderAgent: Sendable {
  /// What the agent makes of one order of a file.
  struct Order: Sendable {
    let placed: PlacedOrder
    let request: AgentRequest
    /// Lines that he can't fill, with the reason; all of them: the order is rejected.
    let refused: [(line: PlacedOrder.Line, reason: String)]
    let ackAt: Timestamp
    var parcels: [Delivery] = []

    var isRejected: Bool { refused.count == request.lines.count }
  }

  /// One parcel of an order.
  struct Delivery: Sendable {
    let shippedAt: Timestamp
    /// When the file tells of it.
    let toldAt: Timestamp
    let lines: [PlacedOrder.Line]
    let parcel: Parcel
  }

  private let seed: UInt64
  private let temper: SupplierTemper
  private(set) var orders: [Order] = []
  private var taken: Set<String> = []
  private var files = 0
  private var told: Timestamp?
  private var counted: CivilDate?

  /// - Parameter temper: `refuses` is the share of single lines that are out of stock, `splits` that
  ///   of orders which go in two parcels.
  package init(seed: UInt64, temper: SupplierTemper = .usual) {
    self.seed = seed
    self.temper = temper
  }

  /// Everything he was really asked for and has taken on, in the order of the files.
  package var placed: [PlacedOrder] { orders.filter { !$0.isRejected }.map(\.placed) }

  /// Looks into the inbox and puts out what has become due since the last time. A file is taken once by
  /// its name; those that are no `ord_*.csv` (half-written ones) are left alone.
  package mutating func exchange(_ inbox: [AgentFile], now: Timestamp) -> [AgentFile] {
    for file in inbox.sorted(by: { $0.name < $1.name })
    where file.name.hasPrefix("ord_") && file.name.hasSuffix(".csv") {
      guard taken.insert(file.name).inserted else { continue }
      for request in AgentRequest.read(file.bytes) { take(request, now) }
    }
    var out: [AgentFile] = []
    let since = told ?? now - .days(3650)
    told = now
    let acked = orders.filter { since < $0.ackAt && $0.ackAt <= now }
    if !acked.isEmpty { out.append(acknowledgement(acked, now)) }
    let sent = orders.flatMap { order in
      order.parcels.filter { since < $0.toldAt && $0.toldAt <= now }.map { (order, $0) }
    }
    if !sent.isEmpty { out.append(shipments(sent, now)) }
    if counted != now.date {
      counted = now.date
      out.append(inventory(now))
    }
    return out
  }

  // MARK: - Taking

  private mutating func take(_ request: AgentRequest, _ now: Timestamp) {
    var random = SeededRandom(seed: seed ^ 0xA6E1, stream: orders.count)
    let refused = request.lines.compactMap { line -> (PlacedOrder.Line, String)? in
      guard let product = Product.byAgentSKU[line.sku] else { return (line, "unknown item") }
      let isOut = line.quantity > product.stock || random.chance(temper.refuses)
      return isOut ? (line, "out of stock") : nil
    }
    let filled = request.lines.filter { line in !refused.contains { $0.0.sku == line.sku } }
    let date = now.date
    let day = zeroPadded(date.year % 100 * 10_000 + date.month * 100 + date.day, 6)
    var order = Order(
      placed: PlacedOrder(
        service: "agent", key: request.key,
        number: "SZ" + day + "3000" + zeroPadded(orders.count, 8), lines: filled, at: now,
        isPaid: true, isCancelled: false),
      request: request, refused: refused,
      ackAt: now + .minutes(Int64(random.int(5...120))))
    if !filled.isEmpty { plan(&order, filled, &random) }
    orders.append(order)
  }

  private func plan(
    _ order: inout Order, _ lines: [PlacedOrder.Line], _ random: inout SeededRandom
  ) {
    let pieces = lines.reduce(0) { $0 + $1.quantity }
    var groups = [lines]
    if pieces > 1, random.chance(temper.splits), let last = lines.last {
      // The last piece goes alone.
      let rest = PlacedOrder.Line(sku: last.sku, quantity: last.quantity - 1)
      groups = [
        lines.dropLast() + (rest.quantity > 0 ? [rest] : []), [.init(sku: last.sku, quantity: 1)],
      ]
    }
    var shippedAt = order.ackAt
    for (part, group) in groups.enumerated() {
      shippedAt = shippedAt + .minutes(Int64(random.int(480...2280)))
      let toldAt = shippedAt + .minutes(Int64(random.int(15...50)))
      var path = ParcelPath(
        labelAt: shippedAt, to: order.request.address, isDomestic: false, &random)
      path.leave(&random)
      path.approach(&random)
      path.deliver(&random)
      let serial = Int(SeededRandom.mixed(seed) % 90_000_000) + 200_000_000 + 2 * orders.count
      let number = Carrier.chinaPost.number(serial: serial + part)
      order.parcels.append(
        Delivery(
          shippedAt: shippedAt, toldAt: toldAt, lines: group,
          parcel: Parcel(number: number, carrier: .chinaPost, scans: path.scans)))
    }
  }

  // MARK: - Files

  private mutating func name(_ kind: String, _ now: Timestamp) -> String {
    files += 1
    let clock = now.wallClock().filter(\.isNumber).dropFirst(2)
    return "\(kind)_\(zeroPadded(files, 5))_\(clock).csv"
  }

  /// The agent's habits: what stands between fields, and whether a byte order mark stands in front.
  private var separator: String { [",", ";", "\t", ","][Int(SeededRandom.mixed(seed) % 4)] }
  private var hasMark: Bool { SeededRandom.mixed(seed ^ 0xFEFF) % 2 == 0 }

  private mutating func acknowledgement(_ orders: [Order], _ now: Timestamp) -> AgentFile {
    var rows = [["Order Number", "PO Number", "Item SKU", "Quantity", "Note"]]
    for order in orders {
      let key = order.request.key
      if order.isRejected {
        rows.append(["REJECTED", key, "", "", order.refused.first?.reason ?? ""])
        continue
      }
      rows.append([order.placed.number, key, "", "", ""])
      for (line, reason) in order.refused {
        rows.append(["REJECTED", key, line.sku, String(line.quantity), reason])
      }
    }
    return AgentFile(
      name: name("ack", now),
      bytes: AgentTable.write(rows, separator: separator, hasMark: hasMark))
  }

  private mutating func shipments(
    _ sent: [(order: Order, parcel: Delivery)], _ now: Timestamp
  ) -> AgentFile {
    var rows = [
      [
        "Order Number", "Po Number", "Item SKU", "Quantity", "Shipping method", "Carrier code",
        "Tracking code",
      ]
    ]
    for (order, parcel) in sent {
      for line in parcel.lines {
        rows.append([
          order.placed.number, order.request.key, line.sku, String(line.quantity), "Agent line",
          parcel.parcel.carrier.easyPostName, parcel.parcel.number,
        ])
      }
    }
    return AgentFile(
      name: name("shp", now),
      bytes: AgentTable.write(rows, separator: "|", hasMark: false))
  }

  private mutating func inventory(_ now: Timestamp) -> AgentFile {
    let rows = Catalogue.products.filter(\.isAtAgent).map { [$0.agentSKU, String($0.stock)] }
    return AgentFile(
      name: name("inv", now),
      bytes: AgentTable.write(
        [["Item SKU", "Quantity"]] + rows, separator: separator, hasMark: hasMark))
  }
}

extension AgentRequest {
  /// As much of the address as can be told without knowing the columns: the country.
  var address: Address {
    var address = Address()
    address.country = fields.last { $0.count == 2 && $0.allSatisfy(\.isUppercase) } ?? "US"
    return address
  }
}
