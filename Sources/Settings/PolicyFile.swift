package import Fulfillment

/// Reads a policy: who is asked, where it is written and when, and a `[[window]]` for every kind of loss
/// it speaks of. A file with anything wrong in it is refused whole.
package enum PolicyFile {
  /// - Parameters:
  ///   - text: the TOML of the policy.
  ///   - file: how errors call it.
  package static func parse(_ text: String, file: String) throws(ConfigurationError) -> ClaimPolicy
  {
    let reader = ConfigurationReader(
      document: try TOMLDocument(text, file: file), file: file, environment: [:],
      withSecrets: false, services: [])
    return try reader.policy()
  }
}

extension ConfigurationReader {
  fileprivate func policy() throws(ConfigurationError) -> ClaimPolicy {
    let root = document.root
    try check(
      root, at: [],
      known: [
        "party", "name", "title", "aliases", "source", "as_of", "from", "currency", "window",
      ])
    var terms: [ClaimTerm] = []
    for (path, table) in try tables("window") { terms.append(try term(table, at: path)) }
    guard !terms.isEmpty else {
      throw problem([], "it has no window", remedy: "add [[window]] with kinds = [\"lost\"]")
    }
    return ClaimPolicy(
      party: try word(root, "party", at: []), name: try needed("name", "\"my-supplier\""),
      title: try text(root, "title", at: []) ?? "", aliases: try names(root, "aliases", at: []),
      source: try needed("source", "the address or the name of the document"),
      asOf: try day("as_of", needed("as_of", "\"2026-11-20\"")),
      from: try text(root, "from", at: []).map { text throws(ConfigurationError) in
        try day("from", text)
      }, currency: try currency(), terms: terms, file: file)
  }

  private func term(
    _ table: [String: TOMLDocument.Value], at path: [String]
  ) throws(ConfigurationError) -> ClaimTerm {
    try check(
      table, at: path,
      known: ["kinds", "to", "reach", "opens", "closes", "evidence", "amount", "by", "note"])
    let kinds: [LossKind] = try words(table, "kinds", at: path)
    guard !kinds.isEmpty else {
      throw problem(
        path, "a window is for no kind of loss",
        remedy: "add kinds = [\"lost\"]; there are "
          + LossKind.allCases.map(\.rawValue).joined(separator: ", "))
    }
    let countries = try names(table, "to", at: path)
    for country in countries where !ConfigurationReader.isCountry(country) {
      throw problem(
        path + ["to"], "\"\(country.prefix(20))\" is no country",
        remedy: "write its two capital letters, as in to = [\"US\"]")
    }
    return ClaimTerm(
      kinds: kinds, destinations: countries,
      reach: table["reach"] == nil ? nil : try word(table, "reach", at: path),
      opens: try bound(table, "opens", at: path), closes: try bound(table, "closes", at: path),
      evidence: try words(table, "evidence", at: path), amount: try amount(table, at: path),
      isShippers: try isShippers(table, at: path), note: try text(table, "note", at: path) ?? "")
  }

  private func needed(_ key: String, _ example: String) throws(ConfigurationError) -> String {
    guard let text = try text(document.root, key, at: []) else {
      throw problem([], "it has no \(key)", remedy: "add \(key) = \(example)")
    }
    return text
  }

  private func day(_ key: String, _ text: String) throws(ConfigurationError) -> CivilDate {
    guard let days = DayRange.parse(text), days.count == 1 else {
      throw problem(
        [key], "\(key) is \"\(text.prefix(40))\", which is no day",
        remedy: "write it as \"2026-11-20\"")
    }
    return CivilDate(daysSinceEpoch: days.lowerBound)
  }

  private func currency() throws(ConfigurationError) -> Currency? {
    guard let code = try text(document.root, "currency", at: []) else { return nil }
    guard let currency = Currency(code) else {
      throw problem(
        ["currency"], "\"\(code.prefix(20))\" is no currency", remedy: "write it as \"USD\"")
    }
    return currency
  }

  private func bound(
    _ table: [String: TOMLDocument.Value], _ key: String, at path: [String]
  ) throws(ConfigurationError) -> ClaimBound? {
    guard let text = try text(table, key, at: path) else { return nil }
    if let bound = ClaimBound(text) { return bound }
    let anchors = ClaimAnchor.allCases.map(\.rawValue)
    let last = text.split(separator: " ").last.map(String.init) ?? ""
    let isAnchor = anchors.contains(last)
    throw problem(
      path + [key], "\(key) is \"\(text.prefix(60))\"",
      remedy: isAnchor
        ? "write it as \"30d after \(last)\""
        : "after what? " + NearestName.remedy(last, among: anchors))
  }

  private func amount(
    _ table: [String: TOMLDocument.Value], at path: [String]
  ) throws(ConfigurationError) -> ClaimAmount? {
    guard let text = try text(table, "amount", at: path) else { return nil }
    switch text {
    case "cost": return .cost
    case "cost+shipping": return .costAndShipping
    case "value": return .value
    default:
      let parts = text.split(separator: " ")
      if parts.count == 4, parts[0] == "up", parts[1] == "to", let currency = Currency(parts[3]),
        let money = Money(decimal: parts[2], currency: currency), money.minor > 0
      {
        return .upTo(money)
      }
      throw problem(
        path + ["amount"], "amount is \"\(text.prefix(40))\"",
        remedy: "write \"cost\", \"cost+shipping\", \"value\" or \"up to 100.00 USD\"")
    }
  }

  private func isShippers(
    _ table: [String: TOMLDocument.Value], at path: [String]
  ) throws(ConfigurationError) -> Bool {
    guard let text = try text(table, "by", at: path) else { return false }
    guard text == "shipper" || text == "us" else {
      throw problem(
        path + ["by"], "by is \"\(text.prefix(40))\"",
        remedy: NearestName.remedy(text, among: ["shipper", "us"]))
    }
    return text == "shipper"
  }

  /// One word of those that there are.
  private func word<Word: RawRepresentable<String> & CaseIterable>(
    _ table: [String: TOMLDocument.Value], _ key: String, at path: [String]
  ) throws(ConfigurationError) -> Word {
    let known = Word.allCases.map(\.rawValue)
    guard let text = try text(table, key, at: path) else {
      throw problem(path, "it has no \(key)", remedy: "add \(key) = \"\(known.first ?? "")\"")
    }
    guard let word = Word(rawValue: text) else {
      throw problem(
        path + [key], "there is no \(key) \"\(text.prefix(40))\"",
        remedy: NearestName.remedy(text, among: known))
    }
    return word
  }

  /// Words of those that there are, in their order.
  private func words<Word: RawRepresentable<String> & CaseIterable>(
    _ table: [String: TOMLDocument.Value], _ key: String, at path: [String]
  ) throws(ConfigurationError) -> [Word] {
    var words: [Word] = []
    for text in try names(table, key, at: path) {
      guard let word = Word(rawValue: text) else {
        throw problem(
          path + [key], "\(key) holds \"\(text.prefix(40))\"",
          remedy: NearestName.remedy(text, among: Word.allCases.map(\.rawValue)))
      }
      words.append(word)
    }
    return words
  }

  private static func isCountry(_ text: String) -> Bool {
    text.utf8.count == 2 && text.utf8.allSatisfy { (65...90).contains($0) }
  }
}
