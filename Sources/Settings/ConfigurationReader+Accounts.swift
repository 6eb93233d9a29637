import Connectors
import Fulfillment

extension ConfiguredAccount {
  /// Whether an account may be called that: at most forty bytes, none of them strange.
  package static func takes(name: String) -> Bool {
    name.utf8.count <= 40 && name.unicodeScalars.allSatisfy(\.isNameLike)
  }
}

extension ConfigurationReader {
  func accounts() throws(ConfigurationError) -> [ConfiguredAccount] {
    var accounts: [ConfiguredAccount] = []
    for (path, table) in try tables("account") {
      let account = try account(table, at: path)
      // The store tells accounts apart by their names.
      guard !accounts.contains(where: { $0.account.name == account.account.name }) else {
        throw problem(
          path + ["name"], "there are two accounts \(account.account.name)",
          remedy: "give one of them another name")
      }
      accounts.append(account)
    }
    return accounts
  }

  private func account(
    _ table: [String: TOMLDocument.Value], at path: [String]
  ) throws(ConfigurationError) -> ConfiguredAccount {
    guard let name = try text(table, "name", at: path) else {
      throw problem(path, "an account has no name", remedy: #"add name = "main-shop""#)
    }
    guard ConfiguredAccount.takes(name: name) else {
      throw problem(
        path + ["name"], "an account's name is too long or holds a strange character",
        remedy: "use up to 40 letters, digits, blanks, - _ and .")
    }
    let known = services.map(\.service)
    guard let service = try text(table, "service", at: path) else {
      throw problem(
        path, "account \(name) names no service",
        remedy: "add service = one of: " + known.joined(separator: ", "))
    }
    guard let descriptor = services.first(where: { $0.service == service }) else {
      throw problem(
        path + ["service"], "account \(name): unknown service \"\(service)\"",
        remedy: NearestName.remedy(service, among: known))
    }
    try check(table, at: path, known: SettingsTable.known(["account"]) + descriptor.otherKeys)
    let credentials = Credentials(
      url: try url(table, name, descriptor, path),
      key: try secret(table, "key", name, descriptor, path),
      secret: try secret(table, "secret", name, descriptor, path),
      options: try options(table, name, descriptor, path))
    let cadence = try span(table, "every", at: path, atMost: .days(30))
    if let cadence, cadence < .seconds(5) {
      throw problem(
        path + ["every"], "account \(name): every is less than 5 s", remedy: #"write "5m", say"#)
    }
    return ConfiguredAccount(
      account: Account(name: name, service: service, role: descriptor.role),
      credentials: credentials, cadence: cadence)
  }

  private func url(
    _ table: [String: TOMLDocument.Value], _ name: String, _ descriptor: ServiceDescriptor,
    _ path: [String]
  ) throws(ConfigurationError) -> String {
    guard var url = try text(table, "url", at: path) else {
      guard !descriptor.defaultURL.isEmpty || !descriptor.needs.contains("url") else {
        throw problem(
          path, "account \(name): \(descriptor.service) needs a url",
          remedy: #"add url = "https://shop.example""#)
      }
      return ""
    }
    let isHTTP = ["https://", "http://"].contains { url.lowercased().hasPrefix($0) }
    if url.lowercased().hasPrefix("sftp://"), descriptor.options.contains("identity") {
      guard SFTPPlace(url) != nil else {
        throw problem(
          path + ["url"], "account \(name): the url is no sftp address",
          remedy: #"write it as "sftp://user@host/path", or "sftp://user@host:2222/path""#)
      }
      while url.hasSuffix("/") { url.removeLast() }
      return "sftp" + url.dropFirst(4)
    }
    let host = url.split(separator: "/", omittingEmptySubsequences: true).dropFirst().first ?? ""
    guard isHTTP, !host.isEmpty, url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
      throw problem(
        path + ["url"], "account \(name): the url is not an http address",
        remedy: #"write it as "https://shop.example""#)
    }
    guard !host.contains("@"), !url.contains("?"), !url.contains("#") else {
      throw problem(
        path + ["url"], "account \(name): the url holds more than an address",
        remedy: "leave out everything from the first @ ? or #; keys go into key and secret")
    }
    while url.hasSuffix("/") { url.removeLast() }
    return url
  }

  private func secret(
    _ table: [String: TOMLDocument.Value], _ key: String, _ name: String,
    _ descriptor: ServiceDescriptor, _ path: [String]
  ) throws(ConfigurationError) -> String {
    guard let reference = try text(table, key, at: path) else {
      guard !descriptor.needs.contains(key) else {
        throw problem(
          path, "account \(name): \(descriptor.service) needs a \(key)",
          remedy: "add \(key) = \"env:NAME\" or \"file:PATH\"")
      }
      return ""
    }
    do {
      let secret = try Secret(reference)
      guard withSecrets else { return "" }
      return try secret.resolve(environment: environment, folder: folder)
    } catch {
      throw problem(path + [key], "account \(name), \(key): \(error.what)", remedy: error.remedy)
    }
  }

  /// The keys that only this service has. Some are secrets; the others stand there as they are.
  private func options(
    _ table: [String: TOMLDocument.Value], _ name: String, _ descriptor: ServiceDescriptor,
    _ path: [String]
  ) throws(ConfigurationError) -> [String: String] {
    var options: [String: String] = [:]
    for key in descriptor.otherKeys {
      if AccountOption.isSecret(key) {
        let session = try secret(table, key, name, descriptor, path)
        if !session.isEmpty { options[key] = session }
        continue
      }
      guard let text = try text(table, key, at: path) else {
        let isElsewhere =
          if case .string(let url) = table["url"], key == "folder" {
            url.lowercased().hasPrefix("sftp://")
          } else {
            false
          }
        guard !descriptor.needs.contains(key) || isElsewhere else {
          throw problem(
            path, "account \(name): \(descriptor.service) needs a \(key)",
            remedy: "add \(key) = \(AccountOption.example(key))")
        }
        continue
      }
      do {
        options[key] = try AccountOption.value(key, text, home: environment["HOME"] ?? "", folder)
      } catch {
        throw problem(path + [key], "account \(name): \(error.what)", remedy: error.remedy)
      }
    }
    return options
  }

  /// Where the configuration lies.
  private var folder: String {
    guard let slash = file.lastIndex(of: "/") else { return "." }
    return slash == file.startIndex ? "/" : String(file[..<slash])
  }
}

extension ServiceDescriptor {
  /// Keys of an account beyond those that every service has.
  var otherKeys: [String] {
    (options + needs.filter { !["url", "key", "secret"].contains($0) && !options.contains($0) })
      .sorted()
  }
}

extension Unicode.Scalar {
  /// A letter of any script, a digit, a blank or one of `-_.`: nothing a terminal or a log trips over.
  var isNameLike: Bool {
    if self == "." || self == "-" || self == "_" || self == " " { return true }
    switch properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .otherLetter, .titlecaseLetter, .decimalNumber:
      return true
    default: return false
    }
  }
}
