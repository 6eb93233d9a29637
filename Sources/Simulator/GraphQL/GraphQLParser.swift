/// Words and marks of a GraphQL text; also of a schema.
package struct GraphQLScanner: Sendable {
  /// One of them.
  package enum Token: Hashable, Sendable {
    case name(String)
    case mark(String)
    case int(String)
    case float(String)
    case string(String)
    case end
  }

  private var rest: Substring

  package init(_ text: String) { rest = text[...] }

  /// The next one. Commas, blanks and comments are nothing.
  package mutating func next() throws(GraphQLError) -> Token {
    skip()
    guard let first = rest.first else { return .end }
    if first.isLetter || first == "_" {
      return .name(take { $0.isLetter || $0.isNumber || $0 == "_" })
    }
    if first.isNumber || first == "-" {
      let text = take { $0.isNumber || "-+.eE".contains($0) }
      return text.contains { ".eE".contains($0) } ? .float(text) : .int(text)
    }
    if rest.hasPrefix("\"\"\"") { return .string(try block()) }
    if first == "\"" { return .string(try quoted()) }
    for mark in ["...", "!", "$", "&", "(", ")", ":", "=", "@", "[", "]", "{", "|", "}"]
    where rest.hasPrefix(mark) {
      rest = rest.dropFirst(mark.count)
      return .mark(mark)
    }
    throw GraphQLError("unexpected \(first)")
  }

  private mutating func take(while isPart: (Character) -> Bool) -> String {
    let text = rest.prefix(while: isPart)
    rest = rest.dropFirst(text.count)
    return String(text)
  }

  private mutating func skip() {
    while let first = rest.first {
      if first == "#" {
        rest = rest.drop { !$0.isNewline }
      } else if first.isWhitespace || first == "," {
        rest = rest.dropFirst()
      } else {
        return
      }
    }
  }

  private mutating func block() throws(GraphQLError) -> String {
    rest = rest.dropFirst(3)
    guard let end = rest.firstRange(of: "\"\"\"") else { throw GraphQLError("an open text") }
    defer { rest = rest[end.upperBound...] }
    return String(rest[..<end.lowerBound])
  }

  private mutating func quoted() throws(GraphQLError) -> String {
    rest = rest.dropFirst()
    var text = ""
    while let character = rest.popFirst() {
      switch character {
      case "\"": return text
      case "\\": text.append(rest.popFirst() ?? "\\")
      default: text.append(character)
      }
    }
    throw GraphQLError("an open text")
  }
}

/// Reads a document from its tokens.
struct GraphQLParser {
  private var scanner: GraphQLScanner
  private var token: GraphQLScanner.Token
  private var depth = 0

  init(_ text: String) throws(GraphQLError) {
    scanner = GraphQLScanner(text)
    token = try scanner.next()
  }

  mutating func document() throws(GraphQLError) -> GraphQLDocument {
    var document = GraphQLDocument(operations: [], fragments: [])
    while token != .end {
      if token == .mark("{") {
        let selections = try selections()
        document.operations.append(
          .init(kind: "query", name: "", variables: [], selections: selections))
        continue
      }
      let word = try name()
      switch word {
      case "query", "mutation": document.operations.append(try operation(word))
      case "fragment":
        let name = try name()
        guard try self.name() == "on" else { throw GraphQLError("a fragment without a type") }
        let type = try self.name()
        document.fragments.append(.init(name: name, type: type, selections: try selections()))
      default: throw GraphQLError("unexpected \(word)")
      }
    }
    guard !document.operations.isEmpty else { throw GraphQLError("no operation") }
    return document
  }

  private mutating func operation(
    _ kind: String
  ) throws(GraphQLError) -> GraphQLDocument.Operation {
    var name = ""
    if case .name(let given) = token {
      name = given
      try move()
    }
    var variables: [GraphQLDocument.Variable] = []
    if try skip("(") {
      while try !skip(")") {
        try expect("$")
        let name = try self.name()
        try expect(":")
        let type = try typeName()
        let standard = try skip("=") ? try value() : nil
        variables.append(.init(name: name, type: type, standard: standard))
      }
    }
    _ = try directives()
    return .init(kind: kind, name: name, variables: variables, selections: try selections())
  }

