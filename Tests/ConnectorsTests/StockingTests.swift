import Connectors
import Fulfillment
import Simulator
import Testing
import Wire

/// What suppliers say of their items: stock and price.
@Suite struct StockingTests {
  private func cj(_ options: [String: String] = [:]) -> CJ {
    CJ(
      Account(name: "CJ", service: "cj", role: .supplier),
      Credentials(key: "CJ1@api@secret", options: options))
  }

  private let aliExpress = AliExpress(
    Account(name: "AliExpress", service: "aliexpress", role: .supplier),
    Credentials(key: "12345", secret: "s3cr3t-value", options: ["session": "50000-token"]))

  private let vid = "1392053744945991680"

  private func words(
    _ connector: some Stocking, _ item: String, _ answers: [JSON]
  ) throws -> [ItemWord] {
    let exchanges = connector.words(on: [item], Samples.context)
    #expect(exchanges.count == answers.count)
    return try zip(exchanges, answers).flatMap {
      try $0.decode(Samples.answer($1))
    }
  }

  private func envelope(_ data: JSON, code: Int = 200) -> JSON {
    ["code": .number("\(code)"), "result": .bool(code == 200), "message": "m", "data": data]
  }

  private func house(_ country: String, _ count: JSON) -> JSON {
    ["vid": .string(vid), "countryCode": .string(country), "totalInventoryNum": count]
  }

  // CJ

