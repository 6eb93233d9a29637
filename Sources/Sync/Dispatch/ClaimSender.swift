import Connectors
import Fulfillment
import Store

/// Claims to a supplier that takes them by API; whatever else goes there is another's. What stands on the
/// order is read first, each time: a second claim for the same loss is never made.
struct ClaimSender: Sender {
  let line: AccountLine
  let supplier: any ClaimTaking
  let others: any Sender

  func prepare() async throws -> Postponement? { try await line.prepare() }

  func send(_ claim: Claim) async throws -> SendOutcome {
    guard claim.kind == OutboxMessage.Kind.claim.rawValue else {
      return try await others.send(claim)
    }
    guard let body = SupplierClaim(claim.body) else {
      return .refused("what is claimed can't be read")
    }
    do {
      let known = try await open(on: body.order)
      if let first = known.first {
        return claim.isResend || claim.sending.attempts > 1
          ? taken(first.id) : .refused("the supplier has \(first.id) on it already, not from here")
      }
      var draft = ClaimDraft(body)
      while let fuller = try await line.read({ [draft] in supplier.prepare(draft, $0) }) {
        draft = fuller
      }
      let done: Void? = try await line.change { [draft] in
        supplier.make(draft, key: claim.key, $0)
      }
      guard done != nil else { return .refused("it takes no claims by API") }
      return try await numbered(body.order)
    } catch let failure as AccountLine.Failure {
      return .of(failure)
    }
  }

  func ask(_ claim: Claim) async throws -> SendOutcome {
    guard claim.kind == OutboxMessage.Kind.claim.rawValue else {
      return try await others.ask(claim)
    }
    return line.sendsAgain(claim)
  }

  private func open(on order: String) async throws -> [KnownClaim] {
    let known = try await line.read { supplier.claims(on: order, $0) } ?? []
    return known.filter { $0.outcome == nil }
  }

  /// It was taken; its number is asked for, and followed up later where it can't be had now.
  private func numbered(_ order: String) async throws -> SendOutcome {
    do {
      return taken(try await open(on: order).first?.id ?? "")
    } catch is AccountLine.Failure {
      return taken("")
    } catch is CancellationError {
      return taken("")
    } catch is LeaseLost {
      return taken("")
    }
  }

  /// The number goes with the outcome to the claim.
  private func taken(_ number: String) -> SendOutcome {
    .accepted(
      numbers: number.isEmpty ? [] : [number], state: .placed, cost: nil,
      note: number.isEmpty ? "the supplier has the claim" : "the supplier has it as \(number)",
      shipments: [])
  }
}
