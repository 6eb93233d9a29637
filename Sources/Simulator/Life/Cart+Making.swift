import Fulfillment

extension Cart {
  /// A basket of products that the source sells, in a currency that fits the country.
  static func make(
    from products: [Product], to country: String, forgetsSKU: Bool, _ random: inout SeededRandom
  ) -> Cart {
    let currency = currency(of: country)
    let rate = rates[currency.code] ?? (1, 1)
    func local(_ cents: Int) -> Int { (cents * rate.0 + rate.1 / 2) / rate.1 }
    let hasCoupon = random.chance(0.1)
    let isTaxed = country == "US" && random.chance(0.5)
    var chosen: [Product] = []
    let kinds = [1, 1, 1, 1, 2, 2, 3][random.int(0...6)]
    while chosen.count < min(kinds, products.count) {
      let product = random.pick(products)
      if !chosen.contains(where: { $0.id == product.id }) { chosen.append(product) }
    }
    let lines = chosen.map { product in
      let quantity = [1, 1, 1, 1, 2, 2, 3, 5][random.int(0...7)]
      let subtotal = local(product.price) * quantity
      let total = hasCoupon ? subtotal - subtotal / 10 : subtotal
      return Cart.Line(
        product: product, sku: forgetsSKU ? "" : product.sku, quantity: quantity,
        subtotal: subtotal, total: total, tax: isTaxed ? (total * 8 + 50) / 100 : 0)
    }
    return Cart(
      currency: currency, lines: lines,
      shipping: random.chance(0.4) ? local(random.pick([390, 490, 790])) : 0,
      tax: lines.reduce(0) { $0 + $1.tax }, coupon: hasCoupon ? "TAKE10" : nil)
  }

  /// What one US cent is in minor units of the currency, as a fraction. KWD has three decimals,
  /// JPY and KRW none.
  private static let rates: [String: (Int, Int)] = [
    "EUR": (92, 100), "GBP": (79, 100), "JPY": (3, 2), "KRW": (14, 1), "PLN": (4, 1),
    "KWD": (307, 100),
  ]

  private static func currency(of country: String) -> Currency {
    let code =
      switch country {
      case "DE", "FR", "ES": "EUR"
      case "GB": "GBP"
      case "JP": "JPY"
      case "KR": "KRW"
      case "KW": "KWD"
      case "PL": "PLN"
      default: "USD"
      }
    return Currency(code) ?? .usd
  }
}
