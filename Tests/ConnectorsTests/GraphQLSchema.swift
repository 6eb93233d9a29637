import Simulator

/// A GraphQL schema, read from its published text as far as checking a call needs it.
struct GraphQLSchema {
  typealias TypeName = GraphQLDocument.TypeName

  /// Something with a name, a type and arguments.
  struct Member {
    var type: TypeName
    var arguments: [String: (type: TypeName, isOptional: Bool)] = [:]
  }

  /// Fields of objects and interfaces.
  private(set) var fields: [String: [String: Member]] = [:]
  /// Fields of inputs: what must be given, and what may.
  private(set) var inputs: [String: [String: (type: TypeName, isOptional: Bool)]] = [:]
  private(set) var words: [String: Set<String>] = [:]
  /// The interfaces of an object.
  private(set) var interfaces: [String: Set<String>] = [:]
  private(set) var directives: [String: Set<String>] = [:]

  init(_ text: String) throws(GraphQLError) {
    var reader = try Reader(text)
    while reader.token != .end { try read(&reader) }
  }

  private mutating func read(_ reader: inout Reader) throws(GraphQLError) {
    switch reader.token {
    case .name("type"), .name("interface"): try readObject(&reader)
    case .name("input"): try readInput(&reader)
    case .name("enum"): try readEnum(&reader)
    case .name("directive"):
      try reader.move()
      _ = try reader.skip("@")
      let name = try reader.name()
      let arguments = reader.token == .mark("(") ? try reader.arguments() : [:]
      directives[name] = Set(arguments.keys)
    default: try reader.move()
    }
  }

  private mutating func readObject(_ reader: inout Reader) throws(GraphQLError) {
    try reader.move()
    guard case .name(let name) = reader.token else { return }
    try reader.move()
    while reader.token != .mark("{") {
      if case .name(let word) = reader.token, word != "implements" {
        interfaces[name, default: []].insert(word)
      }
      try reader.move()
    }
    try reader.move()
    var members: [String: Member] = [:]
    while reader.token != .mark("}") {
      if case .string = reader.token {
        try reader.move()
        continue
      }
      let field = try reader.name()
      let arguments = reader.token == .mark("(") ? try reader.arguments() : [:]
      guard try reader.skip(":") else { throw GraphQLError("\(name).\(field) has no type") }
      members[field] = Member(type: try reader.type(), arguments: arguments)
      try reader.skipDirectives()
    }
    try reader.move()
    fields[name] = members
  }

  private mutating func readInput(_ reader: inout Reader) throws(GraphQLError) {
    try reader.move()
    guard case .name(let name) = reader.token else { return }
    while reader.token != .mark("{") { try reader.move() }
    inputs[name] = try reader.members(open: "{", close: "}")
  }

  private mutating func readEnum(_ reader: inout Reader) throws(GraphQLError) {
    try reader.move()
    guard case .name(let name) = reader.token else { return }
    while reader.token != .mark("{") { try reader.move() }
    try reader.move()
    while reader.token != .mark("}") {
      if case .name(let word) = reader.token { words[name, default: []].insert(word) }
      try reader.move()
      try reader.skipDirectives()
    }
    try reader.move()
  }

  /// Tokens with a look at the current one.
  private struct Reader {
    private var scanner: GraphQLScanner
    private(set) var token: GraphQLScanner.Token

    init(_ text: String) throws(GraphQLError) {
      scanner = GraphQLScanner(text)
      token = try scanner.next()
    }

    mutating func move() throws(GraphQLError) { token = try scanner.next() }

    mutating func name() throws(GraphQLError) -> String {
      guard case .name(let name) = token else { throw GraphQLError("no name: \(token)") }
      try move()
      return name
    }

    mutating func skip(_ mark: String) throws(GraphQLError) -> Bool {
      guard token == .mark(mark) else { return false }
      try move()
      return true
    }

    mutating func type() throws(GraphQLError) -> TypeName {
      let inner: TypeName
      if try skip("[") {
        inner = .list(try type())
        _ = try skip("]")
      } else {
        inner = .named(try name())
      }
      return try skip("!") ? .nonNull(inner) : inner
    }

    mutating func arguments() throws(GraphQLError) -> [String: (type: TypeName, isOptional: Bool)] {
      try members(open: "(", close: ")")
    }

    mutating func members(
      open: String, close: String
    ) throws(GraphQLError) -> [String: (type: TypeName, isOptional: Bool)] {
      guard try skip(open) else { throw GraphQLError("\(open) is missing") }
      var members: [String: (type: TypeName, isOptional: Bool)] = [:]
      while try !skip(close) {
        if case .string = token {
          try move()
          continue
        }
        let name = try name()
        _ = try skip(":")
        let type = try type()
        var isOptional = !type.isRequired
        if try skip("=") {
          isOptional = true
          try skipValue()
        }
        try skipDirectives()
        members[name] = (type, isOptional)
      }
      return members
    }

    mutating func skipDirectives() throws(GraphQLError) {
      while try skip("@") {
        _ = try name()
        if token == .mark("(") { try skipValue() }
      }
    }

    /// One value, with everything between its brackets.
    private mutating func skipValue() throws(GraphQLError) {
      var depth = 0
      repeat {
        if [.mark("("), .mark("["), .mark("{")].contains(token) { depth += 1 }
        if [.mark(")"), .mark("]"), .mark("}")].contains(token) { depth -= 1 }
        try move()
      } while depth > 0
    }
  }
}
