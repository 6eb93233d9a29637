import Foundation
import Testing

@testable import supercargo

/// What a verb says and how it ends where its output goes there.
private func run(
  _ program: Program, _ words: [String], into output: FileHandle
) throws -> (status: Int32, errors: String) {
  let process = Process()
  process.executableURL = URL(filePath: Program.path)
  process.arguments = words
  process.environment = program.environment
  process.standardInput = FileHandle.nullDevice
  process.standardOutput = output
  let errors = Pipe()
  process.standardError = errors
  try process.run()
  let text = errors.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  return (process.terminationStatus, String(decoding: text, as: UTF8.self))
}

@Test(
  .enabled(if: FileManager.default.fileExists(atPath: "/dev/full")),
  arguments: ["orders", "orders --json", "export orders", "report", "man", "keys", "--help"])
func anOutputWithoutRoomIsToldInOneLine(words: String) throws {
  let program = try Program.filled(20)
  let full = try #require(FileHandle(forWritingAtPath: "/dev/full"))
  let outcome = try run(program, words.split(separator: " ").map(String.init), into: full)
  #expect(outcome.status == 1)
  #expect(
    outcome.errors
      == "supercargo: the output could not be written: No space left on device "
      + "(some of it may be missing)\n")
}

@Test func anOutputThatNobodyReadsEndsWithoutAWord() throws {
  let program = try Program.filled(20)
  let pipe = Pipe()
  try pipe.fileHandleForReading.close()
  let outcome = try run(program, ["export", "orders"], into: pipe.fileHandleForWriting)
  #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
}

@Test func aReportGoesIntoThePipeThatIsTheOutput() throws {
  let program = try Program.filled(20)
  let outcome = try program.run("report", "--html", "/dev/stdout", "--quiet")
  #expect(outcome.status == 0, "\(outcome.errors)")
  #expect(outcome.output.hasPrefix("<!doctype html>") && outcome.output.hasSuffix("</html>\n"))
}
