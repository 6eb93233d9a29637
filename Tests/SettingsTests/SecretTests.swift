import Foundation
import Settings
import Testing

@Suite struct SecretTests {
  /// A folder of its own with one file in it.
  private final class Folder {
    let path: String

    init(_ name: String, _ content: Data, mode: Int) throws {
      path =
        FileManager.default.temporaryDirectory
        .appendingPathComponent("secret-\(UUID().uuidString)").path
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      try content.write(to: URL(fileURLWithPath: path + "/" + name))
      try FileManager.default.setAttributes(
        [.posixPermissions: mode], ofItemAtPath: path + "/" + name)
    }

    deinit { _ = try? FileManager.default.removeItem(atPath: path) }
  }

  private func problem(_ body: () throws -> Void) -> ValueProblem? {
    do {
      try body()
      return nil
    } catch {
      return error as? ValueProblem
    }
  }

  @Test func variableIsRead() throws {
    let secret = try Secret("env:WOO_KEY")
    #expect(secret == .environment("WOO_KEY"))
    #expect(try secret.resolve(environment: ["WOO_KEY": "ck_1"], folder: ".") == "ck_1")
  }

  @Test(arguments: ["\n", "\r\n", "\n\n", ""]) func lineEndsAfterItAreDropped(end: String) throws {
    let folder = try Folder("key", Data(("s3cret \u{e9}" + end).utf8), mode: 0o600)
    #expect(
      try Secret("file:key").resolve(environment: [:], folder: folder.path) == "s3cret \u{e9}")
    #expect(
      try Secret("file:\(folder.path)/key").resolve(environment: [:], folder: "/nowhere")
        == "s3cret \u{e9}")
    #expect(
      try Secret("file:~/key").resolve(environment: ["HOME": folder.path], folder: "/nowhere")
        == "s3cret \u{e9}")
  }

  @Test(arguments: [0o644, 0o640, 0o604, 0o660, 0o610, 0o601, 0o777])
  func fileThatOthersMayReadIsRefused(mode: Int) throws {
    let folder = try Folder("key", Data("s3cret".utf8), mode: mode)
    let problem = try #require(
      problem {
        _ = try Secret("file:key").resolve(environment: [:], folder: folder.path)
      })
    #expect(problem.what == "others may read the secret file \(folder.path)/key")
    #expect(problem.remedy == "run: chmod 600 \(folder.path)/key")
  }

  @Test(arguments: [0o600, 0o400, 0o700]) func fileOfOnesOwnIsTaken(mode: Int) throws {
    let folder = try Folder("key", Data("s3cret".utf8), mode: mode)
    #expect(try Secret("file:key").resolve(environment: [:], folder: folder.path) == "s3cret")
  }

  @Test(arguments: [
    "ck_1234567890abcdef", "", "ENV:WOO", "env", "https://x", "env :X", "$WOO_KEY", "file",
  ])
  func literalSecretsAreRefusedAndNeverRepeated(text: String) throws {
    let problem = try #require(problem { _ = try Secret(text) })
    #expect(problem.what == "a secret may not stand in the configuration itself")
    if text.count > 8 { #expect(!"\(problem)".contains(text)) }
  }

  @Test(arguments: ["env:", "env:A B", "env:A-B", "env:Ä", "env:A=B", "file:"])
  func referencesToNothingAreRefused(text: String) throws {
    #expect(try #require(problem { _ = try Secret(text) }).what.contains("not followed by"))
  }

  @Test func missingVariableIsNamed() throws {
    let problem = try #require(
      problem { _ = try Secret("env:WOO_KEY").resolve(environment: ["WOO": "x"], folder: ".") })
    #expect(problem.what == "the environment variable WOO_KEY is not set")
    #expect(problem.remedy.contains("export WOO_KEY="))
  }

  @Test(arguments: ["", "\n", "two\nlines", "tab\there", "bell\u{7}", "del\u{7f}", "a\rb"])
  func whatIsNotOneVisibleLineIsRefusedWithoutShowingIt(value: String) throws {
    let problem = try #require(
      problem { _ = try Secret("env:K").resolve(environment: ["K": value], folder: ".") })
    #expect(problem.what == "env:K is empty" || problem.what == "env:K holds more than one line")
  }

  @Test func missingFileIsNamed() throws {
    let problem = try #require(
      problem { _ = try Secret("file:gone").resolve(environment: [:], folder: "/nowhere") })
    #expect(problem.what == "the secret file /nowhere/gone can't be read")
  }

  @Test func whatIsNoTextIsRefused() throws {
    let folder = try Folder("key", Data([0xFF, 0xFE, 0x00]), mode: 0o600)
    let problem = try #require(
      problem { _ = try Secret("file:key").resolve(environment: [:], folder: folder.path) })
    #expect(problem.what.contains("can't be read"))
  }

  @Test func descriptionIsTheReference() throws {
    #expect("\(try Secret("env:A"))" == "env:A")
    #expect("\(try Secret("file:x/y"))" == "file:x/y")
  }
}
