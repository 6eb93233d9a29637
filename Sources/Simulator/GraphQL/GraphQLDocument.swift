/// A GraphQL document (October 2021), taken apart.
package struct GraphQLDocument: Hashable, Sendable {
  package var operations: [Operation]
  package var fragments: [Fragment]

  /// A query or a mutation.
  package struct Operation: Hashable, Sendable {
    /// `query`, `mutation`.
    package var kind: String
    package var name: String
    package var variables: [Variable]
    package var selections: [Selection]
  }

  /// A variable as it is declared.
  package struct Variable: Hashable, Sendable {
    package var name: String
    package var type: TypeName
    package var standard: Value?
  }

  /// A type as it is written: `[ID!]!`.
  package indirect enum TypeName: Hashable, Sendable {
    case named(String)
    case list(TypeName)
    case nonNull(TypeName)

    /// Without lists and exclamation marks.
    package var base: String {
      switch self {
      case .named(let name): name
      case .list(let inner), .nonNull(let inner): inner.base
      }
    }

    /// It may not be null.
    package var isRequired: Bool { if case .nonNull = self { true } else { false } }
  }

  /// Something selected of an object.
  package indirect enum Selection: Hashable, Sendable {
    case field(Field)
    case spread(String)
    case inline(on: String?, [Selection])
  }

  /// A field asked for.
  package struct Field: Hashable, Sendable {
    /// The name in the answer.
    package var key: String
    package var name: String
    package var arguments: [Argument]
    package var directives: [Directive]
    package var selections: [Selection]
  }

  /// A named value.
  package struct Argument: Hashable, Sendable {
    package var name: String
    package var value: Value
  }

  /// `@name(key: "x")`
  package struct Directive: Hashable, Sendable {
    package var name: String
    package var arguments: [Argument]
  }

  /// A fragment by its name.
  package struct Fragment: Hashable, Sendable {
    package var name: String
    package var type: String
    package var selections: [Selection]
  }

  /// A value as it is written.
  package indirect enum Value: Hashable, Sendable {
    case variable(String)
    case int(String)
    case float(String)
    case string(String)
    case bool(Bool)
    case null
    case word(String)
    case list([Value])
    case object([Argument])
  }

  /// Reads a document. Throws where it is none.
  package init(_ text: String) throws(GraphQLError) {
    var parser = try GraphQLParser(text)
    self = try parser.document()
  }

  init(operations: [Operation], fragments: [Fragment]) {
    self.operations = operations
    self.fragments = fragments
  }
}

/// Why a text is no GraphQL.
package struct GraphQLError: Error, Hashable, Sendable, CustomStringConvertible {
  package var description: String

  package init(_ description: String) { self.description = description }
}
