internal import Fulfillment

/// `[[payment_fee]]`: what payment services keep of what customers paid.
extension ConfigurationReader {
  func paymentFees() throws(ConfigurationError) -> [PaymentFee] {
    var fees: [PaymentFee] = []
    for (path, table) in try tables("payment_fee") {
      try check(table, at: path, known: SettingsTable.known(["payment_fee"]))
      guard table["percent"] != nil || table["fixed"] != nil else {
        throw problem(
          path, "a payment fee is neither a percentage nor an amount",
          remedy: #"add percent = "2.9%" or fixed = "0.30 USD""#)
      }
      fees.append(
        PaymentFee(
          storefronts: try names(table, "storefronts", at: path),
          share: try percent(table, "percent", at: path, within: 0...10_000) ?? 0,
          fixed: try money(table, "fixed", at: path)))
    }
    return fees
  }
}
