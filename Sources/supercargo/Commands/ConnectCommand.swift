import ArgumentParser
import Connectors
import Fulfillment
import Settings
import Sync

/// `supercargo connect SERVICE`
struct ConnectCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "connect",
    abstract: "Connect a shop, supplier, tracker or payment service; without a name, list them.",
    discussion: """
      Asks for what is needed, tries it, shows what the key may do, and adds an [[account]] to the \
      configuration. A secret that is typed goes into a file that only you can read; on the command \
      line name a place instead: env:NAME or file:PATH. From a pipe, what no option gives is read a \
      line each.
      """)

  @OptionGroup var global: GlobalOptions

  @Argument(help: "The service, for example shopify.")
  var service: String?

  @Option(name: .long, help: "What the account is to be called.")
  var name: String?

  @Option(name: .long, help: "Where the service is, if it has no address of its own.")
  var url: String?

  @Option(name: .long, help: "The key: env:NAME or file:PATH.")
  var key: String?

  @Option(name: .long, help: "The secret: env:NAME or file:PATH.")
  var secret: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "What else the account is told; can be repeated. Secrets as env:NAME or file:PATH.",
      valueName: "key=value"))
  var option: [String] = []

  @Flag(name: .long, help: "Ask nothing; write nothing if the service does not answer.")
  var yes = false

  @Flag(name: .long, help: "Don't ask the service; write it untried.")
  var offline = false

  @Flag(name: .long, help: "Sign in again for an account that is there.")
  var renew = false

  @Flag(name: .long, help: "One JSON object a line.")
  var json = false

  func run() async throws {
    guard let service else { return list() }
    guard let descriptor = ConnectorTable.service(service.lowercased()) else {
      throw Failure(
        "there is no service \(service)", "nothing was written",
        remedy: NearestName.remedy(service, among: ConnectorTable.all.map(\.service)),
        status: .usage)
    }
    let transport = HTTPClientTransport()
    do {
      if renew {
        try await renew(descriptor, transport)
      } else {
        try await connect(descriptor, transport)
      }
    } catch is SilentInput.Cancelled {
      throw Failure("nothing was written", "you ended it")
    }
  }

  private func connect(_ descriptor: ServiceDescriptor, _ transport: HTTPClientTransport)
    async throws
  {
    let asking = Asking.standard()
    let given = try given(descriptor)
    let empty = Connecting(
      descriptor, name: try accountName(descriptor, asking),
      configurationPath: global.configurationPath, environment: GlobalOptions.environment)
    asking.say("\(descriptor.guide.title): \(descriptor.guide.steps)")
    if !descriptor.guide.scopes.isEmpty { asking.say("It needs: \(descriptor.guide.scopes)") }
    var answers: [String: String] = [:]
    var isToBeAsked = true
    while isToBeAsked {
      var connecting = empty
      let session = try await ask(&connecting, given, &answers, asking, transport)
      isToBeAsked = try await finish(
        connecting, asking, session, transport, canAskAgain: !answers.isEmpty)
    }
  }

  /// Takes what the command line gives and asks for the rest; the session where a person has signed in.
  /// - Parameter answers: what was answered before, and is taken again where nothing else is answered.
  private func ask(
    _ connecting: inout Connecting, _ given: [String: String], _ answers: inout [String: String],
    _ asking: Asking, _ transport: HTTPClientTransport
  ) async throws -> AccessToken? {
    let descriptor = connecting.descriptor
    let asked = Set(descriptor.questions.map(\.key))
    for (key, text) in given.sorted(by: { $0.key < $1.key })
    where !asked.contains(key) && key != "code" {
      try connecting.take(key, text, isTyped: false)
    }
    var session: AccessToken?
    for question in descriptor.questions {
      if let text = given[question.key] {
        try connecting.take(question.key, text, isTyped: false)
        continue
      }
      // A folder over SFTP is named by the url.
      if question.key == "folder", given["url"]?.lowercased().hasPrefix("sftp://") == true {
        continue
      }
      if let token = session, question.key == "refresh_token" {
        try connecting.take(question.key, token.refresh, isTyped: true)
        continue
      }
      if question.key == "session" {
        // A code is good once.
        let code = answers.isEmpty ? given["code"] : nil
        session = try await signIn(connecting, code, asking, transport)
        if let session {
          try connecting.take("session", session.value, isTyped: true)
          continue
        }
      }
      guard question.isNeeded || asking.isTerminal && !yes else { continue }
      answers[question.key] = try ask(question, &connecting, answers[question.key], asking)
    }
    return session
  }

  /// Asks until the answer can be used; from a pipe once.
  private func ask(
    _ question: AccountQuestion, _ connecting: inout Connecting, _ before: String?, _ asking: Asking
  ) throws -> String {
    let isOver = asking.isTerminal && yes
    while true {
      let text = try asking.ask(
        question, flag: flag(question.key), isOver: isOver, before: before)
      do {
        try connecting.take(question.key, text, isTyped: true)
        return text
      } catch let failure as Failure where asking.isTerminal {
        Standard.complain(failure.description)
      }
    }
  }

  /// Tries the account, shows it, and writes it. True: it is no good, and other answers are to be given.
  /// - Parameter canAskAgain: something was answered that may be answered otherwise.
  private func finish(
    _ connecting: Connecting, _ asking: Asking, _ session: AccessToken?,
    _ transport: HTTPClientTransport, canAskAgain: Bool
  ) async throws -> Bool {
    func isToBeAskedAgain() throws -> Bool {
      guard canAskAgain, asking.isTerminal, !yes else { return false }
      return try asking.confirm("Answer again?", otherwise: true)
    }
    let entry: ConfiguredAccount
    do {
      entry = try connecting.account()
    } catch let failure as Failure {
      guard canAskAgain, asking.isTerminal, !yes else { throw failure }
      Standard.complain(failure.description)
      guard try isToBeAskedAgain() else { throw failure }
      return true
    }
    if !json, !global.quiet {
      Standard.print("\nThis goes to the end of \(global.configurationPath):\n")
      for line in connecting.block.toml.split(separator: "\n") { Standard.print("  \(line)") }
      let files = connecting.secretFiles
      if !files.isEmpty {
        Standard.print("\nWhat you typed goes where only you can read it:")
        for file in files { Standard.print("  \(file)") }
      }
      Standard.print("")
    }
    for problem in connecting.absent {
      Standard.complain("\(connecting.name): \(problem.what) (\(problem.remedy))")
    }
    let tokens = Services.tokens { Standard.complain($0) }
    if let session { keep(session, of: entry, tokens) }
    var check: AccountCheck?
    if !offline, connecting.absent.isEmpty {
      check = await AccountCheck.run(entry, transport: transport, tokens: tokens)
    }
    let isGood = tell(check, of: connecting, tokens: tokens)
    if !isGood, try isToBeAskedAgain() { return true }
    let keeps =
      isGood
      ? yes ? true : try asking.confirm("Write it?", otherwise: true)
      : yes ? false : try asking.confirm("Keep it all the same?", otherwise: false)
    if keeps { try connecting.write() }
    report(check, of: connecting, isWritten: keeps)
    guard keeps || isGood else {
      throw Failure(
        "\(connecting.name) was not written", "it could not be tried, or did not answer",
        remedy: "mend it and try again; --offline writes it untried")
    }
    return false
  }

  /// What the trial showed, for a person; whether it went well.
  private func tell(
    _ check: AccountCheck?, of connecting: Connecting, tokens: any TokenKeeping
  ) -> Bool {
    guard let check else { return offline }
    switch check.outcome {
    case .success(let text):
      guard !json, !global.quiet else { return true }
      Standard.print("\(connecting.name): \(text)")
      let lines = AccountLines.scopes(check.scopes)
      for line in lines { Standard.print("\(line.isGap ? "  - " : "  ")\(line.text)") }
      if lines.isEmpty { Standard.print("  what its key may do can't be asked") }
      return true
    case .failure(let error):
      Standard.complain("\(connecting.name): \(error.message)")
      return false
    }
  }

  private func report(_ check: AccountCheck?, of connecting: Connecting, isWritten: Bool) {
    if json {
      var granted: [JSON] = []
      var missing: [JSON] = []
      if case .told(let names, let scopes)? = check?.scopes {
        granted = names.sorted().map(JSON.string)
        missing = scopes.map {
          .object([("scope", .string($0.name)), ("without", .string($0.without))])
        }
      }
      var error: String?
      if case .failure(let failure)? = check?.outcome { error = failure.message }
      Standard.print(
        JSON.object([
          ("account", .string(connecting.name)),
          ("service", .string(connecting.descriptor.service)), ("written", .bool(isWritten)),
          ("checked", .bool(check != nil)), ("error", .text(error)),
          ("granted", .array(granted)), ("missing", .array(missing)),
        ]).line)
    } else if isWritten, !global.quiet {
      Standard.print("wrote \(global.configurationPath)")
      Standard.print(
        "next: supercargo sync --once --account \(connecting.name.shellWord), then supercargo")
    } else if !isWritten, !global.quiet {
      Standard.print("nothing was written")
    }
  }

  /// What the options of the command line give, by configuration key.
  private func given(_ descriptor: ServiceDescriptor) throws -> [String: String] {
    var given: [String: String] = [:]
    given["url"] = url
    given["key"] = key
    given["secret"] = secret
    for pair in option {
      guard let equals = pair.firstIndex(of: "="), equals != pair.startIndex else {
        throw ValidationError("--option \(pair): write it as key=value")
      }
      given[String(pair[..<equals])] = String(pair[pair.index(after: equals)...])
    }
    return given
  }

  private func flag(_ key: String) -> String {
    let example = ServiceDescriptor.secretKeys.contains(key) ? "env:NAME" : "..."
    return ["url", "key", "secret"].contains(key)
      ? "--\(key) \(example)" : "--option \(key)=\(example)"
  }

  /// A name that no account has.
  private func accountName(_ descriptor: ServiceDescriptor, _ asking: Asking) throws -> String {
    let names = try global.configuration().accounts.map(\.account.name)
    let free = AccountBlock.freeName(descriptor.service, among: names)
    guard name == nil, asking.isTerminal, !yes else {
      let wanted = name.flatMap { $0.isEmpty ? nil : $0 } ?? free
      try check(wanted, names, free)
      return wanted
    }
    while let answer = try asking.answer("Name of the account [\(free)]: ", false) {
      let wanted = answer.isEmpty ? free : answer
      do {
        try check(wanted, names, free)
        return wanted
      } catch let failure as Failure {
        Standard.complain(failure.description)
      }
    }
    return free
  }

  /// Whether the account can be called that.
  private func check(_ wanted: String, _ names: [String], _ free: String) throws {
    guard ConfiguredAccount.takes(name: wanted) else {
      throw Failure(
        "an account can't be called \"\(wanted.sanitised(limit: 60))\"",
        "a name is short and holds letters, digits, blanks and - _ . only",
        remedy: "name it otherwise (--name \(free))", status: .usage)
    }
    guard !names.contains(wanted) else {
      throw Failure(
        "there is an account \(wanted) already", "nothing was written",
        remedy: "name the new one otherwise (--name \(free)), or take [[account]] \(wanted) out of "
          + global.configurationPath, status: .usage)
    }
  }

  /// The session for a code, where the service has a person sign in with a browser; nil: no code.
  private func signIn(
    _ connecting: Connecting, _ code: String?, _ asking: Asking, _ transport: HTTPClientTransport
  ) async throws -> AccessToken? {
    var code = code ?? ""
    var attempt = connecting
    // A stand-in, so that the account can be read before it has a session.
    try attempt.take("session", "-", isTyped: true)
    let entry = try attempt.account()
    let connection = connecting.descriptor.connect(entry.account, entry.credentials)
    guard let service = connection.connector as? any SigningIn else { return nil }
    if code.isEmpty, asking.isTerminal, !yes {
      asking.say("Sign in at (with your app's callback address for CALLBACK):")
      asking.say("  \(service.signInAddress)")
      asking.say("The address that the browser then goes to holds code=...")
      code = try asking.answer("code (empty: you have a session already): ", false) ?? ""
    }
    guard !code.isEmpty else { return nil }
    return try await exchange(code, service, transport)
  }

  private func exchange(
    _ code: String, _ service: any SigningIn, _ transport: HTTPClientTransport
  ) async throws -> AccessToken {
    let context = RequestContext(now: global.now, nonce: SystemRandom().nonce())
    let exchange = service.session(code: code, context)
    do throws(ConnectorError) {
      return try exchange.decode(
        try await transport.send(exchange.request, timeout: .seconds(20), maxBody: 1_000_000))
    } catch {
      throw Failure(
        "there is no session", error.message, remedy: "sign in again: a code is good once")
    }
  }

  /// Signs in again: the account stays as it is, its token files hold the new session.
  private func renew(_ descriptor: ServiceDescriptor, _ transport: HTTPClientTransport) async throws
  {
    let own = try global.configuration(withSecrets: true).accounts.filter {
      $0.account.service == descriptor.service && (name == nil || $0.account.name == name)
    }
    guard let entry = own.first, own.count == 1 else {
      throw Failure(
        own.isEmpty ? "there is no such account" : "there are \(own.count) such accounts",
        "nothing was done", remedy: "name it with --name", status: .usage)
    }
    let connection = descriptor.connect(entry.account, entry.credentials)
    guard let service = connection.connector as? any SigningIn,
      connection.authenticating != nil
    else {
      throw Failure(
        "\(entry.account.name) needs no signing in",
        "its key is good until it is withdrawn, or it has no refresh_token", status: .usage)
    }
    let asking = Asking.standard()
    asking.say("Sign in at (with your app's callback address for CALLBACK):")
    asking.say("  \(service.signInAddress)")
    let code = try given(descriptor)["code"] ?? asking.answer("code: ", false) ?? ""
    guard !code.isEmpty else {
      throw Failure(
        "the code is missing", "nothing was done", remedy: "give it with --option code=...",
        status: .usage)
    }
    let session = try await exchange(code, service, transport)
    keep(session, of: entry, Services.tokens { Standard.complain($0) })
    if !global.quiet {
      Standard.print(
        "\(entry.account.name): signed in until \(session.expiresAt.iso8601.prefix(10))")
    }
  }

  /// The services, and what each needs.
  private func list() {
    for descriptor in ConnectorTable.all {
      let (needed, other) = (
        descriptor.questions.filter(\.isNeeded), descriptor.questions.filter { !$0.isNeeded }
      )
      if json {
        Standard.print(
          JSON.object([
            ("service", .string(descriptor.service)), ("title", .string(descriptor.guide.title)),
            ("role", .string(descriptor.role.rawValue)),
            ("needs", .array(needed.map { .string($0.key) })),
            ("takes", .array(other.map { .string($0.key) })),
          ]).line)
        continue
      }
      let service = descriptor.service.padded(13) + descriptor.role.rawValue.padded(12)
      let more = other.isEmpty ? "" : " (and \(other.map(\.name).joined(separator: ", ")))"
      Standard.print(service + needed.map(\.name).joined(separator: ", ") + more)
    }
  }

  private func keep(_ session: AccessToken, of entry: ConfiguredAccount, _ tokens: FileTokens) {
    let connection = ConnectorTable.service(entry.account.service)?.connect(
      entry.account, entry.credentials)
    guard let identity = connection?.authenticating?.identity else { return }
    let now = global.now
    tokens.update(identity) { $0.take(session, now: now) }
  }
}

extension String {
  /// With blanks behind it, so many characters long, and one blank at least.
  fileprivate func padded(_ width: Int) -> String {
    self + String(repeating: " ", count: max(1, width - count))
  }
}
