// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

func module(
  _ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource]? = nil
) -> Target {
  .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: strict)
}

/// In the binary, so that it needs no files beside it.
let themes = [
  "amber", "daylight", "fjord", "harbour", "high-contrast", "high-contrast-light", "lagoon",
  "monochrome", "okabe-ito",
].map { Resource.embedInCode("../../themes/\($0).toml") }

/// The same of what suppliers, platforms, carriers and insurers say of claims.
let policies = [
  "aliexpress", "cj", "dhl", "fedex", "hongkong-post", "route", "shipinsure", "simplisent", "ups",
  "usps", "zendrop",
].map { Resource.embedInCode("../../policies/\($0).toml") }

/// The lines that sellers are judged by.
let lines = [Resource.embedInCode("../../lines/lines.toml")]

func tests(
  _ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = []
) -> Target {
  .testTarget(
    name: name + "Tests", dependencies: dependencies + ["TestSupport"], exclude: exclude,
    swiftSettings: strict)
}

let argumentParser = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")
let asyncHTTPClient = Target.Dependency.product(
  name: "AsyncHTTPClient", package: "async-http-client")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let customDump = Target.Dependency.product(name: "CustomDump", package: "swift-custom-dump")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let sqlite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let serviceLifecycle = Target.Dependency.product(
  name: "ServiceLifecycle", package: "swift-service-lifecycle")
let unixSignals = Target.Dependency.product(
  name: "UnixSignals", package: "swift-service-lifecycle")
let toml = Target.Dependency.product(name: "TOMLKit", package: "TOMLKit")

let package = Package(
  name: "supercargo",
  platforms: [.macOS(.v15)],
  products: [.executable(name: "supercargo", targets: ["supercargo"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
    .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
    .package(url: "https://github.com/pointfreeco/swift-custom-dump", from: "1.7.3"),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
  ],
  targets: [
    module("Fulfillment"),
    module("Wire"),
    module("Canvas"),
    .systemLibrary(
      name: "CNcurses", providers: [.apt(["libncursesw5-dev"]), .brew(["ncurses"])]),
    module("Ncurses", ["Canvas", "CNcurses"]),
    module("Console", ["Fulfillment", "Canvas"]),
    module("Connectors", ["Fulfillment", "Wire", crypto]),
    module("Store", ["Fulfillment", grdb, sqlite]),
    module(
      "Sync",
      [
        "Fulfillment", "Wire", "Connectors", "Store", logging, asyncHTTPClient, nioCore, nioHTTP1,
        nioPosix,
      ]),
    module("Server", ["Fulfillment", "Wire", "Connectors", logging, hummingbird, nioCore]),
    module(
      "Settings", ["Fulfillment", "Canvas", "Console", "Connectors", toml],
      resources: themes + policies + lines),
    module("Simulator", ["Fulfillment", "Wire"]),
    .executableTarget(
      name: "supercargo",
      dependencies: [
        "Fulfillment", "Wire", "Canvas", "Ncurses", "Console", "Connectors", "Store", "Sync",
        "Server", "Settings", "Simulator", argumentParser, serviceLifecycle, unixSignals, logging,
      ],
      swiftSettings: strict,
      // 144,000 addresses need no fixing at every start, nor 59,000 names to be looked through:
      // Documentation/Decisions/0004.
      linkerSettings: [
        .unsafeFlags(
          ["-Xclang-linker", "-no-pie", "-Xlinker", "--no-export-dynamic"],
          .when(platforms: [.linux], configuration: .release))
      ]),
    module(
      "TestSupport",
      [
        "Fulfillment", "Wire", "Canvas", "Console", "Connectors", "Store", "Sync", "Settings",
        "Simulator",
      ]),
    tests("Fulfillment", ["Fulfillment", customDump]),
    tests("Wire", ["Wire"]),
    tests("Canvas", ["Canvas"]),
    tests("Ncurses", ["Ncurses", "Canvas"]),
    tests(
      "Console", ["Console", "Canvas", "Fulfillment", customDump], exclude: ["Snapshots"]),
    tests(
      "Connectors", ["Connectors", "Fulfillment", "Wire", "Simulator"],
      exclude: ["Builders/Requests"]),
    tests("Store", ["Store", "Fulfillment", grdb]),
    tests("Sync", ["Sync", "Store", "Connectors", "Fulfillment", "Wire", "Server", "Simulator"]),
    tests("Server", ["Server", "Wire", "Sync", "Connectors", "Fulfillment", "Simulator"]),
    tests("Settings", ["Settings", "Canvas", "Console", "Fulfillment"]),
    tests("Simulator", ["Simulator", "Fulfillment", "Wire"]),
    tests(
      "supercargo",
      ["supercargo", "Canvas", "Console", "Fulfillment", "Settings", "Store", "Sync", "Wire"]),
    tests("EndToEnd", ["supercargo", "Canvas"]),
    tests("Architecture"),
  ]
)
