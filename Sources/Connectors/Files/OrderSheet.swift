import Fulfillment
import Wire

/// Orders to a supplier as CSV, one file a purchase and one row an item, or as a JSON list of the same
/// rows. The columns are the default ones of `OrderField`, under these names, unless the format or a
/// template names others: `PO Number=po_number; Item SKU=supplier_sku; Qty=quantity; Warehouse="MAIN"`.
struct OrderSheet {
  private let format: BulkFormat
  private let template: String
  private let delimiter: String
  private let supplier: String
  private let isJSON: Bool

  /// - Parameters:
  ///   - format: whose columns they are where there is no template.
  ///   - template: columns with their fields, or texts in quotes, apart by `;`; "" takes the format's.
  ///   - delimiter: `,` `;` `|` or `tab`; "" is a comma.
  init(
    _ format: BulkFormat = .generic, template: String, delimiter: String, isJSON: Bool = false,
    of supplier: String
  ) {
    self.format = format
    self.template = template
    self.delimiter = delimiter
    self.isJSON = isJSON
    self.supplier = supplier
  }

  /// The file; what a spreadsheet would take for a formula is defused. Throws what the draft lacks, or
  /// what is wrong with the template.
  func text(_ draft: PurchaseDraft) throws(DraftProblem) -> String {
    guard !draft.items.isEmpty else { throw DraftProblem("\(supplier) needs something to buy") }
    guard !draft.shipTo.line1.trimmed.isEmpty || !draft.shipTo.line2.trimmed.isEmpty else {
      throw DraftProblem("\(supplier) needs a street")
    }
    for item in draft.items {
      guard !item.supplierSKU.trimmed.isEmpty else {
        throw DraftProblem("\(supplier) needs its own sku of \(item.sku)")
      }
      guard item.quantity > 0 else {
        throw DraftProblem("\(supplier) needs a quantity of \(item.sku)")
      }
    }
    let columns = try columns()
    if template.trimmed.isEmpty { try check(draft) }
    if isJSON {
      let rows = draft.items.map { item in
        JSON.object(columns.map { .init(name: $0.name, value: .string($0.text(draft, item))) })
      }
      return JSON.array(rows).encoded + "\n"
    }
    var writer = CSVWriter(delimiter: try separator(), lineEnd: "\r\n", defusing: true)
    writer.write(columns.map(\.name))
    for item in draft.items {
      writer.write(columns.map { $0.text(draft, item) })
    }
    return writer.text
  }

  private struct Column {
    var name: String
    var value: Value

    func text(_ draft: PurchaseDraft, _ item: PurchaseDraft.Item) -> String {
      switch value {
      case .field(let field): field.text(draft, item).sanitised(limit: 500)
      case .constant(let text): text
      }
    }
  }

  /// What the format can't be without.
  private func check(_ draft: PurchaseDraft) throws(DraftProblem) {
    if let number = format.unorderable[draft.shipTo.country.uppercased()] {
      throw DraftProblem(
        "\(format.title) needs \(number) of orders to \(draft.shipTo.country), and an order has none"
      )
    }
    for item in draft.items {
      for field in format.required where field.text(draft, item).isEmpty {
        throw DraftProblem("\(format.title) needs \(field.words(item))")
      }
    }
  }

  private enum Value {
    case field(OrderField)
    case constant(String)
  }

  private func columns() throws(DraftProblem) -> [Column] {
    guard let template = template.trimmed.isEmpty ? format.template : template else {
      throw DraftProblem(
        "\(format.title) documents no file of orders: name its columns in the template of \(supplier), "
          + "or order there and record the purchase")
    }
    guard !template.isEmpty else {
      return OrderField.common.map { Column(name: $0.rawValue, value: .field($0)) }
    }
    var columns: [Column] = []
    var fields: Set<OrderField> = []
    for part in template.split(separator: ";") {
      let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = String(pair[0]).trimmed.sanitised(limit: 100)
      let value = pair.count > 1 ? String(pair[1]).trimmed : name
      guard !name.isEmpty else { throw problem("a column without a name") }
      if value.count >= 2, value.hasPrefix("\""), value.hasSuffix("\"") {
        let text = String(value.dropFirst().dropLast()).sanitised(limit: 200)
        columns.append(Column(name: name, value: .constant(text)))
        continue
      }
      guard let field = OrderField(rawValue: value) else {
        throw problem("no field is called \(value.sanitised(limit: 40))")
      }
      fields.insert(field)
      columns.append(Column(name: name, value: .field(field)))
    }
    // Without these nothing that comes back can be told apart.
    if fields.contains(.productSKU) { fields.insert(.supplierSKU) }
    for field in [OrderField.poNumber, .supplierSKU, .quantity] where !fields.contains(field) {
      throw problem("the field \(field.rawValue) is missing")
    }
    return columns
  }

