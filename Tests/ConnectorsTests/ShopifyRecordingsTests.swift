import Connectors
import Fulfillment
import Testing
import Wire

/// Real exports of eleven shops, counted a second time by a reader that shares nothing with the first:
/// it splits the text into cells by hand and adds up.
@Suite(.enabled(if: Recordings.arePresent))
struct ShopifyRecordingsTests {
  private static let files = Recordings.files(in: "fixtures/orders-csv") { $0.hasSuffix(".csv") }

  /// Cells of a comma separated text, by the plainest of means.
  private func cells(_ text: String) -> [[String: String]] {
    var (rows, row, cell): ([[String]], [String], String) = ([], [], "")
    var isQuoted = false
    var characters = Array(text.unicodeScalars)[...]
    while let character = characters.popFirst() {
      switch character {
      case "\"" where isQuoted && characters.first == "\"":
        cell += "\""
        characters.removeFirst()
      case "\"": isQuoted.toggle()
      case "," where !isQuoted:
        row.append(cell)
        cell = ""
      case "\n" where !isQuoted:
        rows.append(row + [cell])
        (row, cell) = ([], "")
      default: cell.unicodeScalars.append(character)
      }
    }
    guard let header = rows.first else { return [] }
    return rows.dropFirst().map { row in
      Dictionary(zip(header, row), uniquingKeysWith: { first, _ in first })
    }
  }

  /// `12.3` as hundredths.
  private func hundredths(_ text: String) -> Int64? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard !text.isEmpty else { return nil }
    let fraction = (parts.count > 1 ? String(parts[1]) : "") + "00"
    return Int64(parts[0] + fraction.prefix(2))
  }

  @Test func thereAreRealExports() {
    #expect(Self.files.count >= 11)
  }

  @Test(arguments: files)
  func nothingIsLostAndNothingTwice(file: String) throws {
    let bytes = try Recordings.bytes(file)
    let result = ShopifyCSV.read(bytes, file: file)
    let rows = cells(String(decoding: bytes, as: UTF8.self))
    #expect(result.refused == [])
    #expect(Set(result.items.map(\.name)) == Set(rows.compactMap { $0["Name"] }))
    #expect(result.items.count == Set(rows.compactMap { $0["Name"] }).count)
    #expect(result.items.map(\.lines.count).reduce(0, +) == rows.count)
    let quantity = result.items.flatMap(\.lines).map(\.quantity).reduce(0, +)
    #expect(quantity == rows.compactMap { Int($0["Lineitem quantity"] ?? "") }.reduce(0, +))
  }

  @Test(arguments: files)
  func everyAmountIsExact(file: String) throws {
    let bytes = try Recordings.bytes(file)
    let orders = ShopifyCSV.read(bytes, file: file).items
    let rows = cells(String(decoding: bytes, as: UTF8.self))
    func sums(_ column: String) -> [String: Int64] {
      var sums: [String: Int64] = [:]
      for row in rows {
        guard let amount = hundredths(row[column] ?? "") else { continue }
        sums[row["Currency"] ?? "", default: 0] += amount
      }
      return sums
    }
    func sums(_ amount: (Order) -> Money?) -> [String: Int64] {
      var sums: [String: Int64] = [:]
      for order in orders {
        guard let money = amount(order) else { continue }
        sums[money.currency.code, default: 0] += money.minor
      }
      return sums
    }
    #expect(sums { $0.total } == sums("Total"))
    #expect(sums { $0.subtotal } == sums("Subtotal"))
    #expect(sums { $0.shipping } == sums("Shipping"))
    #expect(sums { $0.tax } == sums("Taxes"))
    #expect(sums { $0.discount } == sums("Discount Amount"))
    #expect(sums { $0.refunded } == sums("Refunded Amount"))
    let prices = rows.compactMap { hundredths($0["Lineitem price"] ?? "") }
    #expect(orders.flatMap(\.lines).compactMap { $0.price?.minor }.sorted() == prices.sorted())
  }

  @Test(arguments: files)
  func everyStatusAndDateFindsItsPlace(file: String) throws {
    let bytes = try Recordings.bytes(file)
    let orders = ShopifyCSV.read(bytes, file: file).items
    let rows = cells(String(decoding: bytes, as: UTF8.self))
    func count(_ column: String, _ value: String? = nil) -> Int {
      rows.count { row in
        let cell = row[column] ?? ""
        return value.map { cell == $0 } ?? !cell.isEmpty
      }
    }
    #expect(orders.count { $0.payment == .paid } == count("Financial Status", "paid"))
    #expect(
      orders.count { $0.payment == .partiallyRefunded }
        == count("Financial Status", "partially_refunded"))
    #expect(orders.count { $0.payment == .unknown } == 0)
    #expect(
      orders.count { $0.fulfillment == .fulfilled } == count("Fulfillment Status", "fulfilled"))
    #expect(orders.count { $0.fulfilledAt != nil } == count("Fulfilled at"))
    #expect(orders.count { $0.cancelledAt != nil } == count("Cancelled at"))
    #expect(
      orders.flatMap(\.lines).count { $0.fulfilled }
        == count("Lineitem fulfillment status", "fulfilled"))
    #expect(orders.allSatisfy { !$0.shipTo.postcode.hasPrefix("'") && !$0.phone.hasPrefix("'") })
    #expect(orders.allSatisfy { order in order.paidAt.map { $0 >= order.placedAt } ?? true })
  }

  @Test(arguments: files)
  func aDamagedExportNeverGivesAnOrderThatWasNotThere(file: String) throws {
    let bytes = try Recordings.bytes(file)
    let whole = Dictionary(
      grouping: ShopifyCSV.read(bytes, file: file).items, by: \.externalID)
    var random = SplitMix(state: 7)
    for _ in 0..<3 {
      var damaged = bytes.prefix(60_000) + []
      let header = (damaged.firstIndex(of: 0x0A) ?? 0) + 1
      let index = header + random.below(damaged.count - header)
      damaged[index] = [0x22, 0x00, 0xFF][random.below(3)]
      for order in ShopifyCSV.read(Array(damaged), file: file).items {
        let known = whole[order.externalID]?.first
        #expect(known?.total == order.total, "damage at \(index)")
      }
    }
  }
}

