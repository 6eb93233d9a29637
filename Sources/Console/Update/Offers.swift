import Canvas
import Fulfillment

// A supplier's offers: looked through, changed one by one.

extension ConsoleState {
  /// Shows the offers of the supplier under the cursor.
  mutating func openOffers() -> [Effect] {
    guard let supplier = suppliers.selected else { return [] }
    overlay = .offers(OfferSheet(supplier: supplier.name))
    return reloadOffers()
  }

  /// Asks for the offers around the cursor.
  mutating func reloadOffers() -> [Effect] {
    guard case .offers(let sheet) = overlay else { return [] }
    let count = OffersView.rows(size) * 3
    let offset = max(0, sheet.cursor - count / 2)
    return [
      .load(.offers(supplier: sheet.supplier, offset: offset, count: count), requests.next(.offers))
    ]
  }

  mutating func take(_ page: OfferPage) -> [Effect] {
    guard case .offers(var sheet) = overlay else { return [] }
    sheet.page = page
    sheet.cursor = min(max(0, sheet.cursor), max(0, page.total - 1))
    overlay = .offers(sheet)
    return page.total > 0 && sheet.row == nil ? reloadOffers() : []
  }

  mutating func press(_ key: Key, in sheet: OfferSheet) -> [Effect] {
    sheet.form == nil ? press(key, inList: sheet) : press(key, inForm: sheet)
  }

  private mutating func press(_ key: Key, inList old: OfferSheet) -> [Effect] {
    var sheet = old
    let page = max(1, OffersView.rows(size) - 1)
    func go(to row: Int) { sheet.cursor = min(max(0, row), max(0, sheet.total - 1)) }
    switch key {
    case .escape, .character("q"), .control("c"):
      overlay = nil
      return []
    case .down, .character("j"), .control("n"): go(to: sheet.cursor + 1)
    case .up, .character("k"), .control("p"): go(to: sheet.cursor - 1)
    case .pageDown, .character(" "), .control("d"): go(to: sheet.cursor + page)
    case .pageUp, .control("u"): go(to: sheet.cursor - page)
    case .home, .character("g"): go(to: 0)
    case .end, .character("G"): go(to: sheet.total - 1)
    case .enter, .character("e"):
      guard let row = sheet.row else { return refuse("There is no offer here") }
      sheet.form = OfferForm(row)
    case .character("R"): return renew(sheet)
    case .character("u"): return takeBackEdit(sheet)
    case .character("o"):
      overlay = nil
      return showOrders(of: sheet.supplier)
    default: return []
    }
    overlay = .offers(sheet)
    return sheet.row == nil && sheet.total > 0 ? reloadOffers() : []
  }

  /// The mapping is good again: the reason why it was not goes.
  private mutating func renew(_ old: OfferSheet) -> [Effect] {
    guard let row = old.row else { return refuse("There is no offer here") }
    guard !row.offer.renewal.isEmpty else {
      return refuse("\(row.offer.sku) need not be renewed; e changes it")
    }
    var sheet = old
    var form = OfferForm(row)
    for index in form.fields.indices where form.fields[index].column == "renewal" {
      form.fields[index].input = TextInput("")
      form.cursor = index
    }
    sheet.form = form
    return check(sheet)
  }

  /// Puts back what was changed here last.
  private mutating func takeBackEdit(_ old: OfferSheet) -> [Effect] {
    guard let last = old.last else { return refuse("No offer was changed here") }
    var sheet = old
    sheet.last = nil
    overlay = .offers(sheet)
    return write(
      .saveOffer(last.after, to: last.before, change: "taken back: " + last.change, 0),
      title: "the offer \(last.after.sku)")
  }

  private mutating func press(_ key: Key, inForm old: OfferSheet) -> [Effect] {
    var sheet = old
    guard var form = sheet.form else { return [] }
    if form.waiting != nil, key != .escape, key != .control("c") { return [] }
    if let outcome = form.outcome {
      switch key {
      case .character("y"), .character("Y"), .enter: return save(sheet, form, outcome)
      case .character("n"), .character("N"), .character("q"), .escape, .control("c"):
        form.outcome = nil
      default: return []
      }
    } else {
      let last = form.fields.count - 1
      switch key {
      case .escape, .control("c"):
        sheet.form = nil
        overlay = .offers(sheet)
        return []
      case .enter, .control("s"): return check(sheet)
      case .down, .tab: form.cursor = min(last, form.cursor + 1)
      case .up, .backTab: form.cursor = max(0, form.cursor - 1)
      default:
        guard form.fields.indices.contains(form.cursor), form.fields[form.cursor].input.update(key)
        else { return [] }
        form.problem = nil
      }
    }
    sheet.form = form
    overlay = .offers(sheet)
    return []
  }

  private mutating func check(_ old: OfferSheet) -> [Effect] {
    var sheet = old
    guard var form = sheet.form else { return [] }
    let number = requests.next()
    (form.waiting, form.problem) = (number, nil)
    sheet.form = form
    overlay = .offers(sheet)
    return [.checkOffer(form.row.offer, form.cells, number)]
  }

  /// What was typed has been read.
  mutating func checked(_ check: OfferCheck, _ number: RequestNumber) -> [Effect] {
    guard case .offers(var sheet) = overlay, var form = sheet.form, form.waiting == number else {
      return []
    }
    form.waiting = nil
    switch check {
    case .refused(let reason): form.problem = reason
    case .unchanged: form.problem = "nothing is different"
    case .changed(let offer, let changes): form.outcome = .init(offer: offer, changes: changes)
    }
    sheet.form = form
    overlay = .offers(sheet)
    return []
  }

  private mutating func save(
    _ old: OfferSheet, _ form: OfferForm, _ outcome: OfferForm.Outcome
  ) -> [Effect] {
    var sheet = old
    let change = outcome.changes.map(\.text).joined(separator: "; ")
    sheet.form = nil
    sheet.last = .init(before: form.row.offer, after: outcome.offer, change: change)
    overlay = .offers(sheet)
    return write(
      .saveOffer(form.row.offer, to: outcome.offer, change: change, 0),
      title: "the offer \(outcome.offer.sku)")
  }

  /// A request failed: the form can be used again.
  mutating func endChecking(_ number: RequestNumber) {
    guard case .offers(var sheet) = overlay, sheet.form?.waiting == number else { return }
    sheet.form?.waiting = nil
    overlay = .offers(sheet)
  }

  /// The queue, narrowed to the orders of a supplier.
  mutating func showOrders(of supplier: String) -> [Effect] {
    let name = supplier.sanitised(limit: 80).replacingQuotes
    focus = .queue
    return set(filterOf("supplier:\"\(name)\""), of: .queue, placement: .first) + fillVisible()
  }
}
