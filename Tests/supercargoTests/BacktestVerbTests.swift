import Connectors
import Foundation
import Fulfillment
import Store
import Testing

@testable import supercargo

/// Orders of several sellers and lanes over a year, in the columns of a timeline.
private func timeline(_ numbers: Range<Int>) -> String {
  let day = { (count: Int) in CivilDate(daysSinceEpoch: Int64(17_167 + count)).iso8601 }
  var text =
    "order_id,order_item_id,purchase_date,approved_date,handover_date,delivered_date,promised_date,"
    + "final_status,seller_id,seller_state,customer_state,customer_zip5\n"
  for number in numbers {
    let bought = number / 3
    let handed = bought + 1 + number * 7 % 4 + (number % 23 == 0 ? 6 : 0)
    let delivered = handed + 3 + number * 13 % 9 + (number % 17 == 0 ? 15 : 0)
    let isLost = number % 71 == 7
    let status =
      number % 41 == 3 ? "canceled" : isLost ? "shipped" : number % 97 == 5 ? "" : "delivered"
    let line = number % 59 == 11 ? "" : "1"
    text +=
      "o\(number),\(line),\(day(bought)),\(day(bought)),\(day(handed)),"
      + "\(isLost ? "" : day(delivered)),\(day(bought + 18)),\(status),s\(number % 5),"
      + "\(number % 3 == 0 ? "SP" : "MG"),\(["RJ", "BA", "SP"][number % 3]),20000\n"
  }
  return text
}

