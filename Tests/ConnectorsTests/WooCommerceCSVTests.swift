import Connectors
import Fulfillment
import Testing
import Wire

private func read(
  _ text: String, _ options: WooCommerceCSV.Options = .init(), file: String = "orders.csv"
) -> FileImport<Order> {
  WooCommerceCSV.read(Array(text.utf8), file: file, options: options)
}

private let head =
  "order_id,order_number_formatted,date,status,shipping_total,tax_total,discount_total,"
  + "order_total,refunded_total,order_currency,billing_first_name,billing_last_name,"
  + "billing_email,billing_phone,billing_address_1,billing_postcode,billing_city,"
  + "billing_state_code,billing_country,shipping_first_name,shipping_last_name,"
  + "shipping_address_1,shipping_postcode,shipping_city,shipping_state_code,shipping_country,"
  + "customer_note"
private let cells =
  "727,#WT-727,2026-03-01 09:30:00,processing,5.00,0.00,0.00,29.00,0.00,EUR,Ada,Lovelace,"
  + "ada@mail.example,+49 30 1,Rosenweg 1,10115,Berlin,BE,DE,Ada,Lovelace,Rosenweg 1,10115,"
  + "Berlin,BE,DE,Ring twice"

struct WooCommerceCSVTests {
  @Test func oneRowALineBecomesOneOrder() throws {
    let result = read(
      """
      \(head),item_id,item_name,item_sku,item_quantity,item_total
      \(cells),11,Red mug,MUG-RED,2,20.00
      \(cells),12,Lid,LID,1,4.00
      """, .init(zone: 60))
    #expect(result.refused == [])
    let order = try #require(result.items.first)
    #expect(result.items.count == 1)
    #expect(order.externalID == "727" && order.name == "#WT-727")
    #expect(order.placedAt == Timestamp(iso8601: "2026-03-01T08:30:00Z"))
    #expect(order.payment == .paid && order.fulfillment == .unfulfilled)
    #expect(order.total?.decimal == "29.00" && order.shipping?.decimal == "5.00")
    #expect(
      order.lines == [
        OrderLine(
          externalID: "11", sku: "MUG-RED", title: "Red mug", quantity: 2,
          price: Money(decimal: "10.00", currency: order.currency)),
        OrderLine(
          externalID: "12", sku: "LID", title: "Lid", quantity: 1,
          price: Money(decimal: "4.00", currency: order.currency)),
      ])
    #expect(order.shipTo.city == "Berlin" && order.shipTo.country == "DE")
    #expect(order.email == "ada@mail.example" && order.note == "Ring twice")
  }

  @Test func linesMayBePackedIntoOneCell() throws {
    let items =
      "id:11|name:Mug; red|product_id:7|sku:MUG-RED|quantity:2|subtotal:20.00|total:20.00;"
      + "id:12|name:Lid|product_id:8|sku:|quantity:1|subtotal:4.00|total:4.00"
    let order = try #require(read("\(head),line_items\n\(cells),\"\(items)\"\n").items.first)
    #expect(order.lines.map(\.title) == ["Mug; red", "Lid"])
    #expect(order.lines.map(\.sku) == ["MUG-RED", ""])
    #expect(order.lines.map(\.quantity) == [2, 1])
  }

  @Test func linesMayBeACellEach() throws {
    let result = read(
      """
      order_id,order_number,order_date,paid_date,status,order_total,order_currency,\
      billing_country,line_item_1,line_item_2
      5,5,9/26/2026 6:29:00,9/27/2026 6:30:00,completed,24.00,USD,US,\
      name:Mug|product_id:7|sku:MUG|quantity:2|total:20.00|sub_total:20.00,\
      name:Lid | large|product_id:8|sku:LID|quantity:1|total:4.00|sub_total:4.00
      6,6,9/28/2026 6:29:00,,cancelled,24.00,USD,US,name:Mug|sku:MUG|quantity:1|total:24.00,
      """)
    #expect(result.refused == [])
    #expect(result.items.map(\.externalID) == ["5", "6"])
    #expect(result.items[0].placedAt == Timestamp(iso8601: "2026-09-26T06:29:00Z"))
    #expect(result.items[0].paidAt == Timestamp(iso8601: "2026-09-27T06:30:00Z"))
    #expect(result.items[0].fulfillment == .fulfilled)
    #expect(result.items[0].lines.map(\.title) == ["Mug", "Lid | large"])
    #expect(result.items[1].cancelledAt != nil && result.items[1].payment == .voided)
  }

  @Test func aFileWithoutIdAndCurrencyIsReadWithThoseSaid() throws {
    let text = """
      Order Number,Order Status,Order Date,First Name (Billing),Address 1&2 (Billing),\
      Country Code (Billing),Item #,SKU,Name,Quantity,Item Cost,Order Line Total,\
      Order Total Amount
      88,On hold,2026-03-01 10:00,Ada,"Rosenweg 1, 2nd floor",DE,1,MUG,Mug,2,10.00,20.00,20.00
      """
    let order = try #require(read(text, .init(currency: Currency("eur"))).items.first)
    #expect(order.externalID == "88" && order.payment == .pending)
    #expect(order.shipTo.line1 == "Rosenweg 1, 2nd floor")
    #expect(order.lines.map(\.sku) == ["MUG"])
    #expect(
      read(text).refused.map(\.reason) == ["the file names no currency: say it with --currency"])
  }

  @Test func theSameRowsTwiceAreTheSameOrder() {
    let row = "\(cells),11,Red mug,MUG-RED,2,20.00\n"
    let text = "\(head),item_id,item_name,item_sku,item_quantity,item_total\n\(row)\(row)"
    #expect(read(text).items.map(\.lines.count) == [1])
    let other = text + "\(cells),11,Red mug,MUG-RED,3,30.00\n"
    #expect(read(other).items == [])
    #expect(read(other).refused.map(\.reason) == ["item 11 of 727 stands here in two ways"])
  }

  @Test func anOrderWithABadRowIsRefusedWholeAndAlone() {
    let result = read(
      """
      order_id,status,date,order_currency,item_id,item_sku,item_quantity
      1,processing,2026-03-01 10:00,EUR,1,MUG,1
      1,processing,2026-03-01 10:00,EUR,2,LID,many
      2,processing,yesterday,EUR,1,MUG,1
      x,processing,2026-03-01 10:00,EUR,1,MUG,1
      3,processing,2026-03-01 10:00,EURO,1,MUG,1
      4,processing,2026-03-01 10:00,EUR,1
      5,processing,2026-03-01 10:00,EUR,1,MUG,1
      """)
    #expect(result.items.map(\.externalID) == ["5"])
    #expect(
      result.refused.map { "\($0.line):\($0.column) \($0.reason)" } == [
        "2:1 1: the quantity of line 2 is not a number we can use",
        "4:14 it is not a date: yesterday", "5:1 x is no order id",
        "6:31 EURO is no currency", "7:1 5 cells where the header has 7",
      ])
  }

  @Test(arguments: [
    ("order_id,status\n1,x\n", "date"), ("status,date,item_quantity\n", "order_id"),
    ("order_id,status,date\n", "line_items, line_item_1 or item_quantity"),
  ])
  func aFileOfAnotherKindIsTold(text: String, column: String) {
    #expect(
      read(text).refused.map(\.reason) == [
        "not an export of WooCommerce's orders: the column \(column) is missing"
      ])
  }

  @Test func anOrderIsTheSameFromRESTAndFromAFile() throws {
    let json = """
      [{"id": 727, "number": "WT-727", "status": "processing", "currency": "EUR",
        "date_created_gmt": "2026-03-01T09:30:00", "total": "29.00", "total_tax": "0.00",
        "shipping_total": "5.00", "discount_total": "0.00", "customer_note": "Ring twice",
        "billing": {"first_name": "Ada", "last_name": "Lovelace", "address_1": "Rosenweg 1",
          "city": "Berlin", "state": "BE", "postcode": "10115", "country": "DE",
          "email": "ada@mail.example", "phone": "+49 30 1"},
        "shipping": {"first_name": "Ada", "last_name": "Lovelace", "address_1": "Rosenweg 1",
          "city": "Berlin", "state": "BE", "postcode": "10115", "country": "DE"},
        "line_items": [{"id": 11, "name": "Mug", "sku": "MUG", "quantity": 2, "total": "24.00"}]}]
      """
    let rest = try #require(read(json, file: "orders.json").items.first)
    let file = try #require(
      read(
        """
        \(head),item_id,item_name,item_sku,item_quantity,item_total
        \(cells),11,Mug,MUG,2,24.00
        """
      ).items.first)
    #expect(file == rest)
  }

  @Test func rowsMayComeAsJSON() throws {
    let text = #"""
      [{"order_id": 9, "status": "processing", "date": "2026-03-01T10:00:00", "currency": "EUR",
        "item_id": 1, "item_sku": "MUG", "item_quantity": 1},
       {"order_id": 9, "status": "processing", "date": "2026-03-01T10:00:00", "currency": "EUR",
        "item_id": 2, "item_sku": "LID", "item_quantity": 1}]
      """#
    let order = try #require(read(text, file: "orders.json").items.first)
    #expect(order.lines.map(\.sku) == ["MUG", "LID"])
  }

  @Test func damagedFilesAreRead() {
    let text = "\(head),item_id,item_name,item_sku,item_quantity\n\(cells),11,M,\"M\"\"X\",2\n"
    let bytes = Array(text.utf8)
    for length in bytes.indices {
      #expect(WooCommerceCSV.read(Array(bytes.prefix(length)), file: "f").items.count <= 1)
    }
    for position in stride(from: 0, to: bytes.count, by: 3) {
      for byte in [0x00, 0x0A, 0x22, 0x2C, 0x7C, 0x80] as [UInt8] {
        var changed = bytes
        changed[position] = byte
        #expect(WooCommerceCSV.read(changed, file: "f").items.count <= 2)
      }
    }
  }
}

struct FilesShopTests {
  private func shop(_ options: [String: String] = [:]) -> FilesShop {
    FilesShop(Credentials(options: options))
  }

  private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

  @Test func theFileItselfTellsWhoseItIs() {
    let woo =
      "order_id,status,date,order_currency,item_sku,item_quantity\n"
      + "1,processing,2026-03-01 10:00,EUR,MUG,1\n"
    let shopify =
      "Name,Created at,Currency,Lineitem quantity,Lineitem name,Lineitem sku\n"
      + "#7,2026-03-01 10:00,EUR,1,Mug,MUG\n"
    #expect(shop().read(bytes(woo), name: "a.csv").items.map(\.name) == ["#1"])
    let east = shop(["zone": "+01:00"])
    #expect(
      east.read(bytes(woo), name: "a.csv").items.map(\.placedAt.iso8601) == [
        "2026-03-01T09:00:00Z"
      ])
    #expect(shop().read(bytes(shopify), name: "b.csv").items.map(\.name) == ["#7"])
    #expect(
      east.read(bytes(shopify), name: "b.csv").items.map(\.placedAt.iso8601) == [
        "2026-03-01T09:00:00Z"
      ])
  }

  @Test(arguments: ["Berlin", "+25:00", "01:00", "+1:2:3", "+"])
  func aZoneThatIsNoneIsTold(zone: String) {
    let found = shop(["zone": zone]).read(bytes("order_id\n1\n"), name: "a.csv")
    #expect(
      found.refused.map(\.reason) == ["the account's zone is no offset such as +01:00"])
  }

  @Test func itHasNothingToBeAskedByWire() {
    let exchange = shop().orders(nil, Samples.context)
    #expect(
      Samples.error(exchange, Samples.answer("[]"))
        == .rejected(code: "unsupported", message: "orders of this shop come as files"))
  }
}

struct SFTPPlaceTests {
  @Test func anAddressIsTakenApart() throws {
    let place = try #require(
      SFTPPlace("sftp://agent@files.example:2222/home/agent/", identity: "k"))
    #expect(place.destination == "agent@files.example" && place.port == 2222)
    #expect(place.folder == "/home/agent" && place.identity == "k")
    let bare = try #require(SFTPPlace("sftp://host"))
    #expect(bare.destination == "host" && bare.port == nil && bare.folder == "")
  }

  @Test(arguments: [
    "https://host/path", "sftp://", "sftp:///path", "sftp://-oProxyCommand=x/path",
    "sftp://user@-host/", "sftp://a@b@c/", "sftp://host:0/", "sftp://host:99999/",
    "sftp://host:x/", "sftp://us er@host/", "sftp://host/a\nb", "sftp://host/a\"b",
    "sftp://host/../etc", "sftp://host/a*", "sftp://host//a", "sftp://user:pass@host/",
  ])
  func anythingElseIsNone(url: String) {
    #expect(SFTPPlace(url) == nil)
  }

  @Test(arguments: [
    ("ord_SC-1.csv", true), (".ord.tmp", true), ("März 1 (neu).csv", true), ("订单.csv", true),
    ("", false), ("..", false), ("a/b", false), ("a\nrm x", false), ("a\"b", false),
    ("a\\b", false), ("*.csv", false), ("[x]", false), ("{a,b}", false), ("a;b", false),
    ("!ls", false), ("a\u{202E}b", false), (" a", false), ("a\u{0}", false),
  ])
  func onlyPlainNamesAreUsed(name: String, isSafe: Bool) {
    #expect(SFTPName.isSafe(name) == isSafe)
  }
}
