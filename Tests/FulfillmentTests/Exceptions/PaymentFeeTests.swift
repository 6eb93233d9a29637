import Fulfillment
import Testing

@Suite struct PaymentFeeTests {
  private func usd(_ minor: Int64) -> Money { Money(minor: minor, currency: .usd) }

  @Test(
    arguments: [
      (10_000, 290, 30, 320), (4_000, 290, 0, 116), (1, 290, 0, 0), (50, 100, 0, 1),
      (0, 290, 30, nil),
      (-5, 290, 30, nil), (.max, 290, 30, nil),
    ] as [(Int64, Int, Int64, Int64?)])
  func aFeeIsAShareAndAnAmount(total: Int64, share: Int, fixed: Int64, expected: Int64?) {
    let fees = [PaymentFee(share: share, fixed: usd(fixed))]
    #expect(fees.fee(of: usd(total), storefront: "shop") == expected.map(usd))
  }

  @Test func theFirstThatNamesTheStorefrontCounts() {
    let fees = [
      PaymentFee(storefronts: ["Outlet*"], share: 100),
      PaymentFee(storefronts: ["main"], share: 300),
    ]
    #expect(fees.fee(of: usd(1000), storefront: "outlet-2") == usd(10))
    #expect(fees.fee(of: usd(1000), storefront: "MAIN") == usd(30))
    #expect(fees.fee(of: usd(1000), storefront: "other") == nil)
  }

  @Test func anAmountInAnotherCurrencyIsLeftOut() {
    let fees = [PaymentFee(share: 200, fixed: usd(30))]
    let total = Money(minor: 1000, currency: .init("EUR") ?? .usd)
    #expect(fees.fee(of: total, storefront: "") == Money(minor: 20, currency: total.currency))
  }
}
