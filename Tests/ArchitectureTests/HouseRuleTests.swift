import Foundation
import Testing

/// Words that may stand only in some files, and why they are watched.
private struct Ban: CustomStringConvertible, Sendable {
  var words: [String]
  var except: [String] = []
  var description: String { words.joined(separator: " ") }
}

private let bans: [Ban] = [
  Ban(words: ["try!", "as!", "fatalError(", "preconditionFailure("]),
  Ban(words: ["@unchecked Sendable", "nonisolated(unsafe)"], except: ["Ncurses/", "Store/"]),
  Ban(
    words: ["Date()", "ContinuousClock", "Task.sleep", "clock_gettime", "SuspendingClock"],
    except: ["Sync/SystemTime.swift", "Server/HummingbirdServer.swift"]),
  Ban(
    words: [".random(", "SystemRandomNumberGenerator"],
    except: ["Sync/SystemRandom.swift", "Sync/SystemTime.swift"]),
  Ban(words: ["TODO", "FIXME", "HACK"]),
  Ban(words: ["public func", "public struct", "public var", "public enum", "public init"]),
]

@Test(arguments: bans)
private func aWatchedWordStandsOnlyWhereItMay(ban: Ban) {
  for file in Project.sources where !ban.except.contains(where: { file.path.contains($0) }) {
    for (number, line) in file.lines.enumerated()
    where !line.drop(while: { $0 == " " }).hasPrefix("//") {
      for word in ban.words {
        #expect(!line.contains(word), "\(file.path):\(number + 1): \(line)")
      }
    }
  }
}

@Test(arguments: Project.sources)
func aSourceFileStaysReadable(file: Project.File) {
  #expect(file.lines.count <= 500, "\(file.path) has \(file.lines.count) lines")
}

@Test(arguments: Project.sources)
func aPackageDeclarationSaysWhatItIs(file: Project.File) {
  let lines = file.lines.map { $0.drop { $0 == " " } }
  for (number, line) in lines.enumerated() {
    let words = line.split(separator: " ")
    guard words.first == "package",
      let kind = words.dropFirst().first(where: { word in
        ["struct", "enum", "protocol", "actor", "class"].contains(word)
      })
    else { continue }
    var above = number - 1
    while above >= 0, lines[above].hasPrefix("@") { above -= 1 }
    #expect(
      above >= 0 && lines[above].hasPrefix("///"),
      "\(file.path):\(number + 1): a package \(kind) without a line that says what it is")
  }
}

@Test(arguments: [
  "Shopify", "WooCommerce", "CJ", "SeventeenTrack", "AfterShip", "EasyPost", "Shippo", "Karrio",
])
func aConnectorFolderHasTheSameFiles(vendor: String) throws {
  let names = Project.swiftFiles(under: "Sources/Connectors/\(vendor)").map(\.name)
  for part in ["", "Requests", "Payloads"] {
    #expect(names.contains("\(vendor)\(part).swift"), "\(vendor)\(part).swift is missing")
  }
}

@Test func nobodyTellsOfThePlaceItWasWrittenAt() {
  let words = ["/wo" + "rk/", "/tm" + "p/pk", "swift-" + "packages"]
  for file in Project.sources + Project.swiftFiles(under: "Tests") {
    for word in words { #expect(!file.text.contains(word), "\(file.path) holds \(word)") }
  }
}
