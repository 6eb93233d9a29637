import Simulator
import Wire

/// Holds a call against a schema: every field and argument exists and fits, what must be given is given,
/// variables are declared, used and fit, and so do the values that are sent.
struct GraphQLCheck {
  let schema: GraphQLSchema
  private let document: GraphQLDocument
  private let operation: GraphQLDocument.Operation
  private(set) var problems: [String] = []
  private var used: Set<String> = []
  private var spread: Set<String> = []

  /// Nothing but the problems of that call; nil for the values leaves them out.
  static func problems(
    _ text: String, _ values: JSON? = nil, in schema: GraphQLSchema
  ) -> [String] {
    do throws(GraphQLError) {
      let document = try GraphQLDocument(text)
      guard document.operations.count == 1 else { return ["not one operation"] }
      var check = GraphQLCheck(schema, document, document.operations[0])
      check.run(values)
      return check.problems
    } catch {
      return ["\(error)"]
    }
  }

  private init(
    _ schema: GraphQLSchema, _ document: GraphQLDocument, _ operation: GraphQLDocument.Operation
  ) {
    self.schema = schema
    self.document = document
    self.operation = operation
  }

  private mutating func run(_ values: JSON?) {
    let root = operation.kind == "mutation" ? "Mutation" : "QueryRoot"
    check(operation.selections, on: root)
    for variable in operation.variables {
      if !used.contains(variable.name) { problems.append("$\(variable.name) is not used") }
      if !isKnown(variable.type.base) { problems.append("no type \(variable.type.base)") }
      if let values { check(values[variable.name], as: variable.type, at: "$" + variable.name) }
    }
    for member in values?.members ?? []
    where !operation.variables.contains(where: { $0.name == member.name }) {
      problems.append("$\(member.name) is sent and not declared")
    }
    for fragment in document.fragments where !spread.contains(fragment.name) {
      problems.append("fragment \(fragment.name) is not used")
    }
  }

  private func isKnown(_ type: String) -> Bool {
    ["String", "Int", "Float", "Boolean", "ID"].contains(type) || schema.inputs[type] != nil
      || schema.words[type] != nil
  }

  private mutating func check(_ selections: [GraphQLDocument.Selection], on type: String) {
    guard let fields = schema.fields[type] else {
      problems.append("no type \(type)")
      return
    }
    for selection in selections {
      switch selection {
      case .field(let field):
        guard let member = fields[field.name] else {
          problems.append("\(type) has no \(field.name)")
          continue
        }
        check(field, member, on: type)
      case .inline(let on, let inner):
        fit(on ?? type, to: type)
        check(inner, on: on ?? type)
      case .spread(let name):
        guard let fragment = document.fragments.first(where: { $0.name == name }) else {
          problems.append("no fragment \(name)")
          continue
        }
        spread.insert(name)
        fit(fragment.type, to: type)
        check(fragment.selections, on: fragment.type)
      }
    }
  }

  private mutating func fit(_ condition: String, to type: String) {
    let isSame = condition == type
    let isInside = schema.interfaces[condition]?.contains(type) == true
    let isAround = schema.interfaces[type]?.contains(condition) == true
    if !isSame, !isInside, !isAround { problems.append("\(condition) can't be a \(type)") }
  }

  private mutating func check(
    _ field: GraphQLDocument.Field, _ member: GraphQLSchema.Member, on type: String
  ) {
    let place = "\(type).\(field.name)"
    for argument in field.arguments {
      guard let known = member.arguments[argument.name] else {
        problems.append("\(place) takes no \(argument.name)")
        continue
      }
      check(argument.value, as: known.type, isOptional: known.isOptional, at: place)
    }
    for (name, known) in member.arguments where !known.isOptional {
      if !field.arguments.contains(where: { $0.name == name }) {
        problems.append("\(place) needs \(name)")
      }
    }
    for directive in field.directives {
      guard let names = schema.directives[directive.name] else {
        problems.append("no directive @\(directive.name)")
        continue
      }
      for argument in directive.arguments {
        if !names.contains(argument.name) { problems.append("@\(directive.name) \(argument.name)") }
        check(argument.value, as: .nonNull(.named("String")), isOptional: false, at: place)
      }
    }
    let isObject = schema.fields[member.type.base] != nil
    if isObject != !field.selections.isEmpty {
      problems.append("\(place) \(isObject ? "needs" : "takes no") fields")
    } else if isObject {
      check(field.selections, on: member.type.base)
    }
  }

  /// A value as it is written in the text.
  private mutating func check(
    _ value: GraphQLDocument.Value, as type: GraphQLSchema.TypeName, isOptional: Bool,
    at place: String
  ) {
    switch (value, type) {
    case (.variable(let name), _):
      guard let variable = operation.variables.first(where: { $0.name == name }) else {
        problems.append("$\(name) is not declared")
        return
      }
      used.insert(name)
      let isSame = variable.type == type || variable.type == .nonNull(type)
      let isLoose = isOptional && type == .nonNull(variable.type)
      if !isSame, !isLoose { problems.append("\(place): $\(name) is no \(type)") }
    case (.null, .nonNull): problems.append("\(place): null")
    case (_, .nonNull(let inner)): check(value, as: inner, isOptional: isOptional, at: place)
    case (.null, _): break
    case (.list(let items), .list(let inner)):
      for item in items { check(item, as: inner, isOptional: false, at: place) }
    case (.int, .named("Int")), (.int, .named("Float")), (.float, .named("Float")),
      (.string, .named("String")), (.string, .named("ID")), (.bool, .named("Boolean")):
      break
    case (.word(let word), .named(let name)):
      if schema.words[name]?.contains(word) != true { problems.append("\(place): \(word)") }
    default: problems.append("\(place): \(value) is no \(type)")
    }
  }

  /// A value as it is sent beside the text.
  private mutating func check(_ json: JSON, as type: GraphQLSchema.TypeName, at place: String) {
    switch type {
    case .nonNull(let inner):
      if json.isNull {
        problems.append("\(place) is null")
      } else {
        check(json, as: inner, at: place)
      }
    case _ where json.isNull: break
    case .list(let inner):
      guard json.isArray else { return problems.append("\(place) is no list") }
      for item in json.elements { check(item, as: inner, at: place) }
    case .named(let name):
      if let words = schema.words[name] {
        if !words.contains(json.text ?? "") { problems.append("\(place): no \(json.encoded)") }
      } else if let members = schema.inputs[name] {
        check(json, members, at: place)
      } else {
        let fits =
          switch (name, json) {
          case ("Int", .number), ("Float", .number), ("Boolean", .bool): true
          case ("Int", _), ("Float", _), ("Boolean", _): false
          case (_, .string): true
          default: false
          }
        if !fits { problems.append("\(place): \(json.encoded) is no \(name)") }
      }
    }
  }

  private mutating func check(
    _ json: JSON, _ members: [String: (type: GraphQLSchema.TypeName, isOptional: Bool)],
    at place: String
  ) {
    guard json.isObject else { return problems.append("\(place) is no object") }
    for member in json.members {
      guard let known = members[member.name] else {
        problems.append("\(place) has no \(member.name)")
        continue
      }
      check(member.value, as: known.type, at: "\(place).\(member.name)")
    }
    for (name, known) in members where !known.isOptional && json[name].isNull {
      problems.append("\(place) needs \(name)")
    }
  }
}
