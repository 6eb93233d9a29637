import Fulfillment
import Testing

/// Quick ways against long ways.
@Suite struct ReferenceTests {
  @Test(arguments: seeds)
  func businessDaysAgreeWithCountingHours(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<8 {
      let start = ExampleFacts.monday + .hours(random.int64(-500...500))
      let end = start + .hours(random.int64(0...400))
      #expect(
        BusinessDays.between(start, and: end) == Reference.businessHours(start, end) / 24)
      let days = random.int(1...12)
      let due = BusinessDays.add(days, to: start)
      #expect(Reference.businessHours(start, due) == days * 24)
      #expect(due.date.weekday <= 5)
    }
  }

  @Test(arguments: [(1899, 12, 28), (1999, 12, 25), (2023, 12, 30), (2096, 2, 1), (1, 1, 1)])
  func calendarAgreesWithCountingUp(_ year: Int, _ month: Int, _ day: Int) throws {
    let start = try #require(CivilDate(year: year, month: month, day: day))
    for (offset, date) in Reference.dates(from: start, count: 1500).enumerated() {
      let counted = CivilDate(daysSinceEpoch: start.daysSinceEpoch + Int64(offset))
      #expect(counted == date)
    }
  }

  @Test(arguments: seeds)
  func checkDigitsAgree(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<30 {
      let serial = (0..<21).map { _ in random.int(0...9) }
      func text(_ digits: [Int]) -> String { digits.map(String.init).joined() }
      let post = Array(serial.prefix(8))
      #expect(
        TrackingNumber.verdict("RA\(text(post))\(Reference.s10(post))FR") == .valid("post of FR"))
      let label = [9, 4] + serial.prefix(19)
      let digit = Reference.mod10(label, weight: 3)
      #expect(TrackingNumber.verdict("\(text(label))\(digit)") == .valid("USPS"))
      #expect(
        TrackingNumber.verdict("\(text(label))\((digit + 1) % 10)") == .badCheckDigit("USPS"))
      let ground = Array(serial.prefix(14))
      let groundNumber = "\(text(ground))\(Reference.mod10(ground, weight: 3))"
      if groundNumber.contains(where: { $0 != groundNumber.first }) {
        #expect(TrackingNumber.verdict(groundNumber) == .valid("FedEx"))
      }
    }
  }

  @Test(arguments: seeds)
  func doubledPlacesOfUPSAgree(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
    for _ in 0..<30 {
      let body = String((0..<15).map { _ in random.pick(letters, or: "0") })
      guard body.filter(\.isNumber).count >= 4 else { continue }
      // A is 2, B is 3 and so on, by ten; from the left the second, fourth ... place weighs double.
      let values = body.map { letter -> Int in
        letter.wholeNumberValue ?? ((letters.firstIndex(of: letter) ?? 0) + 2) % 10
      }
      let sum = values.enumerated().reduce(0) { $0 + $1.element * ($1.offset % 2 == 0 ? 1 : 2) }
      let digit = (10 - sum % 10) % 10
      let words = ["TEST", "FAKE", "NONE", "NULL", "DUMMY", "SAMPLE", "PENDING", "VOID"]
      guard !words.contains(where: { body.filter(\.isLetter).contains($0) }) else { continue }
      #expect(TrackingNumber.verdict("1Z\(body)\(digit)") == .valid("UPS"))
      #expect(TrackingNumber.verdict("1Z\(body)\((digit + 5) % 10)") == .badCheckDigit("UPS"))
    }
  }

  @Test(arguments: seeds)
  func nearestNameIsTheNearest(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<10 {
      let names = (0..<4).map { _ in
        String((0..<random.int(2...6)).map { _ in random.pick(["a", "b", "c"], or: "a") })
      }
      let typed = String((0..<random.int(1...6)).map { _ in random.pick(["a", "b"], or: "a") })
      let limit = max(1, (typed.count + 1) / 3)
      let distances = names.map { Reference.distance(typed[...], $0[...]) }
      guard let found = QueryHelp.nearest(typed, among: names) else {
        #expect(distances.allSatisfy { $0 > limit })
        continue
      }
      #expect(Reference.distance(typed[...], found[...]) == distances.min())
    }
  }

  @Test(arguments: TrackingStatus.allCases.map(Optional.some) + [nil])
  func oneParcelMakesTheState(_ status: TrackingStatus?) {
    let facts = ExampleFacts.sent(status.map { [ExampleFacts.scan($0, day: 3)] } ?? []) {
      $0.purchases = []
    }
    #expect(OrderState.of(facts) == Reference.state(ofParcel: status))
  }

  @Test(arguments: TrackingStatus.allCases, TrackingStatus.allCases)
  func twoParcelsMakeTheMoreUrgentState(_ one: TrackingStatus, _ other: TrackingStatus) {
    var facts = ExampleFacts.sent([ExampleFacts.scan(one, day: 3)]) { $0.purchases = [] }
    facts.shipments.append(
      ShipmentFacts(
        number: "RB123456785GB", carrier: "", createdAt: ExampleFacts.monday,
        events: [ExampleFacts.scan(other, day: 3)]))
    let urgency: [OrderState] = [
      .returning, .pickup, .transit, .shipped, .returned, .lost, .delivered, .ready,
    ]
    let states = [one, other].map { Reference.state(ofParcel: $0) }
    #expect(OrderState.of(facts) == urgency.first { states.contains($0) })
  }

  @Test(arguments: PurchaseState.allCases, FulfillmentState.allCases)
  func supplierAndStorefrontMakeTheState(_ bought: PurchaseState, _ told: FulfillmentState) {
    var facts = ExampleFacts.bought {
      ($0.state, $0.acknowledgedAt) = (bought, nil)
    }
    facts.fulfillment = told
    let expected: OrderState =
      switch (bought, told) {
      case (.shipped, _): .shipped
      case (_, .fulfilled): .fulfilled
      case (.delivered, _): .delivered
      case (.acknowledged, _): .processing
      case (.placed, _), (.unpaid, _), (.unknown, _), (.unclear, _): .ordered
      case (.cancelled, _), (.rejected, _), (.intended, _): .ready
      }
    #expect(OrderState.of(facts) == expected)
  }
}

