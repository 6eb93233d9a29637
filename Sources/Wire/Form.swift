/// Named values in order: a query string or a form body (`application/x-www-form-urlencoded`).
package struct Form: Hashable, Sendable, ExpressibleByDictionaryLiteral {
  /// In the order in which they are sent.
  package var fields: [Field]

  /// One named value.
  package struct Field: Hashable, Sendable {
    /// Decoded.
    package var name: String
    /// Decoded; "" where there was none.
    package var value: String

    package init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  package init(_ fields: [Field] = []) { self.fields = fields }

  package init(dictionaryLiteral elements: (String, String)...) {
    fields = elements.map { Field(name: $0.0, value: $0.1) }
  }

  /// Reads `a=1&b=2`; `+` stands for a blank. A field that is not validly encoded is kept as written:
  /// what a stranger sends must not be lost without trace.
  package init(parsing text: some StringProtocol) {
    fields = text.split(separator: "&").map { part in
      let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let texts = pair.map { PercentEncoding.decode($0, plusIsBlank: true) ?? String($0) }
      return Field(name: texts[0], value: texts.count > 1 ? texts[1] : "")
    }
  }

  /// `a=1&b=2`, percent encoded (RFC 3986), blanks as `%20`.
  package var encoded: String {
    fields.map { PercentEncoding.encode($0.name) + "=" + PercentEncoding.encode($0.value) }
      .joined(separator: "&")
  }

  /// The first value of that name; names compare exactly.
  package subscript(name: String) -> String? { fields.first { $0.name == name }?.value }

  /// Adds a field behind the others.
  package mutating func add(_ name: String, _ value: String) {
    fields.append(Field(name: name, value: value))
  }
}
