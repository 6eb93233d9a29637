import Connectors
import Fulfillment
import Store
import Sync
import TestSupport
import Testing
import Wire

/// One purchase on its way to a supplier with an API.
@Suite struct PlacingTests {
  @Test func purchaseIsPlacedOnceAndItsNumberKept() async throws {
    let rig = try DispatchRig()
    let key = try rig.intend(1)[0]
    let report = try await rig.dispatcher().runOnce()
    #expect(report.count(\.accepted) == 1 && !report.hasTrouble)
    #expect(rig.desk.count(key) == 1)
    let row = try #require(try rig.row(key))
    #expect(row.number == "N1" && row.sending == .sent && row.state == .unpaid)
    _ = try await rig.dispatcher("two").runOnce()
    #expect(rig.desk.verbs == ["place"])
  }

  @Test func exactlyTheTextThatWasWrittenDownIsSent() async throws {
    let rig = try DispatchRig()
    let key = try rig.intend(1)[0]
    _ = try await rig.dispatcher().runOnce()
    #expect(rig.desk.requests.map { String(decoding: $0.body, as: UTF8.self) } == ["\(key)|1 S1"])
  }

  /// `stop = true` of the configuration: nothing new leaves, from this process.
  @Test func noPurchaseLeavesWhileTheConfigurationStopsBuying() async throws {
    let rig = try DispatchRig()
    let key = try rig.intend(1)[0]
    _ = try await rig.dispatcher(isStopped: true).runOnce()
    #expect(rig.desk.verbs.isEmpty)
    #expect(try rig.row(key)?.sending == .ready)
    _ = try await rig.dispatcher("two").runOnce()
    #expect(rig.desk.count(key) == 1)
  }

  @Test func purchaseOnHoldStaysUntilItsTime() async throws {
    let rig = try DispatchRig()
    let key = try rig.intend(1, hold: .minutes(10))[0]
    _ = try await rig.dispatcher().runOnce()
    #expect(rig.desk.verbs.isEmpty)
    rig.time.advance(by: .minutes(10))
    _ = try await rig.dispatcher().runOnce()
    #expect(rig.desk.count(key) == 1)
  }

  /// What each failure of one request comes to at a supplier of every kind: the state after it, and after
  /// everything that follows by itself.
  @Test(arguments: FakeDesk.Kind.allCases, FakeDesk.Mishap.allCases)
  func noFailureEverPlacesTwiceOrForgets(
    kind: FakeDesk.Kind, mishap: FakeDesk.Mishap
  ) async throws {
    let rig = try DispatchRig(kind)
    let key = try rig.intend(1)[0]
    rig.desk.plan(mishap)
    for _ in 0..<6 {
      _ = try await rig.dispatcher().runOnce()
      #expect(rig.desk.count(key) <= 1)
      rig.time.advance(by: .minutes(16))
    }
    let state = try rig.row(key)?.sending
    switch mishap {
    case .rejected:
      #expect(state == .rejected && rig.desk.count(key) == 0)
      #expect(try rig.row(key)?.outcome.contains("bad address") == true)
    case .none, .unreachable, .throttled, .unauthorized, .busy:
      #expect(state == .sent && rig.desk.count(key) == 1)
    case .lost, .answerLost, .brokenAfter, .garbledAfter, .late, .redirected:
      if kind == .blind {
        #expect(state == .waiting)
        #expect(rig.desk.verbs == ["place"])
      } else {
        #expect(state == .sent && rig.desk.count(key) == 1)
      }
    }
  }

  @Test func doubtIsAskedAboutAndNotRepeated() async throws {
    let rig = try DispatchRig(.queryable)
    let key = try rig.intend(1)[0]
    rig.desk.plan(.answerLost)
    let report = try await rig.dispatcher().runOnce()
    #expect(report.count(\.lost) == 1 && report.count(\.accepted) == 1)
    #expect(rig.desk.verbs == ["place", "find"])
    #expect(try rig.evidence(key) == ["claimed", "lost", "accepted"])
  }

