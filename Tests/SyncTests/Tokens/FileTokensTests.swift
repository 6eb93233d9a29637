import Connectors
import Foundation
import Fulfillment
import Sync
import Synchronization
import Testing

private let now = Timestamp(seconds: 1_795_339_200)

/// A folder of tokens that goes away with it.
private final class Place: Sendable {
  let path = FileManager.default.temporaryDirectory
    .appendingPathComponent("tokens-\(UUID().uuidString)").path
  let notices = Mutex<[String]>([])

  var folder: String { path + "/state/tokens" }
  var file: String { folder + "/cj-1.json" }

  deinit { _ = try? FileManager.default.removeItem(atPath: path) }

  func tokens() -> FileTokens {
    FileTokens(folder: folder, notice: { text in self.notices.withLock { $0.append(text) } })
  }

  func mode(_ path: String) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    return (attributes[.posixPermissions] as? Int ?? -1) & 0o777
  }
}

private func token(_ value: String) -> AccessToken {
  AccessToken(
    value: value, expiresAt: now + .days(15), refresh: "refresh-" + value,
    refreshUntil: now + .days(180))
}

@Test func anotherStartFindsTheWholeRecord() {
  let place = Place()
  var written = TokenRecord()
  written.take(token("a"), now: now)
  (written.askedAt, written.refreshedAt, written.restsUntil) = (
    now - .minutes(5), now - .seconds(12), now + .minutes(1)
  )
  written.isPending = true
  let kept = written
  place.tokens().update("cj-1") { $0 = kept }
  #expect(place.tokens().record("cj-1") == kept)
  #expect(place.tokens().record("cj-2").isEmpty)
}

@Test func onlyTheOwnerMayRead() throws {
  let place = Place()
  place.tokens().update("cj-1") { $0.take(token("a"), now: now) }
  #expect(try place.mode(place.file) == 0o600)
  #expect(try place.mode(place.folder) == 0o700)
  #expect(try place.mode(place.folder + "/cj-1.lock") == 0o600)
}

@Test func aFileThatOthersMayReadIsClosedToThem() throws {
  let place = Place()
  place.tokens().update("cj-1") { $0.take(token("a"), now: now) }
  try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: place.file)
  #expect(place.tokens().record("cj-1").access == "a")
  #expect(try place.mode(place.file) == 0o600)
}

@Test(arguments: [
  "", "{", "null", "[]", "{\"version\":2,\"access\":\"a\",\"expires_at\":1}",
  "{\"version\":1,\"access\":\"a\"}",
  "{\"version\":1,\"access\":\"a\\r\\nX: y\",\"expires_at\":1795339200000}",
  String(repeating: "x", count: 100_000),
])
func anUnreadableFileIsAsIfAbsent(text: String) throws {
  let place = Place()
  place.tokens().update("cj-1") { $0.take(token("a"), now: now) }
  try text.write(toFile: place.file, atomically: false, encoding: .utf8)
  let tokens = place.tokens()
  #expect(tokens.record("cj-1").isEmpty)
  #expect(place.notices.withLock { $0.first?.contains("taken as if absent") } == true)
  // And is written anew.
  tokens.update("cj-1") { $0.take(token("b"), now: now) }
  #expect(place.tokens().record("cj-1").access == "b")
}

@Test func lookingWritesNothing() {
  let place = Place()
  _ = place.tokens().record("cj-1")
  #expect(!FileManager.default.fileExists(atPath: place.file))
}

@Test func whereNothingCanBeKeptTokensLastAsLongAsTheProcess() throws {
  let place = Place()
  try FileManager.default.createDirectory(atPath: place.path, withIntermediateDirectories: true)
  // A file where the folder should be; even the superuser makes none below it.
  try "".write(toFile: place.path + "/state", atomically: false, encoding: .utf8)
  let tokens = place.tokens()
  tokens.update("cj-1") { $0.take(token("a"), now: now) }
  #expect(tokens.record("cj-1").access == "a")
  #expect(place.tokens().record("cj-1").isEmpty)
  #expect(
    place.notices.withLock { $0.filter { $0.contains("last as long as this process") }.count } == 2
  )
}

@Test func aNameIsNoPath() {
  let place = Place()
  place.tokens().update("../cj") { $0.take(token("a"), now: now) }
  #expect(!FileManager.default.fileExists(atPath: place.path + "/state/cj.json"))
}

@Test func ofManyAtOnceOneClaims() async {
  let place = Place()
  let life = TokenLife(pace: TokenPace(asking: .minutes(5)), canRefresh: true)
  let claims = await withTaskGroup(of: Bool.self) { group in
    for _ in 0..<16 {
      // Each with a file descriptor of its own, as another process would have.
      let tokens = place.tokens()
      group.addTask { tokens.update("cj-1") { life.claim(&$0, now: now) } == .ask }
    }
    return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
  }
  #expect(claims == 1)
}
