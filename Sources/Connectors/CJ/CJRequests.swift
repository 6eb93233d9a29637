import Fulfillment
import Wire

/// Builds requests to CJ.
struct CJRequests: Sendable {
  static let origin = "https://developers.cjdropshipping.com"
  private let base: String
  private let credentials: Credentials

  init(_ credentials: Credentials) {
    base = credentials.base(default: CJRequests.origin, path: "/api2.0/v1")
    self.credentials = credentials
  }

  func token() -> HTTPRequest {
    let body: JSON = ["apiKey": .string(credentials.key)]
    return HTTPRequest(
      .post, base + "/authentication/getAccessToken",
      headers: ["Content-Type": "application/json", "Accept": "application/json"],
      body: Array(body.encoded.utf8))
  }

  /// One page of the orders of one status, newest first.
  func orders(_ position: CJPosition, _ context: RequestContext) -> HTTPRequest {
    let query: Form = [
      "pageNum": "\(position.page)", "pageSize": "\(CJPosition.pageSize)",
      "status": position.status,
    ]
    return HTTPRequest(
      .get, base + "/shopping/order/list?" + query.encoded,
      headers: ["CJ-Access-Token": context.token, "Accept": "application/json"])
  }
}
