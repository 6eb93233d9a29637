import Fulfillment
import Simulator
import Testing

/// Check digits by a reckoning of their own, from the carriers' public descriptions.
enum CheckDigits {
  static func isRight(_ number: String) -> Bool {
    if number.hasPrefix("1Z") { return isRightUPS(number) }
    return number.first?.isLetter == true ? isRightS10(number) : isRightUSPS(number)
  }

  static func isRightS10(_ number: String) -> Bool {
    let digits = number.dropFirst(2).prefix(9).compactMap(\.wholeNumberValue)
    guard digits.count == 9, number.count == 13 else { return false }
    var sum = 0
    for (place, weight) in [8, 6, 4, 2, 3, 5, 9, 7].enumerated() { sum += digits[place] * weight }
    let table = [5, 0, 9, 8, 7, 6, 5, 4, 3, 2, 1]
    return digits[8] == table[sum % 11]
  }

  /// Luhn-like with weights 3 and 1: the whole number is a multiple of ten.
  static func isRightUSPS(_ number: String) -> Bool {
    let digits = number.compactMap(\.wholeNumberValue)
    guard digits.count == 22, number.count == 22 else { return false }
    var sum = 0
    for (place, digit) in digits.enumerated() { sum += place % 2 == 0 ? 3 * digit : digit }
    return sum % 10 == 0
  }

  static func isRightUPS(_ number: String) -> Bool {
    let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    let values = number.dropFirst(2).compactMap { character -> Int? in
      if let digit = character.wholeNumberValue { return digit }
      return letters.firstIndex(of: character).map {
        (letters.distance(from: letters.startIndex, to: $0) + 2) % 10
      }
    }
    guard values.count == 16, number.count == 18 else { return false }
    let odd = stride(from: 0, to: 15, by: 2).reduce(0) { $0 + values[$1] }
    let even = stride(from: 1, to: 15, by: 2).reduce(0) { $0 + values[$1] }
    return (10 - (odd + 2 * even) % 10) % 10 == values[15]
  }
}

@Suite struct NumberTests {
  /// Numbers the carriers and the UPU print as examples.
  @Test(arguments: ["1Z999AA10123456784", "RR473124829GB", "9400110200881269505160"])
  func thisTestsOwnCheckAgreesWithPublishedNumbers(number: String) {
    #expect(CheckDigits.isRight(number))
  }

  @Test func everyNumberThatIsMeantToBeRightIsRight() {
    let world = World(seed: 21, options: .init(start: monday, orders: 1500, scenarios: .happy))
    let numbers = world.truth.flatMap(\.trackingNumbers)
    #expect(numbers.count > 1300)
    #expect(numbers.filter { !CheckDigits.isRight($0) } == [])
    #expect(Set(numbers).count == numbers.count)
    #expect(Set(numbers.map { $0.prefix(2) }).isSuperset(of: ["1Z", "92"]))
    #expect(numbers.contains { $0.hasSuffix("CN") })
  }

  @Test func theRuleThatJudgesNumbersAgrees() {
    let world = World(seed: 22, options: .init(start: monday, orders: 600, scenarios: .happy))
    let refused = world.truth.flatMap(\.trackingNumbers).filter {
      if case .valid = TrackingNumber.verdict($0, carrier: "") { false } else { true }
    }
    #expect(refused == [])
  }

  @Test func misprintedNumbersAreWrongAndTheirCorrectionsRight() {
    let world = World(
      seed: 23, options: .init(start: monday, orders: 120, scenarios: .only(.invalidNumber)))
    let truths = world.truth.filter { $0.endsAt < monday }
    #expect(truths.count > 20)
    #expect(truths.allSatisfy { $0.trackingNumbers.first.map(CheckDigits.isRight) == false })
    #expect(
      truths.filter(\.isMended).allSatisfy { truth in
        truth.trackingNumbers.count == 2 && CheckDigits.isRight(truth.trackingNumbers[1])
      })
  }

  @Test func aReusedNumberBelongsToAnEarlierOrder() throws {
    let world = World(
      seed: 24,
      options: .init(
        start: monday, backlogDays: 30, orders: 300,
        scenarios: ScenarioShares([.reusedNumber: 0.3])))
    var owners: [String: Int] = [:]
    var reused = 0
    for truth in world.truth {
      guard let first = truth.trackingNumbers.first else { continue }
      if truth.scenario == .reusedNumber {
        let owner = try #require(owners[first])
        #expect(owner < truth.id)
        reused += 1
      }
      for number in truth.trackingNumbers where owners[number] == nil { owners[number] = truth.id }
    }
    #expect(reused > 50)
  }
}
