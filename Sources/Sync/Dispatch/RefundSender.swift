import Connectors
import Fulfillment
import Store

/// Money back through one account; whatever else goes there is another's. Which payment it is taken from
/// is asked before the first attempt, and what is sent is settled before it leaves: every attempt sends the
/// same under the same key.
struct RefundSender: Sender {
  let line: AccountLine
  let service: any Refunding
  let store: Store
  /// Delivers everything else; nil: there is nothing else.
  let others: (any Sender)?

  func prepare() async throws -> Postponement? { try await line.prepare() }

  func send(_ claim: Claim) async throws -> SendOutcome {
    guard claim.kind == OutboxMessage.Kind.refund.rawValue else {
      return try await others?.send(claim) ?? .refused("it is not told of a \(claim.kind)")
    }
    do {
      let body: String
      switch try await settled(claim) {
      case .success(let text): body = text
      case .failure(let refusal): return refusal.outcome
      }
      let receipt = try await line.change { service.refund(body, key: claim.key, $0) }
      guard let receipt else { return .refused("money can't be sent back through it") }
      return outcome(receipt)
    } catch let failure as AccountLine.Failure {
      return .of(failure)
    }
  }

  /// The service is asked for the refund under its key.
  func ask(_ claim: Claim) async throws -> SendOutcome {
    guard claim.kind == OutboxMessage.Kind.refund.rawValue else {
      return try await others?.ask(claim) ?? .silent("it can't be asked", until: later(claim))
    }
    guard let body = try store.refundBody(of: claim) else {
      return .absent("nothing was sent")
    }
    do {
      let known = try await line.read { service.find(body, key: claim.key, $0) }
      guard let known else { return .silent("the service can't be asked", until: later(claim)) }
      return known.map(outcome) ?? .absent("the service has no refund under \(claim.key)")
    } catch let failure as AccountLine.Failure {
      return .silent(failure.error.message, until: max(failure.until, later(claim)))
    }
  }

  /// Why nothing is sent.
  private struct Refusal: Error {
    var outcome: SendOutcome
  }

  private func settled(_ claim: Claim) async throws -> Result<String, Refusal> {
    if let body = try store.refundBody(of: claim) { return .success(body) }
    let due = RefundDue(
      claim.body, key: claim.key, orderID: claim.order, account: claim.receiver)
    guard let due else {
      return .failure(Refusal(outcome: .refused("what is to be sent back can't be read")))
    }
    let payments = try await line.read {
      service.payments(of: due.payment.isEmpty ? due.order : due.payment, $0)
    }
    guard let payment = RefundSender.payment(for: due, among: payments ?? []) else {
      return .failure(Refusal(outcome: .refused(RefundSender.lack(due, payments ?? []))))
    }
    let draft = RefundDraft(
      order: due.order, payment: payment, amount: due.amount,
      lines: due.lines.map { FulfilmentUpdate.Line(id: $0.id, quantity: $0.quantity) },
      note: due.note, notifies: due.notifies)
    let body = try store.settleRefundBody(service.body(for: draft), of: claim)
    guard let body else {
      return .failure(
        Refusal(outcome: .notSent("another process has taken over", until: line.now)))
    }
    return .success(body)
  }

  /// The first payment from which all of it can be taken.
  static func payment(
    for due: RefundDue, among payments: [CapturedPayment]
  ) -> CapturedPayment? {
    payments.first { payment in
      let left = payment.refundable ?? payment.amount
      return left.currency == due.amount.currency && left.minor >= due.amount.minor
    }
  }

  /// In the operator's words.
  static func lack(_ due: RefundDue, _ payments: [CapturedPayment]) -> String {
    guard !payments.isEmpty else { return "no payment of the order is known there" }
    let own = payments.map { $0.refundable ?? $0.amount }
      .filter { $0.currency == due.amount.currency }
    guard let most = own.max(by: { $0.minor < $1.minor }) else {
      return "the order was paid in another currency"
    }
    return "only \(most.decimal) \(most.currency.code) of a payment can be sent back"
  }

  private func outcome(_ receipt: RefundReceipt) -> SendOutcome {
    let amount = receipt.amount.map { " of \($0.decimal) \($0.currency.code)" } ?? ""
    switch receipt.state {
    case .done: return .delivered("refund \(receipt.id)\(amount)")
    case .pending: return .delivered("refund \(receipt.id)\(amount), not through yet")
    case .failed: return .refused("refund \(receipt.id)\(amount) failed: no money went back")
    }
  }

  private func later(_ claim: Claim) -> Timestamp {
    line.now + line.caller.time.real(Rest.after(claim.sending.asked))
  }
}
