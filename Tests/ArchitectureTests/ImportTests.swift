import Foundation
import Testing

/// The import table of Documentation/Architecture.md: what each target may import. SwiftPM lets a
/// transitive import pass, so the lines themselves are read.
private let foundation: Set = ["Foundation", "FoundationEssentials"]
private let system: Set = ["Glibc", "Darwin"]
private let allowed: [String: Set<String>] = [
  "Fulfillment": [],
  "Wire": [],
  "Canvas": [],
  "Console": ["Fulfillment", "Canvas"],
  "CNcurses": [],
  "Ncurses": system.union(["Canvas", "CNcurses", "Dispatch"]),
  "Connectors": foundation.union(["Fulfillment", "Wire", "Crypto"]),
  "Store": foundation.union(system).union(["Fulfillment", "GRDB", "GRDBSQLite"]),
  "Sync": foundation.union(system).union([
    "Fulfillment", "Wire", "Connectors", "Store", "Logging", "AsyncHTTPClient", "NIOCore",
    "NIOHTTP1", "NIOSSL", "NIOPosix", "Synchronization",
  ]),
  "Server": [
    "Fulfillment", "Wire", "Connectors", "Logging", "Hummingbird", "NIOCore", "Synchronization",
  ],
  "Settings": foundation.union(system).union([
    "Fulfillment", "Canvas", "Console", "Connectors", "TOMLKit",
  ]),
  "Simulator": foundation.union(["Fulfillment", "Wire"]),
  "supercargo": foundation.union(system).union([
    "Fulfillment", "Wire", "Canvas", "Ncurses", "Console", "Connectors", "Store", "Sync", "Server",
    "Settings", "Simulator", "ArgumentParser", "ServiceLifecycle", "UnixSignals", "Logging",
    "Dispatch",
    "Synchronization",
  ]),
  "TestSupport": foundation.union(system).union([
    "Fulfillment", "Wire", "Canvas", "Console", "Connectors", "Store", "Sync", "Settings",
    "Simulator", "Synchronization",
  ]),
]

/// Packages that are heavy or touch the outside stay behind one importing file.
private let singleImporters: [String: String] = [
  "CNcurses": "Ncurses/NcursesTerminal.swift",
  "Crypto": "Connectors/Signing.swift",
  "AsyncHTTPClient": "Sync/HTTPClientTransport.swift",
  "Hummingbird": "Server/HummingbirdServer.swift",
]

private func imports(of file: Project.File) -> [String] {
  file.code.compactMap { line in
    let words = line.split(separator: " ")
    guard let index = words.firstIndex(of: "import"), index <= 2, index + 1 < words.count,
      words[..<index].allSatisfy({ ["package", "internal", "public", "@testable"].contains($0) })
    else { return nil }
    let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "func", "var", "let"]
    let name = words.dropFirst(index + 1).first { !kinds.contains($0) } ?? ""
    return name.split(separator: ".").first.map(String.init)
  }
}

@Test(arguments: Project.targets)
func aTargetImportsOnlyWhatTheTableAllows(target: String) throws {
  let table = try #require(allowed[target], "\(target) is not in the import table")
  for file in Project.swiftFiles(under: "Sources/\(target)") {
    let strangers = imports(of: file).filter { !table.contains($0) }
    #expect(strangers.isEmpty, "\(file.path) imports \(strangers)")
  }
}

@Test(arguments: singleImporters.sorted { $0.key < $1.key })
func aHeavyPackageHasOneImportingFile(package: String, home: String) {
  let importers = Project.sources.filter { imports(of: $0).contains(package) }.map(\.path)
  #expect(importers == ["Sources/" + home])
}

@Test func theReaderOfImportsSeesAPlantedOne() {
  let planted = Project.File(
    path: "Sources/Fulfillment/Planted.swift",
    text: "package import Foundation\nimport struct Wire.Form\n// import Canvas\nlet important = 1")
  #expect(imports(of: planted) == ["Foundation", "Wire"])
}
