import Fulfillment
import Wire

/// What the shop sells: its published products by id, which is the order that does not shift, a hundred a
/// page; of one with variations only these can be bought.
extension WooCommerce: Cataloguing {
  package func items(
    _ cursor: Cursor?, _ context: RequestContext
  ) -> Exchange<Page<ShopItem>> {
    let page = WooCommerce.page(cursor)
    return list(WooCommerceRequests(credentials).products(page: page, context), page, nil)
      .concealing(credentials, context)
  }

  package func variations(
    of item: ShopItem, _ cursor: Cursor?, _ context: RequestContext
  ) -> Exchange<Page<ShopItem>> {
    let page = WooCommerce.page(cursor)
    let request = WooCommerceRequests(credentials).variations(of: item.id, page: page, context)
    return list(request, page, item).concealing(credentials, context)
  }

  private func list(
    _ request: HTTPRequest, _ page: Int, _ parent: ShopItem?
  ) -> Exchange<Page<ShopItem>> {
    Exchange(request) { response throws(ConnectorError) in
      let answer = Answer(response)
      let body = try answer.json(vendorError: { WooCommerceError.read($0, status: $1, answer) })
      let list = body["data"].isArray ? body["data"] : body
      guard list.isArray else { throw .malformed("products are not a list") }
      var result = Page<ShopItem>(items: [])
      for element in list.elements {
        guard let item = ShopItem(element, of: parent) else {
          result.unreadable.append(.init(id: element["id"].text ?? "?", reason: "no id"))
          continue
        }
        result.items.append(item)
      }
      // A full page may be the last; then the next is empty.
      let isFull = list.elements.count >= WooCommerceRequests.productPage
      result.next = isFull && page < 1000 ? Cursor(String(page + 1)) : nil
      return result
    }
  }

  private static func page(_ cursor: Cursor?) -> Int {
    max(1, cursor.flatMap { Int($0.text) } ?? 1)
  }
}

extension ShopItem {
  /// A product, or a variation of one: its title is what sets it apart.
  fileprivate init?(_ json: JSON, of parent: ShopItem?) {
    guard let id = json["id"].integer, id > 0 else { return nil }
    let name = HTMLText.decoded(json["name"].text ?? "")
    let choices = json["attributes"].elements.compactMap { $0["option"].text }
    var title = name.isEmpty ? choices.joined(separator: ", ") : name
    if let parent, !parent.title.isEmpty {
      title = title.isEmpty ? parent.title : "\(parent.title): \(title)"
    }
    self.init(
      id: String(id), sku: (json["sku"].text ?? "").trimmed, title: title,
      isShipped: !(json["virtual"].bool ?? false),
      hasVariations: parent == nil
        && (json["type"].text?.hasPrefix("variable") ?? false
          || !json["variations"].elements.isEmpty)
    )
  }
}
