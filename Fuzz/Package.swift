// swift-tools-version: 6.2
import PackageDescription

// The decoders of the program, built once more with the eyes of libFuzzer and the address sanitizer in
// them: `make fuzz`. The sources are the program's own, by links that `run` makes; the package's name is, too,
// so that they see each other.
let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// - Parameter isWatched: what it reaches guides the fuzzer, and its memory is looked after.
func module(
  _ name: String, _ dependencies: [Target.Dependency] = [], isWatched: Bool = true
) -> Target {
  .target(
    name: name, dependencies: dependencies,
    swiftSettings: settings + (isWatched ? [.unsafeFlags(["-sanitize=fuzzer,address"])] : []))
}

let package = Package(
  name: "supercargo",
  platforms: [.macOS(.v15)],
  products: [.library(name: "Fuzz", type: .static, targets: ["Fuzz"])],
  targets: [
    // The values that are decoded into, and much else. Traps end it watched or not; watching it would
    // double what there is to build.
    module("Fulfillment", isWatched: false),
    module("Wire"),
    // Stands in for swift-crypto, which takes longer to build than all the rest.
    module("Crypto", isWatched: false),
    module("Connectors", ["Fulfillment", "Wire", "Crypto"]),
    module("Fuzz", ["Connectors", "Fulfillment", "Wire"]),
  ]
)
