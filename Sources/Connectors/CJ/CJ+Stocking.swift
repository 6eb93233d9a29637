import Fulfillment
import Wire

/// Stock by warehouse and the price of one variant: two questions about each.
extension CJ: Stocking {
  package func groups(of items: [String]) -> [[String]] {
    items.filter { !$0.trimmed.isEmpty }.map { [$0] }
  }

  package func words(
    on group: [String], _ context: RequestContext
  ) -> [Exchange<[ItemWord]>] {
    group.flatMap { item in
      [stock(of: item, context), price(of: item, context)].map {
        $0.inCJsWords.concealing(credentials, context)
      }
    }
  }

  /// What the warehouses of the country that it ships from hold together.
  private func stock(of item: String, _ context: RequestContext) -> Exchange<[ItemWord]> {
    let (sku, origin) = (item.trimmed, origin)
    let request = CJRequests(credentials).stock(sku, context)
    return Exchange(request) { response throws(ConnectorError) in
      guard let data = try CJ.known(response, context) else {
        return [ItemWord(item: item, stock: 0)]
      }
      guard data.isArray else { throw .malformed("the stock is not a list") }
      var sum = 0
      for house in data.elements where house["countryCode"].text?.trimmed.uppercased() == origin {
        guard let count = house["totalInventoryNum"].integer ?? house["storageNum"].integer else {
          throw .malformed("no totalInventoryNum in the stock")
        }
        sum += Int(min(max(0, count), 1_000_000_000))
      }
      return [ItemWord(item: item, stock: sum)]
    }
  }

  /// In US dollars.
  private func price(of item: String, _ context: RequestContext) -> Exchange<[ItemWord]> {
    let sku = item.trimmed
    let request = CJRequests(credentials).price(sku, context)
    return Exchange(request) { response throws(ConnectorError) in
      guard let data = try CJ.known(response, context) else {
        return [ItemWord(item: item, stock: 0)]
      }
      // A variant by its id, or the product of a sku with all its variants.
      let variants = data["variants"].isArray ? data["variants"].elements : [data]
      guard let variant = variants.first(where: { CJ.isItem($0, sku) }) else {
        throw .malformed("the answer is about another item")
      }
      let text = variant["variantSellPrice"].text?.trimmed ?? ""
      guard let cost = Money(told: text, currency: .usd), cost.minor > 0 else {
        throw .malformed("no variantSellPrice in the answer")
      }
      return [ItemWord(item: item, cost: cost)]
    }
  }

  /// The data; nil where CJ does not have the item, or not any more.
  private static func known(
    _ response: HTTPResponse, _ context: RequestContext
  ) throws(ConnectorError) -> JSON? {
    do throws(ConnectorError) {
      return try CJEnvelope.data(response, now: context.now)
    } catch {
      let gone: Set = ["1602000", "1602001", "1602002", "1602003"]
      guard case .rejected(let code, _) = error, gone.contains(code) else { throw error }
      return nil
    }
  }

  private static func isItem(_ variant: JSON, _ sku: String) -> Bool {
    [variant["vid"], variant["variantSku"]].contains {
      $0.text?.trimmed.lowercased() == sku.lowercased()
    }
  }
}
