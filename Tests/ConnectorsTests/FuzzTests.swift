import Connectors
import Fulfillment
import Testing
import Wire

/// Whatever a file holds, decoding it ends, soon and in a value or a typed error. Damage is drawn from a
/// seed that stands in the name of the test.
struct FuzzTests {
  private static let answers = SimulatedAnswers.make(seed: 1)

  private func decoder(_ service: String) throws -> RecordingDecoder {
    try #require(RecordingDecoder(service, now: Samples.now))
  }

  /// Everything of an answer is used, so that nothing is left unread.
  private func consume(_ file: DecodedFile) -> Int {
    file.entries.reduce(0) { $0 + $1.json.encoded.utf8.count }
  }

  @Test func theSimulatorAnswersForEveryService() {
    let silent: Set = ["files", "files-shop", "email"]
    let services = Set(ConnectorTable.all.map(\.service)).subtracting(silent)
    #expect(Set(Self.answers.map(\.service)) == services)
  }

  @Test func whatTheSimulatorSaysIsDecoded() throws {
    for answer in Self.answers {
      let file = try decoder(answer.service).decode(answer.body)
      #expect(file.unreadable == [], "\(answer.service)")
      #expect(file.errors.allSatisfy { $0.retry != .afterReconciling })
    }
  }

  @Test(arguments: ["woocommerce", "shopify", "cj", "aliexpress", "17track", "stripe"])
  func everyPrefixEndsInAnAnswer(service: String) throws {
    let decoder = try decoder(service)
    for answer in Self.answers where answer.service == service {
      let bytes = Array(answer.body.prefix(1500))
      for length in stride(from: 0, to: bytes.count, by: 7) {
        #expect(consume(decoder.decode(Array(bytes.prefix(length)))) >= 0)
      }
    }
  }

  @Test(arguments: ConnectorTable.all.map(\.service), [1, 2, 3] as [UInt64])
  func randomDamageIsBorne(service: String, seed: UInt64) throws {
    let decoder = try decoder(service)
    let own = Self.answers.filter { $0.service == service }.map { Array($0.body.prefix(3000)) }
    let bodies = own.isEmpty ? [Array("Name,Lineitem name\n#1,Mug\n".utf8)] : own
    var random = SplitMix(state: seed)
    for _ in 0..<60 {
      var body = bodies[random.below(bodies.count)]
      guard !body.isEmpty else { continue }
      for _ in 0..<(1 + random.below(6)) {
        body[random.below(body.count)] = UInt8(truncatingIfNeeded: random.below(256))
      }
      #expect(consume(decoder.decode(body)) >= 0, "seed \(seed)")
    }
  }

  @Test(
    .timeLimit(.minutes(2)), arguments: ConnectorTable.all.map(\.service),
    ["[", "{\"a\":", "- ", "a:\n ", "\"", "\\u"])
  func endlessNestingIsRefusedInGoodTime(service: String, piece: String) throws {
    let text = String(repeating: piece, count: 100_000)
    #expect(consume(try decoder(service).decode(Array(text.utf8))) >= 0)
  }
}

/// The same of real recordings.
@Suite(.enabled(if: Recordings.arePresent))
struct RecordingFuzzTests {
  private static let files = ConnectorTable.all.map(\.service).flatMap { service in
    Recordings.files(in: "fixtures/\(service)") { !$0.hasSuffix(".md") && $0.contains(".") }
      .map { (service, $0) }
  }

  @Test(arguments: files.indices)
  func aDamagedRecordingIsBorne(index: Int) throws {
    let (service, path) = Self.files[index]
    let bytes = Array(try Recordings.bytes(path).prefix(20_000))
    let decoder = try #require(RecordingDecoder(service, now: Samples.now))
    var random = SplitMix(state: UInt64(index) + 1)
    for _ in 0..<2 {
      var damaged = bytes
      for _ in 0..<4 where !damaged.isEmpty {
        damaged[random.below(damaged.count)] = UInt8(truncatingIfNeeded: random.below(256))
      }
      let cut = random.below(damaged.count + 1)
      for file in [decoder.decode(damaged), decoder.decode(Array(damaged.prefix(cut)))] {
        #expect(!file.entries.isEmpty || file.values.isEmpty, "\(path)")
      }
    }
  }
}
