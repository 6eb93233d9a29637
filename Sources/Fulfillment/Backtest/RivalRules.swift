/// The ways of watching that others ship, for comparison. They see of each day what the delay model
/// sees.
package enum RivalRules {
  /// Still open that many days before the promise.
  package static func countdown(_ orders: [ReplayOrder], lead: Int32) -> FlagList {
    var list = FlagList(name: "countdown-\(lead)", lead: Int(lead), orders: orders.count)
    for (place, order) in orders.enumerated() where !order.lines.isEmpty {
      let day = max(order.promisedOn - lead, order.purchasedOn)
      guard order.isOpen(day) else { continue }
      list.raise(
        place,
        DelayFlag(
          day: day, reason: "still open, \(days(order.promisedOn - day)) to the promised day"))
    }
    return list
  }

  /// Not handed over so many days after payment, or the promise passed, or so many days without news.
  package static func peerRules(
    _ orders: [ReplayOrder], name: String, unshippedDays: Int32, silentDays: Int32
  ) -> FlagList {
    var list = FlagList(name: name, lead: 5, orders: orders.count)
    for (place, order) in orders.enumerated() where !order.lines.isEmpty {
      if let paid = order.approvedOn {
        let day = paid + unshippedDays
        if order.isOpen(day), !order.isHandedOver(day) {
          list.raise(
            place, DelayFlag(day: day, reason: "paid \(days(unshippedDays)) ago, not shipped"))
        }
      }
      if order.isOpen(order.promisedOn + 1) {
        list.raise(
          place, DelayFlag(day: order.promisedOn + 1, reason: "the promised day has passed"))
      }
      let news = [order.purchasedOn, order.approvedOn, order.handedOverOn].compactMap { $0 }
      for last in news {
        let day = last + silentDays
        guard order.isOpen(day), !news.contains(where: { $0 > last && $0 <= day }) else { continue }
        list.raise(place, DelayFlag(day: day, reason: "\(days(silentDays)) without news"))
      }
    }
    return list
  }

  private static func days(_ count: Int32) -> String { count == 1 ? "1 day" : "\(count) days" }
}

extension ReplayOrder {
  /// Bought by the end of that day and not delivered by then.
  func isOpen(_ day: Int32) -> Bool {
    purchasedOn <= day && (deliveredOn.map { $0 > day } ?? true)
  }

  /// The carrier had it by the end of that day.
  func isHandedOver(_ day: Int32) -> Bool { handedOverOn.map { $0 <= day } ?? false }
}
