import Fulfillment
import Wire

/// All skus of a product come in one answer.
extension AliExpress: Stocking {
  package func groups(of items: [String]) -> [[String]] {
    var groups: [(product: String, items: [String])] = []
    for item in items {
      guard let sku = AliExpressSKU(item) else { continue }
      if let place = groups.firstIndex(where: { $0.product == sku.product }) {
        groups[place].items.append(item)
      } else {
        groups.append((sku.product, [item]))
      }
    }
    return groups.map(\.items)
  }

  package func words(
    on group: [String], _ context: RequestContext
  ) -> [Exchange<[ItemWord]>] {
    guard let product = group.first.flatMap({ AliExpressSKU($0) })?.product else { return [] }
    let request = AliExpressRequests(credentials).product(
      product, country: country, currency: currency, context)
    let exchange = Exchange(request) { response throws(ConnectorError) in
      try AliExpressProduct.words(response, on: group)
    }
    return [exchange.concealing(credentials, context)]
  }

  /// Prices depend on where the goods go: the United States unless the account says another.
  private var country: String {
    let code = (credentials.options["country"] ?? "").trimmed.uppercased()
    return code.isEmpty ? "US" : code
  }
}

/// The answer of `aliexpress.ds.product.get`.
enum AliExpressProduct {
  /// ITEM_ID_NOT_FOUND: the product is not sold any more.
  private static let notFound = "605"

  static func words(
    _ response: HTTPResponse, on items: [String]
  ) throws(ConnectorError) -> [ItemWord] {
    // Refusals come beside a result of their own.
    let code = try AliExpressEnvelope.code(response)
    if code.number == notFound { return items.map { ItemWord(item: $0, stock: 0) } }
    guard ["", "0", "200"].contains(code.number) else {
      throw .rejected(code: code.number, message: code.message)
    }
    let result = try AliExpressEnvelope.result(response)
    guard !result["ae_item_sku_info_dtos"].isNull else {
      throw .malformed("no skus in the product")
    }
    let skus = AliExpressEnvelope.list(
      result["ae_item_sku_info_dtos"], "ae_item_sku_info_d_t_o")
    return items.map { item in
      guard let asked = AliExpressSKU(item), let sku = find(asked, in: skus) else {
        return ItemWord(item: item, stock: 0)
      }
      let stock = sku["sku_available_stock"].integer.map { Int(min(max(0, $0), 1_000_000_000)) }
      return ItemWord(item: item, stock: stock, cost: cost(sku))
    }
  }

  /// By the sku's own number where the offer names it, else by its attributes; a product's only sku may
  /// be named by nothing.
  private static func find(_ asked: AliExpressSKU, in skus: [JSON]) -> JSON? {
    if !asked.id.isEmpty { return skus.first { $0["sku_id"].text?.trimmed == asked.id } }
    if asked.attributes.isEmpty { return skus.count == 1 ? skus[0] : nil }
    return skus.first { $0["sku_attr"].text?.trimmed == asked.attributes }
  }

  /// What is asked for now, else the list price.
  private static func cost(_ sku: JSON) -> Money? {
    guard let currency = sku["currency_code"].text.flatMap({ Currency($0) }) else { return nil }
    for name in ["offer_sale_price", "sku_price"] {
      guard let text = sku[name].text?.trimmed,
        let money = Money(told: text, currency: currency), money.minor > 0
      else { continue }
      return money
    }
    return nil
  }
}
