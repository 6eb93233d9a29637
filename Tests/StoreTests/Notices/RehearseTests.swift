import Fulfillment
import GRDB
import Testing

@testable import Store

/// What the customer would read of a decision about a return, before it is taken.
struct RehearseTests {
  private func scene(
    _ modes: [NoticeKind: NoticeKind.Mode] = [:], change: (inout Order) -> Void = { _ in }
  ) throws -> (scene: NoticeScene, id: ReturnID) {
    let scene = try NoticeScene(modes) {
      $0.returns = [sampleReturn("R-1")]
      change(&$0)
    }
    return (scene, try #require(try scene.store.detail("#1").returns.first).id)
  }

  private func rehearse(
    _ decision: Decision, _ scene: NoticeScene, _ id: ReturnID
  ) throws -> AnswerPreview {
    try scene.store.rehearse(decision, on: id, by: "ana", scene.desk, now: noon)
  }

  private func letter(_ preview: AnswerPreview) throws -> AnswerPreview.Letter {
    guard case .told(let letter) = preview else {
      Issue.record("\(preview)")
      throw Missing()
    }
    return letter
  }

  private struct Missing: Error {}

  @Test(arguments: [
    (Decision.approveReturn(note: "Sorry about that."), NoticeKind.returnApproved),
    (.declineReturn(reason: "it was worn"), .returnDeclined),
    (.askReturn(question: "a photo, please?"), .returnAsked),
  ])
  func theWordsAreThoseThatLeave(_ decision: Decision, _ kind: NoticeKind) throws {
    let (scene, id) = try scene()
    let letter = try letter(try rehearse(decision, scene, id))
    #expect(letter.address == "rosa1@example.com" && letter.way == .mail)
    #expect(letter.text.language == .portuguese)
    // Nothing of it stays.
    #expect(try scene.store.detail("#1").returns.first?.state == .requested)
    #expect(try scene.store.detail("#1").outbox.isEmpty && scene.rows.isEmpty)
    #expect(try scene.store.decisions(limit: 10).isEmpty)
    _ = try scene.store.decide(
      decision, on: [.return(id)], by: "ana", hold: .minutes(10), now: noon)
    #expect(try scene.round().queued == 1)
    let row = try #require(try scene.rows.first)
    #expect(row.kind == kind && row.subject == letter.text.subject)
    #expect(row.text == letter.text.text)
  }

  @Test func whereNothingLeavesItSaysWhy() throws {
    let (off, id) = try scene([.returnApproved: .off])
    let silent = try rehearse(.approveReturn(note: ""), off, id)
    #expect(silent == .silent("notices of the kind return-approved are off"))
    var desk = off.desk
    desk.policy.isOn = false
    #expect(
      try off.store.rehearse(.approveReturn(note: ""), on: id, by: "ana", desk, now: noon)
        == .silent("customers are told nothing from here"))
    let (unknown, other) = try scene { $0.email = "" }
    #expect(
      try rehearse(.approveReturn(note: ""), unknown, other)
        == .silent("the customer's mail address is not known"))
  }

  @Test func whatIsRefusedSaysSo() throws {
    let (scene, id) = try scene()
    _ = try scene.store.decide(
      .declineReturn(reason: "no"), on: [.return(id)], by: "ana", hold: .minutes(10), now: noon)
    guard case .silent(let why) = try rehearse(.approveReturn(note: ""), scene, id) else {
      Issue.record("it is told")
      return
    }
    #expect(!why.isEmpty)
  }

  @Test func thoseThatWaitAreCounted() throws {
    let scene = try NoticeScene([.shipped: .ask])
    #expect(try scene.store.counts().noticesWaiting == 0)
    try scene.ship()
    #expect(try scene.round().proposed == 1)
    #expect(try scene.store.counts().noticesWaiting == 1)
    _ = try scene.decide(.withholdNotice(.shipped, reason: "no"))
    #expect(try scene.store.counts().noticesWaiting == 0)
  }
}
