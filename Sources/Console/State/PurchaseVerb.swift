import Fulfillment

/// What an operator does about purchases: the ones it fits are looked up when it is chosen.
package enum PurchaseVerb: Equatable, Sendable {
  /// Let a proposed one leave.
  case approve
  /// Stop the countdown, or let go what is on hold.
  case hold
  /// Don't send one that has not left.
  case drop
  /// Ask the supplier to drop one that it has.
  case cancel
  /// Ask the supplier again what became of one whose outcome is not known.
  case ask
  /// That one was placed, under a number.
  case placed
  /// That one was not placed.
  case absent

  /// Whether it can be done to a purchase.
  func fits(_ row: PurchaseRow) -> Bool {
    switch self {
    case .approve: row.sending == .proposed
    case .hold: row.countsDown || row.isOnHold
    case .drop: row.sending?.isHere == true
    case .cancel:
      row.state.isAtSupplier && row.state.isLive && row.state != .delivered && !row.number.isEmpty
    case .ask: row.isInDoubt && row.powers?.isQueryable != false
    case .placed, .absent: row.isInDoubt
    }
  }

  /// Whether it may be done to the most urgent purchase of an order, which is all that its row tells.
  func fits(_ row: QueueRow) -> Bool {
    switch self {
    case .approve: row.purchase == .proposed
    case .hold: row.purchase == .held || row.purchase == .ready
    case .drop: row.purchase?.isHere == true
    case .cancel, .ask, .placed, .absent: true
    }
  }

  /// Why none of those rows fits.
  func lack(_ rows: [QueueRow]) -> String {
    let states = rows.compactMap(\.purchase)
    guard let state = states.first else { return "nothing waits to be bought here; p plans it" }
    guard states.count == 1 else { return "no purchase of the marked rows " + want }
    return "the purchase is \(StateText.text(state)); enter shows it"
  }

  private var want: String {
    switch self {
    case .approve: "waits for approval"
    case .hold: "counts down or is on hold"
    case .drop: "is still here"
    case .cancel, .ask, .placed, .absent: "fits"
    }
  }

  /// Only one purchase at a time can be meant.
  var isForOne: Bool {
    switch self {
    case .approve, .hold: false
    case .drop, .cancel, .ask, .placed, .absent: true
    }
  }

  /// Why none of those purchases fits.
  func lack(_ rows: [PurchaseRow]) -> String {
    guard let row = rows.first else { return "nothing is bought here; p plans it" }
    let others = rows.count > 1 ? "none of these purchases " : "the purchase "
    switch self {
    case .approve: return others + "waits for approval" + state(row, rows)
    case .hold:
      return rows.count > 1
        ? "none of these purchases counts down or is on hold"
        : "the purchase does not count down and is not on hold" + state(row, rows)
    case .drop:
      return rows.count > 1
        ? "every one of these purchases has left" : "the purchase has left" + state(row, rows)
    case .cancel:
      return rows.count > 1
        ? "no supplier has any of these purchases"
        : "the supplier has no purchase to cancel" + state(row, rows)
    case .ask where rows.contains(where: \.isInDoubt):
      let doubted = rows.first(where: \.isInDoubt)?.supplier.sanitised(limit: 40) ?? "the supplier"
      return "\(doubted) can't be asked: look at its own list, then say what is there"
    case .ask, .placed, .absent:
      return rows.count > 1
        ? "the outcome of every purchase is known"
        : "the outcome of the purchase is known" + state(row, rows)
    }
  }

  private func state(_ row: PurchaseRow, _ rows: [PurchaseRow]) -> String {
    guard rows.count == 1 else { return "" }
    let text = row.sending.flatMap { $0 == .sent ? nil : StateText.text($0) }
    return ": " + (text ?? StateText.text(row.state))
  }
}
