import Fulfillment

/// What a field may answer.
indirect enum GraphNode: Sendable {
  case leaf(AnswerJSON)
  case object(String, [String: GraphNode])
  case list([GraphNode])
  /// A list cut at `first` without a word.
  case cut([GraphNode])
  /// A list in pages, as a connection of that type.
  case pages(String, [GraphNode])
  /// Depends on the arguments.
  case asked(@Sendable (GraphArguments) -> Result<GraphNode, GraphRefusal>)

  static let null = GraphNode.leaf(nil)

  static func text(_ text: String) -> GraphNode { .leaf(.text(text)) }
  static func text(_ text: String?) -> GraphNode { .leaf(.optional(text)) }
  static func int(_ number: Int) -> GraphNode { .leaf(.int(number)) }
  static func bool(_ flag: Bool) -> GraphNode { .leaf(.bool(flag)) }

  /// What it is with those arguments.
  func settled(_ arguments: GraphArguments) throws(GraphRefusal) -> GraphNode {
    switch self {
    case .leaf, .object, .list: return self
    case .cut(let nodes): return .list(Array(nodes.prefix(try arguments.first())))
    case .pages(let type, let nodes): return try Self.page(type, nodes, arguments)
    case .asked(let answer): return try answer(arguments).get()
    }
  }

  private static func page(
    _ type: String, _ nodes: [GraphNode], _ arguments: GraphArguments
  ) throws(GraphRefusal) -> GraphNode {
    let first = try arguments.first()
    let after = arguments["after"].text
    let start = after.isEmpty ? 0 : (Int(after.drop { !$0.isNumber }) ?? nodes.count)
    let from = min(start, nodes.count)
    let end = min(nodes.count, from + first)
    let info = GraphNode.object(
      "PageInfo",
      [
        "hasNextPage": .bool(end < nodes.count), "hasPreviousPage": .bool(from > 0),
        "startCursor": .text(from < end ? "c\(from)" : nil),
        "endCursor": .text(from < end ? "c\(end)" : nil),
      ])
    return .object(
      type + "Connection", ["pageInfo": info, "nodes": .list(Array(nodes[from..<end]))])
  }
}

/// Why a call is refused as a whole.
struct GraphRefusal: Error {
  var message: String
  var code: String
}

/// The arguments of one field, variables put in.
struct GraphArguments: Sendable {
  var values: [String: Posted]

  subscript(name: String) -> Posted { values[name] ?? .null }

  /// How many are asked for.
  func first() throws(GraphRefusal) -> Int {
    guard let first = self["first"].int else {
      throw GraphRefusal(
        message: "you must provide one of first or last", code: "BAD_REQUEST")
    }
    guard (1...250).contains(first) else {
      throw GraphRefusal(message: "first cannot exceed 250", code: "BAD_REQUEST")
    }
    return first
  }
}

/// Runs one operation against a root object.
struct GraphQLRun {
  let document: GraphQLDocument
  let operation: GraphQLDocument.Operation
  let variables: [String: Posted]
  /// Objects handed out so far.
  private(set) var objects = 0

  /// Takes the posted call apart: the variables must be those that are declared.
  init(_ posted: Posted) throws(GraphRefusal) {
    do throws(GraphQLError) {
      document = try GraphQLDocument(posted["query"].text)
    } catch {
      throw GraphRefusal(message: "syntax error: \(error)", code: "syntaxError")
    }
    let name = posted["operationName"].text
    guard let operation = document.operations.first(where: { name.isEmpty || $0.name == name })
    else {
      throw GraphRefusal(message: "No operation named \"\(name)\"", code: "BAD_REQUEST")
    }
    self.operation = operation
    var given: [String: Posted] = [:]
    if case .object(let members) = posted["variables"] { given = members }
    for variable in operation.variables where variable.type.isRequired {
      if case .null = given[variable.name] ?? .null {
        throw GraphRefusal(
          message: "Variable $\(variable.name) of type \(variable.type) was provided invalid value",
          code: "INVALID_VARIABLE")
      }
    }
    variables = given
  }

