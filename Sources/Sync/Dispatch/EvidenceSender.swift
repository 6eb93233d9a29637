import Connectors
import Fulfillment
import Store

/// Evidence against a dispute; whatever else goes there is another's. The dispute is read first, each time: a
/// bank takes evidence once, so none goes out where some is there, where nothing is due, or too late.
struct EvidenceSender: Sender {
  let line: AccountLine
  let service: any Contesting
  let others: any Sender

  func prepare() async throws -> Postponement? { try await line.prepare() }

  func send(_ claim: Claim) async throws -> SendOutcome {
    guard claim.kind == OutboxMessage.Kind.evidence.rawValue else {
      return try await others.send(claim)
    }
    guard let submission = EvidenceSubmission(claim.body) else {
      return .refused("what is to be handed in can't be read")
    }
    do {
      guard let dispute = try await line.read({ service.dispute(submission.dispute, $0) }) else {
        return .refused("it can't be asked about disputes")
      }
      if let outcome = outcome(dispute, claim) { return outcome }
      let place = try await line.read { service.evidencePlace(of: submission.dispute, $0) }
      let done: Void? = try await line.change {
        service.contest(submission, at: place ?? submission.dispute, key: claim.key, $0)
      }
      return done == nil ? .refused("it takes no evidence") : .delivered("evidence handed in")
    } catch let failure as AccountLine.Failure {
      return .of(failure)
    }
  }

  func ask(_ claim: Claim) async throws -> SendOutcome {
    guard claim.kind == OutboxMessage.Kind.evidence.rawValue else {
      return try await others.ask(claim)
    }
    return line.sendsAgain(claim)
  }

  /// Why nothing is sent; nil: it is to be.
  private func outcome(_ dispute: Dispute, _ claim: Claim) -> SendOutcome? {
    if dispute.evidenceSentAt != nil || dispute.state == .underReview {
      return claim.isResend
        ? .delivered("the service has the evidence")
        : .refused("evidence was handed in already, and not from here")
    }
    guard dispute.state == .open else {
      return .refused("the dispute is \(dispute.state.rawValue)")
    }
    if let due = dispute.evidenceDueAt, due <= line.now {
      return .refused("evidence was due by \(due.iso8601)")
    }
    return nil
  }
}
