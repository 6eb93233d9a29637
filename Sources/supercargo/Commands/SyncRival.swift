import Foundation

/// Another client of the bench's server: a program that is told a file with an address a line and how many
/// requests may be on their way at once, asks for each address once, and prints requests a second as the
/// last word of its output.
struct SyncRival {
  private let command: String
  private let list: String
  private let parallel: Int

  /// Writes the addresses into the folder.
  init(_ command: String, addresses: [String], parallel: Int, folder: String) throws {
    (self.command, self.parallel) = (command, parallel)
    list = folder + "/addresses.txt"
    try Data((addresses.joined(separator: "\n") + "\n").utf8).write(to: URL(filePath: list))
  }

  /// One pass: requests a second as it says itself.
  func run() throws -> Double {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", command + " \"$0\" \"$1\"", list, String(parallel)]
    let output = Pipe()
    process.standardOutput = output
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return try SyncRival.pace(text, status: process.terminationStatus)
  }

  /// What such a program has printed.
  static func pace(_ text: String, status: Int32) throws -> Double {
    guard status == 0 else {
      throw Failure("the other client can't be measured", "it ended with status \(status)")
    }
    guard let word = text.split(whereSeparator: \.isWhitespace).last, let pace = Double(word),
      pace > 0, pace.isFinite
    else {
      throw Failure(
        "the other client can't be measured", "its last word is not the requests a second")
    }
    return pace
  }
}
