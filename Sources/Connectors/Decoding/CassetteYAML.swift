import Wire

/// Reads as much of YAML as recorders of HTTP write: block lists and mappings, scalars of every style,
/// `!!binary`, and flow collections that are JSON. Values are taken as they would stand in JSON; a
/// binary one becomes `{"!!binary": "<base64>"}`.
struct CassetteYAML {
  /// The name under which the base64 of a binary value stands.
  static let binary = "!!binary"

  private var lines: [Line]
  private var next = 0
  private static let deepest = 64

  private struct Line {
    var indent: Int
    /// Without indentation; the end of the line may be blanks.
    var text: Substring
  }

  /// nil where the text is no YAML of this kind.
  static func read(_ bytes: [UInt8]) -> JSON? {
    let text = String(decoding: bytes, as: UTF8.self)
    var reader = CassetteYAML(text)
    reader.skipBlanks()
    if reader.next < reader.lines.count, reader.lines[reader.next].text.hasPrefix("---") {
      reader.next += 1
    }
    guard let value = reader.node(deeperThan: -1, depth: 0), value.isObject || value.isArray else {
      return nil
    }
    reader.skipBlanks()
    let isAtEnd = reader.next == reader.lines.count || reader.lines[reader.next].text == "..."
    return isAtEnd ? value : nil
  }

