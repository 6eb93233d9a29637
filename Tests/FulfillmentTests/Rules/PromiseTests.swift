import Testing

@testable import Fulfillment

@Suite struct PromiseTests {
  private let monday = ExampleFacts.monday

  private func promised(
    _ promises: [Promise], _ order: OrderFacts, storefront: String = "main-shop"
  ) -> Timestamp? {
    promises.promisedAt(order, storefront: storefront, WorkCalendars())
  }

  private func order(to country: String = "BR", paidAt: Timestamp? = nil) -> OrderFacts {
    ExampleFacts.order {
      $0.shipTo.country = country
      $0.paidAt = paidAt ?? $0.paidAt
    }
  }

  @Test func daysCountFromPayment() {
    let paidAt = monday + .days(2)
    #expect(promised([Promise(within: .days(10))], order(paidAt: paidAt)) == paidAt + .days(10))
    var unpaid = order()
    unpaid.paidAt = nil
    #expect(promised([Promise(within: .days(10))], unpaid) == monday + .days(10))
  }

  @Test func businessDaysAreThoseOfTheCustomersCountry() {
    let promise = [Promise(within: .businessDays(5))]
    #expect(promised(promise, order(to: "US")) == monday + .days(7))
    // Easter: Brazil rests on Good Friday, 2026-04-03.
    let thursday = monday + .days(31)
    #expect(
      promised([Promise(within: .businessDays(1))], order(paidAt: thursday)) == thursday + .days(4))
    #expect(
      promised([Promise(within: .businessDays(1))], order(to: "US", paidAt: thursday))
        == thursday + .days(1))
  }

  @Test func theFirstThatFitsCounts() {
    let promises = [
      Promise(storefronts: ["outlet*"], within: .days(40)),
      Promise(countries: ["br", "PT"], within: .days(20)),
      Promise(within: .days(9)),
    ]
    #expect(promised(promises, order()) == monday + .days(20))
    #expect(promised(promises, order(), storefront: "Outlet-2") == monday + .days(40))
    #expect(promised(promises, order(to: "US")) == monday + .days(9))
    #expect(promised(Array(promises.prefix(2)), order(to: "US")) == nil)
    #expect(promised([], order()) == nil)
  }

  @Test func aMethodIsThatOfALivePurchase() {
    let promises = [Promise(methods: ["Express*"], within: .days(5))]
    var bought = ExampleFacts.bought()
    #expect(promised(promises, bought) == nil)
    bought.purchases[0].method = "express Plus"
    #expect(promised(promises, bought) == monday + .days(5))
    bought.purchases[0].state = .cancelled
    #expect(promised(promises, bought) == nil)
  }
}