  private func separator() throws(DraftProblem) -> UInt8 {
    switch delimiter.lowercased() {
    case "", ",": return 0x2C
    case ";": return 0x3B
    case "|": return 0x7C
    case "tab", "\t": return 0x09
    default: throw DraftProblem("the delimiter of \(supplier) is none of , ; | tab")
    }
  }

  private func problem(_ what: String) -> DraftProblem {
    DraftProblem("the template of \(supplier): \(what)")
  }
}

/// What a column of an order to a supplier can hold; the default columns first, in their order.
enum OrderField: String, CaseIterable {
  /// Our key; what comes back names it.
  case poNumber = "po_number"
  /// The shop's name of the order: `#1001`.
  case orderName = "order_name"
  case line
  case supplierSKU = "supplier_sku"
  case sku, title, quantity
  case unitCost = "unit_cost"
  case currency
  case shippingMethod = "shipping_method"
  case name, company, address1, address2, city, province, postcode, country, phone, email
  /// Only where a template or a format names them: the day of the order, `2026-01-31`.
  case orderDate = "order_date"
  /// The country's English name.
  case countryName = "country_name"
  /// Digits, and a `+` before them.
  case phoneDigits = "phone_digits"
  /// The supplier's sku up to its first `:`, and behind it.
  case productID = "product_id"
  case productSKU = "product_sku"
  /// Letters, digits, blanks and `-./`.
  case address1Plain = "address1_plain"
  case address2Plain = "address2_plain"

  /// The default columns.
  static let common = allCases.filter { !special.contains($0) }
  private static let special: Set<OrderField> = [
    .orderDate, .countryName, .phoneDigits, .productID, .productSKU, .address1Plain, .address2Plain,
  ]

  func text(_ draft: PurchaseDraft, _ item: PurchaseDraft.Item) -> String {
    let to = draft.shipTo
    return switch self {
    case .poNumber: draft.key
    case .orderName: draft.orderName
    case .line: item.part.isEmpty ? item.line : item.line + "/" + item.part
    case .supplierSKU: item.supplierSKU
    case .sku: item.sku
    case .title: item.title
    case .quantity: String(item.quantity)
    case .unitCost: item.unitCost?.decimal ?? ""
    case .currency: item.unitCost?.currency.code ?? ""
    case .shippingMethod: draft.method
    case .name: to.name
    case .company: to.company
    case .address1: to.line1
    case .address2: to.line2
    case .city: to.city
    case .province: to.province
    case .postcode: to.postcode
    case .country: to.country
    case .phone: to.phone
    case .email: draft.email
    case .orderDate: draft.placedAt.map { String($0.iso8601.prefix(10)) } ?? ""
    case .countryName: CountryName.english(to.country.uppercased()) ?? ""
    case .phoneDigits: OrderField.digits(to.phone)
    case .productID:
      item.supplierSKU.contains(":") ? OrderField.parts(item.supplierSKU).product : ""
    case .productSKU: OrderField.parts(item.supplierSKU).sku
    case .address1Plain: OrderField.plain(to.line1)
    case .address2Plain: OrderField.plain(to.line2)
    }
  }

  /// What is missing where it is empty, to the operator.
  func words(_ item: PurchaseDraft.Item) -> String {
    switch self {
    case .orderDate: "the day of the order"
    case .countryName: "a country"
    case .phoneDigits: "a phone number"
    case .productID: "its product id of \(item.sku): write the supplier sku as product:sku"
    case .productSKU: "its sku of \(item.sku): write the supplier sku as product:sku"
    case .address1Plain: "a street"
    default: "a \(rawValue)"
    }
  }

  private static func parts(_ text: String) -> (product: String, sku: String) {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else { return ("", text.trimmed) }
    return (String(parts[0]).trimmed, String(parts[1]).trimmed)
  }

  private static func digits(_ phone: String) -> String {
    let digits = phone.filter { ("0"..."9").contains($0) }
    return phone.trimmed.hasPrefix("+") && !digits.isEmpty ? "+" + digits : digits
  }

  private static func plain(_ text: String) -> String {
    let kept = text.map { character -> Character in
      character.isLetter || character.isNumber || "-./".contains(character) ? character : " "
    }
    return String(kept).split(separator: " ").joined(separator: " ")
  }
}
