import Foundation
import Testing

/// The program's figures on real orders against a direct calculation from the file's rows, which shares
/// no code with it.
@Suite struct SharedNumbersTests {
  private static let data: String? = {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let path = root.appending(path: "shared/data/olist-dev.csv.gz").path
    return FileManager.default.fileExists(atPath: path) ? path : nil
  }()

  private struct Count: Equatable {
    var placed = 0
    var onTime = 0
    var promised = 0
    var cancelled = 0
    var ripe = 0

    var isEmpty: Bool { placed + promised + ripe == 0 }
  }

  private static let period = 90

  @Test(.enabled(if: data != nil, "the shared data are not here"), arguments: [12_000, 30_000])
  func theFiguresOfSellersEqualADirectCalculation(from: Int) throws {
    let path = try #require(Self.data)
    let program = try Program()
    let rows = try Self.lines(path, from: from, count: 700)
    let slice = try program.file("slice.csv", rows.joined(separator: "\n") + "\n")
    #expect(try program.run("import", "timeline-csv", slice, "--quiet").status == 0)
    let expected = try Self.calculated(rows)
    let until = expected.until
    let numbers = try program.run("numbers", "--until", until, "--json").objects
    let report = try program.run("report", "--until", until, "--top", "5000", "--json").objects
    let counted = expected.sellers.filter { !$0.value.isEmpty }
    #expect(counted.count > 50)
    #expect(counted.values.reduce(0) { $0 + $1.promised } > 200)
    for rows in [numbers, report.filter { $0["kind"] as? String == "supplier" }] {
      let told = try Self.told(rows)
      for (seller, count) in counted { #expect(told[seller] == count, "\(seller)") }
    }
  }

  /// What the program tells of each seller.
  private static func told(_ rows: [[String: Any]]) throws -> [String: Count] {
    var told: [String: Count] = [:]
    for row in rows {
      let name = try #require(row["name"] as? String)
      func share(_ key: String, _ part: String) -> Int {
        (row[key] as? [String: Any])?[part] as? Int ?? -1
      }
      told[name] = Count(
        placed: row["placed"] as? Int ?? -1, onTime: share("on_time", "hits"),
        promised: share("on_time", "of"), cancelled: share("cancelled", "hits"),
        ripe: share("cancelled", "of"))
    }
    return told
  }

  /// The head and a part of the unpacked file.
  private static func lines(_ path: String, from: Int, count: Int) throws -> [String] {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = [
      "-c", "gzip -dc \"$0\" | sed -n '1p;\(from),\(from + count)p;\(from + count)q'", path,
    ]
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let text = String(
      decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return text.split(separator: "\n").map(String.init)
  }

  /// Days since the beginning of the Gregorian calendar, after Fliegel and Van Flandern (1968).
  private static func day(_ text: Substring) -> Int? {
    let parts = text.split(separator: "-").compactMap { Int($0) }
    guard parts.count == 3 else { return nil }
    let (year, month, day) = (parts[0], parts[1], parts[2])
    let shift = (month - 14) / 12
    return day - 32_075 + 1461 * (year + 4800 + shift) / 4
      + 367 * (month - 2 - shift * 12) / 12 - 3 * ((year + 4900 + shift) / 100) / 4
  }

  private static func calculated(
    _ lines: [String]
  ) throws -> (sellers: [String: Count], until: String) {
    let head = try #require(lines.first).split(separator: ",").map(String.init)
    func column(_ name: String) throws -> Int { try #require(head.firstIndex(of: name)) }
    let (order, seller) = (try column("order_id"), try column("seller_id"))
    let (bought, approved) = (try column("purchase_date"), try column("approved_date"))
    let (delivered, promised) = (try column("delivered_date"), try column("promised_date"))
    let status = try column("final_status")
    var orders: [Substring: (cells: [Substring], sellers: Set<String>)] = [:]
    for line in lines.dropFirst() {
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      var known = orders[cells[order]] ?? (cells, [])
      if !cells[seller].isEmpty { known.sellers.insert(String(cells[seller].prefix(12))) }
      orders[cells[order]] = known
    }
    // Some promises have run out by then and some have not.
    let until = try #require(
      orders.values.map { String($0.cells[promised]) }.sorted().dropLast(
        orders.count / 4
      ).last)
    let end = try #require(day(until[...]))
    var sellers: [String: Count] = [:]
    for (cells, names) in orders.values {
      let isCancelled = ["canceled", "unavailable"].contains(cells[status])
      let due = try #require(day(cells[promised]))
      let paid = try #require(day(cells[approved]) ?? day(cells[bought]))
      for name in names {
        var count = sellers[name] ?? Count()
        if (end - period + 1...end).contains(paid) { count.placed += 1 }
        if !isCancelled, (end - period...end - 1).contains(due) {
          count.promised += 1
          if let came = day(cells[delivered]), came <= due { count.onTime += 1 }
        }
        if (end - 13 - period...end - 14).contains(paid) {
          count.ripe += 1
          if isCancelled { count.cancelled += 1 }
        }
        sellers[name] = count
      }
    }
    return (sellers, until)
  }
}
