import Fulfillment
import Testing

@testable import Settings

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What a policy may say, how a wrong one is told, and which there are.
struct PolicyFileTests {
  private static let good = """
    party = "supplier"
    name = "my-agent"
    title = "My Agent"
    aliases = ["agent"]
    source = "contract of 2026, § 4"
    as_of = "2026-05-01"
    from = "2026-06-01"
    currency = "EUR"

    [[window]]
    kinds = ["lost", "late"]
    to = ["US", "BR"]
    reach = "foreign"
    opens = "45d after shipped"
    closes = "90d after bought"
    evidence = ["customer message", "photos"]
    amount = "up to 50.00 EUR"
    by = "us"
    note = "By mail."
    """

  @Test func aPolicyMayHaveEverything() throws {
    let policy = try PolicyFile.parse(Self.good, file: "a.toml")
    #expect(policy.party == .supplier && policy.name == "my-agent" && policy.title == "My Agent")
    #expect(policy.asOf.description == "2026-05-01" && policy.from?.description == "2026-06-01")
    let term = try #require(policy.terms.first)
    #expect(term.kinds == [.lost, .late] && term.destinations == ["US", "BR"])
    #expect(term.opens == ClaimBound(45, after: .shipped))
    #expect(term.closes == ClaimBound(90, after: .bought) && term.reach == .foreign)
    #expect(term.evidence == [.customerMessage, .photos] && !term.isShippers)
    #expect(term.amount?.text == "up to 50.00 EUR" && policy.file == "a.toml")
  }

  @Test(arguments: [
    ("party = \"supplier\"", "party = \"suplier\"", 1, "did you mean \"supplier\"?"),
    ("currency = \"EUR\"", "curency = \"EUR\"", 8, "did you mean \"currency\"?"),
    ("as_of = \"2026-05-01\"", "as_of = \"May\"", 6, "write it as"),
    ("\"late\"", "\"tardy\"", 11, "lost"),
    ("\"BR\"", "\"Brazil\"", 12, "capital letters"),
    ("45d after shipped", "45d after shiped", 14, "did you mean \"shipped\"?"),
    ("90d after bought", "90 after bought", 15, "30d after bought"),
    ("\"photos\"", "\"fotos\"", 16, "did you mean \"photos\"?"),
    ("up to 50.00 EUR", "plenty", 17, "cost+shipping"),
    ("note = ", "notes = ", 19, "did you mean \"note\"?"),
  ])
  func whatIsWrongIsToldWithItsLineAndTheNearestWord(
    right: String, wrong: String, line: Int, remedy: String
  ) throws {
    let text = Self.good.replacing(right, with: wrong, maxReplacements: 1)
    let error = #expect(throws: ConfigurationError.self) {
      try PolicyFile.parse(text, file: "a.toml")
    }
    #expect(error?.file == "a.toml" && error?.line == line)
    #expect(error?.remedy.contains(remedy) == true, "\(error?.description ?? "")")
  }

  @Test(arguments: ["party", "name", "source", "as_of"])
  func whatAPolicyNeedsIsAskedFor(key: String) {
    let lines = Self.good.split(separator: "\n", omittingEmptySubsequences: false)
    let text = lines.filter { !$0.hasPrefix(key + " =") }.joined(separator: "\n")
    #expect(throws: ConfigurationError.self) { try PolicyFile.parse(text, file: "a.toml") }
  }

  @Test func everyFileInTheFolderIsInTheProgramAndCanBeRead() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "policies")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path())
      .filter { $0.hasSuffix(".toml") }.map { String($0.dropLast(5)) }
    #expect(files.sorted() == Policies.builtIn)
    for name in files {
      let data = FileManager.default.contents(atPath: folder.path() + "/" + name + ".toml")
      #expect(Policies.toml(name).map { Data($0) } == data)
    }
    let (policies, problems) = Policies(folder: "/nowhere").load()
    #expect(problems.isEmpty && policies.map(\.name) == Policies.builtIn)
    #expect(policies.allSatisfy { !$0.source.isEmpty })
  }

  @Test func theKnownContradictionIsFoundInOurOwn() throws {
    let found = PolicyCheck.problems(
      try Policies(folder: "/nowhere").all(), returnWindow: .days(30),
      today: CivilDate(daysSinceEpoch: 20_000))
    #expect(found.filter { $0.kind == .unclaimable }.map(\.policy) == ["supplier zendrop"])
    #expect(!found.contains { $0.kind == .overlap })
  }

  @Test func anOwnFileTakesThePlaceOfOursAndAnotherIsAdded() throws {
    let folder =
      FileManager.default.temporaryDirectory.path()
      + "/policies-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    // What the system cleans up anyway.
    defer { try? FileManager.default.removeItem(atPath: folder) }
    for name in ["cj", "my-agent"] {
      try Data(Self.good.replacing("my-agent", with: name).utf8)
        .write(to: URL(filePath: folder + "/" + name + ".toml"))
    }
    let policies = try Policies(folder: folder).all()
    #expect(policies.map(\.name).sorted() == (Policies.builtIn + ["my-agent"]).sorted())
    #expect(policies.first { $0.name == "cj" }?.currency?.code == "EUR")
    #expect(try Policies(folder: folder).text("cj")?.contains("EUR") == true)
    #expect(try Policies(folder: folder).text("../cj") == nil)
    try Data("party = 1".utf8).write(to: URL(filePath: folder + "/bad.toml"))
    let (good, problems) = Policies(folder: folder).load()
    #expect(good.count == policies.count && problems.map(\.file) == [folder + "/bad.toml"])
    #expect(throws: ConfigurationError.self) { try Policies(folder: folder).all() }
  }
}