  @Test func cjIsAskedForStockAndPrice() throws {
    let exchanges = cj().words(on: [vid], Samples.context)
    #expect(
      exchanges.map { $0.request.url.split(separator: "/v1").last.map(String.init) } == [
        "/product/stock/queryByVid?vid=\(vid)", "/product/variant/queryByVid?vid=\(vid)",
      ])
    #expect(exchanges.allSatisfy { $0.request.headers["CJ-Access-Token"] == Samples.context.token })
    let bySKU = cj().words(on: ["CJLD1044-Red"], Samples.context)
    #expect(
      bySKU.map { $0.request.url.split(separator: "/v1").last.map(String.init) } == [
        "/product/stock/queryBySku?sku=CJLD1044-Red", "/product/query?variantSku=CJLD1044-Red",
      ])
    #expect(cj().groups(of: ["a", " ", "b"]) == [["a"], ["b"]])
  }

  @Test(arguments: [("CN", 30), ("us", 36), ("DE", 0)])
  func stockIsThatOfTheCountryItShipsFrom(_ origin: String, _ stock: Int) throws {
    let houses: JSON = [house("CN", 10), house("CN", "20"), house("US", 36)]
    let price = envelope(["vid": .string(vid), "variantSellPrice": .number("3.456")])
    #expect(
      try words(cj(["from": origin]), vid, [envelope(houses), price]) == [
        ItemWord(item: vid, stock: stock), ItemWord(item: vid, cost: Samples.usd(346)),
      ])
  }

  @Test func aSKUIsFoundAmongTheVariantsOfItsProduct() throws {
    let product: JSON = [
      "pid": "P1",
      "variants": [
        ["vid": "1", "variantSku": "CJLD1044-Blue", "variantSellPrice": 9],
        ["vid": "2", "variantSku": "CJLD1044-RED", "variantSellPrice": "4.20"],
      ],
    ]
    #expect(
      try words(cj(), "CJLD1044-Red", [envelope([]), envelope(product)]) == [
        ItemWord(item: "CJLD1044-Red", stock: 0),
        ItemWord(item: "CJLD1044-Red", cost: Samples.usd(420)),
      ])
  }

  @Test(arguments: [1_602_000, 1_602_001, 1_602_002, 1_602_003])
  func whatCJDoesNotSellAnyMoreHasNoStock(_ code: Int) throws {
    let gone = envelope(.null, code: code)
    #expect(
      try words(cj(), vid, [gone, gone]) == [
        ItemWord(item: vid, stock: 0), ItemWord(item: vid, stock: 0),
      ])
  }

  @Test(
    arguments: [
      ["variantSellPrice": 3], ["vid": "7", "variantSellPrice": 3], ["vid": "1392053744945991680"],
      ["vid": "1392053744945991680", "variantSellPrice": 0],
    ] as [JSON])
  func anAnswerThatTellsNoPriceIsNone(_ data: JSON) throws {
    let exchange = cj().words(on: [vid], Samples.context)[1]
    guard case .malformed = Samples.error(exchange, Samples.answer(envelope(data))) else {
      Issue.record("it was read")
      return
    }
  }

  // AliExpress

  private let item = "1005004638293060;14:365458#Brown"

  private func product(_ skus: JSON, code: JSON = 200) -> JSON {
    [
      "aliexpress_ds_product_get_response": [
        "rsp_code": code, "rsp_msg": "m", "result": ["ae_item_sku_info_dtos": skus],
      ]
    ]
  }

  private func sku(_ id: String, _ attributes: String, _ stock: JSON, _ price: String) -> JSON {
    [
      "sku_id": .string(id), "sku_attr": .string(attributes), "sku_available_stock": stock,
      "offer_sale_price": .string(price), "sku_price": "99.00", "currency_code": "USD",
    ]
  }

  @Test func itemsOfOneProductAreAskedForAtOnce() throws {
    let items = [item, "77;1:2", "1005004638293060/12;14:1", "no number"]
    #expect(
      aliExpress.groups(of: items) == [[item, "1005004638293060/12;14:1"], ["77;1:2"]])
    let request = try #require(aliExpress.words(on: [item], Samples.context).first).request
    let form = Form(parsing: String(decoding: request.body, as: UTF8.self))
    #expect(form["method"] == "aliexpress.ds.product.get")
    #expect(form["product_id"] == "1005004638293060" && form["ship_to_country"] == "US")
    #expect(form["target_currency"] == "USD" && form["target_language"] == "EN")
  }

  @Test(arguments: [true, false])
  func aliExpressTellsAllSKUsOfAProduct(_ isWrapped: Bool) throws {
    let skus: JSON = [
      sku("11", "14:1#Red", 5, "8.00"), sku("12", "14:365458#Brown", "7", "8.50"),
    ]
    let answer = product(isWrapped ? ["ae_item_sku_info_d_t_o": skus] : skus)
    let asked = [item, "1005004638293060/11;x", "1005004638293060;14:3"]
    let exchange = try #require(aliExpress.words(on: asked, Samples.context).first)
    #expect(
      try exchange.decode(Samples.answer(answer)) == [
        ItemWord(item: asked[0], stock: 7, cost: Samples.usd(850)),
        ItemWord(item: asked[1], stock: 5, cost: Samples.usd(800)),
        ItemWord(item: asked[2], stock: 0),
      ])
  }

  @Test func productThatIsGoneHasNoStock() throws {
    let gone: JSON = [
      "aliexpress_ds_product_get_response": [
        "rsp_code": 605, "rsp_msg": "ITEM_ID_NOT_FOUND", "result": ["has_whole_sale": .bool(false)],
      ]
    ]
    #expect(try words(aliExpress, item, [gone]) == [ItemWord(item: item, stock: 0)])
  }

  @Test func anyOtherRefusalTellsNothing() throws {
    let exchange = try #require(aliExpress.words(on: [item], Samples.context).first)
    let answer: JSON = [
      "aliexpress_ds_product_get_response": [
        "rsp_code": 482, "rsp_msg": "SHIP_TO_COUNTRY_PROHIBITED",
        "result": ["has_whole_sale": .bool(false)],
      ]
    ]
    #expect(
      Samples.error(exchange, Samples.answer(answer))
        == .rejected(code: "482", message: "SHIP_TO_COUNTRY_PROHIBITED"))
  }

  // The simulated suppliers, written from the documents by other hands

  @Test func simulatedSuppliersTellWhatTheirOffersSay() throws {
    let start = Timestamp(seconds: 1_795_339_200)
    var world = World(seed: 3, options: World.Options(start: start, backlogDays: 1, orders: 1))
    var now = start
    func send<Output>(_ token: String, _ build: (RequestContext) -> Exchange<Output>) throws
      -> Output
    {
      now = now + .seconds(2)
      let exchange = build(RequestContext(now: now, nonce: Samples.nonce, token: token))
      return try exchange.decode(world.respond(to: exchange.request, now: now))
    }
    func secret(_ name: String) -> String { world.secrets["SUPERCARGO_SIM_" + name] ?? "" }
    let cj = CJ(
      Account(name: "CJ", service: "cj", role: .supplier),
      Credentials(url: "http://h/cj", key: secret("CJ_KEY")))
    let aliExpress = AliExpress(
      Account(name: "AliExpress", service: "aliexpress", role: .supplier),
      Credentials(
        url: "http://h/aliexpress", key: secret("ALIEXPRESS_KEY"),
        secret: secret("ALIEXPRESS_SECRET"), options: ["session": secret("ALIEXPRESS_TOKEN")]))
    let token = try send("") { cj.token($0) }.value
    for (connector, name) in [
      (cj as any Stocking, "CJ"), (aliExpress as any Stocking, "AliExpress"),
    ] {
      for offer in Simulator.Catalogue.offers.filter({ $0.supplier == name }).prefix(5) {
        let count = connector.words(on: [offer.supplierSKU], Samples.context).count
        var words: [ItemWord] = []
        for index in 0..<count {
          words += try send(name == "CJ" ? token : "") {
            connector.words(on: [offer.supplierSKU], $0)[index]
          }
        }
        #expect(
          words.compactMap(\.stock) == [offer.stock] && words.compactMap(\.cost) == [offer.cost])
      }
    }
    let gone = try send("") { aliExpress.words(on: ["4711;1:2"], $0)[0] }
    #expect(gone == [ItemWord(item: "4711;1:2", stock: 0)])
  }

  // What others have recorded

  @Test(
    .enabled(if: Recordings.arePresent),
    arguments: [
      (
        "fixtures/cj/doc-stock-queryBySku.json", "CJSKU", 0, ItemWord(item: "CJSKU", stock: 777_566)
      ),
      (
        "fixtures/cj/doc-stock-queryByVid.json", "7874B45D-E971-4DC8-8F59-40530B0F6B77", 0,
        ItemWord(item: "7874B45D-E971-4DC8-8F59-40530B0F6B77", stock: 10_877)
      ),
      (
        "fixtures/cj/doc-variant-queryByVid.json", "1371342252697325568", 1,
        ItemWord(item: "1371342252697325568", cost: Samples.usd(300))
      ),
    ])
  func cjsSamplesAreRead(_ path: String, _ item: String, _ at: Int, _ word: ItemWord) throws {
    let exchange = cj().words(on: [item], Samples.context)[at]
    let body = try Recordings.bytes(path)
    #expect(try exchange.decode(HTTPResponse(status: 200, body: body)) == [word])
  }

  @Test(.enabled(if: Recordings.arePresent))
  func aProhibitedCountryIsTold() throws {
    let exchange = try #require(aliExpress.words(on: [item], Samples.context).first)
    let body = try Recordings.bytes("fixtures/aliexpress/live-product-get-ship-to-prohibited.json")
    let error = Samples.error(exchange, HTTPResponse(status: 200, body: body))
    #expect(error == .rejected(code: "482", message: "SHIP_TO_COUNTRY_PROHIBITED"))
  }
}
