package import Canvas
import Fulfillment

/// One line of the order screen.
package struct SheetLine: Equatable, Sendable {
  package var fields: [Table.Field]

  package init(_ fields: [Table.Field]) { self.fields = fields }

  /// Its words without their meaning, for searching.
  package var text: String { fields.map(\.text).joined() }
}

/// The order screen as lines: what is wrong and why first, then the facts, then everything that happened.
struct OrderSheet {
  var detail: OrderDetail
  var evidence: ExceptionID?
  var departure: Departure
  var clock: LocalTime
  var width: Int
  /// One thing a line, words for signs.
  var isLinear = false
  /// The keys that the choices are shown with, by command.
  var keys: [String: String] = [:]

  var lines: [SheetLine] {
    var sections = [exceptions, prospects, recourse]
    sections += hasDoubt ? [parcels, summary, returns] : [summary, returns, parcels]
    sections += [items, address, notices, outbox, notes, timeline]
    return Array(
      sections.filter { !$0.isEmpty }.joined(separator: [SheetLine([])]))
  }

  /// Below that many columns things stand below each other.
  static let narrow = 60

  var order: Order { detail.order }
  var now: Timestamp { departure.now }

  /// The order beside something else: what it was, and what happened, newest first.
  var brief: [SheetLine] {
    let total = order.total.map { ", " + $0.exact } ?? ""
    let heading = "Order \(detail.row.name), \(Noun.of(order.lines.count, "line", "lines"))\(total)"
    return [title(heading, StateText.text(detail.row.state))] + timeline.dropFirst()
  }

  private var exceptions: [SheetLine] {
    let standing = detail.exceptions.filter { $0.state.stands }
    let first = standing.first { $0.id == evidence } ?? standing.first
    var lines: [SheetLine] = []
    if let first {
      lines += exception(first, isShown: true)
    }
    let weaker = standing.filter { $0.id != first?.id }
    if !weaker.isEmpty {
      lines.append(line("hidden behind it:", .dim))
      for row in weaker { lines += exception(row, isShown: false) }
    }
    return lines
  }

  private func exception(_ row: ExceptionRow, isShown: Bool) -> [SheetLine] {
    var head = [
      Table.Field((isLinear ? "" : row.severity.sign + " ") + row.code, role: row.severity.role),
      Table.Field("  \(row.severity.name), \(StateText.text(row.state))", role: .dim),
      Table.Field("  since \(clock.text(row.since)) (\(ShortAge.text(now - row.since)))"),
    ]
    if let money = row.money { head.append(Table.Field("  \(money.exact)", role: .money)) }
    if let due = row.due { head.append(Table.Field("  act by \(clock.text(due))", role: .strong)) }
    if let until = row.snoozedUntil {
      head.append(Table.Field("  until \(clock.text(until))", role: .dim))
    }
    let source = row.learned ? "learned from your own history" : "fixed threshold"
    let saysSource = isShown && learningRules.contains(row.code)
    let why = saysSource ? "\(clock.told(row.reason)) (\(source))" : clock.told(row.reason)
    return fitted(head)
      + why.sanitised(limit: 1_000).wrapped(width - 2).map { line("  " + $0, .text) }
  }

  private var summary: [SheetLine] {
    let row = detail.row
    var lines =
      way
      + pairs([
        ("stage", row.state.stageField),
        ("payment", Table.Field(StateText.text(order.payment))),
        ("shop says", Table.Field(order.fulfillment.rawValue)),
      ])
      + pairs([
        ("placed", Table.Field(time(order.placedAt))),
        ("paid", Table.Field(order.paidAt.map(time) ?? "-")),
        ("promised", Table.Field(order.promisedAt.map { clock.text($0) } ?? "-")),
      ])
      + pairs([
        ("shop", Table.Field(row.storefront)), ("customer", Table.Field(order.customerName)),
        ("id", Table.Field(order.externalID, role: .dim)),
      ])
    let contact = [order.email, order.phone].filter { !$0.isEmpty }
    if !contact.isEmpty {
      lines += pairs([("contact", Table.Field(contact.joined(separator: "  ")))])
    }
    if let cancelled = order.cancelledAt {
      lines += pairs([("cancelled", Table.Field(time(cancelled), role: .stateBad))])
    }
    if !row.tags.isEmpty {
      lines += pairs([("tags", Table.Field(row.tags.joined(separator: " "), role: .tag))])
    }
    return lines
  }