  /// What the call costs by the documented prices: an object a point, a connection two and its nodes.
  var requestedCost: Int {
    let base = operation.kind == "mutation" ? 10 : 0
    return base + cost(operation.selections)
  }

  private func cost(_ selections: [GraphQLDocument.Selection]) -> Int {
    selections.reduce(0) { sum, selection in
      switch selection {
      case .spread(let name):
        return sum + cost(document.fragments.first { $0.name == name }?.selections ?? [])
      case .inline(_, let inner): return sum + cost(inner)
      case .field(let field):
        guard !field.selections.isEmpty, field.name != "pageInfo" else { return sum }
        if field.name == "nodes" { return sum + 1 + cost(field.selections) }
        let count = arguments(field)["first"].int
        let inner = cost(field.selections)
        guard let count else { return sum + 1 + inner }
        let isConnection = field.selections.contains {
          if case .field(let inner) = $0 { inner.name == "nodes" } else { false }
        }
        return sum + (isConnection ? 2 + count * inner : count * (1 + inner))
      }
    }
  }

  /// The members of an object that are selected.
  mutating func answer(
    _ selections: [GraphQLDocument.Selection], of node: GraphNode
  ) throws(GraphRefusal) -> AnswerJSON {
    switch node {
    case .leaf(let value):
      if case .null = value { return value }
      guard selections.isEmpty else {
        throw GraphRefusal(message: "a scalar has no fields", code: "selectionMismatch")
      }
      return value
    case .cut, .pages, .asked:
      throw GraphRefusal(message: "a list of lists", code: "selectionMismatch")
    case .list(let nodes):
      var items: [AnswerJSON] = []
      for node in nodes { items.append(try answer(selections, of: node)) }
      return .list(items)
    case .object(let type, let fields):
      guard !selections.isEmpty else {
        throw GraphRefusal(
          message: "Field must have selections (type \(type))", code: "selectionMismatch")
      }
      objects += 1
      var members: [(String, AnswerJSON)] = []
      try select(selections, type, fields, &members)
      return .object(members)
    }
  }

  private mutating func select(
    _ selections: [GraphQLDocument.Selection], _ type: String, _ fields: [String: GraphNode],
    _ members: inout [(String, AnswerJSON)]
  ) throws(GraphRefusal) {
    for selection in selections {
      switch selection {
      case .field(let field):
        guard let value = fields[field.name] else {
          throw GraphRefusal(
            message: "Field '\(field.name)' doesn't exist on type '\(type)'",
            code: "undefinedField")
        }
        let node = try value.settled(arguments(field))
        members.append((field.key, try answer(field.selections, of: node)))
      case .inline(let on, let inner):
        if on == nil || on == type { try select(inner, type, fields, &members) }
      case .spread(let name):
        guard let fragment = document.fragments.first(where: { $0.name == name }) else {
          throw GraphRefusal(message: "Fragment \(name) was not found", code: "undefinedFragment")
        }
        try select(fragment.selections, type, fields, &members)
      }
    }
  }

  /// The arguments of a field of the operation.
  func arguments(of field: GraphQLDocument.Field) -> GraphArguments { arguments(field) }

  private func arguments(_ field: GraphQLDocument.Field) -> GraphArguments {
    var values: [String: Posted] = [:]
    for argument in field.arguments { values[argument.name] = posted(argument.value) }
    for directive in field.directives where directive.name == "idempotent" {
      values["@idempotent"] = directive.arguments.first.map { posted($0.value) } ?? .null
    }
    return GraphArguments(values: values)
  }

  private func posted(_ value: GraphQLDocument.Value) -> Posted {
    switch value {
    case .variable(let name): variables[name] ?? .null
    case .int(let digits): Int64(digits).map(Posted.int) ?? .null
    case .float(let digits): Double(digits).map(Posted.number) ?? .null
    case .string(let text), .word(let text): .text(text)
    case .bool(let flag): .bool(flag)
    case .null: .null
    case .list(let items): .list(items.map(posted))
    case .object(let members):
      .object(Dictionary(members.map { ($0.name, posted($0.value)) }) { $1 })
    }
  }
}
