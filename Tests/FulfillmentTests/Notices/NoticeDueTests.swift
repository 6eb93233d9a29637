import Fulfillment
import Testing

private let now = Timestamp(seconds: 1_794_830_400)
private let start = now - .days(30)

private func facts(_ change: (inout NoticeFacts) -> Void = { _ in }) -> NoticeFacts {
  var facts = NoticeFacts(
    order: Order(
      externalID: "1", name: "#1", placedAt: now - .days(2), payment: .paid, currency: .usd),
    storefront: "main")
  change(&facts)
  return facts
}

private func parcel(
  _ number: String, _ status: TrackingStatus? = nil, message: Int64? = nil
) -> NoticeFacts.Parcel {
  NoticeFacts.Parcel(
    number: number, carrier: "post", status: status, statusAt: now - .hours(1),
    createdAt: now - .hours(3), shopMessage: message)
}

private func day(_ day: Int) -> CivilDate? { CivilDate(year: 2026, month: 11, day: day) }

extension NoticeFacts {
  fileprivate var names: [String] {
    due(since: start, leastMove: 3, now: now).map { "\($0.kind.rawValue) \($0.fact)" }
  }

  /// As the store keeps what was found.
  fileprivate mutating func keep(_ state: NoticeState = .queued) {
    for notice in due(since: start, leastMove: 3, now: now) {
      earlier.append(
        Earlier(
          kind: notice.kind, fact: notice.fact, state: state, expected: notice.matter.expected))
    }
  }
}

@Suite struct NoticeDueTests {
  @Test func parcelIsToldOfOnceWhateverBecomesOfTheOthers() {
    var order = facts {
      $0.parcels = [parcel("A")]
      $0.isAllShipped = false
    }
    #expect(order.names == ["partly-shipped A"])
    order.keep()
    order.isAllShipped = true
    #expect(order.names.isEmpty)
    order.parcels.append(parcel("B"))
    #expect(order.names == ["shipped B"])
  }

  @Test func whatTheShopTellsItselfWaitsForItsMessage() throws {
    var order = facts {
      $0.shopTellsParcels = true
      $0.parcels = [parcel("A")]
    }
    #expect(order.names.isEmpty)
    order.parcels = [parcel("A", message: 7)]
    let due = try #require(order.due(since: start, leastMove: 3, now: now).first)
    #expect(due.message == .shopTells(7))
  }

  @Test(arguments: [
    (TrackingStatus.pickup, "pickup A"), (.delivered, "delivered A"), (.customs, "customs A"),
    (.attemptFailed, "delivery-failed A 2026-11-16"),
    (.outForDelivery, "out-for-delivery A 2026-11-16"),
  ]) func whereAParcelStandsIsNews(status: TrackingStatus, name: String) {
    let order = facts { $0.parcels = [parcel("A", status)] }
    #expect(order.names.contains(name))
  }

  @Test func laterDayIsNewsOnlyIfItMovesEnough() {
    var order = facts { $0.delay = .init(at: now - .hours(1), expected: day(20)) }
    #expect(order.names == ["delayed 2026-11-20"])
    order.keep()
    for (moved, isNews) in [(21, false), (22, false), (18, false), (23, true)] {
      order.delay = .init(at: now, expected: day(moved))
      #expect(order.names.isEmpty == !isNews, "\(moved)")
    }
    order.delay = .init(at: now)
    #expect(order.names.isEmpty)
  }

  @Test func whatIsOldOrFromBeforeTheStartIsNoNews() {
    let order = facts {
      $0.parcels = [parcel("A")]
      $0.receipts = [.init(returnID: "R1", at: now - .days(8))]
    }
    #expect(order.names == ["shipped A"])
    #expect(order.due(since: now - .hours(2), leastMove: 3, now: now).isEmpty)
  }

  @Test func cancelledOrderHearsOfNoParcel() {
    let order = facts {
      $0.parcels = [parcel("A")]
      $0.delay = .init(at: now)
      $0.order.cancelledAt = now - .hours(1)
    }
    #expect(order.names == ["cancelled order"])
  }