  private var items: [SheetLine] {
    var lines = [title("Lines", Noun.of(order.lines.count, "line", "lines"))]
    for item in order.lines {
      let price = item.price?.exact ?? ""
      let left = "\(item.quantity) x "
      let sku = item.sku.isEmpty ? "" : item.sku + "  "
      let sign = item.fulfilled ? " ✓" : item.requiresShipping ? "" : " (not shipped)"
      let room = width - left.columns - sku.columns - sign.columns - price.columns - 4
      guard !isLinear, room >= 8 else {
        lines += fitted([
          Table.Field("  " + left, role: .strong), Table.Field(sku, role: .dim),
          Table.Field(item.title + sign), Table.Field("  " + price, role: .money),
        ])
        continue
      }
      let name = TextWidth.truncate(item.title, to: room)
      let gap = max(1, room - name.columns + 1)
      lines.append(
        SheetLine([
          Table.Field("  " + left, role: .strong), Table.Field(sku, role: .dim),
          Table.Field(name + sign + String(repeating: " ", count: gap)),
          Table.Field(price, role: .money),
        ]))
    }
    let sums: [(String, Money?)] = [
      ("subtotal", order.subtotal), ("shipping", order.shipping), ("tax", order.tax),
      ("discount", order.discount), ("total", order.total), ("refunded", order.refunded),
    ]
    let told = sums.compactMap { name, money in money.map { (name, $0) } }
    if !told.isEmpty {
      lines += fitted(
        told.map { Table.Field("  \($0) \($1.exact)", role: $0 == "total" ? .money : .dim) })
    }
    return lines
  }

  private var address: [SheetLine] {
    let lines = order.shipTo.lines
    guard !lines.isEmpty else { return [] }
    var sheet = [title("Ship to", "")]
    let text = lines.joined(separator: ", ")
    sheet += text.sanitised(limit: 600).wrapped(width - 2).map { line("  " + $0, .text) }
    if !order.shipTo.phone.isEmpty { sheet.append(line("  " + order.shipTo.phone, .dim)) }
    return sheet
  }

  func parcel(_ shipment: Shipment) -> [SheetLine] {
    let number = shipment.number.isEmpty ? "no number" : shipment.number
    var fields = [
      Table.Field(isLinear ? "    parcel " + number : "    → " + number, role: .stateMoving)
    ]
    if !shipment.carrier.isEmpty { fields.append(Table.Field("  " + shipment.carrier)) }
    if let shipped = shipment.shippedAt {
      fields.append(Table.Field("  shipped \(time(shipped))", role: .dim))
    }
    if shipment.number == detail.row.tracking, let status = detail.row.trackingStatus {
      let heard = detail.row.trackedAt.map { ", heard \(ShortAge.since($0, now))" } ?? ""
      fields.append(Table.Field("  \(StateText.text(status))\(heard)"))
    }
    return fitted(fields)
  }

  private var returns: [SheetLine] {
    detail.returns.isEmpty
      ? []
      : [title("Returns", "")]
        + detail.returns.flatMap { row in
          ReturnText(row: row, departure: departure, clock: clock).lines.flatMap { fitted($0) }
        }
  }

  private var outbox: [SheetLine] {
    // A purchase is told with its message.
    let messages = detail.outbox.filter {
      // A notice is told with its text.
      $0.kind != OutboxMessage.Kind.notice.rawValue || detail.notices.isEmpty
    }.filter {
      $0.kind != OutboxMessage.Kind.place.rawValue || detail.purchaseRows.isEmpty
    }
    guard !messages.isEmpty else { return [] }
    var lines = [title("Messages", "")]
    for message in messages {
      let when: String =
        switch message.state {
        case .held:
          message.holdUntil.map {
            "leaves \(clock.text($0)), in \(departure.own($0 - now).countdown)"
          }
            ?? "held until it is released"
        default: StateText.text(message.state)
        }
      lines += fitted([
        Table.Field("  " + message.kind, role: .strong),
        Table.Field("  " + when, role: message.state == .held ? .undo : .dim),
      ])
      lines += message.body.sanitised(limit: 2_000, keepsLineBreaks: true).wrapped(width - 4)
        .map { line("    " + $0, .text) }
    }
    return lines
  }

  private var notes: [SheetLine] {
    var lines: [SheetLine] = []
    let asked = order.note.sanitised(limit: 2_000, keepsLineBreaks: true)
    if !asked.isEmpty {
      lines.append(title("Customer's note", ""))
      lines += asked.wrapped(width - 2).map { line("  " + $0, .text) }
    }
    let ours = detail.timeline.filter { $0.kind == .note }
    if !ours.isEmpty { lines.append(title("Notes", "")) }
    for note in ours.reversed() {
      lines += fitted([
        Table.Field("  " + time(note.occurredAt), role: .dim),
        Table.Field(" " + note.source, role: .dim),
      ])
      let text = note.text.sanitised(limit: 4_000, keepsLineBreaks: true)
      lines += text.wrapped(width - 4).map { line("    " + $0, .text) }
    }
    return lines
  }

  private var timeline: [SheetLine] {
    guard !detail.timeline.isEmpty else { return [] }
    let heading = title("Timeline", "when it happened, when we knew, who said so; newest first")
    return [heading] + detail.timeline.reversed().flatMap(event)
  }

