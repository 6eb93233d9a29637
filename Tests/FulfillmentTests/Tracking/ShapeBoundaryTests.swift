import Fulfillment
import Testing

/// A carrier's shape, as the letters around a run of digits, and how many digits it may have.
struct ShapeBounds: Sendable, CustomTestStringConvertible {
  let carrier: String
  let head: String
  let tail: String
  let digits: ClosedRange<Int>
  var testDescription: String { "\(carrier) \(head)…\(tail)" }

  init(_ carrier: String, _ head: String, _ digits: ClosedRange<Int>, tail: String = "") {
    self.carrier = carrier
    self.head = head
    self.tail = tail
    self.digits = digits
  }

  /// A number of that shape with so many digits, none of them a count or a repetition.
  func number(_ count: Int) -> String {
    let pattern = Array("4071952836")
    return head + String((0..<count).map { pattern[$0 % pattern.count] }) + tail
  }

  static let all = [
    ShapeBounds("YunExpress", "YT", 16...16), ShapeBounds("4PX", "4PX", 8...20, tail: "CN"),
    ShapeBounds("4PX", "4PX", 8...20), ShapeBounds("Cainiao", "LP", 14...17),
    ShapeBounds("Cainiao", "CNUSPS", 8...22), ShapeBounds("Cainiao", "CNESPX", 8...22, tail: "HD"),
    ShapeBounds("Cainiao", "CAINIAO", 6...20), ShapeBounds("CJ", "CJPKLQRS", 6...20, tail: "YQ"),
    ShapeBounds("Yanwen", "UG", 9...9, tail: "YP"), ShapeBounds("SF Express", "SF", 12...15),
    ShapeBounds("JD Logistics", "JDVBXY", 10...20), ShapeBounds("DHL Express", "JJD", 9...20),
    ShapeBounds("DHL Express", "JVGL", 9...18), ShapeBounds("DHL eCommerce", "GM", 10...38),
    ShapeBounds("Amazon Logistics", "TBA", 9...14), ShapeBounds("PostNL", "3SABCDEF", 7...13),
    ShapeBounds("Landmark Global", "LTN", 8...9, tail: "N1"),
    ShapeBounds("LaserShip", "1LS", 10...17), ShapeBounds("LaserShip", "LS", 8...8),
    ShapeBounds("OnTrac", "C", 14...14), ShapeBounds("EasyPost", "EZ", 10...10),
    ShapeBounds("Evri", "T", 14...15), ShapeBounds("Purolator", "ABC", 9...9),
  ]
}

@Suite struct ShapeBoundaryTests {
  @Test(arguments: ShapeBounds.all)
  func shortestAndLongestAreTheCarriers(_ shape: ShapeBounds) {
    for count in [shape.digits.lowerBound, shape.digits.upperBound] {
      let number = shape.number(count)
      #expect(TrackingNumber.verdict(number) == .valid(shape.carrier), "\(number)")
    }
  }

  @Test(arguments: ShapeBounds.all)
  func oneDigitMoreOrLessIsNotTheCarriers(_ shape: ShapeBounds) {
    for count in [shape.digits.lowerBound - 1, shape.digits.upperBound + 1] {
      let number = shape.number(count)
      #expect(TrackingNumber.verdict(number) != .valid(shape.carrier), "\(number)")
    }
  }

  @Test(arguments: ShapeBounds.all)
  func shapeIsNeverCalledBadWhateverCarrierIsNamed(_ shape: ShapeBounds) {
    for carrier in ["", "UPS", "USPS", "FedEx", "DHL Express", "China Post", shape.carrier] {
      let verdict = TrackingNumber.verdict(
        shape.number(shape.digits.lowerBound), carrier: carrier)
      #expect(verdict == .valid(shape.carrier), "\(carrier)")
    }
  }

  @Test(arguments: 1...36)
  func digitsAloneAreTakenFromEightOn(_ count: Int) {
    let number = ShapeBounds("", "", 1...36).number(count)
    switch TrackingNumber.verdict(number) {
    case .valid: #expect((8...30).contains(count) || count == 34)
    case .unrecognised: #expect(count < 8 || count > 30)
    case .badCheckDigit: Issue.record("\(number) is nobody's alone")
    }
  }
}
