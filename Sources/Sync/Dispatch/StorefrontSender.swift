import Connectors
import Fulfillment
import Store

/// Parcels to a storefront. It is read first, so that one it knows is not written again, however often the
/// message goes out.
struct StorefrontSender: Sender {
  let line: AccountLine
  let shop: any Fulfilling

  func prepare() async throws -> Postponement? { try await line.prepare() }

  func send(_ claim: Claim) async throws -> SendOutcome {
    guard OutboxMessage.Kind(rawValue: claim.kind) == .fulfil else {
      return .refused("a shop is not told of a \(claim.kind)")
    }
    do {
      let isKnown = try await isKnown(claim)
      var full = claim
      if !isKnown {
        full.body = try await prepared(claim.body)
      } else if shop.fulfil(claim.body, emptyContext).isEmpty {
        return .delivered("the shop had it already")
      }
      return try await tell(full, isKnown: isKnown)
    } catch let failure as AccountLine.Failure {
      return .of(failure)
    }
  }

  /// The store has a shop's messages sent again where their outcome is unknown; that reads first.
  func ask(_ claim: Claim) async throws -> SendOutcome {
    .silent("a shop is not asked", until: line.now + line.caller.time.real(Rest.after(7)))
  }

  /// Looks in every place where the shop may keep it.
  private func isKnown(_ claim: Claim) async throws -> Bool {
    var place = 0
    while true {
      let known = try await line.read { context -> Exchange<[KnownFulfilment]>? in
        let places = shop.fulfilments(of: claim.orderExternalID, context)
        return places.indices.contains(place) ? places[place] : nil
      }
      guard let known else { return false }
      if known.contains(where: { isSame($0.number, claim) }) { return true }
      place += 1
    }
  }

  /// The body with what the shop must be asked before it can be told.
  private func prepared(_ body: String) async throws -> String {
    var body = body
    while let fuller = try await line.read({ [body] context in shop.prepare(body, context) }) {
      body = fuller
    }
    return body
  }

  /// Takes the ways one after the other until one is understood.
  /// - Parameter isKnown: the shop has the parcel; only what follows is still to be done.
  private func tell(_ claim: Claim, isKnown: Bool) async throws -> SendOutcome {
    var refusal = "the shop can't be told of parcels"
    var way = 0
    while shop.fulfil(claim.body, emptyContext).indices.contains(way) {
      let first = isKnown ? 1 : 0
      var step = first
      do {
        while try await take(way, step, claim) { step += 1 }
        return .delivered(isKnown ? "the shop had it already" : "")
      } catch let failure as AccountLine.Failure {
        // Behind the first step the parcel is told: another way would tell it twice.
        guard step == first, case .rejected(let code, let text) = failure.error,
          code == "unsupported"
        else { throw failure }
        refusal = text
        way += 1
      }
    }
    return .refused(refusal)
  }

  /// One step of a way; false where there is none.
  private func take(_ way: Int, _ step: Int, _ claim: Claim) async throws -> Bool {
    let done: Void? = try await line.change { context -> Exchange<Void>? in
      let ways = shop.fulfil(claim.body, context)
      guard ways.indices.contains(way), ways[way].indices.contains(step) else { return nil }
      return ways[way][step]
    }
    return done != nil
  }

  /// To count the ways with; nothing made with it is sent.
  private var emptyContext: RequestContext { RequestContext(now: line.now, nonce: "") }

  /// The number is the end of the message's key: `fulfil:<account>:<order>:<number>`.
  private func isSame(_ number: String, _ claim: Claim) -> Bool {
    let start = "fulfil:\(claim.receiver):\(claim.orderExternalID):"
    guard claim.key.hasPrefix(start) else { return false }
    return plain(number) == plain(claim.key.dropFirst(start.count))
  }

  private func plain(_ number: some StringProtocol) -> String {
    String(number.uppercased().filter { $0.isLetter || $0.isNumber })
  }
}