  private func event(_ entry: TimelineEntry) -> [SheetLine] {
    let lag = entry.recordedAt - entry.occurredAt
    let known =
      lag.milliseconds.magnitude < 60_000
      ? "at once     "
      : padded("known " + (lag.milliseconds < 0 ? "before" : "+" + ShortAge.text(lag)), 12)
    let head = "  \(clock.text(entry.occurredAt)) "
    let source = entry.source.sanitised(limit: 40)
    let indent = head.columns + known.columns + 3
    guard width >= OrderSheet.narrow, !isLinear else {
      return narrowEvent(entry, [head, known.trimmed + " ", source])
    }
    let room = max(10, width - indent - source.columns - 3)
    let words = self.words(entry).wrapped(room)
    var lines = [
      SheetLine([
        Table.Field(head), Table.Field(known + " ", role: .dim),
        Table.Field(entry.kind.sign + " ", role: entry.kind.role),
        Table.Field(padded(words.first ?? "", room), role: entry.kind.role),
        Table.Field("  " + source, role: .dim),
      ])
    ]
    lines += words.dropFirst().map {
      line(String(repeating: " ", count: indent) + $0, entry.kind.role)
    }
    return lines
  }

  /// What a rule said is told as above; anybody else's words are kept.
  private func words(_ entry: TimelineEntry) -> String {
    (entry.kind == .exception ? clock.told(entry.text) : entry.text).sanitised(limit: 600)
  }

  /// The times and the source on one line, the words below.
  private func narrowEvent(_ entry: TimelineEntry, _ head: [String]) -> [SheetLine] {
    let sign = isLinear ? "" : entry.kind.sign + " "
    let words = (sign + self.words(entry)).wrapped(width - 4)
    return fitted(head.map { Table.Field($0, role: .dim) })
      + words.map { line("    " + $0, entry.kind.role) }
  }

  func time(_ instant: Timestamp) -> String {
    "\(clock.text(instant)) (\(ShortAge.text(now - instant)))"
  }

  func title(_ text: String, _ detail: String) -> SheetLine {
    let head = TextWidth.truncate(text, to: width)
    let rest = TextWidth.truncate("  " + detail, to: max(0, width - head.columns))
    return SheetLine([Table.Field(head, role: .title), Table.Field(rest, role: .dim)])
  }

  func line(_ text: String, _ role: Role) -> SheetLine {
    SheetLine([Table.Field(text, role: role)])
  }

  /// Names and values side by side, below each other where it is narrow.
  private func pairs(_ pairs: [(String, Table.Field)]) -> [SheetLine] {
    let most = isLinear ? 1 : width >= 90 ? 3 : width >= OrderSheet.narrow ? 2 : 1
    guard pairs.count <= most else {
      return self.pairs(Array(pairs.prefix(most))) + self.pairs(Array(pairs.dropFirst(most)))
    }
    let pairs =
      isLinear
      ? pairs.map { ($0.0, Table.Field(SpokenSigns.without($0.1.text), role: $0.1.role)) } : pairs
    let share = max(14, (width - 2) / max(1, pairs.count))
    if let (name, value) = pairs.first, pairs.count == 1, value.text.columns > share - 10 {
      return [line("  " + name, .dim)]
        + value.text.sanitised(limit: 600).wrapped(max(1, width - 4)).map {
          line("    " + $0, value.role)
        }
    }
    var fields = [Table.Field("  ")]
    for (index, pair) in pairs.enumerated() {
      fields.append(Table.Field(padded(pair.0, 10), role: .dim))
      let room = share - (index == pairs.count - 1 ? 10 : 11)
      let text = TextWidth.truncate(pair.1.text, to: max(2, room))
      let isLast = index == pairs.count - 1
      fields.append(Table.Field(isLast ? text : padded(text, room + 1), role: pair.1.role))
    }
    return [SheetLine(fields)]
  }

  private func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.columns))
  }

  /// Fields over as many lines as they need, each whole.
  func fitted(_ fields: [Table.Field]) -> [SheetLine] {
    var lines: [SheetLine] = []
    var (current, columns) = ([Table.Field](), 0)
    for field in fields.flatMap(broken) {
      let size = field.text.columns
      if columns > 0, columns + size > width {
        lines.append(SheetLine(current))
        (current, columns) = ([Table.Field("    ")], 4)
      }
      current.append(field)
      columns += size
    }
    return current.isEmpty ? lines : lines + [SheetLine(current)]
  }

  /// A field that is longer than a line, in pieces.
  private func broken(_ field: Table.Field) -> [Table.Field] {
    let room = max(4, width - 4)
    guard field.text.columns > room else { return [field] }
    let lead = String(field.text.prefix { $0 == " " })
    return field.text.sanitised(limit: 600).wrapped(max(1, room - lead.columns)).map {
      Table.Field(lead + $0, role: field.role)
    }
  }
}

extension TimelineEntry.Kind {
  /// Tells the kinds apart without colour.
  var sign: String {
    switch self {
    case .order: "#"
    case .payment: "$"
    case .purchase: "○"
    case .shipment, .scan: "→"
    case .exception: "!"
    case .return: "←"
    case .decision: "*"
    case .note: "\""
    case .message: "@"
    }
  }

  var role: Role {
    switch self {
    case .order, .payment, .purchase, .note, .return: .text
    case .shipment, .scan: .stateMoving
    case .exception: .severitySerious
    case .decision: .strong
    case .message: .undo
    }
  }
}
