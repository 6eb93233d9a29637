import Fulfillment
@testable import Simulator
import Testing

/// The agent who is reached by files (apis.md 5).
@Suite struct AgentTests {
  static func picking(_ key: String, _ lines: [(String, Int)]) -> String {
    let head =
      "\"PH\",\"\(key)\",\"Ava Brown\",\"7 Oak St\",\"\",\"Albany\",\"NY\",\"12207\",\"US\"\r\n"
    return lines.enumerated().reduce(into: head) { text, entry in
      let (position, line) = entry
      text += "\"PD\",\"\(key)\",\"\(position + 1)\",\"\(line.0)\",\"\(line.1)\"\r\n"
    }
  }

  static func file(_ name: String, _ text: String) -> AgentFile {
    AgentFile(name: name, bytes: Array(text.utf8))
  }

  static let pen = "SZ-ENGRAVED-PEN"
  static let necklace = "SZ-NAME-NECKLACE"

  /// The first row's names and the others as dictionaries, by the reader of the tests.
  static func rows(_ file: AgentFile?) -> [[String: String]] {
    guard var text = file?.text else { return [] }
    if text.hasPrefix("\u{FEFF}") { text.removeFirst() }
    let lines = text.split(separator: "\r\n").map(String.init)
    guard let head = lines.first else { return [] }
    let separator: String =
      ["|", ";", "\t"].first { !head.split(separator: $0).dropFirst().isEmpty } ?? ","
    let names = head.parts(separator)
    return lines.dropFirst().map { line in
      Dictionary(uniqueKeysWithValues: zip(names, line.parts(separator)))
    }
  }

  static func kind(_ kind: String, _ files: [AgentFile]) -> AgentFile? {
    files.first { $0.name.hasPrefix(kind + "_") }
  }

  @Test func anOrderIsTakenAcknowledgedAndShipped() throws {
    var agent = FolderAgent(seed: 3, temper: .smooth)
    let order = Self.file("ord_K_261123090000.csv", Self.picking("K", [(Self.pen, 2)]))
    let first = agent.exchange([order], now: monday)
    #expect(first.map { String($0.name.prefix(3)) } == ["inv"])
    let placed = try #require(agent.placed.first)
    #expect(placed.key == "K" && placed.service == "agent" && placed.at == monday)
    #expect(placed.lines == [.init(sku: Self.pen, quantity: 2)])
    let second = agent.exchange([], now: monday + .hours(2))
    let ack = Self.rows(Self.kind("ack", second))
    #expect(ack.map { $0["Order Number"] } == [placed.number])
    #expect(ack.map { $0["PO Number"] } == ["K"])
    let third = agent.exchange([], now: monday + .days(5))
    #expect(Self.kind("ack", third) == nil)
    let shipped = Self.rows(Self.kind("shp", third))
    #expect(shipped.count == 1)
    #expect(shipped[0]["Order Number"] == placed.number && shipped[0]["Po Number"] == "K")
    #expect(shipped[0]["Item SKU"] == Self.pen && shipped[0]["Quantity"] == "2")
    #expect(shipped[0]["Tracking code"]?.hasSuffix("CN") == true)
    #expect(agent.exchange([], now: monday + .days(5) + .minutes(1)).isEmpty)
  }

  @Test func theSameFileIsTakenOnceAndTheSameOrderInAnotherFileTwice() {
    var agent = FolderAgent(seed: 3, temper: .smooth)
    let text = Self.picking("K", [(Self.pen, 1)])
    for hour in 0..<4 {
      _ = agent.exchange([Self.file("ord_K_1.csv", text)], now: monday + .hours(Int64(hour)))
    }
    #expect(agent.placed.map(\.key) == ["K"])
    _ = agent.exchange([Self.file("ord_K_2.csv", text)], now: monday + .hours(5))
    #expect(agent.placed.map(\.key) == ["K", "K"])
    #expect(Set(agent.placed.map(\.number)).count == 2)
  }

  @Test(arguments: [
    "ord_K.csv.tmp", ".ord_K.csv", "ord_K.csv.part", "K.csv", "ack_1.csv", "ord_K.txt",
  ])
  func otherFilesAreLeftAlone(name: String) {
    var agent = FolderAgent(seed: 3, temper: .smooth)
    _ = agent.exchange([Self.file(name, Self.picking("K", [(Self.pen, 1)]))], now: monday)
    #expect(agent.placed.isEmpty)
  }

