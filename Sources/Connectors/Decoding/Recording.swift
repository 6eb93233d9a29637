package import Wire

/// Something that a service said, as somebody recorded it.
package struct Recording: Hashable, Sendable {
  /// What was recorded.
  package enum Content: Hashable, Sendable {
    /// An answer. Where the recording tells no status, it is 200 and `isStatusTold` false.
    case answer(HTTPResponse, isStatusTold: Bool)
    /// What the service sent by itself, with its headers.
    case delivery(headers: HTTPHeaders, path: String, body: [UInt8], at: Double?)
  }

  /// What was asked with: `GET`; "" where the recording does not say.
  package var method: String
  /// What was asked; "" where the recording does not say.
  package var url: String
  /// The body that was sent; empty where the recording does not say.
  package var asked: [UInt8]
  package var content: Content

  package init(method: String = "", url: String = "", asked: [UInt8] = [], content: Content) {
    self.method = method
    self.url = url
    self.asked = asked
    self.content = content
  }

  /// A body alone.
  package init(body: [UInt8]) {
    self.init(content: .answer(HTTPResponse(status: 200, body: body), isStatusTold: false))
  }

  /// The recorded body.
  package var body: [UInt8] {
    switch content {
    case .answer(let response, _): response.body
    case .delivery(_, _, let body, _): body
    }
  }

  /// `GET /v2/trackers`, without the query, which may hold secrets; "" where nothing was recorded of it.
  package var operation: String {
    let path = URLParts(url)?.path ?? String(url.prefix { $0 != "?" })
    return [method.uppercased(), path].filter { !$0.isEmpty }.joined(separator: " ")
  }
}
