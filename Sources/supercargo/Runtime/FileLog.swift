import Fulfillment
import Logging

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Where the log goes: a file beside the console, standard error for `sync`. Never standard output, and
/// never the terminal the console draws on.
enum FileLog {
  /// A log that appends to a 0600 file; where the file can't be opened nothing is logged.
  static func file(_ path: String, verbose: Bool) -> Logger {
    let folder = URL(filePath: path).deletingLastPathComponent().path
    _ = try? FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      return Logger(label: "supercargo") { _ in SwiftLogNoOpLogHandler() }
    }
    return logger(descriptor, verbose)
  }

  /// A log on standard error.
  static func standardError(verbose: Bool) -> Logger { logger(STDERR_FILENO, verbose) }

  private static func logger(_ descriptor: Int32, _ verbose: Bool) -> Logger {
    var logger = Logger(label: "supercargo") { _ in DescriptorLogHandler(descriptor: descriptor) }
    logger.logLevel = verbose ? .debug : .warning
    return logger
  }
}

/// Writes one line a message to a file descriptor.
private struct DescriptorLogHandler: LogHandler {
  let descriptor: Int32
  var logLevel = Logger.Level.warning
  var metadata = Logger.Metadata()

  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  func log(event: LogEvent) {
    let all = metadata.merging(event.metadata ?? [:]) { _, new in new }
    let fields = all.sorted { $0.key < $1.key }.map { " \($0.key)=\($0.value)" }.joined()
    let line = "\(event.level): \(event.message)\(fields)".sanitised(limit: 2000)
    Standard.write(line + "\n", to: descriptor)
  }
}