  @Test func acknowledgementsOfOneFileComeInParts() {
    var agent = FolderAgent(seed: 5, temper: .smooth)
    let text = (0..<12).map { Self.picking("K\($0)", [(Self.pen, 1), (Self.necklace, 1)]) }
    _ = agent.exchange([Self.file("ord_many.csv", text.joined())], now: monday)
    #expect(agent.placed.count == 12)
    let early = Self.rows(
      Self.kind("ack", agent.exchange([], now: monday + .minutes(60))))
    let rest = Self.rows(
      Self.kind("ack", agent.exchange([], now: monday + .minutes(121))))
    #expect(!early.isEmpty && !rest.isEmpty && early.count + rest.count == 12)
    #expect(Set((early + rest).compactMap { $0["PO Number"] }).count == 12)
  }

  @Test func whatHeCannotFillIsRejected() {
    var agent = FolderAgent(seed: 3, temper: .smooth)
    let text =
      Self.picking("NONE", [("XX-1", 1)])
      + Self.picking("PART", [(Self.pen, 1), (Self.necklace, 9000)])
    _ = agent.exchange([Self.file("ord_a.csv", text)], now: monday)
    #expect(agent.placed.map(\.key) == ["PART"])
    #expect(agent.placed.first?.lines == [.init(sku: Self.pen, quantity: 1)])
    let rows = Self.rows(Self.kind("ack", agent.exchange([], now: monday + .hours(3))))
    let none = rows.filter { $0["PO Number"] == "NONE" }
    #expect(none.map { $0["Order Number"] } == ["REJECTED"])
    #expect(none.first?["Item SKU"] == "" && none.first?["Note"] == "unknown item")
    let part = rows.filter { $0["PO Number"] == "PART" }
    #expect(part.map { $0["Order Number"] } == [agent.placed.first?.number, "REJECTED"])
    #expect(part.last?["Item SKU"] == Self.necklace && part.last?["Quantity"] == "9000")
    #expect(part.last?["Note"] == "out of stock")
  }

  @Test func anOrderMayGoInTwoParcels() {
    var agent = FolderAgent(seed: 3, temper: SupplierTemper(splits: 1))
    let text = Self.picking("K", [(Self.pen, 2), (Self.necklace, 2)])
    _ = agent.exchange([Self.file("ord_a.csv", text)], now: monday)
    var rows: [[String: String]] = []
    for hour in 1..<120 {
      let files = agent.exchange([], now: monday + .hours(Int64(hour)))
      rows += Self.rows(Self.kind("shp", files))
    }
    #expect(Set(rows.compactMap { $0["Tracking code"] }).count == 2)
    let sent = Dictionary(grouping: rows) { $0["Item SKU"] ?? "" }
      .mapValues { $0.reduce(0) { $0 + (Int($1["Quantity"] ?? "") ?? 0) } }
    #expect(sent == [Self.pen: 2, Self.necklace: 2])
  }

  @Test func theStockIsToldOnceADay() {
    var agent = FolderAgent(seed: 3)
    let files = (0..<48).flatMap { agent.exchange([], now: monday + .hours(Int64($0))) }
    // From Monday at nine until Wednesday at eight.
    #expect(files.count { $0.name.hasPrefix("inv_") } == 3)
    let rows = Self.rows(files.first)
    let offers = Catalogue.offers.filter { $0.supplier == "Shenzhen agent" }
    #expect(Set(rows.compactMap { $0["Item SKU"] }) == Set(offers.map(\.supplierSKU)))
    for offer in offers {
      let row = rows.first { $0["Item SKU"] == offer.supplierSKU }
      #expect(row?["Quantity"] == offer.stock.map(String.init))
    }
    #expect(Set(files.map(\.name)).count == files.count)
    #expect(files.first?.name == "inv_00001_261123090000.csv")
  }

