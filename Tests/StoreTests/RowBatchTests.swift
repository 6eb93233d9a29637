import Fulfillment
import Testing

@testable import Store

@Suite struct RowBatchTests {
  private static let form = RowBatch.Form(width: 2) {
    "INSERT INTO savedFilter (name, text) VALUES \($0)"
  }

  @Test(arguments: [0, 1, RowBatch.size - 1, RowBatch.size, RowBatch.size * 2 + 3])
  func everyRowIsWrittenOnceAndWhole(count: Int) throws {
    let scratch = try Scratch()
    try scratch.store.write("fill") { database in
      var batch = RowBatch(database, RowBatchTests.form)
      for number in 0..<count { try batch.add([.text("name \(number)"), .text("\(number)")]) }
      try batch.end()
      try batch.end()
    }
    let found = try scratch.store.savedFilters()
    #expect(found.count == count)
    #expect(found.allSatisfy { $0.name == "name \($0.text)" })
  }

  @Test func rowsWaitUntilThereAreEnoughOrTheEnd() throws {
    let scratch = try Scratch()
    try scratch.store.write("fill") { database in
      func rows() throws -> Int64? { try database.number("SELECT count(*) FROM savedFilter") }
      var batch = RowBatch(database, RowBatchTests.form)
      for number in 1..<RowBatch.size { try batch.add([.text("\(number)"), .text("")]) }
      #expect(try rows() == 0)
      try batch.add([.text("last"), .text("")])
      #expect(try rows() == Int64(RowBatch.size))
      try batch.add([.text("one more"), .text("")])
      #expect(try rows() == Int64(RowBatch.size))
      try batch.end()
      #expect(try rows() == Int64(RowBatch.size) + 1)
    }
  }

  @Test func oneBadRowIsAnError() throws {
    let scratch = try Scratch()
    #expect(throws: StoreError.self) {
      try scratch.store.write("fill") { database in
        var batch = RowBatch(database, RowBatchTests.form)
        for number in 0..<RowBatch.size {
          try batch.add([.text(number == 40 ? "" : "\(number)"), .text("")])
        }
      }
    }
    #expect(try scratch.store.savedFilters().isEmpty)
  }
}
