import Console
import Foundation
import Fulfillment
import Testing

@testable import Settings

/// The files that outlive a run of the console.
@Suite struct OperatorMemoryTests {
  private let folder = NSTemporaryDirectory() + "memory-\(UUID().uuidString)"

  private func memory(_ name: String = "mina") -> OperatorMemory {
    OperatorMemory(folder: folder, operatorName: name)
  }

  private func mode(_ path: String) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    return try #require(attributes[.posixPermissions] as? Int)
  }

  @Test func whatWasTypedIsThereInTheNextRun() throws {
    try memory().append(.filter, "supplier:cj")
    try memory().append(.command, "zoom")
    try memory().append(.filter, "age>3d")
    let past = memory().past()
    #expect(past[.filter] == ["supplier:cj", "age>3d"])
    #expect(past[.command] == ["zoom"])
  }

  @Test func nobodyElseCanReadIt() throws {
    try memory().append(.filter, "rosa")
    #expect(try mode(memory().historyFile) == 0o600)
    #expect(try mode(folder) == 0o700)
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o644], ofItemAtPath: memory().historyFile)
    try memory().append(.filter, "again")
    #expect(try mode(memory().historyFile) == 0o600)
  }

  @Test func eachOperatorHasTheirOwn() throws {
    try memory("mina").append(.filter, "a")
    try memory("kim").append(.filter, "b")
    #expect(memory("mina").past()[.filter] == ["a"])
    #expect(memory("kim").past()[.filter] == ["b"])
  }

  @Test(arguments: ["../../etc/passwd", "a/b", "", "深圳", "a\u{1B}[2J", "..", "kim.old"])
  func noNameLeadsOutOfTheFolder(_ name: String) throws {
    let file = OperatorMemory.fileName(name)
    #expect(!file.isEmpty && !file.contains("/") && !file.hasPrefix("."))
    #expect(file.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_%".contains($0)) })
  }

  @Test func differentNamesAreDifferentFiles() {
    let names = ["a b", "a_b", "a%20b", "a.b", "A b"]
    #expect(Set(names.map(OperatorMemory.fileName)).count == names.count)
  }

  @Test func theFileDoesNotGrowWithoutEnd() throws {
    for number in 0..<1_000 { try memory().append(.filter, "age>\(number % 300)d") }
    let text = try String(contentsOfFile: memory().historyFile, encoding: .utf8)
    #expect(text.split(separator: "\n").count <= 4 * Past.limit)
    #expect(memory().past()[.filter].last == "age>99d")
    #expect(memory().past()[.filter].count == Past.limit)
  }

  @Test func rubbishIsPassedOver() throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let text = "filter\tok\nnonsense\nwhat\tever\nfilter\tevil\u{1B}]0;x\u{7}\n\u{0}\n"
    try text.write(toFile: memory().historyFile, atomically: true, encoding: .utf8)
    #expect(memory().past()[.filter].first == "ok")
    let scalars = memory().past()[.filter].joined().unicodeScalars
    #expect(scalars.allSatisfy { $0.value >= 0x20 })
  }

  @Test func howTheListsStandIsThereInTheNextRun() throws {
    var arrangement = Arrangement()
    arrangement.columns = [.queue: ["order", "stage"], .returns: ["asked by", "window"]]
    (arrangement.queueSort, arrangement.isQueueReversed) = (.supplier, true)
    arrangement.exceptionSort = .due
    arrangement.view = SavedView(
      name: "late, very", text: "supplier:cj age>3d", panel: .queue, sort: "supplier",
      isReversed: true, columns: ["order", "stage"])
    try memory().keep(arrangement)
    #expect(memory().arrangement() == arrangement)
    #expect(try mode(memory().arrangementFile) == 0o600)
    try memory().keep(Arrangement())
    #expect(memory().arrangement() == Arrangement())
  }

  @Test(arguments: [
    "", "nonsense", "sort.queue\tby nobody", "columns.nowhere\ta,b", "view\tx\tqueue\tage>",
    "view\tx\tqueue\tage>\t\t\t", "view\tx\tattic\t\t\t\t", "\u{0}\u{1B}[2J", "sort.exceptions",
  ])
  func aSpoiltFileMeansTheUsual(_ text: String) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try (text + "\n").write(
      toFile: memory().arrangementFile, atomically: true, encoding: .utf8)
    #expect(memory().arrangement() == Arrangement())
  }

  @Test func aLinkIsNotFollowed() throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let other = folder + "/other"
    try "filter\tstolen\n".write(toFile: other, atomically: true, encoding: .utf8)
    try FileManager.default.createSymbolicLink(
      atPath: memory().historyFile, withDestinationPath: other)
    #expect(memory().past() == Past())
    #expect(throws: ValueProblem.self) { try memory().append(.filter, "mine") }
    #expect(try String(contentsOfFile: other, encoding: .utf8) == "filter\tstolen\n")
  }
}
