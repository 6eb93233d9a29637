extension ConfigurationTemplate {
  /// What the template says above its tables and settings, by their path (`console.theme`); the first
  /// time that each is there. A paragraph of its own belongs to the table below it.
  package static let remarks: [String: String] = {
    var remarks: [String: String] = [:]
    var (section, waiting, paragraph) = ("", [String](), [String]())
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let words = line.drop { $0 == "#" || $0 == " " }
      if let name = header(words), line.hasPrefix("#[") {
        section = name
        if waiting.isEmpty { waiting = paragraph }
        note(section)
      } else if let key = setting(words) {
        note("\(section).\(key)")
      } else if words.isEmpty {
        (paragraph, waiting) = (waiting, [])
      } else {
        waiting.append(String(words))
      }
    }
    func note(_ path: String) {
      if !waiting.isEmpty, remarks[path] == nil { remarks[path] = waiting.joined(separator: " ") }
      waiting = []
    }
    return remarks
  }()

  /// `[[account]]`: the name of the table.
  private static func header(_ words: Substring) -> String? {
    guard words.hasPrefix("["), words.hasSuffix("]") else { return nil }
    return String(words.drop { $0 == "[" }.prefix { $0 != "]" })
  }

  /// `theme = "harbour"`: the key.
  private static func setting(_ words: Substring) -> Substring? {
    let key = words.prefix { $0 != " " }
    guard !key.isEmpty, words.dropFirst(key.count).hasPrefix(" = ") else { return nil }
    return key
  }
}