  @Test func answersRefundsAndAlarmsEachHaveTheirFact() {
    let order = facts {
      $0.answers = [
        .init(
          message: 5, key: "return.declined:1:1", kind: .returnDeclined, returnID: "R", at: now)
      ]
      $0.refunds = [
        .init(key: "refund:main:1:1", amount: Money(minor: 5, currency: .usd), at: now)
      ]
      $0.receipts = [.init(returnID: "R", at: now)]
      $0.alarms = [.init(code: "parcel.lost", reason: "lost", at: now)]
    }
    #expect(
      Set(order.names) == [
        "return-declined return.declined:1:1", "refunded refund:main:1:1", "return-received R",
        "support parcel.lost 2026-11-16",
      ])
  }

  @Test func proposalIsOvertakenByTheCourseOfThings() {
    var order = facts { $0.delay = .init(at: now - .hours(1), expected: day(20)) }
    order.keep(.proposed)
    #expect(order.overtaken().isEmpty)
    order.delay = nil
    #expect(order.overtaken().map(\.reason) == ["it is not late any more"])
    order.parcels = [parcel("A", .delivered)]
    #expect(order.overtaken().map(\.reason) == ["it has arrived since"])
    order.order.cancelledAt = now
    #expect(order.overtaken().count == 1)
  }

  @Test func whatAnOperatorTellsNeedsNoException() {
    var order = facts { $0.delay = .init(at: now - .hours(1), expected: day(20)) }
    order.keep(.queued)
    order.earlier[0].isByHand = true
    order.delay = nil
    #expect(order.overtaken().isEmpty)
    order.parcels = [parcel("A", .delivered)]
    #expect(order.overtaken().map(\.reason) == ["it has arrived since"])
  }

  @Test func sentNoticeIsNeverOvertaken() {
    var order = facts { $0.delay = .init(at: now - .hours(1), expected: day(20)) }
    order.keep(.sent)
    order.delay = nil
    #expect(order.overtaken().isEmpty)
  }

  @Test func forcedNoticeNeedsAFactOrIsADelay() throws {
    let order = facts { $0.parcels = [parcel("A", .inTransit)] }
    #expect(try order.forced(.delayed, expected: day(25), now: now).fact == "2026-11-25")
    #expect(throws: NoticeRefusal.self) { try order.forced(.pickup, expected: nil, now: now) }
  }

  @Test func aNumberThatBeginsAnotherIsAnotherParcel() {
    let order = facts {
      $0.parcels = [parcel("LX1", .delivered), parcel("LX12", .outForDelivery)]
      $0.earlier = [
        .init(kind: .outForDelivery, fact: "LX12 2026-11-16", state: .queued),
        .init(kind: .pickup, fact: "LX1", state: .proposed),
      ]
    }
    #expect(order.overtaken().map(\.earlier.fact) == ["LX1"])
  }

  @Test func aDelayThatNobodyWasToldOfSilencesNoLaterOne() {
    for state in [NoticeState.skipped, .failed] {
      var order = facts { $0.delay = .init(at: now - .hours(1), expected: day(20)) }
      order.keep(state)
      order.delay = .init(at: now, expected: day(21))
      #expect(order.names == ["delayed 2026-11-21"], "\(state)")
    }
  }

  @Test func aDelayThatAnOperatorWithheldCountsAsTold() {
    var order = facts { $0.delay = .init(at: now - .hours(1), expected: day(20)) }
    order.keep(.skipped)
    order.earlier[0].isWithheld = true
    order.delay = .init(at: now, expected: day(21))
    #expect(order.names.isEmpty)
  }

  @Test func whereNoDayWasToldAnyDayIsNews() {
    var order = facts { $0.delay = .init(at: now - .hours(1)) }
    order.keep(.sent)
    #expect(order.names.isEmpty)
    order.delay = .init(at: now, expected: day(18))
    #expect(order.names == ["delayed 2026-11-18"])
  }

  @Test func aReplacementIsToldOfWhereTheShopIsNot() throws {
    var order = facts {
      $0.shopTellsParcels = true
      $0.parcels = [parcel("A")]
      $0.parcels[0].isReplacement = true
    }
    // The shop may still be told of it.
    #expect(order.names.isEmpty)
    order.parcels[0].isTold = true
    #expect(order.names == ["replacement A"])
    #expect(try order.forced(.replaced, expected: nil, now: now).fact == "A")
    order.parcels[0].shopMessage = 7
    #expect(order.due(since: start, leastMove: 3, now: now).first?.message == .shopTells(7))
  }

  @Test func whatCouldNotBeWrittenIsDueAgain() throws {
    var order = facts { $0.parcels = [parcel("A")] }
    order.keep(.failed)
    #expect(order.names.isEmpty)
    order.earlier[0].isWritten = false
    #expect(order.names == ["shipped A"])
    #expect(try order.forced(.shipped, expected: nil, now: now).fact == "A")
  }

  @Test(arguments: [
    (NoticeState.sent, "has a notice"), (.queued, "has a notice"), (.proposed, "waits"),
    (.skipped, "not sent"),
  ]) func whyNothingNewIsToldSaysHowItStands(state: NoticeState, words: String) {
    var order = facts { $0.parcels = [parcel("A")] }
    order.keep(state)
    let error = #expect(throws: NoticeRefusal.self) {
      try order.forced(.shipped, expected: nil, now: now)
    }
    #expect(error?.reason.contains(words) == true, "\(error?.reason ?? "")")
  }

  /// Events in any order, each any number of times: every fact is told of once.
  @Test(arguments: UInt64(1)...60)
  func randomCoursesTellEachFactOnce(seed: UInt64) {
    var dice = SplitMix64(seed: seed)
    var order = facts()
    var told: [String] = []
    let states: [TrackingStatus] = [
      .inTransit, .customs, .outForDelivery, .attemptFailed, .pickup, .delivered,
    ]
    for _ in 0..<80 {
      switch dice.next() % 7 {
      case 0: order.parcels.append(parcel("P\(dice.next() % 3)"))
      case 1 where !order.parcels.isEmpty:
        let index = Int(dice.next() % UInt64(order.parcels.count))
        order.parcels[index].status = states[Int(dice.next() % 6)]
      case 2: order.delay = .init(at: now, expected: day(Int(17 + dice.next() % 12)))
      case 3: order.delay = nil
      case 4: order.isAllShipped.toggle()
      case 5: order.receipts = [.init(returnID: "R\(dice.next() % 2)", at: now)]
      default: order.parcels.shuffle(using: &dice)
      }
      told += order.names
      order.keep(dice.next() % 2 == 0 ? .queued : .proposed)
    }
    #expect(Set(told).count == told.count)
    let parcels = told.filter { $0.hasPrefix("shipped") || $0.hasPrefix("partly") }
    let numbers = parcels.compactMap { $0.split(separator: " ").last }
    #expect(Set(numbers).count == numbers.count)
  }
}
