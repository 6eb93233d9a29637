import Fulfillment
import Wire

/// What Stripe answers.
struct StripeShapes {
  private let stripe: Stripe
  private let context: RequestContext

  init(_ credentials: Credentials, _ context: RequestContext) {
    stripe = Stripe(credentials)
    self.context = context
  }

  /// Each, too, as the `data` of an event whose head is lost.
  var all: [AnswerShape] {
    shapes.map { shape in
      var shape = shape
      let (isKnown, read) = (shape.isKnown, shape.read)
      shape.isKnown = { isKnown(Self.inside($0) ?? $0) }
      shape.read = { response, json throws(ConnectorError) in
        guard let inside = Self.inside(json) else { return try read(response, json) }
        return try read(response.with(inside), inside)
      }
      return shape
    }
  }

  private static func inside(_ json: JSON) -> JSON? {
    json["object"]["object"].text == nil ? nil : json["object"]
  }

  private var shapes: [AnswerShape] {
    let (stripe, context) = (stripe, context)
    let isKind = { @Sendable (kind: String) in
      { @Sendable (json: JSON) in json["object"].text == kind }
    }
    let isList = { @Sendable (kind: String, path: String) in
      { @Sendable (json: JSON) in
        json["data"].isArray
          && (json["data"].isList { $0["object"].text == kind }
            || json["data"].elements.isEmpty && json["url"].text?.hasSuffix(path) == true)
      }
    }
    return [
      AnswerShape(
        kind: "disputes", paths: ["GET /v1/disputes?"], isGeneral: true,
        isKnown: isList("dispute", "/disputes")
      ) { response, _ throws(ConnectorError) in
        AnswerShape.Findings(try stripe.disputes(nil, context).decode(response)) { .dispute($0) }
      },
      stripe.dispute("1", context).shape("dispute", paths: ["/disputes/"], isKind("dispute")) {
        [.dispute($0)]
      },
      stripe.payments(of: "pi_1", context).shape(
        "payments", paths: ["GET /v1/charges"],
        { isKind("charge")($0) || isList("charge", "/charges")($0) }
      ) { $0.map { .payment($0) } },
      stripe.refund("", key: "1", context).shape(
        "refund", paths: ["POST /v1/refunds"], isKind("refund")
      ) { [.refund($0)] },
      AnswerShape(kind: "refunds", isKnown: isList("refund", "/refunds")) {
        response, json throws(ConnectorError) in
        var found = AnswerShape.Findings()
        for element in json["data"].elements {
          found.values.append(.refund(try StripeRefund.receipt(element)))
        }
        return found
      },
    ]
  }
}
