import Fulfillment
import Wire

/// Orders to a supplier as CSV, one file a purchase and one row an item. The columns are those of
/// `OrderField`, under these names, unless a template names others:
/// `PO Number=po_number; Item SKU=supplier_sku; Qty=quantity; Warehouse="MAIN"`.
struct OrderSheet {
  private let template: String
  private let delimiter: String
  private let supplier: String

  /// - Parameters:
  ///   - template: columns with their fields, or texts in quotes, apart by `;`; "" takes the default.
  ///   - delimiter: `,` `;` `|` or `tab`; "" is a comma.
  init(template: String, delimiter: String, of supplier: String) {
    self.template = template
    self.delimiter = delimiter
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
    var writer = CSVWriter(delimiter: try separator(), lineEnd: "\r\n", defusing: true)
    writer.write(columns.map(\.name))
    for item in draft.items {
      writer.write(
        columns.map { column in
          switch column.value {
          case .field(let field): field.text(draft, item).sanitised(limit: 500)
          case .constant(let text): text
          }
        })
    }
    return writer.text
  }

  private struct Column {
    var name: String
    var value: Value
  }

  private enum Value {
    case field(OrderField)
    case constant(String)
  }

  private func columns() throws(DraftProblem) -> [Column] {
    guard !template.trimmed.isEmpty else {
      return OrderField.allCases.map { Column(name: $0.rawValue, value: .field($0)) }
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

/// What a column of an order to a supplier can hold, in the order of the default columns.
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
    }
  }
}