  @Test func whatIsNotThereYetIsSentAgainOnlyWhenItCanNoLongerAppear() async throws {
    let rig = try DispatchRig(.queryable)
    let key = try rig.intend(1)[0]
    rig.desk.plan(.late)
    _ = try await rig.dispatcher().runOnce()
    #expect(rig.desk.verbs == ["place", "find"])
    rig.time.advance(by: .minutes(5))
    _ = try await rig.dispatcher().runOnce()
    #expect(try rig.row(key)?.sending == .unknown)
    rig.time.advance(by: .minutes(5))
    _ = try await rig.dispatcher().runOnce()
    #expect(try rig.row(key)?.sending == .sent)
    #expect(rig.desk.count(key) == 1)
    #expect(rig.desk.verbs.filter { $0 == "place" }.count == 1)
  }

  @Test func supplierThatCantBeReachedIsAskedMoreAndMoreRarely() async throws {
    let rig = try DispatchRig(.both)
    let key = try rig.intend(1)[0]
    rig.desk.plan(.answerLost, askingFails: 100)
    var times: [Timestamp] = []
    for _ in 0..<(5 * 60) {
      let before = rig.desk.verbs.count
      _ = try await rig.dispatcher().runOnce()
      if rig.desk.verbs.count > before { times.append(rig.time.now()) }
      rig.time.advance(by: .minutes(1))
    }
    // Then it is left to a person.
    #expect(try rig.row(key)?.sending == .waiting)
    #expect(times.count == Sending.patience)
    let waits = zip(times.dropFirst(), times).map { $0 - $1 }
    #expect(zip(waits.dropFirst(), waits).allSatisfy { $0 >= $1 })
  }

  @Test func whatNeverArrivesIsNotSentForEver() async throws {
    let rig = try DispatchRig(.queryable)
    let key = try rig.intend(1)[0]
    for _ in 0..<60 {
      rig.desk.plan(.lost)
      _ = try await rig.dispatcher().runOnce()
      rig.time.advance(by: .minutes(31))
    }
    #expect(rig.desk.verbs.filter { $0 == "place" }.count == Sending.patience)
    #expect(try rig.row(key)?.sending == .waiting)
    #expect(try rig.row(key)?.outcome.contains("though it was sent 8 times") == true)
  }

  @Test func repeatedOrderWithoutANumberCountsAsPlaced() async throws {
    let rig = try DispatchRig(.deduplicating)
    let key = try rig.intend(1)[0]
    rig.desk.plan(.answerLost)
    let first = try await rig.dispatcher().runOnce()
    rig.time.advance(by: .hours(2))
    let second = try await rig.dispatcher().runOnce()
    #expect(first.count(\.lost) == 1 && second.count(\.accepted) == 1)
    #expect(rig.desk.count(key) == 1 && rig.desk.verbs == ["place", "place"])
    let row = try #require(try rig.row(key))
    #expect(row.sending == .sent && row.number.isEmpty)
  }

  @Test func throttledAccountIsLeftAloneAsLongAsItWants() async throws {
    let rig = try DispatchRig(automatic: false)
    let key = try rig.intend(1)[0]
    rig.desk.plan(.throttled)
    _ = try await rig.dispatcher().runOnce()
    rig.time.advance(by: .milliseconds(4999))
    _ = try await rig.dispatcher().runOnce()
    #expect(rig.desk.verbs == ["place"])
    rig.time.advance(by: .milliseconds(1))
    _ = try await rig.dispatcher().runOnce()
    #expect(rig.desk.count(key) == 1)
    #expect(try rig.evidence(key) == ["claimed", "notSent", "claimed", "accepted"])
  }

