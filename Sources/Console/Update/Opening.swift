import Canvas
import Fulfillment

// The order on the screen.

extension ConsoleState {
  /// The order, and the exception, that the row under the cursor stands for.
  func rowOrder() -> (id: OrderID, evidence: ExceptionID?)? {
    switch focus {
    case .queue: queue.selected.map { ($0.id, nil) }
    case .exceptions:
      exceptions.selected.flatMap { row in row.order.map { ($0, row.id) } }
    case .returns: returns.selected.map { ($0.order, $0.exception) }
    case .claims: claims.selected.flatMap { row in row.order.map { ($0, nil) } }
    case .suppliers, .numbers, .activity: nil
    }
  }

  mutating func openRow() -> [Effect] {
    if focus == .suppliers { return openSupplier() }
    if focus == .numbers { return openDurations() }
    if focus == .returns { return openReturn() }
    guard let row = rowOrder() else { return [] }
    isOrderFocused = true
    return openOrder(row.id, evidence: row.evidence)
  }

  mutating func openOrder(_ id: OrderID, evidence: ExceptionID?) -> [Effect] {
    order = OrderView(id: id, evidence: evidence)
    apply(.settle, to: focus)
    return [.load(.order(id, for: .screen), requests.next(.order))]
  }

  mutating func closeOrder() -> [Effect] {
    order = nil
    isOrderFocused = false
    apply(.settle, to: focus)
    return fillVisible()
  }

  mutating func takeOrder(_ detail: OrderDetail?) -> [Effect] {
    guard let open = order else { return [] }
    guard let detail else {
      say(.warning, "This order is not in the store any more")
      return closeOrder()
    }
    guard detail.row.id == open.id else { return [] }
    order?.detail = detail
    layOutOrder()
    return []
  }

  /// With an order open beside the list the order follows the cursor.
  mutating func followOrder() -> [Effect] {
    guard let open = order else { return previewReturn() }
    guard !isOrderFocused, let row = rowOrder(), row.id != open.id else { return [] }
    return openOrder(row.id, evidence: row.evidence)
  }

  /// Moves the list behind the order and opens the row that it reaches.
  mutating func stepOrder(_ steps: Int) -> [Effect] {
    apply(.move(steps), to: focus)
    let effects = top(up: focus)
    guard let row = rowOrder(), row.id != order?.id else { return effects }
    return effects + openOrder(row.id, evidence: row.evidence)
  }

  /// Builds the sheet for the width it has on the screen.
  mutating func layOutOrder() {
    guard let open = order, let detail = open.detail else { return }
    let rect = Layout(self).order
    let margin = rect.map { OrderScreen.isFramed($0) ? 4 : 0 } ?? 4
    let width = (rect?.columns ?? size.columns) - margin
    let sheet = orderSheet(detail, evidence: open.evidence, width: max(10, width))
    order?.lines = sheet.lines
    scrollOrder(by: 0)
  }

  /// The order's page, for that many columns.
  func orderSheet(_ detail: OrderDetail, evidence: ExceptionID?, width: Int) -> OrderSheet {
    OrderSheet(
      detail: detail, evidence: evidence, departure: departure, clock: clock, width: width,
      isLinear: settings.isLinear,
      keys: ["ask-supplier", "placed", "absent", "tell", "withhold"].reduce(into: [:]) {
        $0[$1] = keymap.shortest(of: $1)
      })
  }

  /// Lines of the sheet that are drawn.
  var sheetRows: Int {
    guard let rect = Layout(self).order else { return 1 }
    return max(1, rect.rows - (OrderScreen.isFramed(rect) ? 2 : 1))
  }

  mutating func scrollOrder(by rows: Int) {
    guard let open = order else { return }
    let last = max(0, open.lines.count - sheetRows)
    order?.scroll = min(max(0, open.scroll + rows), last)
  }

  /// To the next line with the words looked for, around the end.
  mutating func stepMatch(_ steps: Int) -> [Effect] {
    guard let open = order, !open.find.isEmpty else { return [] }
    let words = open.find.lowercased()
    let found = open.lines.indices.filter { open.lines[$0].text.lowercased().contains(words) }
    guard !found.isEmpty else { return refuse("\"\(open.find)\" is not in this order") }
    let here = open.match ?? open.scroll - 1
    let next: Int
    if steps > 0 {
      next = (found.firstIndex { $0 > here } ?? 0) + steps - 1
    } else {
      next = (found.lastIndex { $0 < here } ?? found.count - 1) + steps + 1
    }
    let line = found[((next % found.count) + found.count) % found.count]
    order?.match = line
    if line < open.scroll || line >= open.scroll + sheetRows {
      order?.scroll = 0
      scrollOrder(by: line - sheetRows / 2)
    }
    return []
  }

  mutating func pressInFind(_ key: Key) -> [Effect] {
    guard var input = order?.findInput else { return [] }
    switch key {
    case .escape, .control("c"):
      order?.findInput = nil
      order?.find = ""
    case .enter:
      order?.findInput = nil
      order?.find = input.text
      order?.match = nil
      return input.isEmpty ? [] : stepMatch(1)
    default:
      guard input.update(key) else { return [] }
      order?.findInput = input
      order?.find = input.text
      order?.match = nil
      return input.isEmpty ? [] : stepMatchQuietly()
    }
    return []
  }

