import Fulfillment
import Wire

/// Builds requests to Stripe: form-encoded bodies, JSON answers.
struct StripeRequests: Sendable {
  static let origin = "https://api.stripe.com"
  /// Answers keep the shape of this version whatever the account's own is.
  static let version = "2025-10-29.clover"
  /// The most that a page holds.
  private static let pageSize = "100"

  private let base: String
  private let credentials: Credentials

  init(_ credentials: Credentials) {
    base = credentials.base(default: StripeRequests.origin, path: "/v1")
    self.credentials = credentials
  }

  private var headers: HTTPHeaders {
    [
      "Authorization": "Bearer " + credentials.key, "Stripe-Version": StripeRequests.version,
      "Accept": "application/json",
    ]
  }

  /// Newest first, with their charges inside.
  func disputes(after id: String?) -> HTTPRequest {
    var query: Form = ["limit": StripeRequests.pageSize, "expand[]": "data.charge"]
    if let id, !id.isEmpty { query.add("starting_after", id) }
    return get("/disputes", query)
  }

  func dispute(_ id: String) -> HTTPRequest {
    get("/disputes/" + PercentEncoding.encode(id), ["expand[]": "charge"])
  }

  func charges(of order: String) -> HTTPRequest {
    if order.hasPrefix("ch_") || order.hasPrefix("py_") {
      return get("/charges/" + PercentEncoding.encode(order), [:])
    }
    if order.hasPrefix("pi_") {
      return get("/charges", ["payment_intent": order, "limit": StripeRequests.pageSize])
    }
    // A quote in a value is written with a backslash.
    let value = order.map { $0 == "'" || $0 == "\\" ? "\\\($0)" : "\($0)" }.joined()
    return get(
      "/charges/search",
      ["query": "metadata['\(StripeDispute.orderNames[0])']:'\(value)'", "limit": "100"])
  }

  func refunds(of charge: String) -> HTTPRequest {
    get("/refunds", ["charge": charge, "limit": StripeRequests.pageSize])
  }

  func contest(_ submission: EvidenceSubmission, key: String) -> HTTPRequest {
    var form: Form = [:]
    for field in submission.fields { form.add("evidence[\(field.name.rawValue)]", field.text) }
    form.add("submit", "true")
    return post("/disputes/" + PercentEncoding.encode(submission.dispute), form, key: key)
  }

  /// The key goes into the header, and into the metadata that it is found by later.
  func refund(_ body: String, key: String) -> HTTPRequest {
    var form = Form(parsing: body)
    form.add("metadata[\(StripeRefund.keyName)]", key)
    return post("/refunds", form, key: key)
  }

  private func post(_ path: String, _ form: Form, key: String) -> HTTPRequest {
    var headers = headers
    headers.add("Content-Type", "application/x-www-form-urlencoded")
    // At most 255 characters.
    headers.add(
      "Idempotency-Key",
      key.utf8.count <= 255 ? key : Signing.hex(Signing.sha256(Array(key.utf8))))
    return HTTPRequest(.post, base + path, headers: headers, body: Array(form.encoded.utf8))
  }

  private func get(_ path: String, _ query: Form) -> HTTPRequest {
    let address = query.fields.isEmpty ? base + path : base + path + "?" + query.encoded
    return HTTPRequest(.get, address, headers: headers)
  }
}
