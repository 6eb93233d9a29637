package import Fulfillment
import Wire

/// Stripe: the disputes of an account, and money back through it.
package struct Stripe: Contesting, Refunding {
  let credentials: Credentials

  /// The service in the connector table. `key` is a secret or restricted key (`rk_...` with read access to
  /// charges and disputes, and write access to refunds); `secret` the signing secret of the webhook
  /// endpoint (`whsec_...`). Stripe documents a hundred requests a second; ten leave room for the shop.
  package static let descriptor = ServiceDescriptor(
    service: "stripe", role: .payments, defaultURL: StripeRequests.origin, requestsPerSecond: 10,
    cadence: .minutes(15), needs: ["key"],
    connect: { _, credentials in .payments(Stripe(credentials)) })

  /// - Parameter credentials: the API key, and the webhook endpoint's secret where there is one.
  package init(_ credentials: Credentials) { self.credentials = credentials }

  private var requests: StripeRequests { StripeRequests(credentials) }

  /// A page of disputes, each with its charge, by whose metadata the order is known.
  package func disputes(
    _ cursor: Cursor?, _ context: RequestContext
  ) -> Exchange<Page<Dispute>> {
    let now = context.now
    return Exchange(requests.disputes(after: cursor?.text)) { response throws(ConnectorError) in
      let list = try StripeError.list(response)
      var page = Page<Dispute>(items: [])
      for element in list.elements {
        do throws(UnreadableItem) {
          page.items.append(try StripeDispute(element).dispute(now))
        } catch {
          page.unreadable.append(
            Page.Unreadable(id: element["id"].text ?? "?", reason: error.reason))
        }
      }
      if list.hasMore, let last = list.elements.last?["id"].text, !last.isEmpty {
        page.next = Cursor(last)
      }
      return page
    }.concealing(credentials, context)
  }

  package func dispute(_ id: String, _ context: RequestContext) -> Exchange<Dispute> {
    let now = context.now
    return Exchange(requests.dispute(id)) { response throws(ConnectorError) in
      let body = try StripeError.json(response)
      do throws(UnreadableItem) {
        return try StripeDispute(body).dispute(now)
      } catch {
        throw .malformed(error.reason)
      }
    }.concealing(credentials, context)
  }

  package var evidenceNames: Set<EvidenceField.Name> { Set(EvidenceField.Name.allCases) }

  /// `POST /disputes/{id}` with all of it and `submit=true`; Stripe takes no more after that.
  package func contest(
    _ submission: EvidenceSubmission, at place: String, key: String, _ context: RequestContext
  ) -> Exchange<Void> {
    Exchange(requests.contest(submission, key: key)) { response throws(ConnectorError) in
      guard try StripeError.json(response)["object"].text == "dispute" else {
        throw .malformed("no dispute in the answer")
      }
    }.placing(refusals: StripeError.isRefusal).concealing(credentials, context)
  }

  /// - Parameter order: a charge (`ch_...`), a payment intent (`pi_...`), or what the charge's metadata
  ///   call the order. The search by metadata lags behind by a minute or more.
  package func payments(
    of order: String, _ context: RequestContext
  ) -> Exchange<[CapturedPayment]> {
    Exchange(requests.charges(of: order)) { response throws(ConnectorError) in
      let body = try StripeError.json(response)
      let charges = body["object"].text == "charge" ? [body] : body["data"].elements
      guard body["object"].text == "charge" || body["data"].isArray else {
        throw .malformed("charges are not a list")
      }
      do throws(UnreadableItem) {
        return try StripeCharge.captured(charges)
      } catch {
        throw .malformed(error.reason)
      }
    }.concealing(credentials, context)
  }

  package func body(for refund: RefundDraft) -> String { StripeRefund.body(refund) }

  /// `POST /refunds` under its key, which Stripe keeps for a day at least: what it answered the first time
  /// it answers again, a server error included.
  package func refund(
    _ body: String, key: String, _ context: RequestContext
  ) -> Exchange<RefundReceipt> {
    Exchange(requests.refund(body, key: key)) { response throws(ConnectorError) in
      try StripeRefund.receipt(try StripeError.json(response))
    }.placing(refusals: StripeError.isRefusal).concealing(credentials, context)
  }

  /// It is asked, so that a server error that it keeps under a key is no dead end.
  package var refundPowers: RefundPowers {
    RefundPowers(deduplicates: .hours(24), isQueryable: true, settles: .minutes(5))
  }

  /// The refund of that charge that carries the key in its metadata.
  package func find(
    _ body: String, key: String, _ context: RequestContext
  ) -> Exchange<RefundReceipt?>? {
    Exchange(requests.refunds(of: Form(parsing: body)["charge"] ?? "")) {
      response throws(ConnectorError) -> RefundReceipt? in
      let list = try StripeError.list(response)
      let own = list.elements.first { $0["metadata"][StripeRefund.keyName].text == key }
      guard own != nil || !list.hasMore else {
        throw .malformed("more refunds of one charge than a page holds")
      }
      return try own.map { json throws(ConnectorError) in try StripeRefund.receipt(json) }
    }.concealing(credentials, context)
  }
}
