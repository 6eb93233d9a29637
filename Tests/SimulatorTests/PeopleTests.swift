import Fulfillment
@testable import Simulator
import Testing

@Suite struct PeopleTests {
  static let crowd: [Customer] = {
    var random = SeededRandom(seed: 31)
    return (0..<3000).map { _ in Customer.make(&random) }
  }()

  static let hostile = Set(Customer.hostileNames.map(\.0))

  @Test func everyAddressCanBeSentTo() {
    for customer in Self.crowd where !Self.hostile.contains(customer.first) {
      #expect(AddressCheck.problems(customer.address) == [], "\(customer.address)")
    }
  }

  @Test func aBrokenAddressCanNot() {
    var random = SeededRandom(seed: 32)
    for customer in Self.crowd.prefix(500) {
      #expect(!AddressCheck.problems(Customer.broken(customer.address, &random)).isEmpty)
    }
  }

  @Test(arguments: [
    ("Latin with accents", UInt32(0xC0), UInt32(0x17F)), ("Hebrew", 0x590, 0x5FF),
    ("Arabic", 0x600, 0x6FF), ("kanji", 0x4E00, 0x9FFF), ("Hangul", 0xAC00, 0xD7AF),
    ("Hiragana", 0x3040, 0x309F),
  ])
  func namesComeInManyScripts(script: String, from: UInt32, to: UInt32) {
    let found = Self.crowd.contains { customer in
      (customer.first + customer.last).unicodeScalars.contains { (from...to).contains($0.value) }
    }
    #expect(found, "\(script)")
  }

  @Test func hostileNamesAreRareAndAllOfThemComeUp() {
    let found = Self.crowd.filter { Self.hostile.contains($0.first) }
    #expect((10...80).contains(found.count))
    #expect(Set(found.map(\.first)).count >= 8)
  }

  @Test(arguments: Customer.hostileNames.map { $0.0 + " " + $0.1 })
  func whatIsHostileIsReallyOutsidePlainText(name: String) {
    let isPlain = name.unicodeScalars.allSatisfy { scalar in
      scalar.isASCII && (scalar.properties.isAlphabetic || scalar == " ")
    }
    #expect(!isPlain)
  }

  @Test func theMailCanNotReachAnybody() {
    #expect(Self.crowd.allSatisfy { $0.email.hasSuffix("@example.test") })
  }

  @Test func everyCountryOfTheShopComesUp() {
    let countries = Set(Self.crowd.map(\.address.country))
    #expect(countries.isSuperset(of: ["US", "GB", "DE", "FR", "JP", "KR", "IL", "AE", "KW", "BR"]))
    let american = Self.crowd.count { $0.address.country == "US" }
    #expect((500...1100).contains(american))
  }

  @Test(arguments: [
    ("US", "USD", 2), ("DE", "EUR", 2), ("GB", "GBP", 2), ("JP", "JPY", 0), ("KR", "KRW", 0),
    ("PL", "PLN", 2), ("KW", "KWD", 3), ("BR", "USD", 2),
  ])
  func aCartIsInTheCurrencyOfTheCountry(country: String, currency: String, digits: Int) {
    var random = SeededRandom(seed: 33)
    for _ in 0..<50 {
      let cart = Cart.make(from: Catalogue.fromCJ, to: country, forgetsSKU: false, &random)
      #expect(cart.currency.code == currency && cart.currency.minorDigits == digits)
    }
  }

  @Test func aCartsSumsHold() {
    var random = SeededRandom(seed: 34)
    var (coupons, taxed, sizes): (Int, Int, Set<Int>) = (0, 0, [])
    for _ in 0..<600 {
      let cart = Cart.make(from: Catalogue.fromCJ, to: "US", forgetsSKU: false, &random)
      #expect(cart.total == cart.lines.map(\.total).reduce(0, +) + cart.shipping + cart.tax)
      #expect(cart.tax == cart.lines.map(\.tax).reduce(0, +))
      #expect((cart.discount > 0) == (cart.coupon != nil))
      #expect(Set(cart.lines.map(\.product.id)).count == cart.lines.count)
      #expect(cart.lines.allSatisfy { $0.quantity > 0 && $0.subtotal >= $0.total })
      coupons += cart.coupon == nil ? 0 : 1
      taxed += cart.tax > 0 ? 1 : 0
      sizes.insert(cart.lines.count)
    }
    #expect((25...110).contains(coupons) && (200...400).contains(taxed))
    #expect(sizes == [1, 2, 3])
  }

  /// A lamp costs the same in every currency, but for rounding.
  @Test(arguments: [("DE", 0.92), ("JP", 150), ("KW", 0.307), ("US", 1)])
  func aPriceIsConverted(country: String, rate: Double) throws {
    var random = SeededRandom(seed: 35)
    let lamp = try #require(Catalogue.products.first)
    let cart = Cart.make(from: [lamp], to: country, forgetsSKU: true, &random)
    let line = try #require(cart.lines.first)
    let each = Double(line.subtotal / line.quantity) / Double(cart.currency.minorPerMajor)
    #expect(abs(each - Double(lamp.price) / 100 * rate) < rate)
    #expect(line.sku.isEmpty)
  }

  @Test func theCatalogueHasEachKindOfProduct() {
    #expect(Catalogue.fromCJ.count > 15)
    #expect(Catalogue.fromAgent.count >= 2 && Catalogue.fromNobody.count >= 2)
    #expect(Catalogue.fromCJ.contains { $0.isDomestic })
    #expect(Set(Catalogue.products.map(\.id)).count == Catalogue.products.count)
    #expect(Set(Catalogue.products.map(\.sku)).count == Catalogue.products.count)
    #expect(Set(Catalogue.products.map(\.variantID)).count == Catalogue.products.count)
    for product in Catalogue.products where product.source != .nobody {
      #expect(product.cost > 0 && product.cost < product.price, "\(product.sku)")
    }
  }

  @Test func productsWithoutOfferAreBoughtOnlyWhereThatIsTheStory() {
    let skus = Set(Catalogue.fromNobody.map(\.sku))
    var maker = LifeMaker(seed: 36, shares: .busy)
    for index in 0..<1500 {
      let life = maker.make(index: index, placedAt: monday)
      let isOpen = life.cart.lines.contains { skus.contains($0.product.sku) }
      #expect(isOpen == (life.scenario == .unmapped))
    }
  }

  @Test func theAgentsOrdersAreNotInCJsBooks() throws {
    var visitor = Visitor.free(orders: 600, .happy)
    let agents = visitor.world.lives.filter { $0.purchases.first?.supplier == "Shenzhen agent" }
    #expect((10...80).contains(agents.count))
    let token = try visitor.cjToken()
    for life in agents.prefix(10) {
      let answer = try Answer(visitor.cj("getOrderDetail?orderId=\(life.id)", token: token))
      #expect(answer.code.int == 1_603_100)
      let order = try Answer(visitor.shop("/orders/\(life.id)"))
      let tracked = order.meta_data.elements.contains {
        $0.key.text == "_wc_shipment_tracking_items"
      }
      #expect(tracked == (ShopState(life, at: monday).tracking != nil))
    }
  }
}
