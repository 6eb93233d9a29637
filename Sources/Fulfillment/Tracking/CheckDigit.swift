/// The check-digit algorithms of tracking numbers. Each takes the digits without the check digit.
enum CheckDigit {
  /// UPU standard S10, clause 7: weights 8 6 4 2 3 5 9 7, 11 less the remainder by 11; 10 counts as 0
  /// and 11 as 5.
  static func s10(_ serial: [Int]) -> Int {
    let remainder = weighted(serial, [8, 6, 4, 2, 3, 5, 9, 7]) % 11
    switch remainder {
    case 0: return 5
    case 1: return 0
    default: return 11 - remainder
    }
  }

  /// What fills the sum up to the next ten, the last digit weighing `last` and its neighbour the other
  /// of 1 and 3 (USPS Publication 199, GS1 general specifications: `last` 3; UPS: 2 and 1).
  static func mod10(_ serial: [Int], last: Int = 3, other: Int = 1) -> Int {
    var sum = 0
    for (place, digit) in serial.reversed().enumerated() {
      sum += digit * (place % 2 == 0 ? last : other)
    }
    return (10 - sum % 10) % 10
  }

  /// FedEx Express: weights 1 3 7 from the right, remainder by 11, 10 counting as 0.
  static func fedEx(_ serial: [Int]) -> Int {
    let weights = [1, 3, 7]
    let sum = serial.reversed().enumerated().reduce(0) { $0 + $1.element * weights[$1.offset % 3] }
    return sum % 11 % 10
  }

  /// DHL Express waybill: the number's remainder by 7.
  static func mod7(_ serial: [Int]) -> Int { serial.reduce(0) { ($0 * 10 + $1) % 7 } }

  private static func weighted(_ serial: [Int], _ weights: [Int]) -> Int {
    zip(serial, weights).reduce(0) { $0 + $1.0 * $1.1 }
  }
}
