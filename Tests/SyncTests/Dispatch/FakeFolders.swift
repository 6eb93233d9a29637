import Connectors
import Fulfillment
import Sync
import Synchronization

/// Folders in memory, which fail where they are told to.
final class FakeFolders: Folders {
  struct State {
    var files: [String: [UInt8]] = [:]
    /// Names of the calls that fail: `write`, `publish`, ...
    var broken: Set<String> = []
  }

  private let state: Mutex<State>

  init(_ files: [String: String] = [:]) {
    state = Mutex(State(files: files.mapValues { Array($0.utf8) }))
  }

  var names: [String] { state.withLock { $0.files.keys.sorted() } }
  func text(_ path: String) -> String? {
    state.withLock { $0.files[path].map { String(decoding: $0, as: UTF8.self) } }
  }
  func put(_ path: String, _ text: String?) {
    state.withLock { $0.files[path] = text.map { Array($0.utf8) } }
  }
  func fail(_ calls: String...) { state.withLock { $0.broken = Set(calls) } }

  func write(_ bytes: [UInt8], to path: String) throws(FolderError) {
    try check("write", path)
    state.withLock { $0.files[path] = bytes }
  }

  func publish(_ temporary: String, as path: String) throws(FolderError) -> Bool {
    try check("publish", path)
    let found: Bool? = state.withLock { state in
      guard state.files[path] == nil else { return false }
      guard let bytes = state.files.removeValue(forKey: temporary) else { return nil }
      state.files[path] = bytes
      return true
    }
    guard let found else { throw FolderError("there is no \(temporary)") }
    return found
  }

  func contains(_ path: String) throws(FolderError) -> Bool {
    try check("contains", path)
    return state.withLock { $0.files[path] != nil }
  }

  func files(in folder: String) throws(FolderError) -> [FolderFile] {
    try check("files", folder)
    return state.withLock { state in
      state.files.compactMap { path, bytes in
        guard path.hasPrefix(folder + "/") else { return nil }
        let name = String(path.dropFirst(folder.count + 1))
        return name.contains("/") ? nil : FolderFile(name: name, size: bytes.count)
      }.sorted { $0.name < $1.name }
    }
  }

  func read(_ path: String, limit: Int) throws(FolderError) -> [UInt8] {
    try check("read", path)
    guard let bytes = state.withLock({ $0.files[path] }), bytes.count <= limit else {
      throw FolderError("\(path) is longer than \(limit) bytes")
    }
    return bytes
  }

  func move(_ path: String, to destination: String) throws(FolderError) -> Bool {
    try check("move", path)
    return state.withLock { state in
      guard state.files[destination] == nil else { return false }
      state.files[destination] = state.files.removeValue(forKey: path)
      return true
    }
  }

  func remove(_ path: String) throws(FolderError) {
    try check("remove", path)
    state.withLock { $0.files[path] = nil }
  }

  private func check(_ call: String, _ path: String) throws(FolderError) {
    if state.withLock({ $0.broken.contains(call) }) { throw FolderError("can't \(call) \(path)") }
  }
}

/// A supplier that works by files: `KEY.csv` in `in`; what comes back is `KEY state number` a line.
struct FakeFolderSupplier: FolderSupplier {
  var inbox = "in"
  var outbox = "out"

  func body(for draft: PurchaseDraft) throws(DraftProblem) -> String { draft.key + ";1" }
  func fileName(key: String) -> String { key + ".csv" }

  func read(_ bytes: [UInt8], name: String, now: Timestamp) -> FolderReport {
    var report = FolderReport()
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
      let parts = line.split(separator: " ").map(String.init)
      guard parts.count == 3, let state = PurchaseState(rawValue: parts[1]) else {
        report.unreadable.append(Page.Unreadable(id: name, reason: "\(line)"))
        continue
      }
      report.purchases.append(
        PurchaseOrder(
          supplier: "supplier", number: parts[2], reference: parts[0], state: state,
          placedAt: now, key: parts[0]))
    }
    return report
  }
}
