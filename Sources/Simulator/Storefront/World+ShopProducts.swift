import Fulfillment
import Wire

extension World {
  /// The shop's products, of which the first is sold in two variations; `/products` and
  /// `/products/<id>/variations` by page.
  func products(_ parts: [String], _ call: Call) -> HTTPResponse {
    guard call.request.method == .get else { return Self.noRoute }
    let all = Catalogue.products
    switch parts.count {
    case 1: return productPage(call, all.map { product($0, isVariable: $0.id == all[0].id) })
    case 2, 3:
      guard let found = all.first(where: { String($0.id) == parts[1] }) else {
        return Self.shopError(404, "woocommerce_rest_product_invalid_id", "Invalid ID.")
      }
      if parts.count == 2 {
        return .json(200, product(found, isVariable: found.id == all[0].id), style: .php)
      }
      guard parts[2] == "variations" else { return Self.noRoute }
      return productPage(
        call, found.id == all[0].id ? ["Warm", "Cold"].indices.map { variation(found, $0) } : [])
    default: return Self.noRoute
    }
  }

  private func productPage(_ call: Call, _ items: [AnswerJSON]) -> HTTPResponse {
    let size = call.target["per_page"].flatMap { Int($0) } ?? 10
    guard (1...100).contains(size) else {
      return Self.invalid(
        .init(
          name: "per_page", code: "rest_out_of_bounds",
          message: "per_page must be between 1 (inclusive) and 100 (inclusive)"))
    }
    let page = max(1, call.target["page"].flatMap { Int($0) } ?? 1)
    let start = min(items.count, (page - 1) * size)
    let shown = Array(items[start..<min(items.count, start + size)])
    let pages = (items.count + size - 1) / size
    var response = HTTPResponse.json(200, .list(shown), style: .php)
    response.headers["X-WP-Total"] = String(items.count)
    response.headers["X-WP-TotalPages"] = String(pages)
    response.headers["Link"] = Self.links(call.target, page: page, of: pages)
    return response
  }

  private func product(_ product: Product, isVariable: Bool) -> AnswerJSON {
    [
      "id": .int(product.id), "name": .text(product.title), "slug": .text("p-\(product.id)"),
      "type": isVariable ? "variable" : "simple", "status": "publish",
      "sku": .text(isVariable ? "" : product.sku), "price": price(product),
      "regular_price": isVariable ? "" : price(product), "sale_price": "", "virtual": false,
      "downloadable": false, "manage_stock": false, "stock_quantity": nil,
      "stock_status": "instock", "attributes": [],
      "variations": isVariable
        ? [.int(product.id * 100), .int(product.id * 100 + 1)] : [],
    ]
  }

  private func variation(_ product: Product, _ place: Int) -> AnswerJSON {
    [
      "id": .int(product.id * 100 + place), "name": .text(["Warm", "Cold"][place]),
      "sku": .text(product.sku + (place == 0 ? "" : "-COLD")), "price": price(product),
      "regular_price": price(product), "sale_price": "", "status": "publish", "virtual": false,
      "manage_stock": "parent", "stock_quantity": nil, "stock_status": "instock",
      "attributes": [["id": 1, "name": "Light", "option": .text(["Warm", "Cold"][place])]],
    ]
  }

  private func price(_ product: Product) -> AnswerJSON {
    .text(Money(minor: Int64(product.price), currency: .usd).decimal)
  }
}
