/// That a purchase is made again for somebody who has paid already: what came back, or never came.
package struct Replacement: Hashable, Sendable {
  /// The return that it is for; nil: none, the goods were lost on the way.
  package var returnID: ReturnID?
  /// How often any of its units has been bought before: its place in a row in which each has a law of its
  /// own against buying twice. 1 or more.
  package var again: Int

  package init(returnID: ReturnID? = nil, again: Int) {
    self.returnID = returnID
    self.again = again
  }
}

extension RefundLedger {
  /// Units of a line of which a replacement stands: it has not come to nothing, was not lost itself, and
  /// has not come back.
  package func replacedUnits(of line: String) -> Int {
    replaced.filter { $0.line == line }.reduce(0) { $0 + $1.quantity }
  }

  /// What was paid for the goods that are replaced.
  package var replacedWorth: Int64 { replaced.map(\.amount).clampedSum }

  /// Units of a line that have been made good, by money or by goods.
  func settledUnits(of line: String) -> Int { refundedUnits(of: line) + replacedUnits(of: line) }

  /// Refuses to replace units that have been made good, or for which more would be given than was paid.
  package func checkReplacing(
    _ units: [(line: String, quantity: Int)]
  ) throws(DecisionRefusal) {
    var worth: Int64 = 0
    for (id, quantity) in units {
      guard let line = lines.first(where: { $0.id == id }) else {
        throw DecisionRefusal(reason: "there is no line \(id.briefly)")
      }
      let (refunded, replaced) = (refundedUnits(of: id), replacedUnits(of: id))
      guard refunded + replaced + quantity <= line.quantity else {
        throw DecisionRefusal(reason: line.madeGood(refunded: refunded, replaced: replaced))
      }
      worth = worth.clampedSum(line.paid(units: quantity, after: refunded + replaced) ?? 0)
    }
    guard let paid, given.clampedSum(worth) > paid else { return }
    throw DecisionRefusal(
      reason:
        "with goods for \(Money(minor: worth, currency: currency).inWords) more would be given "
        + "than was paid: " + account(paid))
  }

  /// Why more stands made good than was bought or paid; nil: no more does.
  package var excess: String? {
    for line in lines {
      let (refunded, replaced) = (refundedUnits(of: line.id), replacedUnits(of: line.id))
      if replaced > 0, refunded + replaced > line.quantity {
        return line.madeGood(refunded: refunded, replaced: replaced)
      }
    }
    guard let paid, !replaced.isEmpty, given > paid else { return nil }
    return "more would be given than was paid: " + account(paid)
  }

  /// `40.00 USD was paid, 10.00 USD has gone back or is about to, goods for 10.00 USD are replaced`
  func account(_ paid: Int64) -> String {
    func words(_ minor: Int64) -> String { Money(minor: minor, currency: currency).inWords }
    let goods =
      replaced.isEmpty ? "" : ", goods for \(words(replacedWorth)) are replaced or about to be"
    return "\(words(paid)) was paid, \(words(committed)) has gone back or is about to" + goods
  }
}

extension RefundLedger.Line {
  /// `1 of 2 MUG has been paid back, 1 replaced`
  package func madeGood(refunded: Int, replaced: Int) -> String {
    var parts: [String] = []
    if refunded > 0 { parts.append("\(refunded) paid back") }
    if replaced > 0 { parts.append("\(replaced) replaced") }
    let done = parts.isEmpty ? "none made good" : parts.joined(separator: ", ")
    return "of \(quantity) \(sku.briefly) \(done): no more than were bought can be made good"
  }
}
