import Fulfillment
import Wire

/// A parcel to tell a shop of, as the outbox keeps it; behind what is known of it stands what was read
/// of the shop to be able to tell it, once it was read.
struct ShopifyParcel {
  var order: String
  var number: String
  var carrier: String
  var lines: [FulfilmentUpdate.Line]
  var isComplete: Bool
  /// Where the reading of the shop's fulfilment orders stands; nil before it begins.
  var reading: Reading?
  /// How it is told; nil before everything was read.
  var plan: Plan?

  struct Reading: Hashable {
    /// The shop's cursors: of the fulfilment order before this one, and of this one's lines.
    var after = ""
    var lines = ""
    var pieces: [Piece] = []
    /// Why some can't be told now.
    var obstacles: [String] = []
  }

  /// So many of a line are still to be shipped from one place.
  struct Piece: Hashable {
    var portion: String
    var location: String
    /// The shop's id of the line in that portion.
    var item: String
    var line: String
    var remaining: Int
  }

  enum Plan: Hashable {
    /// By location; each becomes one fulfilment.
    case create([[Piece]])
    /// The shop has a fulfilment without a number.
    case update(String)
  }

  init(_ update: FulfilmentUpdate) {
    order = update.order
    number = update.shipment.number
    carrier = update.shipment.carrier
    lines = update.lines
    isComplete = update.isComplete
  }

  /// Settles how it is told from what was read.
  /// - Parameter untracked: fulfilments of the order that have no number.
  func planned(_ untracked: [String]) throws(ConnectorError) -> Plan {
    let pieces = reading?.pieces ?? []
    let total = pieces.reduce(0) { $0 + $1.remaining }
    guard total > 0 else {
      if untracked.count == 1, let fulfilment = untracked.first { return .update(fulfilment) }
      let reasons = reading?.obstacles ?? []
      throw .rejected(
        code: reasons.isEmpty ? "NOTHING_LEFT" : "HELD",
        message: reasons.isEmpty
          ? "the shop has nothing left to ship of this order" : reasons.joined(separator: "; "))
    }
    let known = Set(pieces.map(\.line))
    let named = lines.filter { known.contains($0.id) }
    guard !named.isEmpty || isComplete || total == 1 else {
      throw .rejected(
        code: "LINES_UNKNOWN",
        message: "the shop must be told which lines are in the parcel, and nobody told us")
    }
    let taken = named.isEmpty ? pieces : Self.take(named, of: pieces)
    let locations = taken.reduce(into: [String]()) { locations, piece in
      if !locations.contains(piece.location) { locations.append(piece.location) }
    }
    guard locations.count <= 2 else {
      throw .rejected(
        code: "LOCATIONS", message: "the shop ships these lines from \(locations.count) places")
    }
    return .create(locations.map { location in taken.filter { $0.location == location } })
  }

  private static func take(_ lines: [FulfilmentUpdate.Line], of pieces: [Piece]) -> [Piece] {
    var wanted = Dictionary(lines.map { ($0.id, $0.quantity) }) { $0 + $1 }
    return pieces.compactMap { piece in
      let count = min(piece.remaining, wanted[piece.line] ?? 0)
      guard count > 0 else { return nil }
      wanted[piece.line, default: 0] -= count
      var taken = piece
      taken.remaining = count
      return taken
    }
  }

  /// The inputs of `fulfillmentCreate`, one for each location.
  func inputs(_ groups: [[Piece]]) -> [JSON] {
    groups.map { group in
      let portions = group.reduce(into: [String]()) { portions, piece in
        if !portions.contains(piece.portion) { portions.append(piece.portion) }
      }
      let items: [JSON] = portions.map { portion in
        let lines: [JSON] = group.filter { $0.portion == portion }.map {
          ["id": .string($0.item), "quantity": .number(String($0.remaining))]
        }
        return [
          "fulfillmentOrderId": .string(portion), "fulfillmentOrderLineItems": .array(lines),
        ]
      }
      return [
        "lineItemsByFulfillmentOrder": .array(items), "trackingInfo": tracking,
        "notifyCustomer": .bool(true),
      ]
    }
  }

  /// `FulfillmentTrackingInput`; the shop makes the link itself where it knows the company.
  var tracking: JSON {
    var members: [(String, JSON)] = [("number", .string(number))]
    if !carrier.isEmpty { members.append(("company", .string(carrier))) }
    return .object(members.map { JSON.Member(name: $0.0, value: $0.1) })
  }
}

// As text: what the outbox keeps, and what goes from one step of reading to the next.
extension ShopifyParcel {
  /// nil where the text is none of `json`.
  init?(_ text: String) {
    guard let json = try? JSON(Array(text.utf8)), let order = json["order"].text, !order.isEmpty,
      order.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = json["number"].text,
      !number.isEmpty
    else { return nil }
    (self.order, self.number) = (order, number)
    carrier = json["carrier"].text ?? ""
    lines = json["lines"].elements.compactMap { line in
      guard let id = line["id"].text, let quantity = line["quantity"].integer,
        (1...1_000_000).contains(quantity)
      else { return nil }
      return FulfilmentUpdate.Line(id: id, quantity: Int(quantity))
    }
    isComplete = json["complete"].bool == true
    if json["reading"].isObject {
      reading = Reading(
        after: json["reading"]["after"].text ?? "", lines: json["reading"]["lines"].text ?? "",
        pieces: json["reading"]["pieces"].elements.compactMap(Piece.init),
        obstacles: json["reading"]["obstacles"].elements.compactMap(\.text))
    }
    if let fulfilment = json["update"].text {
      plan = .update(fulfilment)
    } else if json["create"].isArray {
      plan = .create(json["create"].elements.map { $0.elements.compactMap(Piece.init) })
    }
  }

  /// Names in a fixed order.
  var json: JSON {
    var members: [(String, JSON)] = [
      ("order", .string(order)), ("number", .string(number)), ("carrier", .string(carrier)),
      (
        "lines",
        .array(lines.map { ["id": .string($0.id), "quantity": .number(String($0.quantity))] })
      ),
      ("complete", .bool(isComplete)),
    ]
    if let reading {
      members.append(
        (
          "reading",
          [
            "after": .string(reading.after), "lines": .string(reading.lines),
            "pieces": .array(reading.pieces.map(\.json)),
            "obstacles": .array(reading.obstacles.map { .string($0) }),
          ]
        ))
    }
    switch plan {
    case .update(let fulfilment): members.append(("update", .string(fulfilment)))
    case .create(let groups):
      members.append(("create", .array(groups.map { .array($0.map(\.json)) })))
    case nil: break
    }
    return .object(members.map { JSON.Member(name: $0.0, value: $0.1) })
  }
}

extension ShopifyParcel.Piece {
  fileprivate init?(_ json: JSON) {
    guard let portion = json["portion"].text, let item = json["item"].text,
      let line = json["line"].text, let remaining = json["remaining"].integer,
      (1...1_000_000).contains(remaining)
    else { return nil }
    self.init(
      portion: portion, location: json["location"].text ?? "", item: item, line: line,
      remaining: Int(remaining))
  }

  fileprivate var json: JSON {
    [
      "portion": .string(portion), "location": .string(location), "item": .string(item),
      "line": .string(line), "remaining": .number(String(remaining)),
    ]
  }
}
