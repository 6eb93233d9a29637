import ArgumentParser
import Fulfillment
import Settings
import Store

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The program: one verb a file in Commands; without a verb it opens the console.
@main
struct Supercargo: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "supercargo",
    abstract:
      "Watch the order queue, triage exceptions, buy once, approve returns: dropshipping from a terminal.",
    discussion: """
      Without a verb it opens the console. Everything the console does is a verb here, too. \
      Listings take a filter in the console's language, for example: state:stuck age>3d value>=100.
      Exit status: 0 done, 1 failed, 2 usage, 3 partly done, 4 nothing found, 5 another syncer is at work.
      """,
    version: Version.text,
    subcommands: [
      ConsoleCommand.self, DemoCommand.self, InitCommand.self, ConnectCommand.self,
      AccountsCommand.self, DoctorCommand.self, DecodeCommand.self,
      ImportCommand.self, ExportCommand.self, SyncCommand.self, ServeCommand.self,
      InboxCommand.self, OrdersCommand.self,
      OrderCommand.self, ReplayCommand.self, EvidenceCommand.self, ExceptionsCommand.self,
      ReturnsCommand.self, ReplaceCommand.self,
      DisputesCommand.self, NoticesCommand.self, SuppliersCommand.self,
      OffersCommand.self,
      PurchasesCommand.self, RouteCommand.self, PlanCommand.self, ApplyCommand.self,
      HoldCommand.self, ReleaseCommand.self, CancelCommand.self, ReconcileCommand.self,
      ActivityCommand.self,
      NumbersCommand.self, ReportCommand.self,
      UndoCommand.self, NoteCommand.self, ClaimsCommand.self, PoliciesCommand.self,
      RulesCommand.self, BacktestCommand.self, ThemesCommand.self, KeysCommand.self,
      CompletionsCommand.self, ManCommand.self,
      SimulateCommand.self,
      BenchCommand.self, BackupCommand.self, RestoreCommand.self,
    ],
    defaultSubcommand: ConsoleCommand.self
  )

  /// Runs the verb and turns every way out into the exit statuses of `ExitStatus`.
  @MainActor static func main() async {
    signal(SIGPIPE, SIG_IGN)
    // A limit on the size of files is an error of the write, not an end without a word.
    signal(SIGXFSZ, SIG_IGN)
    #if canImport(Glibc)
      // Three heaps, the first grown by a megabyte. With one for all, those that evaluate and the one that
      // writes wait for each other; with one for each, every thread has some that it does not need.
      _ = setHeapOption(-8, 3)
      _ = setHeapOption(-2, 1 << 20)
      // Nobody asks SQLite how much memory it has, and counting it makes every thread that reads wait for
      // every other at each small piece.
      _ = setDatabaseOption(9, 0)
    #endif
    do {
      if let session = ConsoleSession(words: Array(CommandLine.arguments.dropFirst())) {
        return try await session.run()
      }
      var command = try parseAsRoot()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch let failure as Failure {
      Standard.complain(failure.description)
      leave(failure.status)
    } catch is PartlyDone {
      leave(.partly)
    } catch let error as StoreError {
      Standard.complain(Failure(error).description)
      leave(.failed)
    } catch let code as ExitCode {
      leave(code.rawValue)
    } catch is CancellationError {
      leave(.failed)
    } catch {
      leave(error)
    }
  }

  private static func leave(_ status: ExitStatus) -> Never { leave(status.rawValue) }

  private static func leave(_ code: Int32) -> Never { Process.leave(code) }

  /// Words that were meant as a verb and would be taken for those of the console: none of that name, or one
  /// behind options.
  static func misplaced(_ words: [String]) -> Failure? {
    let verbs = configuration.subcommands.compactMap { $0.configuration.commandName } + ["help"]
    guard let first = words.first else { return nil }
    if !first.hasPrefix("-") {
      guard !verbs.contains(first) else { return nil }
      let nearest = NearestName.of(first, among: verbs)
      return Failure(
        "supercargo", "there is no verb \(first.sanitised(limit: 60))",
        remedy: nearest.map { "did you mean `supercargo \($0)`?" }
          ?? "`supercargo --help` lists them", status: .usage)
    }
    guard let verb = words.first(where: verbs.contains), verb != "console" else { return nil }
    return Failure(
      "supercargo", "the verb comes first",
      remedy: "write it as `supercargo \(verb) \(first) ...`", status: .usage)
  }

  /// Help and version go to standard output and are no failure; words that don't parse are usage.
  private static func leave(_ error: any Error) -> Never {
    let code = exitCode(for: error)
    let text = fullMessage(for: error)
    switch code {
    case .success:
      Standard.print(text)
      leave(.done)
    case .validationFailure:
      let told = misplaced(Array(CommandLine.arguments.dropFirst()))
      Standard.write((told?.description ?? text) + "\n", to: STDERR_FILENO)
      leave(.usage)
    default:
      Standard.complain(message(for: error))
      leave(.failed)
    }
  }
}

#if canImport(Glibc)
  /// `mallopt` of malloc.h, which the Glibc module leaves out; -8 is M_ARENA_MAX, -2 is M_TOP_PAD
  /// (mallopt(3)).
  @_silgen_name("mallopt")
  private func setHeapOption(_ option: Int32, _ value: Int32) -> Int32

  /// `sqlite3_config` of sqlite3.h, which takes any number of values and so is no function for Swift; 9 is
  /// SQLITE_CONFIG_MEMSTATUS, to be said before anything is opened (sqlite.org/c3ref/c_config_getmalloc.html).
  /// On Linux a number is passed to such a function like to any other.
  @_silgen_name("sqlite3_config")
  private func setDatabaseOption(_ option: Int32, _ value: Int32) -> Int32
#endif

/// `exit`, where a command's own `exit` would hide it.
private enum Process {
  static func leave(_ code: Int32) -> Never { exit(code) }
}

/// The version, as `--version` and the header tell it.
enum Version {
  static let text = "0.1.0"
}
