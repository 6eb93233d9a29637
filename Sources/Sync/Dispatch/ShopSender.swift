import Connectors
import Fulfillment
import Store

/// What a shop is to do with an order: cancel it, hold it, let it go; whatever else goes there is another's.
/// The shop is read first, each time: what is so already is not asked for again, for a cancellation can't be
/// taken back and a hold may be another's.
struct ShopSender: Sender {
  let line: AccountLine
  let cancelling: (any Cancelling)?
  let holding: (any Holding)?
  let others: any Sender

  /// A cancellation is a job at some shops; so often it is asked whether it is done.
  private static let looks = 10

  func prepare() async throws -> Postponement? { try await line.prepare() }

  func send(_ claim: Claim) async throws -> SendOutcome {
    guard ShopRequest.Deed(rawValue: claim.kind) != nil else {
      return try await others.send(claim)
    }
    guard let request = ShopRequest(claim.body) else {
      return .refused("what the shop is to do can't be read")
    }
    do {
      switch request.deed {
      case .cancel:
        guard let cancelling else { return .refused("orders can't be cancelled through it") }
        return try await cancel(request, cancelling)
      case .hold:
        guard let holding else { return .refused("it takes no holds") }
        return try await hold(request, holding)
      case .release:
        guard let holding else { return .refused("it takes no holds") }
        return try await release(request, holding)
      }
    } catch let failure as AccountLine.Failure {
      return .of(failure)
    }
  }

  func ask(_ claim: Claim) async throws -> SendOutcome {
    guard ShopRequest.Deed(rawValue: claim.kind) != nil else {
      return try await others.ask(claim)
    }
    return line.sendsAgain(claim)
  }

  private func cancel(
    _ request: ShopRequest, _ shop: any Cancelling
  ) async throws -> SendOutcome {
    if let at = try await line.read({ shop.cancellation(of: request.order, $0) }) ?? nil {
      return .delivered("the shop cancelled it at \(at.iso8601)")
    }
    let order = CancelRequest(
      order: request.order, reason: request.reason, refunds: request.refunds,
      restocks: request.restocks, notifies: request.notifies, note: request.note)
    guard var job = try await line.change({ shop.cancel(order, $0) }) else {
      return .refused("orders can't be cancelled through it")
    }
    // It has taken the order to cancel; that it can't be seen yet is no reason to say it again.
    do {
      for _ in 0..<ShopSender.looks where !job.isDone {
        try await line.caller.wait(
          until: line.now + line.caller.time.real(.seconds(1)), because: "the shop is cancelling")
        if let news = try await line.read({ [job] in shop.progress(job, $0) }) { job = news }
      }
      guard job.isDone else { return .delivered("the shop is still cancelling it") }
      let at = try await line.read { shop.cancellation(of: request.order, $0) } ?? nil
      return .delivered(at == nil ? "the shop took it and has not cancelled it: look there" : "")
    } catch is AccountLine.Failure {
      return .delivered("the shop is cancelling it; how far it is could not be asked")
    } catch is CancellationError {
      return .delivered("the shop is cancelling it")
    } catch is LeaseLost {
      return .delivered("the shop is cancelling it")
    }
  }

  /// Everything of the order that may be shipped now.
  private func hold(_ request: ShopRequest, _ shop: any Holding) async throws -> SendOutcome {
    let portions = try await line.read { shop.portions(of: request.order, $0) } ?? []
    let open = portions.filter { $0.isOpen && $0.holds.isEmpty }
    guard !open.isEmpty else {
      return portions.contains { !$0.holds.isEmpty }
        ? .delivered("the shop holds it already") : .refused("nothing of it waits to be shipped")
    }
    let reason = request.note.isEmpty ? "held by the seller" : request.note
    for portion in open {
      let done: Void? = try await line.change { shop.hold(portion.id, reason: reason, $0) }
      if done == nil { return .refused("it takes no holds") }
    }
    return .delivered(open.count == 1 ? "" : "\(open.count) parts held")
  }

  private func release(_ request: ShopRequest, _ shop: any Holding) async throws -> SendOutcome {
    let portions = try await line.read { shop.portions(of: request.order, $0) } ?? []
    let held = portions.filter { !$0.holds.isEmpty }
    guard !held.isEmpty else { return .delivered("the shop does not hold it") }
    for portion in held {
      let done: Void? = try await line.change { shop.release(portion.id, $0) }
      if done == nil { return .refused("it takes no holds") }
    }
    return .delivered(held.count == 1 ? "" : "\(held.count) parts let go")
  }
}
