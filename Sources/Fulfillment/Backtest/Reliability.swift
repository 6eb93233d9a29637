/// Whether probabilities mean what they say: of the orders given 0.3, 3 in 10 should be late.
package struct Reliability: Hashable, Sendable {
  /// Orders whose probability lay in one tenth.
  package struct Bin: Hashable, Sendable {
    /// Bounds of the tenth; the upper one belongs to the next, but 1 to the last.
    package var range: ClosedRange<Double>
    package var orders = 0
    package var late = 0
    var sum = 0.0

    /// Mean of what was predicted; nil where no order lay here.
    package var predicted: Double? { orders == 0 ? nil : sum / Double(orders) }
    /// Share that was late.
    package var seen: Double? { orders == 0 ? nil : Double(late) / Double(orders) }
  }

  /// Days before the promised day at which each order was asked about, once.
  package let lead: Int
  /// Ten, by probability.
  package private(set) var bins: [Bin]
  private var squares = 0.0

  package init(lead: Int) {
    self.lead = lead
    bins = (0..<10).map { Bin(range: Double($0) / 10...Double($0 + 1) / 10) }
  }

  /// Counts an order. A probability outside 0...1 counts as the nearer bound.
  package mutating func add(_ probability: Double, isLate: Bool) {
    let probability = min(max(probability.isNaN ? 0 : probability, 0), 1)
    let place = min(Int(probability * 10), 9)
    bins[place].orders += 1
    bins[place].late += isLate ? 1 : 0
    bins[place].sum += probability
    let error = probability - (isLate ? 1 : 0)
    squares += error * error
  }

  package var orders: Int { bins.reduce(0) { $0 + $1.orders } }

  /// Mean squared error of the probability: 0 is perfect; nil where nothing was asked.
  package var brier: Double? { orders == 0 ? nil : squares / Double(orders) }

  /// The Brier score of who always says the share of late orders.
  package var brierOfBaseRate: Double? {
    guard orders > 0 else { return nil }
    let share = Double(bins.reduce(0) { $0 + $1.late }) / Double(orders)
    return share * (1 - share)
  }
}
