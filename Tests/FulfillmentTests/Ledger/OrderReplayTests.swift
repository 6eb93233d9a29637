import Fulfillment
import Testing

@Suite struct OrderReplayTests {
  @Test func playedForwardAndTakenBackItIsAsBefore() {
    let entries = [
      entry(1, .order, .new, [("state", nil, "ready"), ("name", nil, "#1")]),
      entry(2, .line, .new, [("sku", nil, "A")]), entry(3, .scan, .new, [("status", nil, "label")]),
      entry(4, .order, .set, [("state", "ready", "shipped")]),
      entry(5, .line, .gone, [("sku", "A", nil)]),
    ]
    var replay = OrderReplay(entries)
    #expect(replay.order?.text("state") == "shipped")
    #expect(replay.rows(.line).isEmpty)
    for entry in entries.dropFirst(2).reversed() { replay.takeBack(entry) }
    #expect(replay.order?.text("state") == "ready")
    #expect(replay.rows(.line).map { $0.text("sku") } == ["A"])
    #expect(replay.rows(.scan).isEmpty)
  }

  @Test func partsOfOneNumberAreKeptApart() {
    let replay = OrderReplay([
      entry(1, .item, .new, [("position", nil, "0"), ("units", nil, "3")]),
      entry(2, .item, .new, [("position", nil, "1"), ("units", nil, "5")]),
      entry(3, .item, .set, [("position", "1", "1"), ("units", "5", "4")]),
    ])
    #expect(replay.rows(.item).map { $0.text("units") } == ["3", "4"])
  }

  @Test func scansThatAreAlikeAreAllKept() {
    let scan = entry(1, .scan, .new, [("status", nil, "label")])
    #expect(OrderReplay([scan, scan]).rows(.scan).count == 2)
  }

  @Test func valueThatIsEmptiedIsGone() {
    let replay = OrderReplay([
      entry(1, .order, .new, [("note", nil, "hello")]),
      entry(2, .order, .set, [("note", "hello", "")]),
    ])
    #expect(replay.order?.fields["note"] == nil)
  }

  private func entry(
    _ id: Int64, _ subject: LedgerSubject, _ verb: LedgerEntry.Verb,
    _ fields: [(String, String?, String?)]
  ) -> LedgerEntry {
    LedgerEntry(
      id: id, at: Timestamp(seconds: id), who: "ana", subject: subject, verb: verb, number: 7,
      fields: fields.map { name, before, after in
        .init(name: name, before: before.map { .text($0) }, after: after.map { .text($0) })
      })
  }
}
