import Canvas
import Fulfillment

/// What an operator does about a return that is decided, with the key that does it on its page.
enum ReturnFollowing: CaseIterable {
  case again, sent, received, missing, refund, close

  var key: Character {
    switch self {
    case .again: "b"
    case .sent: "s"
    case .received: "r"
    case .missing: "x"
    case .refund: "f"
    case .close: "c"
    }
  }

  var word: String {
    switch self {
    case .again: "buy again"
    case .sent: "sent back"
    case .received: "received"
    case .missing: "never came"
    case .refund: "pay back"
    case .close: "close"
    }
  }

  private var step: ReturnStep {
    switch self {
    case .again: .replace
    case .sent: .ship
    case .received: .receive
    case .missing: .miss
    case .refund: .refund
    case .close: .close
    }
  }

  /// Those that can be done now.
  static func all(of state: ReturnState) -> [ReturnFollowing] {
    state.isOpen ? [] : allCases.filter { state.after($0.step) != nil }
  }
}

extension ConsoleState {
  /// Does it: what became of the goods is written down at once, money is asked about first.
  mutating func follow(_ following: ReturnFollowing, _ sheet: ReturnSheet) -> [Effect] {
    let own = Selection(
      targets: [.return(sheet.row.id)], title: "return \(sheet.row.orderName)",
      money: sheet.row.amount.map { [$0] } ?? [])
    switch following {
    case .again:
      return openPlan(
        .replacement(sheet.row.id), title: "replacement for \(sheet.row.orderName)")
    case .sent: return commit(.decide(.sendReturn(tracking: "")), on: own)
    case .received: return commit(.decide(.receiveReturn(note: "")), on: own)
    case .missing: return commit(.decide(.missReturn(note: "")), on: own)
    case .close: return commit(.decide(.closeReturn(reason: "")), on: own)
    case .refund:
      guard let dossier = sheet.dossier else { return refuse("It is still being read") }
      return confirmRefund(dossier, own)
    }
  }

  private mutating func confirmRefund(_ dossier: ReturnDossier, _ own: Selection) -> [Effect] {
    let matter = dossier.matter
    guard let due = matter.due else {
      return refuse(
        "Not now: " + (matter.dueObstacle.isEmpty ? "nothing is due" : matter.dueObstacle))
    }
    let decision = Decision.refundReturn(
      amount: due, note: "", secondAbove: dossier.advice.secondAbove)
    overlay = .confirm(
      Confirmation(
        title: "Send \(due.exact) back to \(matter.order.row.customer.sanitised(limit: 60))?",
        lines: [
          "\(matter.row.orderName): \(due.exact) goes back through \(matter.through)", "",
          finalLine,
        ], action: .decide(.decide(decision), own)))
    return []
  }
}