  @Test func refusedKeyIsNotTriedAgainAndAgain() async throws {
    let rig = try DispatchRig()
    try rig.intend(1)
    rig.desk.plan(.unauthorized, .unauthorized)
    _ = try await rig.dispatcher().runOnce()
    rig.time.advance(by: .minutes(14))
    _ = try await rig.dispatcher().runOnce()
    #expect(rig.desk.verbs == ["place"])
    rig.time.advance(by: .minutes(1))
    _ = try await rig.dispatcher().runOnce()
    #expect(rig.desk.verbs == ["place", "place"])
  }

  @Test func severalGoOneAfterTheOtherAtTheDocumentedPace() async throws {
    let rig = try DispatchRig(orders: 4)
    let keys = try rig.intend(1, 2, 3, 4)
    let slow = Receiver(
      name: "supplier", door: .supplier(FakeBuyer(), nil), requestsPerSecond: 0.5)
    _ = try await rig.dispatcher(receivers: [slow]).runOnce()
    #expect(keys.allSatisfy { rig.desk.count($0) == 1 })
    #expect(rig.time.sleeps == [.seconds(2), .seconds(2), .seconds(2)])
  }

  @Test func pullsAndPurchasesKeepOneLimitTogether() async throws {
    let rig = try DispatchRig(orders: 2)
    try rig.intend(1)
    let slow = Receiver(
      name: "supplier", door: .supplier(FakeBuyer(), nil), requestsPerSecond: 0.5)
    let session = rig.sessions["supplier", RateLimit(perSecond: 0.5)]
    #expect(session.reserve(rig.time.now()) == rig.time.now())
    _ = try await rig.dispatcher(receivers: [slow]).runOnce()
    #expect(rig.time.sleeps == [.seconds(2)])
  }

  @Test func nothingIsPlacedWhileBuyingIsStopped() async throws {
    let rig = try DispatchRig()
    let key = try rig.intend(1)[0]
    _ = try rig.store.decide(
      .stopBuying(reason: "too dear"), on: [.buying], by: "operator", hold: .seconds(0),
      now: rig.time.now())
    _ = try await rig.dispatcher().runOnce()
    #expect(rig.desk.verbs.isEmpty)
    _ = try rig.store.decide(
      .startBuying, on: [.buying], by: "operator", hold: .seconds(0), now: rig.time.now())
    _ = try await rig.dispatcher().runOnce()
    #expect(rig.desk.count(key) == 1)
  }

  @Test func orderCancelledAtTheLastMomentIsNotBought() async throws {
    let rig = try DispatchRig()
    let key = try rig.intend(1, hold: .minutes(5))[0]
    var order = FakeShop.order(1)
    order.cancelledAt = rig.time.now()
    order.updatedAt = rig.time.now() + .minutes(1)
    _ = try rig.store.take(
      [order], from: "shop", isHistory: false, cursor: nil, now: rig.time.now())
    rig.time.advance(by: .minutes(6))
    _ = try await rig.dispatcher().runOnce()
    #expect(rig.desk.verbs.isEmpty)
    #expect(try rig.row(key)?.sending == .withdrawn)
  }

  @Test func purchaseForAnUnknownAccountStaysAndIsTold() async throws {
    let rig = try DispatchRig()
    let key = try rig.intend(1)[0]
    let report = try await rig.dispatcher(receivers: []).runOnce()
    #expect(report.unreachable == ["supplier"] && report.hasTrouble)
    #expect(try rig.row(key)?.sending == .ready)
  }

  @Test func whatIsGoingOnIsTold() async throws {
    let rig = try DispatchRig()
    let key = try rig.intend(1)[0]
    _ = try await rig.dispatcher().runOnce()
    let message = "place:" + key
    #expect(rig.events.first == .sending(receiver: "supplier", kind: "place", key: message))
    guard case .settled(_, _, message, .accepted(let numbers, _, _, _, _))? = rig.events.last else {
      Issue.record("\(rig.events)")
      return
    }
    #expect(numbers == ["N1"])
  }
}
