package import Fulfillment
import Wire

// Evidence against chargebacks of Shopify Payments. The shop knows its own parcels; of texts it takes few.
extension ShopifyAdmin {
  package var evidenceNames: Set<EvidenceField.Name> {
    [.customerName, .customerEmail, .refundPolicy, .refundRefusal, .story]
  }

  package func evidencePlace(
    of dispute: String, _ context: RequestContext
  ) -> Exchange<String>? {
    let global = ShopifyID.global("ShopifyPaymentsDispute", dispute)
    return Exchange(requests.call(.evidencePlace, [("id", .string(global))], context)) {
      response throws(ConnectorError) in
      let answer = try ShopifyAnswer(response) { data in
        data.members.contains { $0.name == "dispute" }
      }
      guard let id = answer.data["dispute"]["disputeEvidence"]["id"].text, !id.isEmpty else {
        throw .rejected(code: "NOT_FOUND", message: "the shop has no such dispute")
      }
      return id
    }.concealing(credentials, context)
  }

  /// `disputeEvidenceUpdate` with `submitEvidence`. There is no idempotency for it: the dispute is read
  /// before it is repeated.
  package func contest(
    _ submission: EvidenceSubmission, at place: String, key: String, _ context: RequestContext
  ) -> Exchange<Void> {
    let request = requests.call(
      .contest,
      [("id", .string(place)), ("input", ShopifyDispute.evidence(submission.fields))], context)
    return Exchange(request) { response throws(ConnectorError) in
      _ = try ShopifyAnswer.made("disputeEvidence", by: "disputeEvidenceUpdate", response)
    }.placing(refusals: ShopifyAnswer.isRefusal).concealing(credentials, context)
  }
}

extension ShopifyDispute {
  /// `ShopifyPaymentsDisputeEvidenceUpdateInput`, for good.
  static func evidence(_ fields: [EvidenceField]) -> JSON {
    var members: [JSON.Member] = []
    func add(_ name: String, _ text: some StringProtocol) {
      if !text.isEmpty { members.append(JSON.Member(name: name, value: .string(String(text)))) }
    }
    for field in fields {
      switch field.name {
      case .customerName:
        let words = field.text.split(separator: " ", maxSplits: 1)
        add("customerFirstName", words.first ?? "")
        add("customerLastName", words.count > 1 ? words[1] : "")
      case .customerEmail: add("customerEmailAddress", field.text)
      case .refundPolicy: add("refundPolicyDisclosure", field.text)
      case .refundRefusal: add("refundRefusalExplanation", field.text)
      case .story: add("uncategorizedText", field.text)
      case .shippingAddress, .carrier, .shippedOn, .trackingNumber, .product: break
      }
    }
    members.append(JSON.Member(name: "submitEvidence", value: .bool(true)))
    return .object(members)
  }
}
