import Fulfillment
import Testing

@testable import supercargo

/// What `plan` writes, `apply` reads: the same purchases, whatever is in them.
@Suite struct PlanFileTests {
  private func draft(_ change: (inout PurchaseDraft) -> Void = { _ in }) -> PurchaseDraft {
    var draft = PurchaseDraft(
      order: OrderID(17), storefront: "main", externalID: "ext-17", orderName: "#1017",
      supplier: "Agent", method: "Line",
      items: [
        PurchaseDraft.Item(
          line: "1", sku: "CASE-1", title: "Case", part: "", firstUnit: 1, units: 2,
          supplierSKU: "A-1", quantity: 4, unitCost: Money(minor: 199, currency: .usd))
      ],
      shipTo: Address(
        name: "Rosa", company: "Co", line1: "1 Street", line2: "2nd floor", city: "Campinas",
        province: "SP", postcode: "13010-001", country: "BR", phone: "+55 19 1"),
      email: "rosa@example.com", cost: Money(minor: 796, currency: .usd), generation: 3)
    change(&draft)
    return draft
  }

  private func entry(_ draft: PurchaseDraft) -> Plan.Entry {
    Plan.Entry(
      draft: draft, route: Route(supplier: draft.supplier, items: draft.items),
      verdict: .init(mode: .manual, automation: "cases"))
  }

  private func file(_ drafts: [PurchaseDraft], body: String = "body") -> [UInt8] {
    let plan = Plan(madeAt: noon, entries: drafts.map(entry))
    let lines = [PlanFile.header(plan)] + plan.entries.map { PlanFile.line($0, body: body) }
    return Array(lines.map { $0.line + "\n" }.joined().utf8)
  }

  @Test func whatIsWrittenIsRead() throws {
    let drafts = [
      draft(),
      draft {
        $0.method = ""; $0.cost = nil; $0.generation = 0
      },
    ]
    let read = try PlanFile.read(file(drafts), file: "plan")
    #expect(read.map(\.entry.draft) == drafts)
    #expect(read.map(\.body) == ["body", "body"])
    #expect(read.map(\.entry.verdict.automation) == ["cases", "cases"])
  }

  @Test(arguments: [
    hostile, "\"quoted\" \\ back", "日本語 👩‍👩‍👧", "a\tb", String(repeating: "x", count: 5000),
  ])
  func anyTextSurvives(text: String) throws {
    let one = draft {
      $0.shipTo.line1 = text
      $0.email = text
      $0.items[0].title = text
    }
    let read = try PlanFile.read(file([one], body: text), file: "plan")
    #expect(read.first?.entry.draft == one)
    #expect(read.first?.body == text)
  }

  @Test(arguments: ["USD", "JPY", "KWD", "CLF"])
  func moneyKeepsItsDigits(code: String) throws {
    let currency = try #require(Currency(code))
    let one = draft { $0.cost = Money(minor: 123_456, currency: currency) }
    #expect(try PlanFile.read(file([one]), file: "plan").first?.entry.draft.cost == one.cost)
  }

  @Test func refusalsAreForPeopleOnly() throws {
    let refusal = Plan.Refusal(
      order: OrderID(1), orderName: "#1", sku: "X", reason: "out of stock", code: "order.blocked")
    let bytes = file([draft()]) + Array((PlanFile.line(refusal).line + "\n").utf8)
    #expect(try PlanFile.read(bytes, file: "plan").count == 1)
  }

