import Connectors
import Fulfillment
import Store
import Synchronization

/// Letters through a program that takes a message as `sendmail -t -i` does: from its input, with its receiver
/// in the head. The program runs without a shell. Once it has been started with the letter, only its own word
/// that it did not take it lets the letter go again.
struct MailSender: Sender {
  /// The program and its arguments.
  let words: [String]
  /// Where the letter lies while the program reads it.
  let folder: String
  let folders: any Folders
  let time: any Clock
  let failPoint: FailPoint
  let permit: @Sendable () async throws -> Void
  /// How often a mailer is looked at once this program has been told to end; about five times a second.
  var patience = 25

  /// Exit codes of mailers (BSD sysexits.h).
  private enum Code {
    /// Wrong use, wrong data, no such user, no such host: not taken, and no second try helps.
    static let refusals = 64...68
    static let noPermission = 77
    static let configuration = 78
    /// Not taken for now.
    static let temporary = 75
    /// No service, an error of the system: before anything was taken.
    static let unavailable = [69, 71]
    static let notFound = [126, 127]
  }

  /// Of the names of letters; their key's digest follows.
  private static let start = ".mail-"
  private static let digest = 16

  /// Removes letters that lie there, and nothing else. Whoever reads one goes on reading it.
  static func clear(_ folder: String, _ folders: any Folders) throws(FolderError) {
    for file in try folders.files(in: folder) {
      let rest = file.name.dropFirst(start.count)
      guard file.name.hasPrefix(start), rest.count == digest, rest.allSatisfy(\.isHexDigit)
      else { continue }
      try folders.remove(folder + "/" + file.name)
    }
  }

  /// Seconds in which a mailer may say nothing.
  private static let silence = 120

  func prepare() async throws -> Postponement? { nil }

  func send(_ claim: Claim) async throws -> SendOutcome {
    guard let program = words.first else { return .refused("no mail program is set") }
    // A mailer on this machine takes lines as they end here.
    let text = String(
      claim.body.split(separator: "\r\n", omittingEmptySubsequences: false)
        .joined(separator: "\n"))
    let name = Signing.hex(Signing.sha256(Array(claim.key.utf8))).prefix(MailSender.digest)
    let path = folder + "/" + MailSender.start + name
    let written = await Blocking.run { [folders] in
      Result { () throws(FolderError) in
        try folders.prepare(for: path)
        try folders.write(Array(text.utf8), to: path)
      }
    }
    if case .failure(let error) = written { return notSent(error.reason, claim) }
    try failPoint.pass(.tempWritten)
    try await permit()
    try failPoint.pass(.beforeSend)
    let arguments = Array(words.dropFirst())
    let stop = Stop(looks: patience)
    let (result, left) = await withTaskCancellationHandler {
      await run(program, arguments, path, stop)
    } onCancel: {
      stop.ask()
    }
    try failPoint.pass(.afterSend)
    guard let result else {
      return .notSent(
        "\(program) can't be started", until: time.now() + time.real(Rest.operatorsTurn))
    }
    if result.isCut, stop.isAsked {
      return .lost("\(program) had not come to an end when this program did")
    }
    return outcome(result, program, left, claim)
  }

  private func run(
    _ program: String, _ arguments: [String], _ path: String, _ stop: Stop
  ) async -> (Program.Result?, String) {
    await Blocking.run { [folders] in
      let result = Program.run(
        program, arguments, input: path, silence: MailSender.silence, limit: 65_536,
        goesOn: stop.goesOn)
      do throws(FolderError) {
        try folders.remove(path)
        return (result, "")
      } catch {
        return (result, error.reason)
      }
    }
  }

  /// Whether this program is to end, and how long it still waits for the mailer.
  private final class Stop: Sendable {
    private let state: Mutex<(isAsked: Bool, looks: Int)>

    init(looks: Int) { state = Mutex((false, looks)) }

    var isAsked: Bool { state.withLock { $0.isAsked } }

    func ask() { state.withLock { $0.isAsked = true } }

    func goesOn() -> Bool {
      state.withLock { state in
        if state.isAsked { state.looks -= 1 }
        return state.looks > 0
      }
    }
  }

  /// A mailer keeps no books that could be asked.
  func ask(_ claim: Claim) async throws -> SendOutcome {
    .silent(
      "nobody can tell whether the mail has left",
      until: time.now() + time.real(Rest.after(claim.sending.asked)))
  }

  /// - Parameter left: why the letter could not be taken out of the folder again; "" where it was.
  private func outcome(
    _ result: Program.Result, _ program: String, _ left: String, _ claim: Claim
  ) -> SendOutcome {
    let words = (result.errors.isEmpty ? result.output : result.errors).sanitised(limit: 300)
    let said = words.isEmpty ? "\(program) ended with \(result.status)" : "\(program): \(words)"
    guard !result.isCut else { return .lost("\(program) did not come to an end") }
    switch result.status {
    case 0: return .delivered("taken by \(program)" + (left.isEmpty ? "" : "; " + left))
    case Code.temporary: return notSent(said, claim)
    case let status where Code.unavailable.contains(status) || Code.notFound.contains(status):
      return .notSent(said, until: time.now() + time.real(Rest.operatorsTurn))
    case let status
    where Code.refusals.contains(status) || status == Code.noPermission
      || status == Code.configuration:
      return .refused(said)
    default: return .lost(said)
    }
  }

  private func notSent(_ text: String, _ claim: Claim) -> SendOutcome {
    .notSent(text, until: time.now() + time.real(Rest.after(claim.sending.attempts)))
  }
}
