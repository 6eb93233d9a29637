import Canvas
import Foundation
import Testing

@testable import supercargo

/// A simulated world that is gone with it; its address.
private final class Simulated {
  let program: Program
  private let process: Process
  let address: String

  init() throws {
    program = try Program()
    process = try program.serve(["--orders", "40"])
    let text = try String(contentsOfFile: program.home.path + "/world.toml", encoding: .utf8)
    let start = try #require(text.range(of: "http://127.0.0.1:"))
    address = String(text[start.lowerBound...].prefix { $0 != "\"" && $0 != "\n" })
      .replacingOccurrences(of: "/shop", with: "")
  }

  deinit {
    process.terminate()
    process.waitUntilExit()
  }

  var folder: String { program.home.path + "/.config/supercargo" }

  func secret(_ name: String) -> String { program.environment["SUPERCARGO_SIM_" + name] ?? "" }

  func text(_ name: String) throws -> String {
    try String(contentsOfFile: folder + "/" + name, encoding: .utf8)
  }

  func mode(_ path: String) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    return (attributes[.posixPermissions] as? Int ?? -1) & 0o777
  }
}

/// The state a terminal is in after a program: `stty` in the same one says it.
private let thenState = "; stty -a | tr ';' '\\n' | grep -wo -- '-*echo' | sed 's/^/state:/'"

