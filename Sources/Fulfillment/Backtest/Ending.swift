/// What became of an order of a finished history. Nothing that judges an order while it is open may
/// see this: it is for the score alone.
package enum Ending: Hashable, Sendable {
  /// Delivered on the promised day or before.
  case onTime
  case deliveredLate
  case neverDelivered
  /// Cancelled, without lines, or marked delivered without a day: it says nothing about delays.
  case leftOut

  /// - Parameter status: the last word of the source; `canceled` and `delivered` mean something.
  package init(status: String, lines: Int, deliveredOn: Int32?, promisedOn: Int32) {
    if status == "canceled" || lines == 0 || (status == "delivered" && deliveredOn == nil) {
      self = .leftOut
    } else if let deliveredOn {
      self = deliveredOn > promisedOn ? .deliveredLate : .onTime
    } else {
      self = .neverDelivered
    }
  }

  package var isLate: Bool { self == .deliveredLate || self == .neverDelivered }
}

/// An order of a finished history and how it ended.
package struct FinishedOrder: Hashable, Sendable {
  package var order: ReplayOrder
  package var ending: Ending

  package init(order: ReplayOrder, ending: Ending) {
    self.order = order
    self.ending = ending
  }

  /// Month of purchase, `2017-11`.
  package var month: String {
    String(CivilDate(daysSinceEpoch: Int64(order.purchasedOn)).iso8601.prefix(7))
  }
}

extension CivilDate {
  /// `2017-11-24`.
  package var iso8601: String {
    let parts = [(year, 4), (month, 2), (day, 2)].map { value, digits in
      let text = String(value)
      return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
    return parts.joined(separator: "-")
  }
}
