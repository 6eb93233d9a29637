import Fulfillment
import Wire

/// A plan as a file: JSON lines, a header first, then a line for each purchase and each refusal. What
/// `plan` writes and `apply` reads; every line can be read by scripts too.
enum PlanFile {
  /// Grows when the form changes.
  static let version = 1

  /// An entry with the text that would be sent.
  struct Line {
    var entry: Plan.Entry
    var body: String
  }

  /// The header.
  static func header(_ plan: Plan) -> JSON {
    .object([
      ("plan", .count(version)), ("made_at", .time(plan.madeAt)),
      ("purchases", .count(plan.entries.count)), ("refused", .count(plan.refused.count)),
    ])
  }

  /// A purchase.
  static func line(_ entry: Plan.Entry, body: String) -> JSON {
    let (draft, route) = (entry.draft, entry.route)
    return .object([
      ("key", .string(draft.key)), ("order", .string(draft.orderName)),
      ("order_id", .integer(draft.order.number)), ("storefront", .string(draft.storefront)),
      ("external_id", .string(draft.externalID)), ("supplier", .string(draft.supplier)),
      ("method", .string(draft.method)), ("items", .array(draft.items.map(item))),
      ("ship_to", .address(draft.shipTo)), ("email", .string(draft.email)),
      ("cost", .money(draft.cost)), ("generation", .count(draft.generation)),
      ("placed_at", .time(draft.placedAt)),
      ("margin", .money(route.margin)),
      ("days", .text(route.days.map { "\($0.lowerBound)-\($0.upperBound)" })),
      ("mode", .string(entry.verdict.mode.rawValue)),
      ("automation", .string(entry.verdict.automation)),
      ("trips", .array(entry.verdict.trips.map(JSON.string))),
      ("reasons", .array(route.reasons.map(JSON.string))),
      ("runners_up", .array(route.runnersUp.map(runnerUp))), ("body", .string(body)),
    ])
  }

  /// What would not be bought.
  static func line(_ refusal: Plan.Refusal) -> JSON {
    .object([
      ("refused", .string(refusal.reason)), ("order", .string(refusal.orderName)),
      ("order_id", .integer(refusal.order.number)), ("sku", .string(refusal.sku)),
      ("code", .string(refusal.code)),
    ])
  }

  private static func item(_ item: PurchaseDraft.Item) -> JSON {
    .object([
      ("line", .string(item.line)), ("sku", .string(item.sku)), ("title", .string(item.title)),
      ("part", .string(item.part)), ("first_unit", .count(item.firstUnit)),
      ("units", .count(item.units)), ("supplier_sku", .string(item.supplierSKU)),
      ("quantity", .count(item.quantity)), ("unit_cost", .money(item.unitCost)),
    ])
  }

  private static func runnerUp(_ other: Route.RunnerUp) -> JSON {
    .object([
      ("supplier", .string(other.supplier)), ("method", .string(other.method)),
      ("cost", .money(other.cost)),
      ("days", .text(other.days.map { "\($0.lowerBound)-\($0.upperBound)" })),
      ("reason", .string(other.reason)), ("eligible", .bool(other.isEligible)),
    ])
  }

  /// Reads the purchases of a plan; fails with the line where it is not one.
  static func read(_ bytes: [UInt8], file: String) throws -> [Line] {
    var lines: [Line] = []
    var isHeaderRead = false
    for (index, text) in bytes.split(separator: UInt8(ascii: "\n")).enumerated() {
      let json: Wire.JSON
      do {
        json = try Wire.JSON(Array(text))
      } catch {
        throw problem(file, index + 1, "it is no JSON: \(error)")
      }
      guard isHeaderRead else {
        guard let found = json["plan"].integer else {
          throw problem(file, 1, "it is no plan: the first line has no \"plan\"")
        }
        guard found == version else {
          throw problem(file, 1, "it is a plan of form \(found), this program knows \(version)")
        }
        isHeaderRead = true
        continue
      }
      guard json["refused"].text == nil else { continue }
      guard let line = Line(json) else {
        throw problem(file, index + 1, "it is no purchase of a plan")
      }
      guard line.entry.draft.key == json["key"].text else {
        throw problem(file, index + 1, "its key does not belong to it: it was changed by hand")
      }
      lines.append(line)
    }
    guard isHeaderRead else { throw problem(file, 1, "it is empty") }
    return lines
  }

  private static func problem(_ file: String, _ line: Int, _ why: String) -> Failure {
    Failure(
      "\(file), line \(line)", why, remedy: "make it again with supercargo plan --out \(file)",
      status: .usage)
  }
}

extension PlanFile.Line {
  fileprivate init?(_ json: Wire.JSON) {
    guard let order = json["order_id"].integer, let name = json["order"].text,
      let supplier = json["supplier"].text, let body = json["body"].text,
      json["items"].isArray
    else { return nil }
    var items: [PurchaseDraft.Item] = []
    for element in json["items"].elements {
      guard let item = PurchaseDraft.Item(element) else { return nil }
      items.append(item)
    }
    let draft = PurchaseDraft(
      order: OrderID(order), storefront: json["storefront"].text ?? "",
      externalID: json["external_id"].text ?? "", orderName: name, supplier: supplier,
      method: json["method"].text ?? "", items: items, shipTo: Address(json["ship_to"]),
      email: json["email"].text ?? "", cost: Money(json["cost"]),
      generation: Int(json["generation"].integer ?? 0),
      placedAt: json["placed_at"].text.flatMap { Timestamp(iso8601: $0) })
    self.init(
      entry: Plan.Entry(
        draft: draft,
        route: Route(supplier: supplier, method: draft.method, items: items),
        verdict: .init(
          mode: .manual, automation: json["automation"].text ?? "")),
      body: body)
  }
}

extension PurchaseDraft.Item {
  fileprivate init?(_ json: Wire.JSON) {
    guard let line = json["line"].text, let sku = json["supplier_sku"].text,
      let units = json["units"].integer, let quantity = json["quantity"].integer,
      let first = json["first_unit"].integer, units > 0, quantity > 0, first >= 0,
      max(units, max(quantity, first)) < 1_000_000_000
    else { return nil }
    self.init(
      line: line, sku: json["sku"].text ?? "", title: json["title"].text ?? "",
      part: json["part"].text ?? "", firstUnit: Int(first), units: Int(units), supplierSKU: sku,
      quantity: Int(quantity), unitCost: Money(json["unit_cost"]))
  }
}

extension Money {
  fileprivate init?(_ json: Wire.JSON) {
    guard let amount = json["amount"].text,
      let currency = json["currency"].text.flatMap({ Currency($0) })
    else { return nil }
    self.init(decimal: amount, currency: currency)
  }
}

extension Address {
  fileprivate init(_ json: Wire.JSON) {
    func text(_ name: String) -> String { json[name].text ?? "" }
    self.init(
      name: text("name"), company: text("company"), line1: text("line1"), line2: text("line2"),
      city: text("city"), province: text("province"), postcode: text("postcode"),
      country: text("country"), phone: text("phone"))
  }
}
