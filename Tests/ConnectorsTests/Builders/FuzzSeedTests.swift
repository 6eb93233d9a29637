import Connectors
import Fulfillment
import Simulator
import Testing
import Wire

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The files that fuzzing begins with (`Fuzz/Seeds`), those that once broke a decoder among them: each is
/// decoded as `supercargo decode` does it. `RECORD=1` writes what the simulated services answer anew.
struct FuzzSeedTests {
  private static let services = ConnectorTable.all.map(\.service).filter {
    // Nobody else's letters are read.
    $0 != "email" && RecordingDecoder($0, now: Samples.now)?.kinds.isEmpty == false
  }

  private static func files(_ service: String) -> [String] {
    let names = try? FileManager.default.contentsOfDirectory(atPath: folder + "/" + service)
    return (names ?? []).sorted().map { service + "/" + $0 }
  }

  @Test(arguments: services)
  func everyDecoderHasSeedsAndReadsThem(service: String) throws {
    let files = Self.files(service)
    #expect(files.count > 1, "RECORD=1 swift test --filter FuzzSeed makes them")
    let decoder = try #require(RecordingDecoder(service, now: Samples.now))
    var values = 0
    for file in files {
      let bytes = Array(try Data(contentsOf: URL(filePath: Self.folder + "/" + file)))
      let name = String(file.drop { $0 != "/" }.dropFirst())
      let found = decoder.decode(bytes, name: name)
      values += found.values.count
      for kind in decoder.kinds {
        for entry in decoder.decode(bytes, name: name, kind: kind).entries {
          #expect(!entry.json.encoded.isEmpty)
        }
      }
    }
    #expect(values > 0)
  }

  @Test(
    .enabled(if: ProcessInfo.processInfo.environment["RECORD"] == "1"),
    arguments: SimulatedDesk.services)
  func seedsAreWritten(service: String) throws {
    let folder = Self.folder + "/" + service
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    var desk = try SimulatedDesk(service)
    for (name, body) in try desk.answers() {
      let json = try? JSON(body)
      let bytes = json.map { Array(Self.short($0).encoded.utf8) } ?? body
      guard !bytes.isEmpty, bytes.count < 12_000 else { continue }
      let file = name.split(separator: " ").joined(separator: "-") + ".json"
      try Data(bytes).write(to: URL(filePath: folder + "/" + file))
    }
  }

  /// Of every list the first two: what comes after says nothing new to a decoder.
  private static func short(_ json: JSON) -> JSON {
    if json.isArray { return .array(json.elements.prefix(2).map(short)) }
    guard json.isObject else { return json }
    return .object(json.members.map { JSON.Member(name: $0.name, value: short($0.value)) })
  }

  private static let folder: String = {
    var path = #filePath.split(separator: "/")
    path.removeLast(4)
    return "/" + path.joined(separator: "/") + "/Fuzz/Seeds"
  }()
}
