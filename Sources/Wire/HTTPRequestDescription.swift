// Requests carry secrets in their URL, headers and body, and end up in logs and test failures: what
// is shown of one is the method, the URL with its secrets struck out, header names and the body size.
extension HTTPRequest: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// Method, redacted URL, header names and the size of the body.
  package var description: String {
    let names = headers.fields.map(\.name).joined(separator: ", ")
    return "\(method.rawValue) \(redactedURL) [\(names)] \(body.count) bytes"
  }

  /// The same as `description`.
  package var debugDescription: String { description }

  /// What `dump` shows: the description alone.
  package var customMirror: Mirror { Mirror(self, children: ["request": description]) }

  /// The URL without user information and without the values of query fields that name a secret.
  package var redactedURL: String {
    guard let parts = URLParts(url) else { return "(not a URL)" }
    guard let query = parts.query else { return parts.origin + parts.path }
    let fields = Form(parsing: query).fields.map { field in
      let value = HTTPRequest.isSecret(field.name) ? "..." : PercentEncoding.encode(field.value)
      return PercentEncoding.encode(field.name) + "=" + value
    }
    return parts.origin + parts.path + "?" + fields.joined(separator: "&")
  }

  private static func isSecret(_ name: String) -> Bool {
    let name = name.lowercased()
    return ["key", "secret", "token", "sign", "pass", "auth", "nonce"].contains {
      name.contains($0)
    }
  }
}

extension HTTPHeaders: CustomStringConvertible, CustomReflectable {
  /// Names only: values may be secrets.
  package var description: String { fields.map(\.name).joined(separator: ", ") }

  /// What `dump` shows: the names alone.
  package var customMirror: Mirror { Mirror(self, children: ["names": description]) }
}
