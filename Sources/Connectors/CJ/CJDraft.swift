import Fulfillment
import Wire

/// A draft as CJ's createOrderV2 takes it (developers.cjdropshipping.com, API 2.0, shopping).
struct CJDraft {
  private let draft: PurchaseDraft
  private let origin: String

  /// - Parameter origin: ISO code of the country that CJ ships from.
  init(_ draft: PurchaseDraft, from origin: String) {
    self.draft = draft
    self.origin = origin
  }

  /// The longest `orderNumber`, `storeLineItemId` and `remark` that CJ takes.
  private static let longestNumber = 50
  private static let longestLine = 125

  /// What is sent, names in a fixed order. Throws what the draft lacks.
  func json() throws(DraftProblem) -> JSON {
    let address = draft.shipTo
    let name = address.name.trimmed.isEmpty ? address.company.trimmed : address.name.trimmed
    let lines = [address.line1, address.line2].map(\.trimmed).filter { !$0.isEmpty }
    let country = address.country.trimmed.uppercased()
    // Where a country has no provinces, CJ takes the city's name in its place.
    let province =
      address.province.trimmed.isEmpty ? address.city.trimmed : address.province.trimmed
    guard country.utf8.count == 2 else { throw lack("a country by its two letters") }
    guard !name.isEmpty else { throw lack("a name") }
    guard let street = lines.first else { throw lack("a street") }
    guard !address.city.trimmed.isEmpty else { throw lack("a city") }
    let method = draft.method.trimmed
    guard !method.isEmpty else {
      throw lack("a shipping method: name one in the offer or the rule")
    }
    guard draft.key.utf8.count <= CJDraft.longestNumber else {
      throw DraftProblem("the purchase's key is longer than CJ takes")
    }
    var members: [(String, String)] = [
      ("orderNumber", draft.key), ("shippingCountryCode", country),
      ("shippingCountry", CountryName.english(country) ?? country),
      ("shippingProvince", province), ("shippingCity", address.city.trimmed),
      ("shippingAddress", street), ("shippingAddress2", lines.dropFirst().joined(separator: ", ")),
      ("shippingZip", address.postcode.trimmed), ("shippingCustomerName", name),
      ("shippingPhone", address.phone.trimmed), ("email", draft.email.trimmed),
      ("logisticName", method), ("fromCountryCode", origin),
    ]
    members.removeAll { $0.1.isEmpty }
    let products = try products()
    return .object(
      members.map { JSON.Member(name: $0.0, value: .string($0.1)) }
        + [
          // 2: CJ's own logistics; 3: create only, nothing is paid; 1: variants of CJ.
          JSON.Member(name: "shopLogisticsType", value: 2), JSON.Member(name: "payType", value: 3),
          JSON.Member(name: "orderFlow", value: 1),
          JSON.Member(name: "products", value: .array(products)),
        ])
  }

  /// What freightCalculate takes; nil where the draft names no country, or an item not by its id.
  var freight: JSON? {
    let country = draft.shipTo.country.trimmed.uppercased()
    let items = draft.items.filter { CJDraft.isVariant($0.supplierSKU.trimmed) }
    guard country.utf8.count == 2, !items.isEmpty, items.count == draft.items.count else {
      return nil
    }
    let products = items.map { item -> JSON in
      [
        "vid": .string(item.supplierSKU.trimmed), "quantity": .number(String(item.quantity)),
      ]
    }
    return [
      "startCountryCode": .string(origin), "endCountryCode": .string(country),
      "zip": .string(draft.shipTo.postcode.trimmed), "products": .array(products),
    ]
  }

  private func products() throws(DraftProblem) -> [JSON] {
    guard !draft.items.isEmpty else { throw lack("something to buy") }
    var products: [JSON] = []
    for item in draft.items {
      let sku = item.supplierSKU.trimmed
      guard !sku.isEmpty else { throw lack("its own id (vid) or sku of \(item.sku)") }
      guard item.quantity > 0 else { throw lack("a quantity of \(item.sku)") }
      let line = item.part.isEmpty ? item.line : item.line + "/" + item.part
      products.append([
        CJDraft.isVariant(sku) ? "vid" : "sku": .string(sku),
        "quantity": .number(String(item.quantity)),
        "storeLineItemId": .string(String(line.prefix(CJDraft.longestLine))),
      ])
    }
    return products
  }

  /// Variant ids are 19 digits or, of older products, a UUID; CJ's skus hold other letters.
  static func isVariant(_ text: String) -> Bool {
    if text.utf8.allSatisfy({ (48...57).contains($0) }) { return !text.isEmpty }
    let groups = text.split(separator: "-", omittingEmptySubsequences: false)
    return groups.map(\.utf8.count) == [8, 4, 4, 4, 12]
      && groups.allSatisfy { $0.allSatisfy(\.isHexDigit) }
  }

  private func lack(_ what: String) -> DraftProblem { DraftProblem("CJ needs \(what)") }
}
