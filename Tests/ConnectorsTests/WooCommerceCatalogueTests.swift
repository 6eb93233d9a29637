import Connectors
import Fulfillment
import Testing
import Wire

private let shop = WooCommerce(
  Credentials(url: "https://shop.example", key: "ck_1234567", secret: "cs_1234567"))

private func items(_ text: String) throws -> Page<ShopItem> {
  try shop.items(nil, Samples.context).decode(Samples.answer(text))
}

struct WooCommerceCatalogueTests {
  @Test func productsAreAskedForByIdAHundredAPage() throws {
    let request = shop.items(Cursor("3"), Samples.context).request
    #expect(request.method == .get)
    #expect(
      request.url == "https://shop.example/wp-json/wc/v3/products?status=publish&orderby=id"
        + "&order=asc&page=3&per_page=100")
    #expect(shop.items(Cursor("x"), Samples.context).request.url.contains("page=1&"))
  }

  @Test func aProductIsWhatCanBeMapped() throws {
    let page = try items(
      """
      [{"id": 7, "name": "Mug &amp; lid", "sku": " MUG ", "type": "simple", "virtual": false,
        "variations": []},
       {"id": "8", "name": "Shirt", "sku": "", "type": "variable", "variations": [81, 82]},
       {"id": 9, "name": "Book", "sku": 12345, "type": "simple", "virtual": "yes"},
       {"name": "nothing"}]
      """)
    #expect(
      page.items == [
        ShopItem(id: "7", sku: "MUG", title: "Mug & lid"),
        ShopItem(id: "8", sku: "", title: "Shirt", hasVariations: true),
        ShopItem(id: "9", sku: "12345", title: "Book", isShipped: false),
      ])
    #expect(page.unreadable.map(\.reason) == ["no id"])
    #expect(page.next == nil)
  }

  @Test func aVariationIsNamedByWhatSetsItApart() throws {
    let shirt = ShopItem(id: "8", sku: "", title: "Shirt", hasVariations: true)
    let exchange = shop.variations(of: shirt, nil, Samples.context)
    #expect(exchange.request.url.contains("/products/8/variations?"))
    let page = try exchange.decode(
      Samples.answer(
        """
        [{"id": 81, "sku": "SHIRT-RED", "attributes": [{"name": "Color", "option": "Red"},
          {"name": "Size", "option": "L"}], "variations": []}]
        """))
    #expect(page.items == [ShopItem(id: "81", sku: "SHIRT-RED", title: "Shirt: Red, L")])
  }

  @Test func aFullPageIsFollowedByTheNext() throws {
    let list = (1...100).map { #"{"id": \#($0), "sku": "S\#($0)", "name": "n"}"# }
    let page = try items("[" + list.joined(separator: ",") + "]")
    #expect(page.items.count == 100)
    #expect(page.next == Cursor("2"))
    #expect(try items(#"{"data": [{"id": 1}]}"#).items.map(\.id) == ["1"])
  }

  @Test func anAnswerThatIsNoListIsNone() {
    #expect(
      Samples.error(shop.items(nil, Samples.context), Samples.answer("{}"))
        == .malformed("products are not a list"))
    let refused = Samples.answer(
      #"{"code": "woocommerce_rest_cannot_view", "message": "no", "data": {"status": 401}}"#,
      status: 401)
    guard case .unauthorized = Samples.error(shop.items(nil, Samples.context), refused) else {
      Issue.record("a refused key is something else")
      return
    }
  }

  @Test func overPlainHTTPTheQuestionIsSigned() {
    let plain = WooCommerce(Credentials(url: "http://shop.example", key: "ck_1", secret: "cs_1"))
    let url = plain.items(nil, Samples.context).request.url
    #expect(url.contains("oauth_signature=") && !url.contains("cs_1"))
  }
}