  /// While typing: to the first match, without complaint where there is none yet.
  private mutating func stepMatchQuietly() -> [Effect] {
    let words = order?.find.lowercased() ?? ""
    guard order?.lines.contains(where: { $0.text.lowercased().contains(words) }) == true else {
      return []
    }
    return stepMatch(1)
  }

  /// A message to the supplier: the order is read first, the text is made from it.
  mutating func openContact() -> [Effect] { ask(for: .contact) }

  mutating func openCopy() -> [Effect] { ask(for: .copy) }

  mutating func openLinks() -> [Effect] { ask(for: .browse) }

  private mutating func ask(for use: OrderUse) -> [Effect] {
    if isOrderFocused, let detail = order?.detail { return take(detail, for: use) }
    guard let row = rowOrder() ?? markedOrder() else { return [] }
    return [.load(.order(row.id, for: use), requests.next(.orderAside(use)))]
  }

  private func markedOrder() -> (id: OrderID, evidence: ExceptionID?)? {
    guard case .order(let id)? = selection(.order).targets.first else { return nil }
    return (id, nil)
  }

  /// An order that was read to do something with it.
  mutating func take(_ detail: OrderDetail?, for use: OrderUse) -> [Effect] {
    if use == .preview {
      preview = detail
      return []
    }
    guard let detail else { return refuse("This order is not in the store any more") }
    guard overlay == nil, filterInput == nil else { return [] }
    switch use {
    case .screen, .preview: return []
    case .browse: return open(detail)
    case .approve: return approve(detail)
    case .copy:
      let items = CopyItems.of(detail)
      overlay = .menu(Menu(title: "Copy from \(detail.row.name)", items: items))
    case .contact:
      guard !detail.row.supplier.isEmpty || !detail.purchases.isEmpty else {
        return refuse("No supplier is known for \(detail.row.name)")
      }
      let evidence = rowOrder()?.evidence ?? order?.evidence
      let exception =
        detail.exceptions.first { $0.id == evidence }
        ?? detail.exceptions.first { $0.state.stands }
        ?? ExceptionRow(
          id: ExceptionID(0), order: detail.row.id, subject: detail.row.name, code: "",
          severity: .notice, state: .open, since: now,
          reason: "the order stands at: " + StateText.text(detail.row.state))
      let supplier = detail.purchases.last?.supplier ?? detail.row.supplier
      overlay = .message(
        MessageSheet(
          title: "To \(supplier.isEmpty ? detail.row.supplier : supplier)",
          text: SupplierMessage.prepare(
            about: exception, of: detail, sender: settings.operatorName),
          selection: Selection(
            targets: [.order(detail.row.id)], title: detail.row.name,
            money: [detail.row.risk ?? detail.row.total].compactMap { $0 })))
    }
    return []
  }
}

/// What can be copied from an order.
enum CopyItems {
  static func of(_ detail: OrderDetail) -> [Menu.Item] {
    var items: [Menu.Item] = []
    func add(_ key: Character, _ title: String, _ text: String) {
      let clean = text.sanitised(limit: 2_000, keepsLineBreaks: true)
      guard !clean.isEmpty else { return }
      items.append(
        .init(key, title, clean.sanitised(limit: 60), .copy(clean, what: title.lowercased())))
    }
    add("o", "Order name", detail.row.name)
    let shipments = detail.purchases.flatMap(\.shipments) + detail.order.shipments
    var seen: Set<String> = []
    let numbers = ([detail.row.tracking] + shipments.map(\.number)).filter {
      !$0.isEmpty && seen.insert($0).inserted
    }
    for (index, number) in numbers.prefix(9).enumerated() {
      add(
        index == 0 ? "c" : Character(String(index + 1)),
        index == 0 ? "Tracking number" : "Tracking number \(index + 1)", number)
    }
    if let number = numbers.first { add("l", "Tracking link", TrackingLink.text(number)) }
    add("a", "Address", detail.order.shipTo.lines.joined(separator: "\n"))
    add("m", "E-mail", detail.order.email)
    add("p", "Phone", detail.order.phone)
    add("n", "Customer", detail.order.customerName)
    add("b", "Purchase number", detail.purchases.last?.number ?? "")
    add("i", "Storefront id", detail.order.externalID)
    return items
  }
}

/// Where anyone can look a parcel up.
enum TrackingLink {
  /// Only what a tracking number is made of gets into the link.
  static func text(_ number: String) -> String {
    let clean = number.filter { $0.isASCII && ($0.isLetter || $0.isNumber) }
    return clean.isEmpty ? "" : "https://t.17track.net/en#nums=" + clean
  }
}

extension Address {
  /// As on a parcel, without empty lines.
  var lines: [String] {
    let town = [postcode, city, province].filter { !$0.isEmpty }.joined(separator: " ")
    return [name, company, line1, line2, town, country].filter { !$0.isEmpty }
  }
}

extension String {
  /// Quotation marks cannot stand inside a quoted word of a filter.
  var replacingQuotes: String { String(map { $0 == "\"" ? " " : $0 }) }
}
