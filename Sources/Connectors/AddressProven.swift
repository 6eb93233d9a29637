import Wire

/// A service that proves nothing of what it sends: the proof is a secret in the address that it was given,
/// `?token=`.
package protocol AddressProven: WebhookReading {
  /// The account's `secret`; empty: none is set.
  var addressSecret: String { get }
}

extension AddressProven {
  /// Throws where the address does not bear the secret.
  func prove(_ delivery: Delivery) throws(WebhookError) {
    let query = delivery.path.split(separator: "?", maxSplits: 1).dropFirst().first ?? ""
    let token = Form(parsing: query).fields.first { $0.name == "token" }?.value
    guard let token, !token.isEmpty, !addressSecret.isEmpty else { throw .unsigned }
    guard Signing.areEqual(Array(token.utf8), Array(addressSecret.utf8)) else {
      throw .badSignature
    }
  }

  /// Comes in the address as it is.
  package var webhookSecret: WebhookSecret {
    WebhookSecret(setting: "secret", isSet: !addressSecret.isEmpty, query: "token")
  }

  /// Without the query, which carries the secret.
  package func keepable(_ delivery: Delivery) -> Delivery {
    var kept = delivery
    kept.path = String(delivery.path.prefix { $0 != "?" })
    return kept
  }

  /// With the query again.
  package func restored(_ delivery: Delivery) -> Delivery {
    var whole = delivery
    whole.path += "?" + Form([Form.Field(name: "token", value: addressSecret)]).encoded
    return whole
  }
}
