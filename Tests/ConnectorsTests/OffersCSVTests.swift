import Connectors
import Fulfillment
import Testing

/// The columns of offers beyond the first six, in and out. What the first six do is told beside
/// `OffersCSVTests`.
struct OffersCSVColumnTests {
  private func read(_ text: String) -> FileImport<Offer> {
    OffersCSV.read(Array(text.utf8), file: "f.csv")
  }

  /// One row that has only the columns named, after sku, supplier and currency.
  private func row(_ column: String, _ cell: String) -> FileImport<Offer> {
    read("sku,supplier,currency,\(column)\nL1,CJ,USD,\(cell)\n")
  }

  private let full = Offer(
    sku: "SET-1", supplier: "CJ", supplierSKU: "v;1", cost: Samples.usd(425), handlingDays: 2,
    part: "lid", perUnit: 2, pack: 3,
    methods: [
      ShippingMethod(name: "CJPacket Ordinary", cost: Samples.usd(310), days: 7...12),
      ShippingMethod(name: "Post: to; \\door", days: 5...5, countries: ["US", "BR"]),
      ShippingMethod(
        name: "Euro", cost: Currency("EUR").map { Money(minor: 400, currency: $0) }),
      ShippingMethod(name: "Plain"),
    ],
    countries: ["US", "CA"], stock: 120, stockAt: Samples.time("2026-11-20T08:00:00Z"),
    minQuantity: 2, maxQuantity: 9, priority: -1, validUntil: Samples.time("2027-01-01"),
    renewal: "=option names changed")

  @Test func whatIsWrittenIsReadBack() {
    let offers = [full, Offer(sku: "+L2", supplier: "@Agent", supplierSKU: "")]
    let result = OffersCSV.read(OffersCSV.write(offers), file: "f.csv")
    #expect(result.refused == [])
    #expect(result.items == offers)
  }

  @Test func theFileIsWrittenAsDocumented() {
    let text = String(decoding: OffersCSV.write([full]), as: UTF8.self)
    let header =
      "sku,supplier,supplier_sku,cost,currency,handling_days,part,per_unit,pack,methods,"
      + "countries,stock,stock_at,min_quantity,max_quantity,priority,valid_until,renewal"
    let row =
      #"SET-1,CJ,"v;1",4.25,USD,2,lid,2,3,"CJPacket Ordinary:3.10:7-12;"#
      + #"Post\: to\; \\door::5-5:US|BR;Euro:4.00 EUR;Plain","US|CA",120,2026-11-20T08:00:00Z,"#
      + "2,9,-1,2027-01-01T00:00:00Z,'=option names changed"
    #expect(text == header + "\n" + row + "\n")
  }

  @Test(arguments: [
    ("Post", ShippingMethod(name: "Post")),
    (" Post : 4 ", ShippingMethod(name: "Post", cost: Samples.usd(400))),
    ("Post:4.00:7-12", ShippingMethod(name: "Post", cost: Samples.usd(400), days: 7...12)),
    ("Post::7", ShippingMethod(name: "Post", days: 7...7)),
    ("Post:::us|br", ShippingMethod(name: "Post", countries: ["US", "BR"])),
    ("Post:::", ShippingMethod(name: "Post")), (#"A\:B"#, ShippingMethod(name: "A:B")),
  ])
  func aMethodMayLackItsEnd(cell: String, method: ShippingMethod) {
    #expect(row("methods", cell).items.first?.methods == [method])
  }

  @Test func severalMethodsAreApartBySemicolons() {
    let methods = row("methods", "\"Post:4;; Air:9:3-5 ;\"").items.first?.methods
    #expect(methods?.map(\.name) == ["Post", "Air"])
  }

  @Test(arguments: [
    ("methods", ":4", "methods hold one without a name"),
    ("methods", "Post:4:1-2:US:x", "the method Post is not name:cost:min-max:US|BR"),
    ("methods", "Post:four", "the cost of the method Post is not an amount"),
    ("methods", "Post:-4", "the cost of the method Post is not an amount"),
    ("methods", "Post:4 EUR x", "the cost of the method Post is not an amount"),
    ("methods", "Post:4 EURO", "the cost of the method Post has no currency"),
    ("methods", "Post::12-7", "the days of the method Post are not such as 7-12"),
    ("methods", "Post::1-2-3", "the days of the method Post are not such as 7-12"),
    ("methods", "Post::soon", "the days of the method Post are not such as 7-12"),
    ("methods", "Post:::Brazil", "the countries of the method Post are not codes such as US|BR"),
    ("methods", "Post;Post", "methods name Post twice"),
    ("countries", "USA", "countries are not ISO codes apart by |, such as US|BR"),
    ("per_unit", "0", "per_unit is not a number from 1 to 10000"),
    ("pack", "1.5", "pack is not a number from 1 to 10000"),
    ("stock", "-1", "stock is not a number from 0 to 1000000000"),
    ("stock_at", "yesterday", "stock_at is not a date such as 2026-11-20"),
    ("valid_until", "20.11.2026", "valid_until is not a date such as 2026-11-20"),
    ("min_quantity", "0", "min_quantity is not a number from 1 to 1000000"),
    ("max_quantity", "many", "max_quantity is not a number from 1 to 1000000"),
    ("priority", "first", "priority is not a number from -1000000 to 1000000"),
  ])
  func aWrongCellIsToldWithItsPlace(column: String, cell: String, reason: String) {
    let result = row(column, "\"\(cell)\"")
    #expect(result.items.isEmpty)
    #expect(result.refused.map(\.line) == [2] && result.refused.map(\.column) == [11])
    #expect(result.refused.first?.reason.hasPrefix(reason) == true)
  }

  @Test func limitsMustHoldTogether() {
    let result = read("sku,supplier,min_quantity,max_quantity\nL1,CJ,5,4\n")
    #expect(
      result.refused.map(\.description) == ["f.csv:2:9: max_quantity is less than min_quantity"])
  }

  @Test func aCostOfAMethodNeedsACurrency() {
    let result = read("sku,supplier,methods\nL1,CJ,Post:4\nL2,CJ,Post:4 EUR\n")
    #expect(result.items.map(\.sku) == ["L2"])
    #expect(result.refused.map(\.reason) == ["the cost of the method Post has no currency"])
  }

  @Test func partsOfABundleAreOffersOfTheirOwn() {
    let result = read("sku,supplier,part\nSET,CJ,cup\nSET,CJ,lid\nSET,CJ,\nset,cj,LID\n")
    #expect(result.items.map(\.part) == ["cup", "lid", ""])
    #expect(result.refused.map(\.reason) == ["set of cj, part LID, is on line 3 already"])
  }

  @Test func emptyCellsAndMissingColumnsSayTheSame() {
    let short = read("sku,supplier\nL1,CJ\n")
    let header = String(decoding: OffersCSV.write([]), as: UTF8.self)
    let long = read(header + "L1,CJ" + String(repeating: ",", count: 16) + "\n")
    #expect(short.items == [Offer(sku: "L1", supplier: "CJ", supplierSKU: "")])
    #expect(long.items == short.items && long.refused == [])
  }
}
