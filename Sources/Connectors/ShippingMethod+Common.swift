package import Fulfillment

extension ShippingMethod {
  /// The methods that every one of several parcels can go by, in the order of the first: costs added up
  /// (nil where one is not told, or is in another currency), days as slow as the slowest.
  package static func common(_ lists: [[ShippingMethod]]) -> [ShippingMethod] {
    guard let first = lists.first else { return [] }
    return first.compactMap { method in
      var sum = method
      for list in lists.dropFirst() {
        guard let other = list.first(where: { $0.name == method.name }) else { return nil }
        sum.cost = added(sum.cost, other.cost)
        sum.days = slower(sum.days, other.days)
      }
      return sum
    }
  }

  private static func added(_ left: Money?, _ right: Money?) -> Money? {
    guard let left, let right, left.currency == right.currency else { return nil }
    let (minor, overflows) = left.minor.addingReportingOverflow(right.minor)
    return overflows ? nil : Money(minor: minor, currency: left.currency)
  }

  private static func slower(_ left: ClosedRange<Int>?, _ right: ClosedRange<Int>?) -> ClosedRange<
    Int
  >? {
    guard let left, let right else { return nil }
    return max(left.lowerBound, right.lowerBound)...max(left.upperBound, right.upperBound)
  }
}
