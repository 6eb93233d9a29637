import Fulfillment
import Testing

@testable import Store

@Suite struct ClaimSendingTests {
  private let scratch: Scratch
  private let claim: LossClaim
  private var store: Store { scratch.store }

  init() throws {
    scratch = try Scratch()
    try scratch.store.takeSamples([sampleOrder(1)])
    let purchase = samplePurchase("C-1", for: "#1") { $0.state = .shipped }
    _ = try scratch.store.take([purchase], from: "cj", cursor: nil, now: noon)
    claim = try scratch.store.openClaim(
      ClaimWish(
        order: try scratch.store.only("#1"), against: "cj", kind: .lost, amount: dollars(12)),
      policies: [], reason: "", by: "ana", now: noon)
  }

  private var sent: SupplierClaim {
    SupplierClaim(claim: claim.id, order: "C-1", kind: .lost, words: "It never came.")
  }

  private func send() throws -> DecisionReceipt {
    try store.send(sent, to: "cj", by: "ana", hold: .minutes(10), now: noon)
  }

  private var now: LossClaim { get throws { try #require(try store.claim(claim.id)).claim } }

  /// Its message leaves and comes to that.
  private func settle(_ outcome: SendOutcome) throws {
    let later = noon + .minutes(10)
    let message = try #require(try store.claim(receiver: "cj", now: later))
    #expect(message.kind == "claim" && SupplierClaim(message.body) == sent)
    try store.settle(message, outcome, powers: .none, now: later)
  }

  @Test func onceItArrivedItIsSubmittedUnderTheSuppliersNumber() throws {
    let receipt = try send()
    #expect(receipt.title == "send claim \(claim.id.number) for #1 to cj")
    #expect(try now.state == .draft)
    #expect(throws: StoreError.self) { try send() }
    try settle(accepted("D-9"))
    #expect(try now.state == .submitted && now.reference == "D-9")
    #expect(try now.submittedAt == noon + .minutes(10))
    #expect(try store.claimsUnderWay(at: "cj").map(\.order) == ["C-1"])
    #expect(try store.claimsUnderWay(at: "other").isEmpty)
    #expect(throws: StoreError.self) { try send() }
  }

  @Test func untilItLeavesItIsTakenBack() throws {
    let receipt = try send()
    #expect(try store.undo(receipt.batch, by: "ana", now: noon + .minutes(9)).applied == 1)
    #expect(try store.claim(receiver: "cj", now: noon + .hours(1)) == nil)
    _ = try send()
    let late = try store.undo(nil, by: "ana", now: noon + .minutes(10))
    #expect(late.applied == 0)
  }

  @Test func whatTheSupplierRefusesStaysADraft() throws {
    _ = try send()
    try settle(.refused("nothing of it can be disputed"))
    #expect(try now.state == .draft)
    // Mended, it may go again.
    #expect(try send().applied == 1)
  }

  @Test func aDraftThatWasGivenUpDoesNotLeave() throws {
    _ = try send()
    _ = try store.step(claim.id, .withdraw, reason: "", by: "ana", now: noon)
    #expect(try store.claim(receiver: "cj", now: noon + .hours(1)) == nil)
    let message = try #require(try store.detail("#1").outbox.first { $0.kind == "claim" })
    #expect(message.state == .withdrawn && message.outcome == "the claim is withdrawn")
  }

  @Test(arguments: [
    (ClaimWord.End.settled(dollars(12)), LossClaim.State.won), (.settled(dollars(5)), .partly),
    (.settled(dollars(0)), .lost), (.answered("sent again as R-1"), .answered),
  ])
  func whatTheSupplierSaysMovesTheClaimOnce(
    end: ClaimWord.End, state: LossClaim.State
  ) throws {
    _ = try send()
    try settle(accepted())
    let word = ClaimWord(number: "D-9", end: end)
    #expect(
      try store.take(ClaimWord(number: "D-9", end: nil), about: claim.id, from: "cj", now: noon))
    #expect(try now.reference == "D-9" && now.state == .submitted)
    #expect(try store.take(word, about: claim.id, from: "cj", now: noon))
    #expect(try now.state == state)
    let events = try #require(try store.claim(claim.id)).events
    #expect(events.last?.by == "cj")
    #expect(try !store.take(word, about: claim.id, from: "cj", now: noon))
    #expect(try #require(try store.claim(claim.id)).events == events)
  }

  @Test func moneyInAnotherCurrencyIsLeftToThePerson() throws {
    _ = try send()
    try settle(accepted("D-9"))
    let word = ClaimWord(
      number: "D-9", end: .settled(Money(minor: 5, currency: try #require(Currency("EUR")))))
    #expect(try !store.take(word, about: claim.id, from: "cj", now: noon))
    #expect(try now.state == .submitted)
  }
}
