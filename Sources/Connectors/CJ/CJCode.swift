import Wire

/// CJ's codes (developers.cjdropshipping.com, API 2.0, error codes) as far as buying meets them.
enum CJCode {
  /// It is documented to mean that nothing was done.
  static func isRefusal(_ code: String) -> Bool {
    words[code] != nil || Int(code).map(isRange) == true
  }

  /// The request was sent back unread: busy, or the interface is switched off.
  static func isBusy(_ response: HTTPResponse) -> Bool {
    guard let body = try? JSON(response.body), let code = body["code"].integer else { return false }
    return code == 1_600_000 || code == 1_600_100
  }

  /// CJ documents no code of its own for a second payment, only `pay fail` with words.
  static func isPaidAlready(_ code: String, _ message: String) -> Bool {
    let message = message.lowercased()
    return code == "1603101" && !message.contains("not") && !message.contains("unpaid")
      && ["already paid", "been paid", "is paid", "paid already"].contains {
        message.contains($0)
      }
  }

  /// What a refusal means to a person, with CJ's own words behind it.
  static func explained(_ code: String, _ message: String) -> String {
    guard let words = words[code] else { return message }
    return message.isEmpty ? words : "\(words): \(message)"
  }

  /// Products, logistics, and what is wrong with the request itself.
  private static func isRange(_ code: Int) -> Bool {
    switch code {
    case 1_602_000...1_602_999, 1_604_000...1_604_999, 1_605_000...1_605_999: true
    case 16_900_200...16_900_499: true
    default: false
    }
  }

  private static let words: [String: String] = [
    "1600100": "CJ can't use what was sent",
    "1600101": "CJ has no such interface",
    "1600300": "CJ can't use what was sent",
    "1602000": "CJ has no such variant; renew the mapping",
    "1602001": "CJ has no such product; renew the mapping",
    "1602002": "CJ has taken the product off its shelves",
    "1602003": "CJ has taken the variant off its shelves",
    "1603000": "CJ did not create the order",
    "1603001": "CJ did not confirm the order",
    "1603002":
      "CJ deletes an order only before it is confirmed; write to your agent or open a dispute",
    "1603100": "CJ has no such order",
    "1603101": "CJ did not take the payment",
    "1604000": "the balance at CJ is too low; charge it",
    "1604001": "CJ has restricted payments from the balance; write to your agent",
    "1605000": "CJ has no such shipping method",
    "1605001": "the shipping method does not fit this order",
    "1605002": "the shipping method does not reach the country",
  ]
}

extension Exchange {
  /// The same, with CJ's refusals in words a person understands.
  var inCJsWords: Exchange {
    let decode = decode
    return Exchange(request) { response throws(ConnectorError) in
      do throws(ConnectorError) {
        return try decode(response)
      } catch .rejected(let code, let message) {
        throw .rejected(code: code, message: CJCode.explained(code, message))
      }
    }
  }
}
