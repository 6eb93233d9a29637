/// A rule that the operator wrote: a condition with a name. It says when it trips, as a built-in rule does.
package struct OwnRule: Hashable, Sendable {
  /// `shop.slow-express`
  package var code: String
  package var title: String
  package var severity: Severity
  package var condition: Condition
  /// The condition as written.
  package var text: String
  /// How long the condition must have stood; nil: it trips at once.
  package var after: Condition.Limit?

  package init(
    code: String, title: String, severity: Severity, condition: Condition, text: String,
    after: Condition.Limit? = nil
  ) {
    self.code = code
    self.title = title
    self.severity = severity
    self.condition = condition
    self.text = text
    self.after = after
  }

  /// Letters, digits and dashes in two or more parts: `shop.slow-express`.
  package static func isCode(_ text: String) -> Bool {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count >= 2 && text.utf8.count <= 60
      && parts.allSatisfy { part in
        !part.isEmpty
          && part.utf8.allSatisfy { byte in
            (97...122).contains(byte) || TrackingNumber.isDigit(byte) || byte == 45
          }
      }
  }

  /// The instant the facts fulfil the condition, past or future; nil: never, as things stand.
  package func trip(_ facts: OrderFacts, _ thresholds: Thresholds) -> Trip? {
    guard !facts.isHistory, !facts.isCalledOff || condition.asksCalledOff else { return nil }
    let parcels: [TrackedParcel?] = condition.asksParcels ? facts.tracked : []
    let purchases = condition.asksPurchases ? facts.sortedPurchases : []
    var trips: [Trip] = []
    for parcel in parcels.isEmpty ? [nil] : parcels {
      for purchase in purchases.isEmpty ? [nil] : purchases {
        let scene = ConditionScene(
          facts: facts, calendars: thresholds.calendars, parcel: parcel, purchase: purchase)
        if let trip = trip(scene) { trips.append(trip) }
      }
    }
    return Trip.earliest(trips)
  }

  private func trip(_ scene: ConditionScene) -> Trip? {
    guard let hit = scene.hit(condition) else { return nil }
    let at: Timestamp
    switch after {
    case nil: at = hit.at
    case .span(let span): at = hit.at + span
    case .businessDays(let days):
      at = BusinessDays.add(
        days, to: hit.at, on: scene.facts.lane(of: scene.parcel, scene.calendars))
    }
    var key = condition.asksParcels ? scene.parcel.map { "parcel \($0.facts.number)" } : nil
    if condition.asksPurchases, let purchase = scene.purchase {
      key = (key.map { $0 + ", " } ?? "") + "purchase \(purchase.name)"
    }
    let waited = after.map { ", for \($0.text)" } ?? ""
    return Trip(
      at: at,
      reason: hit.words.isEmpty ? text + waited : hit.words.joined(separator: "; ") + waited,
      key: (key ?? "order") + (hit.instance.isEmpty ? "" : " " + hit.instance),
      silence: hit.silence, due: scene.facts.promisedAt)
  }

  /// The same as any other rule.
  package var rule: Rule {
    Rule(
      id: code, title: title, severity: severity, trips: { trip($0, $1) }, examples: [],
      meaning: "Your own rule: \(text)" + (after.map { ", for \($0.text)" } ?? ""))
  }
}

extension OrderFacts {
  /// In an order that doesn't depend on how they were read.
  fileprivate var sortedPurchases: [PurchaseFacts?] {
    purchases.sorted { ($0.name, $0.key, $0.placedAt) < ($1.name, $1.key, $1.placedAt) }
  }

  /// The country a purchase is sent from; "" where it is not known.
  func origin(of purchase: PurchaseFacts) -> String {
    guard purchase.origin.isEmpty else { return purchase.origin }
    return tracked.lazy.map(\.origin).first { !$0.isEmpty } ?? ""
  }

  /// The days that count for a parcel: those on which both the country it comes from and the one it goes to
  /// work.
  func lane(of parcel: TrackedParcel?, _ calendars: WorkCalendars) -> LaneCalendar {
    lane(of: parcel?.facts, calendars)
  }

  /// The same of facts that were not folded.
  package func lane(of parcel: ShipmentFacts?, _ calendars: WorkCalendars) -> LaneCalendar {
    let destination = shipTo.country.uppercased()
    let origin = parcel?.origin ?? ""
    return calendars.lane(from: origin.isEmpty ? destination : origin, to: destination)
  }
}

extension ShipmentFacts {
  /// The country where it was first scanned, else where its number was issued; "" where neither is known.
  var origin: String {
    let scans = events.filter { $0.status.isScan && $0.country.utf8.count == 2 }
    let first = scans.min { ($0.happenedAt, $0.country) < ($1.happenedAt, $1.country) }
    return first?.country.uppercased() ?? TrackingNumber.origin(number) ?? ""
  }
}

extension TrackedParcel {
  var origin: String { facts.origin }

  /// What was said of it since the order was placed, each once.
  func own(_ order: OrderFacts) -> Set<TrackingEvent> {
    let start = order.placedAt - OrderFacts.clockMargin
    return Set(facts.events.filter { $0.happenedAt >= start })
  }
}
