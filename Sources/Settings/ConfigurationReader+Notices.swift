import Connectors
import Fulfillment

extension ConfigurationReader {
  /// `[notices]` and every `[[notices.shop]]`: where they are missing, customers are told nothing.
  func noticePolicy(
    _ accounts: [ConfiguredAccount]
  ) throws(ConfigurationError) -> NoticePolicy {
    var policy = NoticePolicy()
    guard document.root["notices"] != nil else { return policy }
    let (table, path) = (try table(["notices"]), ["notices"])
    try check(table, at: path, known: SettingsTable.known(["notices"]))
    policy.isOn = true
    policy.from = try address(table, "from", at: path) ?? ""
    policy.replyTo = try address(table, "reply_to", at: path) ?? ""
    policy.supportAddress = try address(table, "support", at: path) ?? ""
    policy.post = try post(table, at: path)
    policy.fallback = try language(table, "language", at: path) ?? .english
    if let days = try count(table, "least_move", at: path) { policy.leastMove = days }
    policy.rules.modes = try modes(table, at: path)
    let known = try inner(table, "languages", at: path)
    for (country, _) in known.sorted(by: { $0.key < $1.key }) {
      let place = path + ["languages"]
      guard country.utf8.count == 2, country == country.uppercased() else {
        throw problem(
          place + [country], "\"\(country)\" is no country",
          remedy: #"write its two capital letters, as in BE = "fr""#)
      }
      policy.languages[country] = try language(known, country, at: place)
    }
    try readShops(table, at: path, accounts, into: &policy)
    let mailed = accounts.filter {
      $0.account.role == .storefront && policy.rules(of: $0.account.name).way == .mail
    }
    if policy.from.isEmpty, !mailed.isEmpty || !policy.supportAddress.isEmpty {
      let whose = mailed.first.map { "customers of \($0.account.name)" } ?? "support"
      throw problem(
        path, "notices has no from, and \(whose) can only be written to by mail",
        remedy: #"add from = "hello@shop.example""#)
    }
    return policy
  }

  private func readShops(
    _ table: Table, at path: [String], _ accounts: [ConfiguredAccount],
    into policy: inout NoticePolicy
  ) throws(ConfigurationError) {
    // Without a word of it, a shop that passes notes on is asked to.
    for entry in accounts where entry.account.role == .storefront {
      var rules = policy.rules
      if passesNotesOn(entry) { rules.way = .shop }
      policy.storefronts[entry.account.name] = rules
    }
    guard let value = table["shop"] else { return }
    guard case .array(let entries) = value else {
      throw problem(
        path + ["shop"], "notices.shop is \(value.kind)",
        remedy: "begin each shop with [[notices.shop]]")
    }
    for (index, entry) in entries.enumerated() {
      let path = path + ["shop", String(index)]
      guard case .table(let table) = entry else {
        throw problem(
          path, "notices.shop is a list of \(entry.kind)",
          remedy: "begin each shop with [[notices.shop]]")
      }
      try check(table, at: path, known: SettingsTable.known(["notices", "shop"]))
      guard let name = try text(table, "storefront", at: path) else {
        throw problem(path, "a shop has no storefront", remedy: "name the account it is about")
      }
      let account = accounts.first { $0.account.name == name && $0.account.role == .storefront }
      guard let account else {
        throw problem(
          path + ["storefront"], "there is no storefront \(name)",
          remedy: NearestName.remedy(
            name, among: accounts.filter { $0.account.role == .storefront }.map(\.account.name)))
      }
      var rules = policy.rules(of: name)
      if let way = try choice(table, "by", at: path, of: NoticeRules.Way.self) {
        guard way != .shop || passesNotesOn(account) else {
          throw problem(
            path + ["by"], "\(account.account.service) passes no notes on to customers",
            remedy: #"write by = "mail""#)
        }
        rules.way = way
      }
      rules.sender = NoticeSender(
        shop: try text(table, "name", at: path) ?? "",
        support: try address(table, "write_to", at: path) ?? "",
        trackingLink: try link(table, at: path) ?? "")
      rules.language = try language(table, "language", at: path)
      rules.modes.merge(try modes(table, at: path)) { _, own in own }
      policy.storefronts[name] = rules
    }
  }

  private func passesNotesOn(_ entry: ConfiguredAccount) -> Bool {
    let descriptor = services.first { $0.service == entry.account.service }
    return descriptor?.connect(entry.account, Credentials()).noting != nil
  }

  private func post(
    _ table: Table, at path: [String]
  ) throws(ConfigurationError) -> NoticePolicy.Post {
    let folder = try text(table, "spool", at: path)
    guard let value = table["command"] else { return .spool(folder: folder) }
    guard folder == nil else {
      throw problem(
        path + ["command"], "notices has a command and a spool",
        remedy: "remove one: mail leaves by one way")
    }
    let text = try string(value, at: path + ["command"])
    let words = text.split(separator: " ").map(String.init)
    guard !words.isEmpty, !text.contains(where: { "\"'`$|;&<>".contains($0) }) else {
      throw problem(
        path + ["command"], "the command is none that can be run as it is",
        remedy: #"no shell reads it: write a program and its words, as in "msmtp -t""#)
    }
    return .program(words)
  }

  private func modes(
    _ table: Table, at path: [String]
  ) throws(ConfigurationError) -> [NoticeKind: NoticeKind.Mode] {
    let kinds = try inner(table, "kinds", at: path)
    let path = path + ["kinds"]
    try check(kinds, at: path, known: SettingsTable.known(["notices", "kinds"]))
    var modes: [NoticeKind: NoticeKind.Mode] = [:]
    for kind in NoticeKind.allCases {
      guard let mode = try choice(kinds, kind.rawValue, at: path, of: NoticeKind.Mode.self) else {
        continue
      }
      let isAnswer = [.returnApproved, .returnDeclined, .returnAsked].contains(kind)
      guard mode != .ask || !isAnswer else {
        throw problem(
          path + [kind.rawValue], "the answer to a return is decided by an operator already",
          remedy: #"write "auto" or "off""#)
      }
      modes[kind] = mode
    }
    return modes
  }

  private func inner(
    _ table: Table, _ key: String, at path: [String]
  ) throws(ConfigurationError) -> Table {
    switch table[key] {
    case nil: return [:]
    case .table(let inner)?: return inner
    case let value?:
      throw problem(
        path + [key], "\(key) is \(value.kind)",
        remedy: "begin it with [\((path + [key]).joined(separator: "."))]")
    }
  }

  private func language(
    _ table: Table, _ key: String, at path: [String]
  ) throws(ConfigurationError) -> NoticeLanguage? {
    guard let tag = try text(table, key, at: path) else { return nil }
    guard let language = NoticeLanguage(tag: tag) else {
      throw problem(
        path + [key], "there are no words in \"\(tag)\"",
        remedy: "write one of: "
          + NoticeLanguage.allCases.map(\.rawValue).joined(separator: ", "))
    }
    return language
  }

  private func address(
    _ table: Table, _ key: String, at path: [String]
  ) throws(ConfigurationError) -> String? {
    guard let text = try text(table, key, at: path) else { return nil }
    guard NoticeLetter.isAddress(text) else {
      throw problem(
        path + [key], "\(key) is no mail address",
        remedy: "write it bare, as in hello@shop.example")
    }
    return text
  }

  private func link(_ table: Table, at path: [String]) throws(ConfigurationError) -> String? {
    guard let text = try text(table, "tracking_link", at: path) else { return nil }
    guard text.hasPrefix("https://"), text.contains("{tracking}"), !text.contains(" "),
      text.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
    else {
      throw problem(
        path + ["tracking_link"], "tracking_link is no address with {tracking} in it",
        remedy: "write it as https://shop.example/parcel?number={tracking}")
    }
    return text
  }
}
