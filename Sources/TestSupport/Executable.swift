import Foundation

/// A script that a test runs as a program.
package enum Executable {
  struct Unwritten: Error { let path: String }

  /// Writes it through another process. Written here, it would be open for writing for a moment in whatever
  /// another test starts at that time, and a file open for writing can't be run ("text file busy").
  package static func write(_ text: String, to path: String) throws {
    let shell = Process()
    shell.executableURL = URL(fileURLWithPath: "/bin/sh")
    shell.arguments = [
      "-c", #"rm -f "$2" && printf %s "$1" > "$2" && chmod 755 "$2""#, "sh", text, path,
    ]
    try shell.run()
    shell.waitUntilExit()
    guard shell.terminationStatus == 0 else { throw Unwritten(path: path) }
  }
}
