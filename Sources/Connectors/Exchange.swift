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
}
