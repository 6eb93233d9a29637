import Connectors
import Fulfillment
import Settings
import Sync

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// An account on its way into the configuration: what was given or answered, and what becomes of it.
struct Connecting {
  let descriptor: ServiceDescriptor
  let configurationPath: String
  let environment: [String: String]
  var name: String
  /// In the order of writing: a configuration key, and what stands there.
  private(set) var lines: [AccountBlock.Line] = []
  /// Secrets that were typed, by configuration key.
  private(set) var typed: [String: String] = [:]
  /// Their files, in the folder of secrets.
  private var files: [String: String] = [:]
  /// Secrets by configuration key, as far as they are at hand.
  private(set) var secrets: [String: String] = [:]
  /// Why a secret that is only named can't be read now.
  private(set) var absent: [ValueProblem] = []

  init(
    _ descriptor: ServiceDescriptor, name: String, configurationPath: String,
    environment: [String: String]
  ) {
    self.descriptor = descriptor
    self.name = name
    self.configurationPath = configurationPath
    self.environment = environment
  }

  /// Takes the answer for a key: a reference, a typed secret, or a plain value.
  /// - Parameter isTyped: a literal may be a secret; on the command line it may not.
  mutating func take(_ key: String, _ text: String, isTyped: Bool) throws {
    guard !text.isEmpty else { return }
    guard ServiceDescriptor.secretKeys.contains(key) else {
      lines.append(AccountBlock.Line(key, text))
      return
    }
    let isReference = text.hasPrefix("env:") || text.hasPrefix("file:")
    guard isReference || !isTyped else {
      guard text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F }) else {
        throw Failure("the \(key) can't be used", "it holds a control character", status: .usage)
      }
      typed[key] = text
      secrets[key] = text
      let file = fileName(key)
      files[key] = file
      lines.append(AccountBlock.Line(key, "file:secrets/" + file))
      return
    }
    do throws(ValueProblem) {
      let secret = try Secret(text)
      lines.append(AccountBlock.Line(key, secret.description))
      do throws(ValueProblem) {
        secrets[key] = try secret.resolve(environment: environment, folder: folder)
      } catch {
        absent.append(error)
      }
    } catch {
      throw Failure("the \(key) can't be used", error.what, remedy: error.remedy, status: .usage)
    }
  }

  var block: AccountBlock {
    AccountBlock(name: name, service: descriptor.service, lines: lines)
  }

  /// The configuration as it will be.
  func text() throws -> String { block.appended(to: try before()) }

  /// The account as the configuration will read it, with the secrets at hand.
  func account() throws -> ConfiguredAccount {
    let configuration: Configuration
    do {
      configuration = try Configuration.parse(
        try text(), file: configurationPath, environment: environment, withSecrets: false)
    } catch let error as ConfigurationError {
      throw Failure("the account can't be added", error.description, status: .usage)
    }
    guard var entry = configuration.accounts.first(where: { $0.account.name == name }) else {
      throw Failure("the account can't be added", "the configuration would not hold it")
    }
    entry.credentials.key = secrets["key"] ?? ""
    entry.credentials.secret = secrets["secret"] ?? ""
    for (key, secret) in secrets where key != "key" && key != "secret" {
      entry.credentials.options[key] = secret
    }
    return entry
  }

  /// Writes the typed secrets, then the configuration. What was typed is in no other place.
  func write() throws {
    let text = try text()
    var made: [String] = []
    do throws(ValueProblem) {
      for (key, secret) in typed.sorted(by: { $0.key < $1.key }) {
        let path = folder + "/secrets/" + (files[key] ?? fileName(key))
        try OwnFile.create(path, secret + "\n")
        made.append(path)
      }
      try OwnFile.replace(configurationPath, with: text)
    } catch {
      // No secret lies about that nothing names.
      made.forEach(OwnFile.remove)
      throw Failure("the account can't be written", error.what, remedy: error.remedy)
    }
  }

  /// The file of a typed secret; where one of that name is left from before, another name.
  private func fileName(_ key: String) -> String {
    let plain = AccountBlock.fileName(account: name, key: key)
    var (name, number) = (plain, 1)
    while FileManager.default.fileExists(atPath: folder + "/secrets/" + name) {
      number += 1
      name = "\(plain)-\(number)"
    }
    return name
  }

  /// Where each typed secret goes.
  var secretFiles: [String] {
    files.values.sorted().map { folder + "/secrets/" + $0 }
  }

  private var folder: String {
    guard let slash = configurationPath.lastIndex(of: "/") else { return "." }
    return slash == configurationPath.startIndex ? "/" : String(configurationPath[..<slash])
  }

  /// The configuration as it is; "" where there is none.
  private func before() throws -> String {
    guard FileManager.default.fileExists(atPath: configurationPath) else { return "" }
    guard let data = FileManager.default.contents(atPath: configurationPath),
      let text = String(validating: data, as: UTF8.self)
    else {
      throw Failure(configurationPath, "it can't be read", remedy: "check its owner and mode")
    }
    return text
  }
}