@Suite struct BacktestVerbTests {
  private static let scorer = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "shared/data/score.py").path

  private static let lists = [
    "at-risk", "act-now", "countdown-5", "countdown-2", "peer-rules", "patient-peer-rules",
    "lane-p90",
  ]

  private func backtest(_ desk: Desk, _ more: String...) throws -> Outcome {
    let train = try desk.file("train.csv", timeline(0..<500))
    let replay = try desk.file("replay.csv", timeline(400..<900))
    return Outcome.of(
      ["backtest", "--train", train, "--replay", replay, "--out", desk.folder.path + "/out"] + more)
  }

  private func csv(_ desk: Desk, _ list: String) throws -> [String] {
    try String(contentsOfFile: "\(desk.folder.path)/out/\(list).csv", encoding: .utf8)
      .split(separator: "\n").map(String.init)
  }

  @Test func everyListIsWritten() throws {
    let desk = try Desk()
    let outcome = try backtest(desk)
    #expect(outcome.status == 0, "\(outcome.errors)")
    for list in Self.lists {
      let lines = try csv(desk, list)
      #expect(lines.first == "order_id,flag_time,probability,reason")
      #expect(lines.count > 1, "\(list) is empty")
      let ids = lines.dropFirst().compactMap { $0.split(separator: ",").first }
      #expect(Set(ids).count == ids.count, "\(list) names an order twice")
      #expect(ids.allSatisfy { Int($0.dropFirst()).map { $0 >= 400 } == true })
      #expect(outcome.output.contains(list))
    }
    let first = try #require(try csv(desk, "at-risk").dropFirst().first)
    #expect(first.contains("P(late) "))
    #expect(first.wholeMatch(of: /o\d+,2017-\d\d-\d\d,[01]\.\d{4},.*/) != nil, "\(first)")
  }

  @Test func theFiguresAreOneJSONObject() throws {
    let outcome = try backtest(try Desk(), "--json")
    let object = try #require(outcome.objects.first)
    #expect(outcome.objects.count == 1)
    #expect(object["trained_orders"] as? Int == 500)
    #expect(object["replayed_orders"] as? Int == 500)
    #expect(object["refused"] as? Int == 0)
    let found = try #require(object["lists"] as? [[String: Any]])
    #expect(found.compactMap { $0["name"] as? String } == Self.lists)
    let curves = try #require(object["reliability"] as? [[String: Any]])
    #expect(curves.map { ($0["bins"] as? [Any])?.count } == [10, 10])
  }

  /// The figures are those of the script that judges such lists, to the last digit.
  @Test(.enabled(if: FileManager.default.fileExists(atPath: scorer)))
  func theFiguresAgreeWithTheScorer() throws {
    let desk = try Desk()
    let outcome = try backtest(desk, "--json")
    let ours = try #require(outcome.objects.first?["lists"] as? [[String: Any]])
    for list in ours {
      let name = try #require(list["name"] as? String)
      let theirs = try score(
        "\(desk.folder.path)/out/\(name).csv", desk.folder.path + "/replay.csv")
      try expectSame(list, theirs, "\(name)")
      let months = try #require(theirs["months"] as? [String: [String: Any]])
      let own = try #require(list["months"] as? [String: [String: Any]])
      #expect(own.keys.sorted() == months.keys.sorted())
      for (month, figures) in months {
        try expectSame(own[month] ?? [:], figures, "\(name) \(month)")
      }
    }
  }

  private func expectSame(_ ours: [String: Any], _ theirs: [String: Any], _ what: String) throws {
    for (field, value) in theirs where field != "leads" && field != "months" {
      #expect(same(ours[field], value), "\(what): \(field)")
    }
    let (own, leads) = (ours["leads"] as? [[String: Any]], theirs["leads"] as? [[String: Any]])
    #expect(own?.count == 3)
    for (one, other) in zip(try #require(own), try #require(leads)) {
      for (field, value) in other { #expect(same(one[field], value), "\(what): \(field)") }
    }
  }

  private func same(_ one: Any?, _ other: Any) -> Bool {
    if other is NSNull { return one is NSNull }
    return (one as? NSNumber)?.doubleValue == (other as? NSNumber)?.doubleValue
      && one is NSNumber
  }

  private func score(_ flags: String, _ truth: String) throws -> [String: Any] {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3", Self.scorer, flags, "--truth", truth, "--by-month", "--json"]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  /// Rows that came later, and days that were filled in later, change no flag raised before.
  @Test func theFilesOfADayGiveTheFlagsOfThatDay() throws {
    let (desk, then) = (try Desk(), try Desk())
    _ = try backtest(desk)
    let cut = "2017-08-20"
    // As the file would have been that day: no later order, no later event, no status.
    let early = { (text: String) in
      text.split(separator: "\n").enumerated().compactMap { index, line -> String? in
        guard index > 0 else { return String(line) }
        var cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        guard cells[2] <= cut else { return nil }
        for place in 3...5 where cells[place] > cut { cells[place] = "" }
        cells[7] = ""
        return cells.joined(separator: ",")
      }.joined(separator: "\n")
    }
    let train = try then.file("train.csv", early(timeline(0..<500)))
    let replay = try then.file("replay.csv", early(timeline(400..<900)))
    let outcome = Outcome.of(
      ["backtest", "--train", train, "--replay", replay, "--out", then.folder.path + "/out"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    for list in Self.lists {
      let before = { (lines: [String]) in
        lines.dropFirst().filter { $0.split(separator: ",")[1] <= cut }
      }
      let (all, known) = (before(try csv(desk, list)), before(try csv(then, list)))
      #expect(!all.isEmpty, "\(list) has nothing to compare")
      #expect(Array(all) == Array(known), "\(list)")
    }
  }

  @Test func aBadRowIsToldAndTheRestGoesOn() throws {
    let desk = try Desk()
    let replay = try desk.file("r.csv", timeline(0..<200) + "o999,1,yesterday\n")
    let outcome = Outcome.of(
      ["backtest", "--train", replay, "--replay", replay, "--out", desk.folder.path, "--json"])
    #expect(outcome.status == 3)
    #expect(outcome.errors.contains("r.csv:202:1: "), "\(outcome.errors)")
    #expect(outcome.objects.first?["refused"] as? Int == 1)
    #expect(outcome.objects.first?["replayed_orders"] as? Int == 200)
  }

  @Test(arguments: ["a,b\n1,2\n", "", "order_id,order_item_id\n"])
  func whatIsNoTimelineIsAFailure(text: String) throws {
    let desk = try Desk()
    let file = try desk.file("x.csv", text)
    let outcome = Outcome.of([
      "backtest", "--train", file, "--replay", file, "--out", desk.folder.path,
    ])
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("nothing was replayed"), "\(outcome.errors)")
  }

  @Test func aDamagedArchiveIsAFailure() throws {
    let desk = try Desk()
    let path = desk.folder.path + "/x.csv.gz"
    try Data([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255, 7]).write(to: URL(filePath: path))
    for words in [
      ["backtest", "--train", path, "--replay", path, "--out", desk.folder.path],
      ["import", "timeline-csv", path, "--store", desk.store.path],
    ] {
      let outcome = Outcome.of(words)
      #expect(outcome.status == 1)
      #expect(outcome.errors.contains("can't be unpacked"), "\(outcome.errors)")
      #expect(outcome.errors.contains("at byte "), "\(outcome.errors)")
    }
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/bin/gzip")), arguments: ["-1", "-9"])
  func aPackedFileIsReadAsThePlainOne(level: String) throws {
    let desk = try Desk()
    let plain = try desk.file("t.csv", timeline(0..<120))
    let process = Process()
    process.executableURL = URL(filePath: "/bin/gzip")
    process.arguments = ["-k", level, plain]
    try process.run()
    process.waitUntilExit()
    let bytes = try InputFile.bytes(of: plain + ".gz", remedy: "")
    #expect(bytes == Array(timeline(0..<120).utf8))
    let first = desk.run("import", "timeline-csv", plain + ".gz", "--json")
    #expect(first.output.contains("\"imported\":120,"), "\(first.errors)")
    let second = desk.run("import", "timeline-csv", plain, "--json")
    #expect(second.output.contains("\"unchanged\":120,"), "\(second.errors)")
  }

  @Test func benchReadsAndReplays() throws {
    let desk = try Desk()
    let file = try desk.file("t.csv", timeline(0..<200))
    let outcome = Outcome.of(["bench", "backtest", file, "--json"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.objects.first?["orders"] as? Int == 200)
    #expect((outcome.objects.first?["verdicts"] as? Int ?? 0) > 1000)
  }

  @Test(
    arguments: [
      (0.705, 2, "0.71"), (0.0, 4, "0.0000"), (1.0, 0, "1"), (-0.04, 1, "0.0"), (-2.26, 1, "-2.3"),
      (99.999, 1, "100.0"), (.nan, 1, "-"),
    ] as [(Double, Int, String)])
  func figuresHaveFixedDigits(value: Double, digits: Int, text: String) {
    #expect(Figure.fixed(value, digits) == text)
  }
}
