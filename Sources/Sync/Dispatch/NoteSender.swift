import Connectors
import Fulfillment
import Store

/// Notices that a shop passes on to its customers as notes; whatever else goes there is another's. The notes
/// of the order are read first, for the same note twice would be two mails.
struct NoteSender: Sender {
  let line: AccountLine
  let shop: any Noting
  let others: any Sender

  func prepare() async throws -> Postponement? { try await line.prepare() }

  func send(_ claim: Claim) async throws -> SendOutcome {
    guard claim.kind == OutboxMessage.Kind.notice.rawValue else {
      return try await others.send(claim)
    }
    do {
      if try await isThere(claim) { return .delivered("the shop had it already") }
      let done: Void? = try await line.change {
        shop.note(claim.body, to: claim.orderExternalID, $0)
      }
      return done == nil ? .refused("the shop passes no notes on") : .delivered()
    } catch let failure as AccountLine.Failure {
      return .of(failure)
    }
  }

  /// The order's notes tell.
  func ask(_ claim: Claim) async throws -> SendOutcome {
    guard claim.kind == OutboxMessage.Kind.notice.rawValue else {
      return try await others.ask(claim)
    }
    do {
      return try await isThere(claim)
        ? .delivered("the shop has it") : .absent("the order has no such note")
    } catch let failure as AccountLine.Failure {
      let later = line.now + line.caller.time.real(Rest.after(claim.sending.asked))
      return .silent(failure.error.message, until: max(failure.until, later))
    }
  }

  private func isThere(_ claim: Claim) async throws -> Bool {
    var page = 0
    let own = NoteSender.plain(claim.body)
    while true {
      let notes = try await line.read {
        shop.customerNotes(of: claim.orderExternalID, page: page, $0)
      }
      guard let notes else { return false }
      if notes.contains(where: { NoteSender.plain($0) == own }) { return true }
      page += 1
    }
  }

  /// What shops change about a text: blanks, line ends, marks.
  static func plain(_ text: String) -> String {
    String(text.lowercased().filter { $0.isLetter || $0.isNumber })
  }
}