  mutating func typeName() throws(GraphQLError) -> GraphQLDocument.TypeName {
    let inner: GraphQLDocument.TypeName
    if try skip("[") {
      inner = .list(try typeName())
      try expect("]")
    } else {
      inner = .named(try name())
    }
    return try skip("!") ? .nonNull(inner) : inner
  }

  private mutating func selections() throws(GraphQLError) -> [GraphQLDocument.Selection] {
    try expect("{")
    depth += 1
    guard depth < 40 else { throw GraphQLError("nested too deep") }
    defer { depth -= 1 }
    var selections: [GraphQLDocument.Selection] = []
    while try !skip("}") {
      if try skip("...") {
        guard case .name(let word) = token else {
          selections.append(.inline(on: nil, try self.selections()))
          continue
        }
        try move()
        if word == "on" {
          let type = try name()
          selections.append(.inline(on: type, try self.selections()))
        } else {
          selections.append(.spread(word))
        }
        continue
      }
      selections.append(.field(try field()))
    }
    guard !selections.isEmpty else { throw GraphQLError("an empty selection") }
    return selections
  }

  private mutating func field() throws(GraphQLError) -> GraphQLDocument.Field {
    var (key, name) = ("", try name())
    key = name
    if try skip(":") { name = try self.name() }
    let arguments = try arguments()
    let directives = try directives()
    let inner = token == .mark("{") ? try selections() : []
    return .init(
      key: key, name: name, arguments: arguments, directives: directives, selections: inner)
  }

  private mutating func arguments() throws(GraphQLError) -> [GraphQLDocument.Argument] {
    var arguments: [GraphQLDocument.Argument] = []
    guard try skip("(") else { return [] }
    while try !skip(")") {
      let name = try name()
      try expect(":")
      arguments.append(.init(name: name, value: try value()))
    }
    return arguments
  }

  private mutating func directives() throws(GraphQLError) -> [GraphQLDocument.Directive] {
    var directives: [GraphQLDocument.Directive] = []
    while try skip("@") {
      let name = try name()
      directives.append(.init(name: name, arguments: try arguments()))
    }
    return directives
  }

  private mutating func value() throws(GraphQLError) -> GraphQLDocument.Value {
    let current = token
    try move()
    switch current {
    case .mark("$"): return .variable(try name())
    case .int(let digits): return .int(digits)
    case .float(let digits): return .float(digits)
    case .string(let text): return .string(text)
    case .name("true"): return .bool(true)
    case .name("false"): return .bool(false)
    case .name("null"): return .null
    case .name(let word): return .word(word)
    case .mark("["):
      var items: [GraphQLDocument.Value] = []
      while try !skip("]") { items.append(try value()) }
      return .list(items)
    case .mark("{"):
      var members: [GraphQLDocument.Argument] = []
      while try !skip("}") {
        let name = try name()
        try expect(":")
        members.append(.init(name: name, value: try value()))
      }
      return .object(members)
    default: throw GraphQLError("a value is missing")
    }
  }

  private mutating func name() throws(GraphQLError) -> String {
    guard case .name(let name) = token else { throw GraphQLError("a name is missing") }
    try move()
    return name
  }

  private mutating func expect(_ mark: String) throws(GraphQLError) {
    guard try skip(mark) else { throw GraphQLError("\(mark) is missing") }
  }

  private mutating func skip(_ mark: String) throws(GraphQLError) -> Bool {
    guard token == .mark(mark) else {
      guard token != .end else { throw GraphQLError("the text ends early") }
      return false
    }
    try move()
    return true
  }

  private mutating func move() throws(GraphQLError) { token = try scanner.next() }
}