@Test func aTypedSecretIsNeverSeenAndStandsInAFileOfItsOwn() throws {
  let world = try Simulated()
  let key = world.secret("CJ_KEY")
  let session = try world.program.open([
    "connect", "cj", "--name", "CJ", "--url", world.address + "/cj",
  ])
  #expect(session.shows("API key (not shown"), "\(session.screen.text)")
  session.type(key + "\r")
  // What it is sent by itself is proved by another, which may be left out.
  #expect(session.shows("webhook secret (not shown"), "\(session.screen.text)")
  session.type("\r")
  #expect(session.shows("answers, "), "\(session.screen.text)")
  #expect(session.shows("Write it?"), "\(session.screen.text)")
  session.type("\r")
  #expect(session.end() == 0)
  #expect(!String(decoding: session.written, as: UTF8.self).contains(key.suffix(12)))
  #expect(try world.text("secrets/CJ-key") == key + "\n")
  #expect(try world.mode(world.folder + "/secrets/CJ-key") == 0o600)
  #expect(try world.text("config.toml").contains("key = \"file:secrets/CJ-key\""))
  // The next process uses the token that was given: another is not to be had for five minutes.
  let sync = try world.program.run("sync", "--once", "--account", "CJ", "--quiet")
  #expect(!sync.errors.contains("token"), "\(sync.errors)")
  #expect(try world.program.run("sync", "--once", "--account", "CJ", "--quiet").status != 1)
  let tokens = world.program.home.path + "/.local/state/supercargo/tokens"
  let files = try FileManager.default.contentsOfDirectory(atPath: tokens)
  #expect(files.filter { $0.hasSuffix(".json") }.count == 1)
  for file in files { #expect(try world.mode(tokens + "/" + file) == 0o600) }
}

@Test func aRefusedKeyIsAskedForAgainAndTheOtherAnswersStay() throws {
  let world = try Simulated()
  let session = try world.program.open(["connect", "woocommerce", "--name", "Shop"])
  /// Waits for a question and answers it.
  func answer(_ question: String, _ text: String) {
    #expect(session.shows(question), "\(session.screen.text)")
    session.type(text + "\r")
  }
  let url = world.address + "/shop"
  answer("shop address:", url)
  answer("consumer key (not shown; or env:NAME, file:PATH):", "ck_wrong")
  answer("consumer secret (not shown; or env:NAME, file:PATH):", world.secret("WOO_SECRET"))
  answer("webhook secret (not shown", "")
  answer("Answer again? [Y/n]", "")
  answer("shop address (empty: \(url)):", "")
  answer("consumer key (not shown; or env:NAME, file:PATH; empty: as before):", "env:")
  // What can't be a key is told, and asked for once more.
  answer("(write it as env:WOO_KEY)\nconsumer key", world.secret("WOO_KEY"))
  answer("consumer secret (not shown; or env:NAME, file:PATH; empty: as before):", "")
  answer("webhook secret (not shown; or env:NAME, file:PATH; empty: none):", "")
  answer("Write it?", "")
  #expect(session.end() == 0)
  #expect(try world.text("secrets/Shop-key") == world.secret("WOO_KEY") + "\n")
  #expect(try world.text("secrets/Shop-secret") == world.secret("WOO_SECRET") + "\n")
}

@Test(arguments: ["\u{3}", "secret\u{1C}"])
func whoGivesUpFindsTheTerminalAsItWas(keys: String) throws {
  let program = try Program()
  let terminal = try PseudoTerminal(
    ["/bin/sh", "-c", "\(Program.path) connect cj --name CJ\(thenState)"],
    environment: program.environment, size: Size(columns: 120, rows: 40))
  let session = Session(program, terminal: terminal, size: Size(columns: 120, rows: 40))
  #expect(session.shows("API key (not shown"), "\(session.screen.text)")
  session.type(keys)
  #expect(session.shows("state:echo"), "\(session.screen.text)")
  #expect(session.screen.text.contains("you ended it"))
  #expect(!FileManager.default.fileExists(atPath: program.home.path + "/.config/supercargo"))
}

@Test func aPipedSecretIsTakenAndTheRestOfTheConfigurationStays() throws {
  let world = try Simulated()
  try FileManager.default.createDirectory(
    atPath: world.folder, withIntermediateDirectories: true)
  let before = "# mine\n[console]  # and this\n"
  try before.write(toFile: world.folder + "/config.toml", atomically: true, encoding: .utf8)
  let shell = try world.program.runShell(
    "printf '%s\\n%s\\n' \"$SUPERCARGO_SIM_WOO_KEY\" \"$SUPERCARGO_SIM_WOO_SECRET\" | "
      + "\(Program.path) connect woocommerce --url \(world.address)/shop --json")
  #expect(shell.status == 0, "\(shell.errors)")
  #expect(shell.objects.first?["written"] as? Bool == true)
  #expect(shell.objects.first?["granted"] as? [String] == ["read", "write"])
  #expect(try world.text("config.toml").hasPrefix(before + "\n[[account]]\n"))
  let accounts = try world.program.run("accounts", "--json")
  #expect(accounts.objects.map { $0["name"] as? String } == ["woocommerce"])
  #expect(!accounts.output.contains(world.secret("WOO_KEY")))
}

@Test func nothingIsWrittenOfAnAccountThatDoesNotAnswer() throws {
  let world = try Simulated()
  world.program.environment["WRONG"] = "EZSKwrong-s3cret"
  let outcome = try world.program.run(
    "connect", "easypost", "--url", world.address + "/easypost", "--key", "env:WRONG", "--yes")
  #expect(outcome.status == 1)
  #expect(!(outcome.output + outcome.errors).contains("s3cret"))
  #expect(!FileManager.default.fileExists(atPath: world.folder + "/config.toml"))
}

@Test func doctorSaysWhatAKeyMayNotDo() throws {
  let world = try Simulated()
  let connected = try world.program.run(
    "connect", "shopify", "--url", world.address + "/shopify", "--key",
    "env:SUPERCARGO_SIM_SHOPIFY_CLIENT", "--secret", "env:SUPERCARGO_SIM_SHOPIFY_SECRET", "--yes")
  #expect(connected.status == 0, "\(connected.errors)")
  #expect(connected.output.contains("without read_all_orders: orders older than 60 days"))
  let doctor = try world.program.run("doctor", "--json")
  let scopes = doctor.objects.filter { $0["check"] as? String == "account shopify scopes" }
  #expect(scopes.contains { $0["result"] as? String == "warning" })
  let token = doctor.objects.first { $0["check"] as? String == "account shopify token" }
  #expect((token?["text"] as? String)?.hasPrefix("token good for 23h") == true)
}

@Test func anUnknownServiceNamesTheNearest() throws {
  let outcome = try Program().run("connect", "shopfy")
  #expect(outcome.status == 2)
  #expect(outcome.errors.contains("did you mean \"shopify\"?"))
}

extension Program {
  /// Runs a line of shell.
  fileprivate func runShell(_ line: String) throws -> Outcome {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", line]
    process.environment = environment
    let (output, errors) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    // What it says is little: neither pipe fills.
    process.waitUntilExit()
    return Outcome(
      status: process.terminationStatus,
      output: String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self),
      errors: String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self))
  }
}
