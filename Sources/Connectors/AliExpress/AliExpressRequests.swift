import Fulfillment
import Wire

/// Builds and signs requests to AliExpress. All parameters, the system's too, go as one form.
struct AliExpressRequests: Sendable {
  static let origin = "https://api-sg.aliexpress.com"
  private let url: String
  private let system: String
  private let credentials: Credentials

  init(_ credentials: Credentials) {
    url = credentials.base(default: AliExpressRequests.origin, path: "/sync")
    system = url.dropLast("/sync".count) + "/rest"
    self.credentials = credentials
  }

  /// Asks for a new session by a refresh token (`/auth/token/refresh`).
  func renewal(_ refresh: String, _ context: RequestContext) -> HTTPRequest {
    systemCall("/auth/token/refresh", ["refresh_token": refresh], context)
  }

  /// Asks for the first session by the code that the browser came back with (`/auth/token/create`).
  func session(code: String, _ context: RequestContext) -> HTTPRequest {
    systemCall("/auth/token/create", ["code": code], context)
  }

  /// A system call: the path is part of what is signed, and there is no session yet.
  private func systemCall(
    _ path: String, _ parameters: Form, _ context: RequestContext
  ) -> HTTPRequest {
    var form: Form = [
      "app_key": credentials.key, "sign_method": "sha256",
      "timestamp": String(context.now.milliseconds), "format": "json",
    ]
    form.fields += parameters.fields
    let signature = AliExpressRequests.signature(form, path: path, secret: credentials.secret)
    form.add("sign", signature)
    return post(form, to: system + path)
  }

  /// Places an order of exactly that text.
  func create(_ body: String, _ context: RequestContext) -> HTTPRequest {
    call(
      "aliexpress.ds.order.create", ["param_place_order_request4_open_api_d_t_o": body], context)
  }

  func order(_ number: String, _ context: RequestContext) -> HTTPRequest {
    // The documents show the id as a number; ids have 16 digits, which not all readers keep.
    let isNumber = !number.isEmpty && number.utf8.allSatisfy { (48...57).contains($0) }
    let query: JSON = ["order_id": isNumber ? .number(number) : .string(number)]
    return call("aliexpress.trade.ds.order.get", ["single_order_query": query.encoded], context)
  }

  func tracking(_ number: String, _ context: RequestContext) -> HTTPRequest {
    call(
      "aliexpress.ds.order.tracking.get", ["ae_order_id": number, "language": "en_US"], context)
  }

  func freight(_ query: JSON, _ context: RequestContext) -> HTTPRequest {
    call("aliexpress.ds.freight.query", ["queryDeliveryReq": query.encoded], context)
  }

  /// A product with its skus, their stock and their prices for that country.
  func product(
    _ product: String, country: String, currency: String, _ context: RequestContext
  ) -> HTTPRequest {
    call(
      "aliexpress.ds.product.get",
      [
        "product_id": product, "ship_to_country": country, "target_currency": currency,
        "target_language": "EN",
      ], context)
  }

  private func call(_ method: String, _ parameters: Form, _ context: RequestContext) -> HTTPRequest
  {
    var form: Form = [
      "app_key": credentials.key, "method": method,
      "session": context.token.isEmpty ? credentials.session : context.token,
      "sign_method": "sha256", "timestamp": String(context.now.milliseconds), "format": "json",
    ]
    form.fields += parameters.fields
    form.add("sign", AliExpressRequests.signature(form, secret: credentials.secret))
    return post(form, to: url)
  }

  private func post(_ form: Form, to url: String) -> HTTPRequest {
    HTTPRequest(
      .post, url,
      headers: [
        "Content-Type": "application/x-www-form-urlencoded;charset=utf-8",
        "Accept": "application/json",
      ], body: Array(form.encoded.utf8))
  }

  /// HMAC-SHA256 with the app's secret over all names and values, in the order of names, upper case
  /// hexadecimal; of a system call the path goes before (openservice.aliexpress.com, signature algorithm).
  static func signature(_ form: Form, path: String = "", secret: String) -> String {
    let fields = form.fields.sorted { Array($0.name.utf8).lexicographicallyPrecedes($1.name.utf8) }
    let text = path + fields.map { $0.name + $0.value }.joined()
    return Signing.hex(Signing.hmacSHA256(Array(text.utf8), key: Array(secret.utf8))).uppercased()
  }
}

extension Credentials {
  /// The access token of a service that wants one beside the key pair; a secret.
  var session: String { options["session"] ?? "" }
}
