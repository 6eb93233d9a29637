package import Wire

/// One operation of one vendor: a request, and how to read its answer. No I/O, so nothing to mock.
package struct Exchange<Output: Sendable>: Sendable {
  package var request: HTTPRequest
  package var decode: @Sendable (HTTPResponse) throws(ConnectorError) -> Output

  package init(
    _ request: HTTPRequest,
    decode: @escaping @Sendable (HTTPResponse) throws(ConnectorError) -> Output
  ) {
    self.request = request
    self.decode = decode
  }

  /// The same, with those texts struck out of every error: vendors quote the key they refuse.
  func concealing(_ credentials: Credentials, _ context: RequestContext) -> Exchange {
    // Shorter ones would strike out ordinary words.
    let secrets =
      ([
        credentials.key, credentials.secret, context.token, credentials.options["session"] ?? "",
        credentials.options["refresh_token"] ?? "",
      ])
      .filter { $0.count >= 6 }
    let decode = decode
    return Exchange(request) { response throws(ConnectorError) in
      do throws(ConnectorError) {
        return try decode(response)
      } catch {
        throw error.concealing(secrets)
      }
    }
  }
}
