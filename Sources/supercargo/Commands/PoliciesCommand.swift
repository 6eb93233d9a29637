import ArgumentParser
import Fulfillment
import Settings

/// `supercargo policies list|show|check`
struct PoliciesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "policies",
    abstract: "What suppliers, platforms, carriers and insurers say of claims.",
    discussion: """
      Each policy is a file with a source and a date. Your own go into the folder policies beside the \
      configuration; one of the name of ours takes its place.
      """,
    subcommands: [List.self, Show.self, Check.self], defaultSubcommand: List.self)

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "List the windows of every policy.")

    @OptionGroup var global: GlobalOptions
    @OptionGroup var listing: ListingOptions

    func run() throws {
      let words = listing.filter.map { $0.lowercased() }
      var lister = try Lister(PolicyColumns.all, options: listing)
      let rows = try Policies.inForce(global.home.folder).flatMap(PolicyLine.lines).filter { row in
        words.allSatisfy { row.words.contains($0) }
      }
      rows.prefix(listing.limit ?? .max).forEach { lister.add($0) }
      try lister.finish()
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: "Print a policy as it is written, to copy and change.")

    @OptionGroup var global: GlobalOptions

    @Argument(help: "The policy's name, as list tells it.")
    var name: String

    func run() throws {
      do {
        guard let text = try Policies(folder: global.home.folder.policies).text(name) else {
          throw Failure(
            "there is no policy \(name)", "", remedy: "supercargo policies list shows them",
            status: .nothingFound)
        }
        Standard.print(text)
      } catch let error as ConfigurationError {
        throw Failure("the policy \(name) can't be shown", error.description)
      }
    }
  }

  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "check",
      abstract: "Read every policy and find windows that contradict each other.",
      discussion: """
        Exit status: 0 all can be read, whatever was found in them; 3 some can't; 1 none can.
        """)

    @OptionGroup var global: GlobalOptions

    @Flag(name: .long, help: "One JSON object a line.")
    var json = false

    func run() throws {
      let (policies, unreadable) = Policies(folder: global.home.folder.policies).load()
      let problems = PolicyCheck.problems(
        policies, returnWindow: try global.configuration().returnWindow, today: global.now.date)
      for problem in problems {
        Standard.print(
          json
            ? JSON.object([
              ("kind", .string(problem.kind.rawValue)), ("policy", .string(problem.policy)),
              ("file", .string(problem.file)), ("text", .string(problem.text)),
            ]).line : "\(problem.policy): \(problem.kind.rawValue): \(problem.text)")
      }
      unreadable.forEach { Standard.complain($0.description) }
      if !json, !global.quiet {
        Standard.print("\(policies.count) policies read, \(problems.count) remarks")
      }
      guard !unreadable.isEmpty else { return }
      if policies.isEmpty { throw Failure("policies", "none of them can be read") }
      throw PartlyDone()
    }
  }
}

/// One window of a policy.
struct PolicyLine {
  var policy: ClaimPolicy
  var term: ClaimTerm

  static func lines(_ policy: ClaimPolicy) -> [PolicyLine] {
    policy.terms.map { PolicyLine(policy: policy, term: $0) }
  }

  /// What a filter looks through.
  var words: String {
    [policy.party.rawValue, policy.name, policy.title, term.label].joined(separator: " ")
      .lowercased()
  }
}

/// The columns of a policy's windows.
enum PolicyColumns {
  static let all: [ListColumn<PolicyLine>] = [
    .text("party") { $0.policy.party.rawValue },
    .text("name") { $0.policy.name },
    ListColumn(
      "kinds", json: { .array($0.term.kinds.map { .string($0.rawValue) }) },
      text: { $0.term.kinds.map(\.rawValue).joined(separator: " ") }),
    ListColumn(
      "to", json: { .array($0.term.destinations.map { .string($0) }) },
      text: { $0.term.destinations.joined(separator: " ") }),
    .text("reach") { $0.term.reach?.rawValue ?? "" },
    .text("opens") { $0.term.opens?.text ?? "" },
    .text("closes") { $0.term.closes?.text ?? "" },
    ListColumn(
      "evidence", json: { .array($0.term.evidence.map { .string($0.rawValue) }) },
      text: { $0.term.evidence.map(\.rawValue).joined(separator: ", ") }),
    .text("amount", isExtra: true) { $0.term.amount?.text ?? "" },
    .text("by", isExtra: true) { $0.term.isShippers ? "shipper" : "" },
    .text("note", isExtra: true) { $0.term.note },
    .text("as_of") { $0.policy.asOf.description },
    .text("source", isExtra: true) { $0.policy.source },
    .text("file", isExtra: true) { $0.policy.file },
  ]
}
