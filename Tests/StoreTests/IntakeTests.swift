import Fulfillment
import GRDB
import Testing

@testable import Store

@Suite struct IntakeTests {
  @Test func samePageTwiceChangesNothing() throws {
    let scratch = try Scratch()
    let page = (1...5).map { number in
      sampleOrder(number) {
        $0.tags = ["vip", "Gift"]
        $0.shipments = [Shipment(number: "LX\(number)CN", carrier: "china-post")]
        $0.returns = [sampleReturn("R\(number)")]
      }
    }
    #expect(try scratch.store.takeSamples(page) == IntakeResult(imported: 5))
    let before = try scratch.store.everything()
    #expect(
      try scratch.store.takeSamples(page, now: noon + .hours(3)) == IntakeResult(unchanged: 5))
    #expect(try scratch.store.everything() == before)
  }

  @Test func changedOrderReplacesWhatTheStorefrontSaid() throws {
    let scratch = try Scratch()
    try scratch.store.takeSamples([sampleOrder(1)])
    let newer = sampleOrder(1) {
      $0.updatedAt = noon
      $0.payment = .refunded
      $0.refunded = dollars(40)
      $0.lines = [
        OrderLine(externalID: "9", sku: "SHOE", title: "Red shoe", quantity: 3, price: dollars(10))
      ]
      $0.shipTo.city = "Santos"
    }
    #expect(try scratch.store.takeSamples([newer]) == IntakeResult(changed: 1))
    let detail = try scratch.store.detail("#1")
    #expect(detail.order.lines.map(\.sku) == ["SHOE"])
    #expect(detail.order.shipTo.city == "Santos")
    #expect(detail.row.state == .refunded)
    #expect(try scratch.store.queueCount(.match(.text("santos")), now: noon) == 1)
    #expect(try scratch.store.queueCount(.match(.text("campinas")), now: noon) == 0)
  }

  @Test func olderUpdateNeverOverwritesANewerOne() throws {
    let scratch = try Scratch()
    let newer = sampleOrder(1) {
      $0.updatedAt = noon
      $0.note = "newer"
    }
    let older = sampleOrder(1) {
      $0.updatedAt = noon - .minutes(1)
      $0.note = "older"
    }
    try scratch.store.takeSamples([newer])
    #expect(try scratch.store.takeSamples([older]) == IntakeResult(unchanged: 1))
    #expect(try scratch.store.detail("#1").order.note == "newer")
  }

  @Test func updateWithoutAClockDoesNotOverwriteOneWith() throws {
    let scratch = try Scratch()
    try scratch.store.takeSamples([sampleOrder(1)])
    let timeless = sampleOrder(1) {
      $0.updatedAt = nil
      $0.note = "from a file"
    }
    #expect(try scratch.store.takeSamples([timeless]) == IntakeResult(unchanged: 1))
  }

  @Test func twoChangesWithinTheSameSecondBothCount() throws {
    let scratch = try Scratch()
    try scratch.store.takeSamples([sampleOrder(1)])
    let again = sampleOrder(1) { $0.note = "edited" }
    #expect(try scratch.store.takeSamples([again]) == IntakeResult(changed: 1))
  }

  @Test func permutedPagesEndInTheSameOrder() throws {
    let versions = (0..<4).map { age in
      sampleOrder(1) {
        $0.updatedAt = noon - .minutes(Int64(age))
        $0.note = "version \(age)"
      }
    }
    for turn in 0..<4 {
      let scratch = try Scratch()
      for step in 0..<4 { try scratch.store.takeSamples([versions[(turn + step) % 4]]) }
      #expect(try scratch.store.detail("#1").order.note == "version 0")
    }
  }

  @Test func sameOrderTwiceInAPageIsOneOrder() throws {
    let scratch = try Scratch()
    let result = try scratch.store.takeSamples([sampleOrder(1), sampleOrder(1)])
    #expect(result == IntakeResult(imported: 1, unchanged: 1))
    #expect(try scratch.store.counts().orders == 1)
  }

  @Test func sameIDInTwoShopsIsTwoOrders() throws {
    let scratch = try Scratch()
    try scratch.store.takeSamples([sampleOrder(1)], from: "main")
    try scratch.store.takeSamples([sampleOrder(1)], from: "outlet")
    #expect(try scratch.store.everyRow().map(\.storefront).sorted() == ["main", "outlet"])
    #expect(try scratch.store.findOrders("#1").count == 2)
  }

  @Test func orderThatCannotBeKeptIsRefusedAndTheRestGoesIn() throws {
    let scratch = try Scratch()
    let euros = Currency("EUR").map { Money(minor: 100, currency: $0) }
    let result = try scratch.store.takeSamples([
      sampleOrder(1), sampleOrder(2) { $0.externalID = "" }, sampleOrder(3) { $0.tax = euros },
      sampleOrder(4),
    ])
    #expect(result.imported == 2)
    #expect(result.refused.count == 2)
    #expect(result.refused[0].contains("#2") && result.refused[0].contains("no id"))
    #expect(result.refused[1].contains("EUR"))
    #expect(try scratch.store.everyRow().map(\.name).sorted() == ["#1", "#4"])
  }

  @Test func whatTheSchemaRefusesLeavesNothingHalfWritten() throws {
    let scratch = try Scratch()
    // Nothing of ours trips this: it stands for whatever nobody foresaw, after the row is written.
    try scratch.store.pool.write {
      try $0.execute(
        sql: """
          CREATE TRIGGER unforeseen BEFORE INSERT ON orderLine WHEN new.sku = 'BOMB'
          BEGIN SELECT RAISE(ABORT, 'boom'); END
          """)
    }
    let bad = sampleOrder(2) {
      $0.lines.append(
        OrderLine(externalID: "2", sku: "BOMB", title: "b", quantity: 1, price: nil))
    }
    let result = try scratch.store.take(
      [sampleOrder(1), bad, sampleOrder(3)], from: "main", isHistory: false, cursor: "page 2",
      now: noon)
    #expect(result.imported == 2)
    #expect(result.refused == ["order #2: boom"])
    #expect(try scratch.store.counts().orders == 2)
    let leftovers = try scratch.store.pool.read {
      try $0.number("SELECT count(*) FROM orderLine WHERE sku = 'BOMB'")
    }
    #expect(leftovers == 0)
    #expect(try scratch.store.queueCount(.match(.text("#2")), now: noon) == 0)
  }

  @Test func pageAndCursorCommitTogetherOrNotAtAll() throws {
    let scratch = try Scratch()
    let account = Account(name: "main", service: "woocommerce", role: .storefront)
    try scratch.store.register([AccountSetup(account: account, cadence: .minutes(5))], now: noon)
    _ = try scratch.store.take(
      [sampleOrder(1)], from: "main", isHistory: false, cursor: "page 2", now: noon)
    #expect(try scratch.store.pullStates()[0].cursor == "page 2")
    try scratch.store.pool.write {
      try $0.execute(
        sql: """
          CREATE TRIGGER failing BEFORE UPDATE OF cursor ON account
          BEGIN SELECT RAISE(FAIL, 'disk on fire'); END
          """)
    }
    #expect(throws: StoreError.self) {
      _ = try scratch.store.take(
        [sampleOrder(2)], from: "main", isHistory: false, cursor: "page 3", now: noon)
    }
    #expect(try scratch.store.counts().orders == 1)
    #expect(try scratch.store.pullStates()[0].cursor == "page 2")
  }

  @Test func pageWithoutACursorKeepsTheOneBefore() throws {
    let scratch = try Scratch()
    let account = Account(name: "main", service: "woocommerce", role: .storefront)
    try scratch.store.register([AccountSetup(account: account, cadence: .minutes(5))], now: noon)
    _ = try scratch.store.take([], from: "main", isHistory: false, cursor: "here", now: noon)
    try scratch.store.takeSamples([sampleOrder(1)])
    #expect(try scratch.store.pullStates()[0].cursor == "here")
  }

  @Test func whatIsDerivedOnInsertIsWhatSettlingDerives() throws {
    let scratch = try Scratch()
    _ = try scratch.store.save(
      [Offer(sku: "case-1", supplier: "Agent", supplierSKU: "A1")], now: noon)
    var generated = GeneratedOrders(seed: 11)
    try scratch.store.takeSamples(generated.next(200))
    let before = try scratch.store.everyRow()
    try scratch.store.work("settle", now: noon) { work in
      for row in before {
        let id = row.id.number
        var loaded = try #require(try work.load(id))
        let kept = loaded.kept
        loaded.facts.fold()
        #expect(Settlement.of(loaded).derived == kept, "\(row.name)")
        let words = try work.database.texts("SELECT words FROM orderWords WHERE rowid = ?", id)
        try work.writeWords(of: id)
        #expect(
          try work.database.texts("SELECT words FROM orderWords WHERE rowid = ?", id) == words)
      }
    }
    #expect(try scratch.store.everyRow() == before)
    #expect(before.contains { $0.supplier == "Agent" })
  }

  @Test func orderComesBackAsItWasTold() throws {
    let scratch = try Scratch()
    let order = sampleOrder(1) {
      $0.subtotal = dollars(35)
      $0.shipping = dollars(5)
      $0.tax = Money(minor: 0, currency: .usd)
      $0.discount = dollars(-2)
      $0.refunded = dollars(1)
      $0.phone = "+55 19"
      $0.promisedAt = noon + .days(9)
      $0.fulfillment = .partial
      $0.fulfilledAt = noon
      $0.note = "leave at\nthe door"
      $0.tags = ["gift"]
      $0.shipTo.company = "Lima Ltda"
      $0.shipTo.line2 = "ap 4"
      $0.shipTo.province = "SP"
      $0.shipTo.phone = "+55 11"
      $0.lines.append(
        OrderLine(
          externalID: "2", sku: "FEE", title: "Fee", quantity: 1, price: nil,
          requiresShipping: false, fulfilled: true))
      $0.shipments = [Shipment(number: "LX1CN", carrier: "china-post", shippedAt: noon)]
      $0.returns = [sampleReturn("R1")]
    }
    try scratch.store.takeSamples([order])
    #expect(try scratch.store.detail("#1").order == order)
  }

  @Test func sixtyLinesStaySixtyInTheirOrder() throws {
    let scratch = try Scratch()
    let order = sampleOrder(1) {
      $0.lines = (1...60).map {
        OrderLine(
          externalID: "\($0)", sku: "SKU-\(61 - $0)", title: "Thing \($0)", quantity: $0,
          price: dollars(1))
      }
    }
    try scratch.store.takeSamples([order])
    let detail = try scratch.store.detail("#1")
    #expect(detail.order.lines == order.lines)
    #expect(detail.row.lineCount == 60)
    #expect(try scratch.store.queueCount(.match(.sku("SKU-60")), now: noon) == 1)
  }

  @Test func hostileTextIsCleanedAndFound() throws {
    let scratch = try Scratch()
    let nasty = "\u{1B}]0;owned\u{7}Rosa\u{202E}amiL\u{0}'); DROP TABLE account;--"
    try scratch.store.takeSamples([
      sampleOrder(1) {
        $0.customerName = nasty
        $0.note = String(repeating: "e\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}", count: 50)
        $0.lines[0].title = "Lamp \u{85}\u{9B}31m \"quoted\" 100%_"
        $0.tags = ["a\nb", ""]
      }
    ])
    let detail = try scratch.store.detail("#1")
    let texts = [detail.row.customer, detail.order.note, detail.order.lines[0].title]
    for text in texts {
      #expect(!text.unicodeScalars.contains { $0.value < 0x20 || (0x7F..<0xA0).contains($0.value) })
      #expect(!text.unicodeScalars.contains("\u{202E}"))
    }
    #expect(detail.row.tags == ["a b"])
    #expect(try scratch.store.queueCount(.match(.text("quoted")), now: noon) == 1)
    #expect(try scratch.store.integrityProblems().isEmpty)
  }

  @Test func operatorsTagsSurviveTheStorefronts() throws {
    let scratch = try Scratch()
    try scratch.store.takeSamples([sampleOrder(1) { $0.tags = ["vip", "gift"] }])
    let id = try scratch.store.only("#1")
    for decision in [Decision.tag("check"), .untag("vip")] {
      let receipt = try scratch.store.decide(
        decision, on: [.order(id)], by: "ana", hold: .minutes(10), now: noon)
      #expect(receipt.applied == 1)
    }
    try scratch.store.takeSamples([
      sampleOrder(1) {
        $0.updatedAt = noon
        $0.tags = ["vip", "wholesale"]
      }
    ])
    #expect(try scratch.store.detail("#1").row.tags == ["check", "wholesale"])
  }

  @Test func importCreatesItsAccountAndNothingPullsIt() throws {
    let scratch = try Scratch()
    try scratch.store.takeSamples([sampleOrder(1)], from: "shop.csv")
    #expect(try scratch.store.pullStates().isEmpty)
    let activity = try scratch.store.activity(now: noon + .days(9))
    #expect(activity.map(\.account) == ["shop.csv"])
    #expect(activity[0].role == .storefront && !activity[0].isStale)
  }

  @Test(arguments: ["#17", "17", "ext-17"])
  func ordersAreFoundByWhatPeopleCallThem(text: String) throws {
    let scratch = try Scratch()
    try scratch.store.takeSamples((16...18).map { sampleOrder($0) })
    let found = try scratch.store.findOrders(text)
    #expect(found.count == 1)
    let id = try #require(found.first)
    #expect(try scratch.store.findOrders("id:\(id.number)") == [id])
  }

  @Test(arguments: ["", "#", "id:", "id:x", "id:999", "nothing", "%", "\u{0}"])
  func namesOfNothingFindNothing(text: String) throws {
    let scratch = try Scratch()
    try scratch.store.takeSamples([sampleOrder(17)])
    #expect(try scratch.store.findOrders(text).isEmpty)
  }
}

extension Store {
  /// Every row of every table that holds facts or follows from them, to compare before and after.
  func everything() throws -> [String] {
    try pool.read { database in
      let tables = try String.fetchAll(
        database,
        sql: """
          SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual')
          AND name NOT LIKE 'sqlite_%' ORDER BY name
          """)
      return try tables.flatMap { table in
        try Row.fetchAll(database, sql: "SELECT * FROM \(table)").map { "\(table) \($0)" }
      }
    }
  }
}
