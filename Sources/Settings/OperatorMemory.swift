package import Console
import Fulfillment

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

/// What the console remembers of an operator between two runs, in files that only their owner can read.
package struct OperatorMemory: Hashable, Sendable {
  /// More is never read of a file: the end of it.
  private static let mostBytes = 1 << 18
  /// After so many lines the file is written anew with those that still count.
  private static let mostLines = 4 * Past.limit

  private let folder: String
  private let name: String

  /// - Parameter folder: is made when something is written.
  package init(folder: String, operatorName: String) {
    self.folder = folder
    name = OperatorMemory.fileName(operatorName)
  }

  /// What was typed, a line each: the kind, a tab, the text.
  package var historyFile: String { folder + "/history-" + name }

  /// Nothing is remembered of this operator: it may be the first time.
  package var isEmpty: Bool {
    access(historyFile, F_OK) != 0 && access(arrangementFile, F_OK) != 0
  }

  /// What was typed before; nothing where there is no such file, or it belongs to somebody else.
  package func past() -> Past {
    var past = Past()
    let lines = self.lines(historyFile)
    for line in lines {
      guard let tab = line.firstIndex(of: "\t"),
        let kind = Past.Kind(rawValue: String(line[..<tab]))
      else { continue }
      past.add(kind, String(line[line.index(after: tab)...]).sanitised(limit: 4_096))
    }
    return past
  }

  /// How the lists are arranged, a line each.
  package var arrangementFile: String { folder + "/lists-" + name }

  /// How the lists were arranged; as usual where there is no such file.
  package func arrangement() -> Arrangement {
    var kept = Arrangement()
    for line in lines(arrangementFile) {
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map {
        String($0).sanitised(limit: 4_096)
      }
      guard fields.count > 1 else { continue }
      let words = fields[0].split(separator: ".").map(String.init)
      let list = fields[1].split(separator: ",").map(String.init)
      switch words.first {
      case "columns": words.last.flatMap(Panel.init(rawValue:)).map { kept.columns[$0] = list }
      case "sort":
        let isReversed = fields.count > 2 && fields[2] == "reversed"
        if words.last == "queue", let sort = QueueSort(rawValue: fields[1]) {
          (kept.queueSort, kept.isQueueReversed) = (sort, isReversed)
        }
        if words.last == "exceptions", let sort = ExceptionSort(rawValue: fields[1]) {
          (kept.exceptionSort, kept.areExceptionsReversed) = (sort, isReversed)
        }
      case "view":
        guard fields.count == 7, let panel = Panel(rawValue: fields[2]),
          (try? QueryParser.parse(fields[3])) != nil
        else { continue }
        kept.view = SavedView(
          name: fields[1], text: fields[3], panel: panel, sort: fields[4],
          isReversed: fields[5] == "reversed",
          columns: fields[6].split(separator: ",").map(String.init))
      default: continue
      }
    }
    return kept
  }

  /// Keeps how the lists are arranged, in place of what was kept before.
  package func keep(_ arrangement: Arrangement) throws(ValueProblem) {
    func direction(_ isReversed: Bool) -> String { isReversed ? "reversed" : "" }
    var rows: [[String]] = arrangement.columns.sorted { $0.key.rawValue < $1.key.rawValue }.map {
      ["columns." + $0.key.rawValue, $0.value.joined(separator: ",")]
    }
    rows.append([
      "sort.queue", arrangement.queueSort.rawValue, direction(arrangement.isQueueReversed),
    ])
    rows.append([
      "sort.exceptions", arrangement.exceptionSort.rawValue,
      direction(arrangement.areExceptionsReversed),
    ])
    if let view = arrangement.view, let panel = view.panel {
      rows.append([
        "view", view.name, panel.rawValue, view.text, view.sort, direction(view.isReversed),
        view.columns.joined(separator: ","),
      ])
    }
    let lines = rows.map { row in
      row.map { $0.sanitised(limit: 4_096) }.joined(separator: "\t") + "\n"
    }
    try OwnFile.replace(arrangementFile, with: lines.joined())
  }

  /// Adds a line; several consoles may do so at once.
  package func append(_ kind: Past.Kind, _ text: String) throws(ValueProblem) {
    let line = kind.rawValue + "\t" + text.sanitised(limit: 4_096) + "\n"
    try OwnFile.makeFolder(of: historyFile)
    let file = open(
      historyFile, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard file >= 0 else { throw OwnFile.problem("can't write", historyFile) }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_uid == geteuid() else {
      throw ValueProblem(
        "\(historyFile) belongs to somebody else", remedy: "remove it, or give it to yourself")
    }
    // Left open to others by an earlier hand.
    if status.st_mode & 0o077 != 0 { _ = fchmod(file, 0o600) }
    let bytes = Array(line.utf8)
    // One write: a line of another console never gets between.
    guard bytes.withUnsafeBytes({ systemWrite(file, $0.baseAddress, $0.count) }) == bytes.count
    else { throw OwnFile.problem("can't write", historyFile) }
    if lines(historyFile).count > OperatorMemory.mostLines { try shorten() }
  }

  private func shorten() throws(ValueProblem) {
    let past = past()
    let text = Past.Kind.allCases.flatMap { kind in
      past[kind].map { kind.rawValue + "\t" + $0 + "\n" }
    }.joined()
    try OwnFile.replace(historyFile, with: text)
  }

  private func lines(_ path: String) -> [Substring] {
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard file >= 0 else { return [] }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      status.st_uid == geteuid()
    else { return [] }
    let start = max(0, Int(status.st_size) - OperatorMemory.mostBytes)
    var bytes = [UInt8](repeating: 0, count: min(Int(status.st_size), OperatorMemory.mostBytes))
    let count = bytes.withUnsafeMutableBytes { pread(file, $0.baseAddress, $0.count, start) }
    guard count > 0 else { return [] }
    let text = String(decoding: bytes.prefix(count), as: UTF8.self)
    let lines = text.split(separator: "\n")
    // What the cut went through is half a line.
    return start > 0 ? Array(lines.dropFirst()) : lines
  }

  /// A name that is a file name everywhere, and another for another operator.
  static func fileName(_ operatorName: String) -> String {
    var name = ""
    for byte in operatorName.utf8.prefix(60) {
      let isPlain =
        (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
        || byte == 45 || byte == 95
      let digits = Array("0123456789abcdef")
      name +=
        isPlain
        ? String(UnicodeScalar(byte)) : "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
    }
    return name.isEmpty ? "operator" : name
  }
}

private func systemWrite(_ file: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  #if canImport(Glibc)
    Glibc.write(file, bytes, count)
  #else
    Darwin.write(file, bytes, count)
  #endif
}
