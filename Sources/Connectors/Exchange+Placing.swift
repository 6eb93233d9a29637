import Wire

extension Exchange {
  /// The same, for a request that must not be repeated blindly: a purchase, a payment, a parcel told of.
  /// What the vendor documents as not done stays what it is: a refusal, a key it does not take, too many
  /// requests, busy. Whatever else goes wrong leaves open whether it was done.
  ///
  /// - Parameters:
  ///   - refusals: the codes of `rejected` that the vendor documents as refusals.
  ///   - isTurnedAway: an `unavailable` that the vendor documents as sent back unread.
  func placing(
    refusals: @escaping @Sendable (_ code: String) -> Bool,
    isTurnedAway: @escaping @Sendable (HTTPResponse) -> Bool = { _ in false }
  ) -> Exchange {
    let decode = decode
    return Exchange(request) { response throws(ConnectorError) in
      do throws(ConnectorError) {
        return try decode(response)
      } catch {
        switch error {
        case .unauthorized, .throttled, .unknownOutcome: throw error
        case .malformed(let text): throw .unknownOutcome("unreadable answer: \(text)")
        case .unavailable(let text, _):
          throw isTurnedAway(response) ? error : .unknownOutcome(text)
        case .rejected(let code, let text):
          throw refusals(code) ? error : .unknownOutcome(code.isEmpty ? text : "\(text) (\(code))")
        }
      }
    }
  }
}
