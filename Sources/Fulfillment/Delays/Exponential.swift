/// e^x, ln x and the logistic curve, since the core imports nothing. Good to about 1e-13 relative, and
/// the same on every machine, so that a stored model means the same everywhere.
enum Exponential {
  private static let ln2 = 0.693_147_180_559_945_3

  /// e^x; 0 below -700, e^700 above 700.
  static func exp(_ x: Double) -> Double {
    guard x > -700 else { return 0 }
    let bounded = min(x, 700)
    let steps = (bounded / ln2).rounded()
    let rest = bounded - steps * ln2
    var (sum, term) = (1.0, 1.0)
    for n in 1...14 {
      term *= rest / Double(n)
      sum += term
    }
    return sum * Double(sign: .plus, exponent: Int(steps), significand: 1)
  }

  /// ln x; the value of the smallest normal number where x is not positive.
  static func log(_ x: Double) -> Double {
    let x = max(x, Double.leastNormalMagnitude)
    var (mantissa, exponent) = (x.significand, Double(x.exponent))
    if mantissa > 1.414_213_562_373_095 {
      mantissa /= 2
      exponent += 1
    }
    // ln m = 2 artanh((m - 1)/(m + 1)), and the argument is at most 0.172.
    let z = (mantissa - 1) / (mantissa + 1)
    var (power, sum) = (z, 0.0)
    for n in stride(from: 1.0, through: 17, by: 2) {
      sum += power / n
      power *= z * z
    }
    return exponent * ln2 + 2 * sum
  }

  /// 1 / (1 + e^-x).
  static func logistic(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

  /// What a weight grows by in one step so that it doubles in `halfLife` steps.
  static func growth(halfLife: Double) -> Double { exp(ln2 / max(halfLife, 0.01)) }
}