/// Text of any kind is thrown at what reads text.
@Suite struct HostileTextTests {
  private static let alphabet: [Character] = [
    "a", "s", "t", "e", ":", ",", "(", ")", "-", "\"", "\\", " ", "<", ">", "=", "3", "d", "é", "深",
    "\n",
    "\u{202E}", "\u{1B}", "👩‍🚀",
  ]

  private func text(_ random: inout SplitMix64, _ longest: Int) -> String {
    String((0..<random.int(0...longest)).map { _ in random.pick(Self.alphabet, or: "a") })
  }

  @Test(arguments: seeds)
  func filterIsReadOrRefusedInsideItself(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<200 {
      let text = text(&random, 30)
      do {
        let query = try QueryParser.parse(text)
        #expect(try QueryParser.parse(query.description) == query, "\(text)")
      } catch {
        #expect((0...text.count).contains(error.offset))
        #expect(error.message == error.message.sanitised(limit: 600))
      }
    }
  }

  @Test(arguments: seeds)
  func numberHasAVerdictAndAnOrigin(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<200 {
      let (number, carrier) = (text(&random, 50), text(&random, 10))
      let verdict = TrackingNumber.verdict(number, carrier: carrier)
      #expect(
        verdict == TrackingNumber.verdict(TrackingNumber.normalised(number), carrier: carrier))
      if TrackingNumber.origin(number) != nil { #expect(verdict != .unrecognised) }
    }
  }

  @Test(arguments: seeds)
  func orderComesOutBoundedAndStable(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<10 {
      var order = Order(
        externalID: text(&random, 400), name: text(&random, 400), placedAt: ExampleFacts.monday,
        payment: .paid, currency: .usd, customerName: text(&random, 400),
        note: text(&random, 5000))
      order.shipTo = Address(
        name: text(&random, 300), line1: text(&random, 300), city: text(&random, 300),
        country: text(&random, 100))
      order.lines = (0..<random.int(0...9)).map { _ in
        OrderLine(
          externalID: text(&random, 3), sku: text(&random, 200), title: text(&random, 400),
          quantity: random.int(-9...9), price: nil)
      }
      order.tags = (0..<random.int(0...60)).map { _ in text(&random, 80) }
      let clean = order.normalised()
      #expect(clean.externalID.count <= 128)
      #expect(clean.name.count <= 64)
      #expect(clean.note.count <= 4000)
      #expect(clean.tags.count <= 50)
      #expect(clean.lines.count == order.lines.count)
      #expect(Set(clean.lines.map(\.externalID)).count == clean.lines.count)
      #expect(clean.lines.allSatisfy { $0.quantity >= 0 })
      #expect(clean.normalised() == clean)
      #expect(
        AddressCheck.problems(clean.shipTo) == AddressCheck.problems(clean.shipTo.normalised()))
    }
  }

  @Test(arguments: seeds)
  func addressProblemsAreCleanAndDistinct(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<60 {
      let problems = AddressCheck.problems(
        Address(
          name: text(&random, 90), line1: text(&random, 120), line2: text(&random, 20),
          city: text(&random, 70), postcode: text(&random, 20),
          country: random.pick(["US", "us", "AE", "", "深圳"], or: "US")))
      #expect(problems.allSatisfy { !$0.isEmpty && $0 == $0.sanitised(limit: 200) })
      #expect(Set(problems).count == problems.count)
    }
  }

  @Test(arguments: seeds)
  func decimalsAreReadOrRefused(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let pieces: [Character] = ["0", "1", "9", ".", "-", "+", "e", ",", " "]
    for _ in 0..<200 {
      let text = String((0..<random.int(0...22)).map { _ in random.pick(pieces, or: "0") })
      guard let money = Money(decimal: text, currency: .usd) else { continue }
      #expect(Money(decimal: money.decimal, currency: .usd) == money, "\(text)")
      #expect(!text.contains { "e, ".contains($0) })
    }
  }

  @Test(arguments: seeds)
  func datesAreReadOrRefused(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let valid = Array("2026-11-22T14:09:31.250+01:00")
    for _ in 0..<200 {
      var text = valid
      for _ in 0..<random.int(0...3) {
        text[random.int(0...(text.count - 1))] = random.pick(Array("0123456789TZ:-+. "), or: "0")
      }
      let cut = String(text.prefix(random.int(0...text.count)))
      guard let instant = Timestamp(iso8601: cut) else { continue }
      #expect(Timestamp(iso8601: instant.iso8601) == instant, "\(cut)")
    }
  }
}
