import Fulfillment
import Wire

/// AliExpress's codes as far as buying meets them.
enum AliExpressCode {
  /// An error body, of either style; nil where the body is none. `code` may be a number or a text.
  static func error(_ body: JSON, status: Int, _ answer: Answer) -> ConnectorError? {
    let old = body["error_response"]
    let error = old.isObject ? old : body
    guard old.isObject || !body.members.contains(where: { $0.name.hasSuffix("_response") }),
      let code = error["code"].text?.trimmed, !code.isEmpty, code != "0"
    else { return nil }
    let detail = error["sub_code"].text?.trimmed ?? ""
    let words = [error["sub_msg"], error["msg"], error["message"]].compactMap { $0.text?.trimmed }
    let message = words.first { !$0.isEmpty } ?? ""
    let all = [code, detail].filter { !$0.isEmpty }.joined(separator: ", ")
    if isAccess(code, detail) {
      return .unauthorized("\(message) (\(all)): sign in to AliExpress again for a new session")
    }
    if isLimit(code, detail) { return .throttled(after: answer.retryAfter) }
    if isTrouble(code, detail, error["type"].text ?? "") {
      return .unavailable("\(message) (\(all))", after: answer.retryAfter)
    }
    // Where the status says more than a code nobody documents, the status counts.
    if let statusError = answer.statusError, !isKnown(code, detail) { return statusError }
    return .rejected(code: detail.isEmpty ? code : detail, message: message)
  }

  /// It is documented to mean that no order was placed. Codes that read like a fault of theirs are not:
  /// an order may stand behind them.
  static func isRefusal(_ code: String) -> Bool {
    if words[code] != nil || isParameter(code) { return true }
    let upper = code.uppercased()
    let isFault = ["SYSTEM", "TIMEOUT", "TIME_OUT", "UNKNOWN", "EXCEPTION", "INTERNAL", "SERVICE"]
      .contains { upper.contains($0) }
    return (upper.hasPrefix("B_") || upper.hasPrefix("A00")) && !isFault
  }

  /// What a refusal means to a person, with AliExpress's own words behind it.
  static func explained(_ code: String, _ message: String) -> String {
    let known = words[code] ?? words.first { code.hasPrefix($0.key + "_") }?.value
    guard let known else { return message.isEmpty ? "AliExpress did not place the order" : message }
    return message.isEmpty ? known : "\(known): \(message)"
  }

  private static let words: [String: String] = [
    "B_DROPSHIPPER_DELIVERY_ADDRESS_VALIDATE_FAIL": "AliExpress does not take the address",
    "B_DROPSHIPPER_DELIVERY_ADDRESS_VALIDATE_FAIL_CPF_CN_INVALID":
      "AliExpress does not take the tax number (CPF)",
    "B_DROPSHIPPER_DELIVERY_ADDRESS_VALIDATE_FAIL_CPF_NOT_MATCH":
      "the tax number (CPF) is not the recipient's",
    "BLACKLIST_BUYER_IN_LIST": "the seller does not sell to this account",
    "USER_ACCOUNT_DISABLED": "AliExpress has closed the account",
    "PRICE_PAY_CURRENCY_ERROR": "the items of the order can't be paid in one currency",
    "DELIVERY_METHOD_NOT_EXIST": "the shipping method does not go there; choose another",
    "INVENTORY_HOLD_ERROR": "out of stock",
    "ERROR_WHEN_BUILD_FOR_PLACE_ORDER": "AliExpress could not build the order",
    "A001_ORDER_CANNOT_BE_PLACED": "AliExpress does not place this order",
    "A006_INVALID_ACCOUNT_INFO": "AliExpress does not take the account's details",
  ]

  private static func isAccess(_ code: String, _ detail: String) -> Bool {
    let codes: Set = [
      "IllegalAccessToken", "InvalidAccessToken", "AccessTokenExpired", "InvalidAppKey",
      "IncompleteSignature", "InvalidSignature", "IllegalRefreshToken", "InvalidSession", "25",
      "26",
      "27", "28", "29",
    ]
    return codes.contains(code) || detail.lowercased().contains("session")
      || detail.lowercased().contains("access-token")
  }

  private static func isLimit(_ code: String, _ detail: String) -> Bool {
    ["ApiCallLimit", "AppCallLimit", "AppApiCallLimit", "7"].contains(code)
      || detail.lowercased().contains("limited-by") || detail.lowercased().contains("call-limit")
  }

  /// Their side is broken, or did not hear from the side behind it in time (`isp.`, type ISP).
  private static func isTrouble(_ code: String, _ detail: String, _ type: String) -> Bool {
    let codes: Set = ["ServiceUnavailable", "ServiceTimeout", "SystemError", "InternalError", "10"]
    if codes.contains(code) || detail.lowercased().hasPrefix("isp.") { return true }
    return (code == "15" || type == "ISP") && !detail.lowercased().hasPrefix("isv.")
  }

  private static func isParameter(_ code: String) -> Bool {
    ["MissingParameter", "InvalidParameter", "InvalidApiPath", "40", "41", "21", "22"].contains(
      code)
      || code.lowercased().hasPrefix("isv.invalid-parameter")
      || code.lowercased().hasPrefix("isv.missing-parameter")
  }

  private static func isKnown(_ code: String, _ detail: String) -> Bool {
    isParameter(code) || isParameter(detail) || detail.lowercased().hasPrefix("isv.")
  }
}