  @Test(arguments: [
    "\"units\":2", "\"quantity\":4", "\"first_unit\":1",
  ])
  func figuresOutOfRangeAreRefused(part: String) throws {
    let text = String(decoding: file([draft()]), as: UTF8.self)
    for figure in ["-1", "99999999999999", "null", "\"two\""] {
      let name = part.split(separator: ":")[0]
      let spoilt = text.replacing(part, with: "\(name):\(figure)")
      let failure = #expect(throws: Failure.self) {
        try PlanFile.read(Array(spoilt.utf8), file: "plan")
      }
      #expect(failure?.status == .usage)
      #expect(failure?.what.contains("plan, line 2") == true, "\(part) \(figure)")
    }
  }

  /// Cut off anywhere, it is refused or holds only whole purchases.
  @Test func aFileThatWasCutOffHoldsNoHalfPurchase() throws {
    let drafts = (1...3).map { number in draft { $0.externalID = "ext-\(number)" } }
    let whole = file(drafts)
    for length in stride(from: 0, to: whole.count, by: 97) {
      do {
        let read = try PlanFile.read(Array(whole.prefix(length)), file: "plan")
        #expect(read.map(\.entry.draft) == Array(drafts.prefix(read.count)), "\(length) bytes")
      } catch let failure as Failure {
        #expect(failure.status == .usage)
      }
    }
  }

  @Test func aChangedKeyIsFound() throws {
    let text = String(decoding: file([draft()]), as: UTF8.self)
    let spoilt = text.replacing("\"generation\":3", with: "\"generation\":4")
    let failure = #expect(throws: Failure.self) {
      try PlanFile.read(Array(spoilt.utf8), file: "plan")
    }
    #expect(failure?.why.contains("changed by hand") == true)
  }
}

@Suite struct PurchaseStandingTests {
  private func row(_ sending: Sending.State?, _ state: PurchaseState) -> PurchaseRow {
    PurchaseRow(
      id: PurchaseOrderID(1), key: "SC-1", order: OrderID(1), orderName: "#1", storefront: "main",
      supplier: "CJ", number: "", state: state, sending: sending, holdUntil: nil, cost: nil,
      method: "", placedAt: noon, items: "", outcome: "", attempts: 0, lastSentAt: nil,
      automation: "", tracking: "", body: "")
  }

  @Test(
    arguments: [
      (nil, .delivered, "delivered"), (.sent, .unpaid, "unpaid"), (.held, .intended, "held"),
      (.unknown, .unknown, "unknown"), (.waiting, .unknown, "waiting"),
      (.withdrawn, .cancelled, "withdrawn"), (.rejected, .rejected, "rejected"),
      (.sent, .cancelled, "cancelled"), (.proposed, .intended, "proposed"),
    ] as [(Sending.State?, PurchaseState, String)])
  func oneWordSaysWhereAPurchaseStands(sending: Sending.State?, state: PurchaseState, word: String)
  {
    #expect(row(sending, state).standing == word)
  }

  @Test(
    arguments: [
      (.approvePurchase, true), (.releasePurchase, true), (.dropPurchase(reason: ""), true),
      (.cancelPurchase(reason: ""), true), (.acknowledge, false), (.approveReturn(note: ""), false),
      (.settleAbsent(reason: ""), false),
    ] as [(Decision, Bool)])
  func theHoldOfPurchasesIsForPurchases(decision: Decision, isAbout: Bool) {
    #expect(decision.isAboutBuying == isAbout)
  }
}

@Suite struct CampaignCountTests {
  @Test func lanesAddUp() {
    var whole = CrashCampaign.Counts()
    for number in 1...3 {
      var lane = CrashCampaign.Counts()
      (lane.runs, lane.killed, lane.keys, lane.lost) = (10 * number, number, 9, number == 2 ? 1 : 0)
      lane.maxPlacedPerKey = number == 3 ? 2 : 1
      lane.blows = ["killed-claimed": (4, number), "only-\(number)": (1, 0)]
      whole.add(lane)
    }
    #expect(whole.runs == 60 && whole.killed == 6 && whole.keys == 27 && whole.lost == 1)
    #expect(whole.maxPlacedPerKey == 2, "one order placed twice is not averaged away")
    #expect(whole.blows["killed-claimed"]?.runs == 12 && whole.blows["killed-claimed"]?.killed == 6)
    #expect(whole.blows.count == 4)
  }

  @Test(arguments: [Span.hours(-2), .seconds(0), .hours(3)])
  func aShiftedClockIsWrongByThatMuch(offset: Span) {
    let (before, shown) = (ShiftedTime(by: .seconds(0)).now(), ShiftedTime(by: offset).now())
    let error = shown - before - offset
    #expect(error >= .seconds(0) && error < .seconds(5))
  }
}

extension Span {
  fileprivate static func - (left: Span, right: Span) -> Span {
    Span(milliseconds: left.milliseconds - right.milliseconds)
  }
}
