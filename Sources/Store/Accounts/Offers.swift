package import Fulfillment
internal import GRDB

extension Store {
  /// Writes offers by supplier, sku and part, new or known, and creates suppliers they name. Open orders
  /// that an offer could fill are looked at again.
  package func save(_ offers: [Offer], now: Timestamp) throws -> IntakeResult {
    try work("can't save the offers", now: now, by: .person("operator")) { work in
      var result = IntakeResult()
      for offer in offers.map({ $0.normalised() }) {
        if let reason = offer.refusal {
          result.refused.append("offer \(offer.sku) of \(offer.supplier): \(reason)")
        } else {
          result.count(try work.write(offer))
        }
      }
      return result
    }
  }

  /// Every offer, by sku, then supplier.
  package func offers() throws -> [Offer] {
    try read("can't list the offers", Offers.all)
  }

  /// Writes nothing but the stock of a supplier's items, by its own skus; those nobody maps are left
  /// out.
  package func saveStock(_ supplier: String, _ stock: [StockTold], now: Timestamp) throws {
    try work("can't save the stock of " + supplier, now: now, by: .sync(supplier)) { work in
      _ = try work.write(stock, of: try work.supplier(supplier.sanitised(limit: 120)))
    }
  }
}

enum Offers {
  static func all(_ database: Database) throws -> [Offer] {
    try `where`("1 ORDER BY f.sku, s.name, f.part", [], database)
  }

  static func `where`(
    _ condition: String, _ values: [Argument], _ database: Database
  ) throws -> [Offer] {
    try database.rows(
      """
      SELECT f.sku, s.name, f.supplierSKU, f.cost, f.currency, f.handlingDays, f.part, f.perUnit,
        f.pack, f.methods, f.countries, f.stock, f.stockAt, f.minQuantity, f.maxQuantity, f.priority,
        f.validUntil, f.renewal
      FROM offer f JOIN supplier s ON s.id = f.supplierID WHERE \(condition)
      """, values
    ) {
      Offer(
        sku: try $0.text(), supplier: try $0.text(), supplierSKU: try $0.text(),
        cost: try $0.money(), handlingDays: try $0.intOrNil(), part: try $0.text(),
        perUnit: try $0.int(), pack: try $0.int(), methods: MethodList.methods(try $0.text()),
        countries: MethodList.countries(try $0.text()), stock: try $0.intOrNil(),
        stockAt: try $0.timeOrNil(), minQuantity: try $0.intOrNil(),
        maxQuantity: try $0.intOrNil(), priority: try $0.int(), validUntil: try $0.timeOrNil(),
        renewal: try $0.text())
    }
  }
}

/// Shipping methods in one column: one a line, its fields between tabs. Names can hold neither.
enum MethodList {
  static func text(_ methods: [ShippingMethod]) -> String {
    methods.map { method in
      let days = method.days.map { ["\($0.lowerBound)", "\($0.upperBound)"] } ?? ["", ""]
      let cost = method.cost.map { ["\($0.minor)", $0.currency.code] } ?? ["", ""]
      let fields = [method.name.sanitised(limit: 120)] + cost + days + [text(method.countries)]
      return fields.joined(separator: "\t")
    }.joined(separator: "\n")
  }

  static func methods(_ text: String) -> [ShippingMethod] {
    text.split(separator: "\n").map { line in
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      func field(_ index: Int) -> String { fields.indices.contains(index) ? fields[index] : "" }
      let currency = Currency(field(2))
      let cost = Int64(field(1)).flatMap { minor in
        currency.map { Money(minor: minor, currency: $0) }
      }
      var days: ClosedRange<Int>?
      if let low = Int(field(3)), let high = Int(field(4)), low <= high { days = low...high }
      return ShippingMethod(
        name: field(0), cost: cost, days: days, countries: countries(field(5)))
    }
  }

  static func text(_ countries: [String]) -> String {
    countries.map { $0.sanitised(limit: 60).filter { !$0.isWhitespace } }.filter { !$0.isEmpty }
      .joined(separator: " ")
  }

  static func countries(_ text: String) -> [String] {
    text.split(separator: " ").map(String.init)
  }
}

