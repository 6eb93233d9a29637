import Fulfillment

// A purchase made outside of the program, written down on its order.

extension ConsoleState {
  /// One order at a time: a number belongs to one.
  var boughtAvailability: Availability {
    guard availability(.order).isAvailable else { return availability(.order) }
    if !isOrderFocused || order == nil, markCount(of: focus) > 1 {
      return .unavailable("a purchase is for one order: unmark")
    }
    return .available
  }

  /// Asks what was bought; the suppliers are read so that their names are known.
  mutating func openBought() -> [Effect] {
    let effects = openPrompt(.bought, on: .order)
    return suppliers.isLoaded || suppliers.pending != nil ? effects : effects + reload(.suppliers)
  }

  /// The line as it would be taken now.
  func purchaseLine(_ text: String) -> Result<PurchaseLine, PurchaseLine.Problem> {
    let names = suppliers.window.rows.map(\.name)
    return Result { () throws(PurchaseLine.Problem) in
      try PurchaseLine.read(text, suppliers: names)
    }
  }

  /// Sends the purchase off to be written down.
  mutating func bought(_ line: PurchaseLine, for selection: Selection) -> [Effect] {
    guard case .order(let id)? = selection.targets.first else {
      return refuse("There is no order here")
    }
    return write(
      .recordPurchase(id, line.purchase(reference: selection.title, at: now), 0),
      title: "the purchase for \(selection.title)")
  }

  /// The store has written something down.
  mutating func recorded(_ title: String, _ number: RequestNumber) -> [Effect] {
    guard requests.decisions.remove(number) != nil else { return [] }
    requests.sent[number] = nil
    say(.info, title.sanitised(limit: 120) + ": written down")
    return reloadVisible()
  }
}
