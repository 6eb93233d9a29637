import Connectors
import Fulfillment
import Store

/// Orders, payments and cancellations to a supplier with an API.
struct SupplierSender: Sender {
  let line: AccountLine
  let supplier: any Buying

  func prepare() async throws -> Postponement? { try await line.prepare() }

  func send(_ claim: Claim) async throws -> SendOutcome {
    do {
      switch OutboxMessage.Kind(rawValue: claim.kind) {
      case .place:
        let placed = try await line.change { supplier.place(claim.body, $0) }
        guard let placed else { return .refused("it takes no orders by API") }
        return try await numbered(placed, claim)
      case .pay: return try await pay(claim)
      case .cancel:
        let dropped = try await line.change { supplier.cancel(number: claim.purchaseNumber, $0) }
        return dropped.map { .of($0) }
          ?? .refused("it can't be cancelled by API: ask the supplier")
      case .fulfil, .return, .refund, .notice, .evidence, .cancelOrder, .holdOrder,
        .releaseOrder, .claim, nil:
        return .refused("a supplier is not told of a \(claim.kind)")
      }
    } catch let failure as AccountLine.Failure {
      return .of(failure)
    }
  }

  func ask(_ claim: Claim) async throws -> SendOutcome {
    do {
      guard let answer = try await find(claim) else {
        return .silent("the supplier can't be asked", until: later(claim))
      }
      return answer.map { .of($0) }
        ?? .absent("the supplier has no order of ours under \(claim.purchaseKey)")
    } catch let failure as AccountLine.Failure {
      return .silent(failure.error.message, until: max(failure.until, later(claim)))
    }
  }

  /// Each step may be repeated, so a payment that stops half way starts over.
  private func pay(_ claim: Claim) async throws -> SendOutcome {
    var last: Placement?
    var index = 0
    while true {
      let answer = try await line.change { context -> Exchange<Placement>? in
        let steps = supplier.pay(number: claim.purchaseNumber, context)
        return steps.indices.contains(index) ? steps[index] : nil
      }
      guard let answer else { break }
      last = answer
      index += 1
    }
    return last.map { .of($0) } ?? .refused("it is not paid by API: pay it at the supplier")
  }

  /// A supplier that only says that it has the order already is asked for its number.
  private func numbered(_ placed: Placement, _ claim: Claim) async throws -> SendOutcome {
    guard placed.isRepeated, placed.numbers.isEmpty, supplier.powers.isQueryable else {
      return .of(placed)
    }
    let unknown = "the supplier has it already; its number is not known"
    do {
      if let found = try await find(claim)?.flatMap({ $0 }) { return .of(found) }
      return .of(placed, note: unknown)
    } catch let failure as AccountLine.Failure {
      return .of(placed, note: "\(unknown): \(failure.error.message)")
    } catch is CancellationError {
      return .of(placed, note: unknown)
    } catch is LeaseLost {
      return .of(placed, note: unknown)
    }
  }

  /// nil: it can't be asked; nil in it: it has none.
  private func find(_ claim: Claim) async throws -> Placement?? {
    try await line.read {
      supplier.find(key: claim.purchaseKey, number: claim.purchaseNumber, $0)
    }
  }

  private func later(_ claim: Claim) -> Timestamp {
    line.now + line.caller.time.real(Rest.after(claim.sending.asked))
  }
}