  @Test(arguments: [
    "PO Number,Item SKU,Quantity\nK,SZ-ENGRAVED-PEN,2\n",
    "\u{FEFF}po_number;item_sku;qty\r\nK;SZ-ENGRAVED-PEN;2",
    "Quantity|SKU|Order Number\n2|SZ-ENGRAVED-PEN|K\n\n",
    "Order ID\tSupplier SKU\tQty\tNote\nK\tSZ-ENGRAVED-PEN\t2\t\"a\tb\nc\"\n",
    "PH,K\nPD,K,1,SZ-ENGRAVED-PEN,2\n",
    "ph;K;x\r\npd;K;1; SZ-ENGRAVED-PEN ;2\r\n",
  ])
  func tablesAreReadInTheirForms(text: String) {
    let read = AgentRequest.read(Array(text.utf8))
    #expect(read.map(\.key) == ["K"])
    #expect(read.first?.lines == [.init(sku: Self.pen, quantity: 2)])
  }

  @Test(arguments: [
    "", "PO Number\nK\n", "PO Number,Item SKU,Quantity\nK,,2\n,X,2\nK,X,0\nK,X,-1\nK,X,two\n",
    "PH,K\n", "PH,K\nPD,L,1,X,1\n", "PD,K,1,X,1\n", "PH,\nPD,,1,X,1\n", "PH,K\nPD,K,1,X\n",
  ])
  func whatIsNoOrderIsPassedOver(text: String) {
    #expect(AgentRequest.read(Array(text.utf8)).isEmpty)
  }

  @Test func linesOfOneOrderAreGathered() {
    let text = "PO Number,SKU,Qty\nA,X,1\nB,X,2\nA,Y,3\n"
    let read = AgentRequest.read(Array(text.utf8))
    #expect(read.map(\.key) == ["A", "B"])
    #expect(read[0].lines.map(\.quantity) == [1, 3])
  }

  @Test(arguments: [",", ";", "|", "\t"], [true, false])
  func whatIsWrittenIsReadBack(separator: String, hasMark: Bool) {
    let rows = [["a\(separator)b", "c\"d", "e\nf"], ["", "é", " g"], ["h", "i", ""]]
    let plain = [["x", "y", "z"]] + rows
    let bytes = AgentTable.write(plain, separator: separator, hasMark: hasMark)
    #expect(bytes.starts(with: [0xEF, 0xBB, 0xBF]) == hasMark)
    let back = AgentTable.rows(bytes)
    #expect(back.count == 4 && back[0] == plain[0] && back[3] == rows[2])
    // A doubled quote is passed over by this simple reader; the rest comes back.
    #expect(back[1][0] == "a\(separator)b" && back[1][2] == "e\nf")
    #expect(back[2] == ["", "é", "g"])
  }

  /// Each agent has his habits, and keeps them.
  @Test(arguments: 0..<8)
  func everyLineIsAccountedFor(seed: Int) {
    func run() -> ([AgentFile], [PlacedOrder]) {
      var agent = FolderAgent(
        seed: UInt64(seed), temper: SupplierTemper(refuses: 0.2, splits: 0.4))
      let text = (0..<30).map { Self.picking("K\($0)", [(Self.pen, 1), (Self.necklace, 2)]) }
      var files = agent.exchange([Self.file("ord_a.csv", text.joined())], now: monday)
      for hour in 1..<100 { files += agent.exchange([], now: monday + .hours(Int64(hour))) }
      return (files, agent.placed)
    }
    let (files, placed) = run()
    #expect(run().0 == files && run().1 == placed)
    let acked = files.filter { $0.name.hasPrefix("ack_") }.flatMap(Self.rows)
    let sent = files.filter { $0.name.hasPrefix("shp_") }.flatMap(Self.rows)
    let refused = acked.filter { $0["Order Number"] == "REJECTED" }
    #expect(!refused.isEmpty)
    #expect(Set(acked.compactMap { $0["PO Number"] }).count == 30)
    for order in placed {
      let rows = sent.filter { $0["Order Number"] == order.number }
      for line in order.lines {
        let count = rows.filter { $0["Item SKU"] == line.sku }
          .reduce(0) { $0 + (Int($1["Quantity"] ?? "") ?? 0) }
        #expect(count == line.quantity)
      }
    }
  }
}

extension String {
  /// The parts between separators, empty ones too.
  func parts(_ separator: String) -> [String] {
    split(separator: separator, omittingEmptySubsequences: false).map(String.init)
  }
}