  private init(_ text: String) {
    lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }.map {
      line in
      let rest = line.drop { $0 == " " }
      return Line(indent: line.utf8.count - rest.utf8.count, text: rest)
    }
  }

  private mutating func skipBlanks() {
    while next < lines.count, lines[next].text.isEmpty || lines[next].text.hasPrefix("#") {
      next += 1
    }
  }

  /// The value that begins on the next line that is indented more than that.
  private mutating func node(deeperThan indent: Int, depth: Int) -> JSON? {
    skipBlanks()
    guard depth < Self.deepest else { return nil }
    guard next < lines.count, lines[next].indent > indent else { return .null }
    if isItem(lines[next]) { return list(at: lines[next].indent, depth: depth) }
    if key(of: lines[next].text) != nil { return mapping(at: lines[next].indent, depth: depth) }
    let line = lines[next]
    next += 1
    return scalar(line.text, deeperThan: indent)
  }

  private func isItem(_ line: Line) -> Bool { line.text == "-" || line.text.hasPrefix("- ") }

  private mutating func list(at indent: Int, depth: Int) -> JSON? {
    var elements: [JSON] = []
    while true {
      skipBlanks()
      guard next < lines.count, lines[next].indent == indent, isItem(lines[next]) else { break }
      let rest = lines[next].text.dropFirst()
      let inner = rest.drop { $0 == " " }
      if inner.isEmpty {
        next += 1
        guard let value = node(deeperThan: indent, depth: depth + 1) else { return nil }
        elements.append(value)
        continue
      }
      let shift = 1 + rest.utf8.count - inner.utf8.count
      let isNested = inner == "-" || inner.hasPrefix("- ") || key(of: inner) != nil
      if isNested {
        // What stands behind the dash begins a value of its own, indented by the dash.
        lines[next] = Line(indent: indent + shift, text: inner)
        guard let value = node(deeperThan: indent, depth: depth + 1) else { return nil }
        elements.append(value)
      } else {
        next += 1
        guard let value = scalar(inner, deeperThan: indent) else { return nil }
        elements.append(value)
      }
    }
    return .array(elements)
  }

  private mutating func mapping(at indent: Int, depth: Int) -> JSON? {
    var members: [JSON.Member] = []
    while true {
      skipBlanks()
      guard next < lines.count, lines[next].indent == indent,
        let (name, rest) = key(of: lines[next].text)
      else { break }
      next += 1
      let value: JSON?
      if rest.isEmpty {
        skipBlanks()
        // A list may stand as deep as the name that it belongs to.
        let isList = next < lines.count && lines[next].indent == indent && isItem(lines[next])
        value =
          isList ? list(at: indent, depth: depth + 1) : node(deeperThan: indent, depth: depth + 1)
      } else {
        value = scalar(rest, deeperThan: indent)
      }
      guard let value else { return nil }
      members.append(JSON.Member(name: name, value: value))
    }
    return members.isEmpty ? nil : .object(members)
  }

  /// The name that a line begins with, and what stands behind its colon; nil where there is none.
  private func key(of text: Substring) -> (name: String, rest: Substring)? {
    if let quote = text.first, quote == "\"" || quote == "'" {
      guard let end = text.dropFirst().firstIndex(of: quote) else { return nil }
      let rest = text[text.index(after: end)...]
      guard rest.hasPrefix(":") else { return nil }
      let behind = rest.dropFirst()
      guard behind.isEmpty || behind.hasPrefix(" ") else { return nil }
      return (String(text[text.index(after: text.startIndex)..<end]), behind.drop { $0 == " " })
    }
    guard let first = text.first, !"{[|>!&*%@`#,".contains(first) else { return nil }
    var position = text.startIndex
    while let colon = text[position...].firstIndex(of: ":") {
      let behind = text[text.index(after: colon)...]
      if behind.isEmpty || behind.hasPrefix(" ") {
        return (String(text[..<colon]), behind.drop { $0 == " " })
      }
      position = text.index(after: colon)
    }
    return nil
  }

  // MARK: - Scalars

  /// A scalar that begins with that text and goes on in lines indented more than that.
  private mutating func scalar(_ text: Substring, deeperThan indent: Int) -> JSON? {
    if text.hasPrefix(Self.binary) {
      let rest = text.dropFirst(Self.binary.count).drop { $0 == " " }
      guard let value = scalar(rest, deeperThan: indent), let base64 = value.text else {
        return nil
      }
      return .object([
        JSON.Member(name: Self.binary, value: .string(base64.filter { !$0.isWhitespace }))
      ])
    }
    if text.hasPrefix("!") {
      let rest = text.drop { $0 != " " }.drop { $0 == " " }
      return scalar(rest, deeperThan: indent)
    }
    switch text.first {
    case "|", ">": return .string(block(text, deeperThan: indent))
    case "\"": return quoted(text.dropFirst(), deeperThan: indent).map(JSON.string)
    case "'": return single(text.dropFirst(), deeperThan: indent).map(JSON.string)
    case "{", "[":
      let whole = plain(text, deeperThan: indent)
      if let json = try? JSON(Array(whole.utf8)) { return json }
      var rest = Substring(whole)
      return flow(&rest, depth: 0) ?? .string(whole)
    default: return typed(plain(text, deeperThan: indent))
    }
  }

  /// `[application/json]`, `{code: 201, message: Created}`: plain words within brackets.
  private func flow(_ rest: inout Substring, depth: Int) -> JSON? {
    rest = rest.drop { $0 == " " || $0 == "\n" }
    guard depth < Self.deepest, let first = rest.first else { return nil }
    guard first == "[" || first == "{" else { return word(&rest) }
    let end: Character = first == "[" ? "]" : "}"
    var (elements, members): ([JSON], [JSON.Member]) = ([], [])
    rest = rest.dropFirst()
    while true {
      rest = rest.drop { $0 == " " || $0 == "," || $0 == "\n" }
      guard let next = rest.first else { return nil }
      if next == end {
        rest = rest.dropFirst()
        return first == "[" ? .array(elements) : .object(members)
      }
      guard first == "{" else {
        guard let value = flow(&rest, depth: depth + 1) else { return nil }
        elements.append(value)
        continue
      }
      guard let colon = rest.firstIndex(of: ":") else { return nil }
      let name = rest[..<colon].filter { $0 != "'" && $0 != "\"" }
      rest = rest[rest.index(after: colon)...]
      guard let value = flow(&rest, depth: depth + 1) else { return nil }
      members.append(JSON.Member(name: String(name).trimmed, value: value))
    }
  }

  /// A scalar within brackets.
  private func word(_ rest: inout Substring) -> JSON? {
    if rest.hasPrefix("!") { rest = rest.drop { $0 != " " }.drop { $0 == " " } }
    if rest.hasPrefix("'") {
      rest = rest.dropFirst()
      var text = ""
      while let end = rest.firstIndex(of: "'") {
        text += rest[..<end]
        rest = rest[rest.index(after: end)...]
        guard rest.hasPrefix("'") else { return .string(text) }
        text += "'"
        rest = rest.dropFirst()
      }
      return nil
    }
    if rest.hasPrefix("\"") {
      var (end, isEscaped) = (rest.index(after: rest.startIndex), false)
      while end < rest.endIndex, isEscaped || rest[end] != "\"" {
        isEscaped = rest[end] == "\\" && !isEscaped
        end = rest.index(after: end)
      }
      guard end < rest.endIndex else { return nil }
      let quoted = rest[...end]
      rest = rest[rest.index(after: end)...]
      return (try? JSON(Array(quoted.utf8))) ?? .string(String(quoted.dropFirst().dropLast()))
    }
    let text = rest.prefix { !",]}".contains($0) }
    guard !text.isEmpty else { return nil }
    rest = rest[text.endIndex...]
    return typed(String(text).trimmed)
  }

  private func typed(_ text: String) -> JSON {
    switch text {
    case "", "~", "null", "Null", "NULL": return .null
    case "true", "True": return .bool(true)
    case "false", "False": return .bool(false)
    default:
      guard let number = try? JSON(Array(text.utf8)), case .number = number else {
        return .string(text)
      }
      return number
    }
  }

  private mutating func block(_ header: Substring, deeperThan indent: Int) -> String {
    let isFolded = header.hasPrefix(">")
    var (texts, inner): ([String], Int?) = ([], nil)
    while next < lines.count {
      let line = lines[next]
      let isBlank = line.text.isEmpty
      if !isBlank, line.indent <= indent { break }
      if !isBlank, inner == nil { inner = line.indent }
      let extra = max(0, line.indent - (inner ?? line.indent))
      texts.append(isBlank ? "" : String(repeating: " ", count: extra) + line.text)
      next += 1
    }
    while texts.last == "" { texts.removeLast() }
    let text = texts.joined(separator: isFolded ? " " : "\n")
    return header.contains("-") || texts.isEmpty ? text : text + "\n"
  }

  private mutating func plain(_ first: Substring, deeperThan indent: Int) -> String {
    var text = String(first).trimmedRight
    var blanks = 0
    while next < lines.count {
      let line = lines[next]
      if line.text.isEmpty {
        blanks += 1
        next += 1
        continue
      }
      guard line.indent > indent, !line.text.hasPrefix("#") else { break }
      text += (blanks > 0 ? String(repeating: "\n", count: blanks) : " ")
      text += String(line.text).trimmedRight
      blanks = 0
      next += 1
    }
    return text
  }

  private mutating func single(_ first: Substring, deeperThan indent: Int) -> String? {
    var (text, rest, blanks) = ("", first, 0)
    while true {
      while let quote = rest.firstIndex(of: "'") {
        text += rest[..<quote]
        rest = rest[rest.index(after: quote)...]
        guard rest.hasPrefix("'") else { return text }
        text += "'"
        rest = rest.dropFirst()
      }
      text += String(rest).trimmedRight
      guard let line = continuation(&blanks) else { return nil }
      text += blanks > 0 ? String(repeating: "\n", count: blanks) : " "
      rest = line
    }
  }

  private mutating func quoted(_ first: Substring, deeperThan indent: Int) -> String? {
    var text = String.UnicodeScalarView()
    var (rest, blanks) = (first.unicodeScalars, 0)
    while true {
      // Blanks at the end of a line are not part of the text, escaped ones are.
      var (trailing, isJoined) = (0, false)
      while let scalar = rest.popFirst() {
        if scalar == "\"" { return String(text) }
        guard scalar == "\\" else {
          text.append(scalar)
          trailing = scalar == " " || scalar == "\t" ? trailing + 1 : 0
          continue
        }
        guard let escape = rest.popFirst() else {
          isJoined = true
          break
        }
        guard let value = Self.escaped(escape, &rest) else { return nil }
        text.append(value)
        trailing = 0
      }
      guard let line = continuation(&blanks) else { return nil }
      if !isJoined {
        text.removeLast(trailing)
        let fold = blanks > 0 ? String(repeating: "\n", count: blanks) : " "
        text.append(contentsOf: fold.unicodeScalars)
      }
      rest = line.unicodeScalars
    }
  }

  /// The next line of a quoted scalar that holds anything; `blanks` counts the empty ones before it.
  private mutating func continuation(_ blanks: inout Int) -> Substring? {
    blanks = 0
    while next < lines.count {
      let line = lines[next]
      next += 1
      if !line.text.isEmpty { return line.text }
      blanks += 1
    }
    return nil
  }

  private static func escaped(
    _ escape: Unicode.Scalar, _ rest: inout Substring.UnicodeScalarView
  ) -> Unicode.Scalar? {
    switch escape {
    case "n": return "\n"
    case "r": return "\r"
    case "t", "\t": return "\t"
    case "0": return "\0"
    case "a": return "\u{7}"
    case "b": return "\u{8}"
    case "e": return "\u{1B}"
    case "f": return "\u{C}"
    case "v": return "\u{B}"
    case "N": return "\u{85}"
    case "_": return "\u{A0}"
    case "L": return "\u{2028}"
    case "P": return "\u{2029}"
    case "x": return coded(2, &rest)
    case "u": return coded(4, &rest)
    case "U": return coded(8, &rest)
    default: return escape
    }
  }

  private static func coded(
    _ count: Int, _ rest: inout Substring.UnicodeScalarView
  ) -> Unicode.Scalar? {
    let digits = String(String.UnicodeScalarView(rest.prefix(count)))
    guard digits.unicodeScalars.count == count, let value = UInt32(digits, radix: 16) else {
      return nil
    }
    rest = rest.dropFirst(count)
    return Unicode.Scalar(value) ?? "\u{FFFD}"
  }
}

extension String {
  /// Without blanks at the end.
  fileprivate var trimmedRight: String {
    guard let last = lastIndex(where: { $0 != " " && $0 != "\t" && $0 != "\r" }) else { return "" }
    return String(self[...last])
  }
}
