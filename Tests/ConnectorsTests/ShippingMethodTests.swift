import Connectors
import Fulfillment
import Testing

struct ShippingMethodTests {
  private func method(
    _ name: String, _ cents: Int64?, _ days: ClosedRange<Int>? = nil
  ) -> ShippingMethod {
    ShippingMethod(name: name, cost: cents.map { Samples.usd($0) }, days: days)
  }

  @Test func onlyWhatAllCanGoByWillDo() {
    let lists = [
      [method("A", 100, 2...5), method("B", 200), method("C", nil, 1...9)],
      [method("C", 50, 3...4), method("A", 250, 4...4)],
    ]
    #expect(
      ShippingMethod.common(lists) == [method("A", 350, 4...5), method("C", nil, 3...9)])
  }

  @Test func oneListIsTakenAsItIs() {
    #expect(ShippingMethod.common([[method("A", 1, 2...3)]]) == [method("A", 1, 2...3)])
    #expect(ShippingMethod.common([]) == [])
    #expect(ShippingMethod.common([[method("A", 1)], []]) == [])
  }

  @Test func costsThatDontAddUpAreNotKnown() throws {
    let euro = try #require(Currency("EUR"))
    let other = ShippingMethod(name: "A", cost: Money(minor: 1, currency: euro))
    #expect(ShippingMethod.common([[method("A", 1)], [other]]) == [method("A", nil)])
    #expect(
      ShippingMethod.common([[method("A", .max)], [method("A", 1)]]) == [method("A", nil)])
    #expect(
      ShippingMethod.common([[method("A", 1, 1...2)], [method("A", 1)]]) == [method("A", 2)])
  }
}
