/// A text that a bank is told in answer to a dispute. The names are Stripe's; others are mapped from them.
package struct EvidenceField: Hashable, Sendable {
  /// What a text is about.
  package enum Name: String, CaseIterable, Sendable {
    case customerName = "customer_name"
    case customerEmail = "customer_email_address"
    case shippingAddress = "shipping_address"
    case carrier = "shipping_carrier"
    case shippedOn = "shipping_date"
    case trackingNumber = "shipping_tracking_number"
    case product = "product_description"
    case refundPolicy = "refund_policy_disclosure"
    case refundRefusal = "refund_refusal_explanation"
    case story = "uncategorized_text"
  }

  package var name: Name
  package var text: String

  package init(_ name: Name, _ text: String) {
    self.name = name
    self.text = text
  }

  /// Characters that Stripe takes of one text (its API reference, `disputes/update`).
  package static let limit = 20_000
  /// And of all together.
  package static let combinedLimit = 150_000
}

extension EvidenceField.Name {
  /// What a bank looks at for a reason (the service's word, in lower case), the most telling first.
  package static func wanted(for reason: String) -> [EvidenceField.Name] {
    switch reason {
    case "product_not_received", "service_not_provided":
      [.trackingNumber, .carrier, .shippedOn, .shippingAddress, .story]
    case "fraudulent", "unrecognized":
      [.customerName, .customerEmail, .shippingAddress, .trackingNumber, .carrier, .story]
    case "product_unacceptable", "noncompliant":
      [.product, .refundPolicy, .refundRefusal, .shippedOn, .story]
    case "credit_not_processed": [.refundPolicy, .refundRefusal, .story]
    case "duplicate": [.product, .trackingNumber, .story]
    default: [.product, .customerName, .customerEmail, .trackingNumber, .carrier, .story]
    }
  }
}

/// Evidence that is to be handed in: what a message of kind `evidence` is about. Its receiver is the
/// account that told of the dispute, its body is `text`, and what is read there is exactly what is sent.
package struct EvidenceSubmission: Hashable, Sendable {
  /// The service's id of the dispute.
  package var dispute: String
  /// In a fixed order, each once, none empty.
  package var fields: [EvidenceField]

  package init(dispute: String, fields: [EvidenceField]) {
    self.dispute = dispute
    self.fields = fields
  }

  /// A name and a value each; the lines of a value after the first are indented by a blank.
  package var text: String {
    ([("dispute", dispute)] + fields.map { ($0.name.rawValue, $0.text) }).map { name, value in
      let lines = value.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      return name + ": " + lines.joined(separator: "\n ") + "\n"
    }.joined()
  }

  /// Reads a message's body; nil where it is none.
  package init?(_ text: String) {
    var (dispute, fields): (String?, [EvidenceField]) = (nil, [])
    for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      if line.hasPrefix(" ") {
        guard !fields.isEmpty else { return nil }
        fields[fields.count - 1].text += "\n" + line.dropFirst()
        continue
      }
      guard !line.isEmpty else { continue }
      guard let colon = line.firstIndex(of: ":") else { return nil }
      let value = String(line[line.index(after: colon)...].dropFirst())
      if dispute == nil {
        guard line[..<colon] == "dispute" else { return nil }
        dispute = value
      } else {
        guard let name = EvidenceField.Name(rawValue: String(line[..<colon])) else { return nil }
        fields.append(EvidenceField(name, value))
      }
    }
    guard let dispute, !dispute.isEmpty, !fields.isEmpty else { return nil }
    self.init(dispute: dispute, fields: fields)
  }
}
