import Canvas
import Fulfillment

extension OrderSheet {
  /// The goods' way as a picture, a leg as long as its share of the days:
  /// `placed ─2d─ bought ─1d─ scanned ─────────9d────▸ in transit`. Nothing where it is read as lines.
  var way: [SheetLine] {
    let stops = stops
    let names = stops.map(\.name)
    let labels = names.reduce(0) { $0 + $1.columns + 2 }
    let days = zip(stops, stops.dropFirst()).map { max(Span(milliseconds: 0), $1.at - $0.at) }
    let texts = days.map { ShortAge.text($0) }
    let least = texts.reduce(0) { $0 + $1.columns + 2 }
    let room = min(width - 4, OrderSheet.longestWay) - labels - least
    guard !isLinear, width >= OrderSheet.narrow, stops.count > 1, room >= 0 else { return [] }
    let whole = max(1, days.reduce(0) { $0 + $1.milliseconds / 60_000 })
    var fields = [Table.Field("  "), Table.Field(names[0], role: .strong)]
    for (index, stop) in stops.dropFirst().enumerated() {
      let more = Int(Int64(room) * (days[index].milliseconds / 60_000) / whole)
      let leg =
        String(repeating: "─", count: 1 + more / 2) + texts[index]
        + String(repeating: "─", count: more - more / 2) + (stop.isReached ? "─" : "▸")
      fields.append(Table.Field(" " + leg + " ", role: stop.isReached ? .stateMoving : .dim))
      fields.append(Table.Field(stop.name, role: stop.isReached ? .strong : .dim))
    }
    return [SheetLine(fields)]
  }

  private static let longestWay = 100

  /// Where the goods have been, and what is waited for.
  private struct Stop {
    var name: String
    var at: Timestamp
    /// It lies behind; else it is now.
    var isReached = true
  }

  private var stops: [Stop] {
    var stops = [Stop(name: "placed", at: order.placedAt)]
    if let bought = detail.purchases.filter({ $0.state.isLive }).map(\.placedAt).min() {
      stops.append(Stop(name: "bought", at: bought))
    }
    let scans = detail.timeline.filter { $0.kind == .scan }
    if let first = scans.first {
      stops.append(Stop(name: "scanned", at: first.occurredAt))
    }
    switch detail.row.state {
    case .cancelled, .refunded, .returned, .lost: return stops
    case .delivered:
      if let last = scans.last { stops.append(Stop(name: "delivered", at: last.occurredAt)) }
    default:
      stops.append(Stop(name: StateText.text(detail.row.state), at: now, isReached: false))
    }
    return stops
  }
}
