import Fulfillment

extension SampleBoard {
  /// Customers are told of things: two wait, one leaves, one was sent, of one nobody knows.
  package static var telling: SampleBoard {
    var board = SampleBoard()
    board.notices = [
      board.notice(1, of: 1, .shipped, .sent, fact: "LX100000001CN"),
      board.notice(2, of: 1, .delayed, .proposed, fact: "2026-11-27"),
      board.notice(3, of: 4, .refunded, .proposed, fact: "refund-4", language: .german),
      board.notice(4, of: 6, .shipped, .queued, fact: "LX100000006CN"),
      board.notice(5, of: 9, .customs, .unknown, fact: "LX100000009CN", language: .french),
    ]
    return board
  }

  private func notice(
    _ id: Int64, of place: Int, _ kind: NoticeKind, _ state: NoticeState, fact: String,
    language: NoticeLanguage = .english
  ) -> NoticeRow {
    let order = orders[place]
    let text = SampleBoard.text(kind, order.name, language)
    return NoticeRow(
      id: id, order: order.id, orderName: order.name, storefront: order.storefront, kind: kind,
      fact: fact, state: state, address: "customer@example.com", language: language,
      subject: text.subject, text: text.text, body: text.text, factAt: now - .hours(3 * id),
      createdAt: now - .hours(2), holdUntil: state == .queued ? now + .minutes(7) : nil,
      sentAt: state == .sent ? now - .days(2) : nil)
  }

  private static func text(
    _ kind: NoticeKind, _ order: String, _ language: NoticeLanguage
  ) -> NoticeText {
    var matter = NoticeMatter(order: order, name: "Rosa Example")
    matter.amount = usd(1_200)
    (matter.tracking, matter.carrier) = ("LX100000001CN", "China Post")
    (matter.returnID, matter.reason) = ("R-1", "a photo of the damage, please")
    matter.expected = (now + .days(5)).date
    do throws(NoticeRefusal) {
      return try NoticePolicy(isOn: true).compose(
        kind, matter, storefront: "main-shop", language: language)
    } catch {
      return NoticeText(language: language, subject: "", text: error.reason)
    }
  }

  /// What the customer of that return would read.
  func rehearse(_ decision: Decision, _ id: ReturnID) -> AnswerPreview {
    guard let row = returns.first(where: { $0.id == id }) else {
      return .silent("the return is not in the store any more")
    }
    let kind: NoticeKind =
      switch decision {
      case .approveReturn: .returnApproved
      case .declineReturn: .returnDeclined
      default: .returnAsked
      }
    let language: NoticeLanguage = id.number % 2 == 0 ? .portuguese : .english
    return .told(
      .init(
        way: .mail, address: "customer@example.com",
        text: SampleBoard.text(kind, row.orderName, language)))
  }

  /// What a decision does to the notices of an order.
  mutating func tell(_ decision: Decision, _ order: OrderID, hold: Span) {
    for place in notices.indices where notices[place].order == order {
      let row = notices[place]
      switch decision {
      case .tellCustomer(let kind) where row.state == .proposed && (kind ?? row.kind) == row.kind:
        (notices[place].state, notices[place].holdUntil) = (.queued, now + hold)
      case .withholdNotice(let kind, let reason)
      where row.canBeWithheld && (kind ?? row.kind) == row.kind:
        (notices[place].state, notices[place].reason) = (.skipped, reason)
      case .noticeArrived(let kind) where row.state == .unknown && kind == row.kind:
        notices[place].state = .sent
      case .noticeLost(let kind) where row.state == .unknown && kind == row.kind:
        notices[place].state = .failed
      default: continue
      }
    }
  }
}

extension NoticeRow {
  /// An operator has something to do about it.
  var waits: Bool { state == .proposed || state == .unknown }
}