/// Timelines of real orders.
@Suite(.enabled(if: Recordings.arePresent))
struct WooCommerceRecordingsTests {
  /// Every order inside an answer, however it is wrapped.
  private func orders(_ json: JSON) -> [JSON] {
    if json["line_items"].isArray && json["currency"].text != nil { return [json] }
    return json.members.flatMap { orders($0.value) } + json.elements.flatMap { orders($0) }
  }

  private static let files =
    Recordings.files(in: "fixtures/woocommerce") { $0.hasSuffix(".json") }
    + ["11.0.1", "7.5.1"].flatMap { version in
      Recordings.files(in: "fixtures/woocommerce/measured/" + version) { $0.hasSuffix(".json") }
    }

  @Test func everyRecordedOrderIsRead() throws {
    var (read, lines) = (0, 0)
    for file in Self.files {
      let found = orders(try Recordings.json(file))
      guard !found.isEmpty else { continue }
      let exchange = WooCommerce(Samples.credentials).orders(nil, Samples.context)
      let page = try exchange.decode(Samples.answer(.array(found)))
      #expect(page.unreadable == [], "\(file)")
      #expect(page.items.count == found.count, "\(file)")
      for (order, json) in zip(page.items, found) {
        #expect(order.externalID == json["id"].text)
        #expect(order.total?.decimal == json["total"].text, "\(file)")
        #expect(order.lines.count == json["line_items"].elements.count)
        #expect(order.payment != .unknown || json["status"] == "auto-draft", "\(file)")
        #expect(!order.shipTo.country.isEmpty || json["billing"]["country"].text == "", "\(file)")
      }
      read += page.items.count
      lines += page.items.map(\.lines.count).reduce(0, +)
    }
    #expect(read >= 30)
    #expect(lines >= 60)
  }

  @Test(arguments: ["11.0.1", "7.5.1"])
  func aRecordedPageIsReadWithItsHeaders(version: String) throws {
    let record = try Recordings.json(
      "fixtures/woocommerce/measured/\(version)/orders_list_page.json")
    var headers = HTTPHeaders()
    for header in record["headers"].members { headers.add(header.name, header.value.text ?? "") }
    let exchange = WooCommerce(Samples.credentials).orders(nil, Samples.context)
    let page = try exchange.decode(Samples.answer(record["body"], headers: headers))
    #expect(page.items.count == 3)
    // The shop told of more orders than it sent.
    #expect(page.next != nil)
  }

  @Test(arguments: [
    ("maintenance", "later 600"), ("database_down", "later"), ("php_down", "later"),
    ("plugin_off", "never"), ("unknown_route", "never"), ("html_404", "never"),
    ("bad_date", "never"), ("big_page", "never"), ("bad_json", "never"),
  ])
  func whatAShopInTroubleSendsIsUnderstood(name: String, retry: String) throws {
    let record = try Recordings.json("fixtures/woocommerce/measured/errors/\(name).json")
    var headers = HTTPHeaders()
    for line in record["headers"].elements.compactMap(\.text) {
      guard let colon = line.firstIndex(of: ":"), line[colon...].hasPrefix(": ") else { continue }
      headers.add(String(line[..<colon]), String(line[colon...].dropFirst(2)))
    }
    let response = Samples.answer(
      record["body"].text ?? "", status: Int(record["status"].integer ?? 0), headers: headers)
    let exchange = WooCommerce(Samples.credentials).orders(nil, Samples.context)
    let error = try #require(Samples.error(exchange, response))
    switch error.retry {
    case .never: #expect(retry == "never")
    case .later(let after):
      #expect(retry == "later" + (after.map { " \($0.milliseconds / 1000)" } ?? ""))
    case .afterReconciling: Issue.record("a read has no outcome to be unsure of")
    }
  }
}
