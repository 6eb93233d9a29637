import Connectors
import Fulfillment
import Store

/// Notices that a shop passes on to its customers as notes; whatever else goes there is another's. Before one
/// that may have arrived goes again the notes of the order are read, for the same note twice would be two
/// mails. Another notice in the same words is another note: they are counted.
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
      let mayBeThere = claim.isResend || claim.sending.attempts > 1
      if mayBeThere, try await isThere(claim) { return .delivered("the shop had it already") }
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
    let own = NoteSender.plain(claim.body)
    var (page, others) = (0, claim.sentBefore.count { NoteSender.plain($0) == own })
    while true {
      let notes = try await line.read {
        shop.customerNotes(of: claim.orderExternalID, page: page, $0)
      }
      guard let notes else { return false }
      others -= notes.count { NoteSender.plain($0) == own }
      if others < 0 { return true }
      page += 1
    }
  }

  /// What shops change about a text: blanks, line ends, marks.
  static func plain(_ text: String) -> String {
    String(text.lowercased().filter { $0.isLetter || $0.isNumber })
  }
}
