import Fulfillment
import Wire

/// A draft as `aliexpress.ds.order.create` takes it.
struct AliExpressDraft {
  private let draft: PurchaseDraft

  init(_ draft: PurchaseDraft) { self.draft = draft }

  /// `param_place_order_request4_open_api_d_t_o`, names in a fixed order. Throws what the draft lacks.
  func json() throws(DraftProblem) -> JSON {
    guard !draft.items.isEmpty else { throw lack("something to buy") }
    var items: [JSON] = []
    for item in draft.items { items.append(try product(item)) }
    return [
      "out_order_id": .string(draft.key), "logistics_address": try address(),
      "product_items": .array(items),
    ]
  }

  /// `queryDeliveryReq` for one item; nil where its product is not named.
  func freight(_ item: PurchaseDraft.Item, currency: String) -> JSON? {
    guard let sku = AliExpressSKU(item.supplierSKU), country.utf8.count == 2 else { return nil }
    var query: [(String, JSON)] = [
      ("quantity", .number(String(max(1, item.quantity)))), ("shipToCountry", .string(country)),
      ("productId", .number(sku.product)), ("language", "en_US"), ("locale", "en_US"),
      ("currency", .string(currency)),
    ]
    if !sku.id.isEmpty { query.append(("selectedSkuId", .number(sku.id))) }
    return .object(query.map { JSON.Member(name: $0.0, value: $0.1) })
  }

  private var country: String { draft.shipTo.country.trimmed.uppercased() }

  private func address() throws(DraftProblem) -> JSON {
    let to = draft.shipTo
    let name = to.name.trimmed.isEmpty ? to.company.trimmed : to.name.trimmed
    let lines = [to.line1, to.line2].map(\.trimmed).filter { !$0.isEmpty }
    guard country.utf8.count == 2 else { throw lack("a country by its two letters") }
    guard !name.isEmpty else { throw lack("a name") }
    guard let street = lines.first else { throw lack("a street") }
    guard !to.city.trimmed.isEmpty else { throw lack("a city") }
    if country == "US" { try checkAmericanName(name) }
    if country == "BR" {
      throw lack("the customer's CPF for Brazil, which orders don't carry: buy on its website")
    }
    let province = to.province.trimmed.isEmpty ? to.city.trimmed : to.province.trimmed
    let phone = CallingCode.split(to.phone, country: country)
    let fields = [
      ("address", street), ("address2", lines.dropFirst().joined(separator: ", ")),
      ("city", to.city.trimmed), ("province", province), ("country", country),
      ("zip", to.postcode.trimmed), ("contact_person", name), ("full_name", name),
      ("phone_country", phone.code), ("mobile_no", phone.number), ("locale", "en_US"),
    ]
    return .object(
      fields.filter { !$0.1.isEmpty }.map { JSON.Member(name: $0.0, value: .string($0.1)) })
  }

  /// For the United States AliExpress takes two names of 2 to 32 characters.
  private func checkAmericanName(_ name: String) throws(DraftProblem) {
    let parts = name.split(separator: " ", maxSplits: 1)
    guard parts.count == 2, parts.allSatisfy({ (2...32).contains($0.count) }) else {
      throw lack("a first and a last name of 2 to 32 letters each for the United States")
    }
  }

  private func product(_ item: PurchaseDraft.Item) throws(DraftProblem) -> JSON {
    guard let sku = AliExpressSKU(item.supplierSKU) else {
      throw lack("the product's number of \(item.sku), written as PRODUCT;SKU ATTRIBUTES")
    }
    guard item.quantity > 0 else { throw lack("a quantity of \(item.sku)") }
    return [
      "product_id": .number(sku.product), "product_count": .number(String(item.quantity)),
      "sku_attr": .string(sku.attributes),
      "logistics_service_name": .string(draft.method.trimmed),
    ]
  }

  private func lack(_ what: String) -> DraftProblem { DraftProblem("AliExpress needs \(what)") }
}

/// What an offer of AliExpress names: `1005004638293060;14:365458#Brown;5:361386`, the product's number
/// and the attributes exactly as product.get has them (none where the product has one sku). The sku's own
/// number, which only freight is asked with, may stand behind the product's:
/// `1005004638293060/12000029842;14:365458`.
struct AliExpressSKU: Hashable {
  /// Digits.
  var product: String
  /// Digits, or "".
  var id: String
  var attributes: String

  init?(_ text: String) {
    let parts = text.trimmed.split(
      separator: ";", maxSplits: 1, omittingEmptySubsequences: false)
    let ids = (parts.first ?? "").split(separator: "/", omittingEmptySubsequences: false)
      .map { String($0).trimmed }
    guard let product = ids.first, AliExpressSKU.isNumber(product), ids.count <= 2,
      ids.dropFirst().allSatisfy(AliExpressSKU.isNumber)
    else { return nil }
    self.product = product
    id = ids.count > 1 ? ids[1] : ""
    attributes = parts.count > 1 ? String(parts[1]).trimmed : ""
  }

  /// Also a number in JSON: no zero in front.
  private static func isNumber(_ text: String) -> Bool {
    (1...19).contains(text.utf8.count) && text.utf8.allSatisfy { (48...57).contains($0) }
      && text.utf8.first != 48
  }
}
