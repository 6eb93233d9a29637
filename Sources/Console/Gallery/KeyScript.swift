package import Canvas

/// Keys written as text, for the gallery and for tests: each character is a key, blanks only part them,
/// `<ctrl-d>`, `<enter>`, `<space>` name the others.
package enum KeyScript {
  package static func keys(_ script: String) -> [Key] {
    var keys: [Key] = []
    var rest = script[...]
    while let first = rest.first {
      if first == "<", let end = rest.firstIndex(of: ">"),
        let key = KeyName.key(String(rest[rest.index(after: rest.startIndex)..<end]))
      {
        keys.append(key)
        rest = rest[rest.index(after: end)...]
        continue
      }
      rest.removeFirst()
      if first != " " { keys.append(.character(first)) }
    }
    return keys
  }
}
