/// One HTTP request, complete and without I/O.
package struct HTTPRequest: Hashable, Sendable {
  /// What is asked of the resource.
  package enum Method: String, Hashable, Sendable {
    case get = "GET", post = "POST", put = "PUT", delete = "DELETE", patch = "PATCH"
  }

  package var method: Method
  /// Scheme, host, path and query.
  package var url: String
  package var headers: HTTPHeaders
  package var body: [UInt8]

  package init(
    _ method: Method, _ url: String, headers: HTTPHeaders = HTTPHeaders(), body: [UInt8] = []
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
  }
}

/// One HTTP answer, body read to the end (or to the transport's bound).
package struct HTTPResponse: Hashable, Sendable {
  package var status: Int
  package var headers: HTTPHeaders
  package var body: [UInt8]

  package init(status: Int, headers: HTTPHeaders = HTTPHeaders(), body: [UInt8] = []) {
    self.status = status
    self.headers = headers
    self.body = body
  }
}

/// Header fields; names compare without case.
package struct HTTPHeaders: Hashable, Sendable, ExpressibleByDictionaryLiteral {
  package private(set) var fields: [Field] = []

  /// One field.
  package struct Field: Hashable, Sendable {
    package var name: String
    package var value: String
  }

  package init() {}

  package init(dictionaryLiteral elements: (String, String)...) {
    fields = elements.map { Field(name: $0.0, value: $0.1) }
  }

  /// The first value of that name.
  package subscript(name: String) -> String? {
    get { fields.first { $0.name.lowercased() == name.lowercased() }?.value }
    set {
      fields.removeAll { $0.name.lowercased() == name.lowercased() }
      if let newValue { fields.append(Field(name: name, value: newValue)) }
    }
  }

  /// Adds a field, keeping those of the same name.
  package mutating func add(_ name: String, _ value: String) {
    fields.append(Field(name: name, value: value))
  }
}