extension Offer {
  fileprivate var refusal: String? {
    if sku.isEmpty { return "it has no sku" }
    if supplier.isEmpty { return "it names no supplier" }
    if let handlingDays, handlingDays < 0 { return "its handling days are below zero" }
    if perUnit < 1 { return "one unit needs less than one of its items" }
    if pack < 1 { return "one of its items holds less than one unit" }
    if let stock, stock < 0 { return "its stock is below zero" }
    if let minQuantity, minQuantity < 1 { return "its least quantity is below one" }
    if let maxQuantity, maxQuantity < max(1, minQuantity ?? 1) {
      return "its greatest quantity is below the least"
    }
    return nil
  }

  /// In the order of the columns of `offer`, from `supplierSKU` on.
  fileprivate var columns: [Argument] {
    [
      supplierSKU, cost?.minor, cost?.currency.code, handlingDays, perUnit, pack,
      MethodList.text(methods), MethodList.text(countries), stock, stockAt?.milliseconds,
      minQuantity, maxQuantity, priority, validUntil?.milliseconds, renewal,
    ]
  }
}

private let columnNames = [
  "supplierSKU", "cost", "currency", "handlingDays", "perUnit", "pack", "methods", "countries",
  "stock", "stockAt", "minQuantity", "maxQuantity", "priority", "validUntil", "renewal",
]

private let offerSQL: String = {
  let marks = columnNames.indices.map { "?\($0 + 4)" }
  let sets = zip(columnNames, marks).map { "\($0) = \($1)" }
  let differences = zip(columnNames, marks).map { "\($0) IS NOT \($1)" }
  // What it cost before it became dearer, in the same currency, and since when.
  return """
    INSERT INTO offer (supplierID, sku, part, \(columnNames.joined(separator: ", ")))
    VALUES (?1, ?2, ?3, \(marks.joined(separator: ", ")))
    ON CONFLICT (supplierID, sku, part) DO UPDATE SET
      costBefore = CASE WHEN ?5 > cost AND ?6 = currency THEN cost
        WHEN ?5 IS NOT cost OR ?6 IS NOT currency THEN NULL ELSE costBefore END,
      costRoseAt = CASE WHEN ?5 > cost AND ?6 = currency THEN ?19
        WHEN ?5 IS NOT cost OR ?6 IS NOT currency THEN NULL ELSE costRoseAt END,
      \(sets.joined(separator: ", "))
    WHERE \(differences.joined(separator: " OR "))
    """
}()

extension Work {
  fileprivate mutating func write(_ offer: Offer) throws -> Became {
    let supplierID = try supplier(offer.supplier)
    let isKnown =
      try database.number(
        "SELECT 1 FROM offer WHERE supplierID = ? AND sku = ? AND part = ?", supplierID, offer.sku,
        offer.part) != nil
    try database.run(
      offerSQL, [supplierID, offer.sku, offer.part] + offer.columns + [now.milliseconds])
    guard database.changesCount > 0 else { return .unchanged }
    try lookAgain(sku: offer.sku)
    return isKnown ? .changed : .imported
  }

  /// Writes an offer that is whole; else why not.
  mutating func put(_ offer: Offer) throws -> String? {
    let clean = offer.normalised()
    if let reason = clean.refusal { return reason }
    _ = try write(clean)
    return nil
  }

  /// How many offers it is about.
  mutating func write(_ stock: [StockTold], of supplierID: Int64) throws -> Int {
    var count = 0
    for item in stock {
      let skus = try database.texts(
        """
        UPDATE offer SET stock = ?3, stockAt = ?4 WHERE supplierID = ?1 AND supplierSKU = ?2
        RETURNING sku
        """, supplierID, item.supplierSKU, max(0, item.quantity), now.milliseconds)
      count += skus.count
      for sku in skus { try lookAgain(sku: sku) }
    }
    return count
  }

  /// Open orders that an offer of that sku could fill.
  func lookAgain(sku: String) throws {
    try database.run(
      """
      INSERT INTO orderCheck (orderID, at)
      SELECT id, 0 FROM customerOrder WHERE isOpen AND id IN (
        SELECT orderID FROM orderLine WHERE sku = ?)
      ON CONFLICT (orderID) DO UPDATE SET at = 0
      """, sku)
  }
}
