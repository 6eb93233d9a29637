// Parcels: what the shop knows of them, what is still to be shipped, and telling it.
extension ShopifyDocument {
  /// The parcels of an order.
  static let orderParcels = ShopifyDocument(
    name: "OrderParcels",
    text: """
      query OrderParcels($id: ID!) {
        order(id: $id) {
          id
          fulfillments(first: 80) { id status trackingInfo(first: 5) { number company } }
        }
      }
      """)

  /// One fulfilment order after the other, each with its lines in pages.
  static let fulfillmentOrders = ShopifyDocument(
    name: "FulfillmentOrders",
    text: """
      query FulfillmentOrders($id: ID!, $after: String, $lines: String) {
        order(id: $id) {
          id cancelledAt
          fulfillments(first: 50) { id status trackingInfo(first: 5) { number company } }
          fulfillmentOrders(first: 1, after: $after) {
            pageInfo { hasNextPage endCursor }
            nodes {
              id status requestStatus
              assignedLocation { name location { id } }
              supportedActions { action }
              fulfillmentHolds { id reason reasonNotes displayReason }
              lineItems(first: 100, after: $lines) {
                pageInfo { hasNextPage endCursor }
                nodes { id remainingQuantity requiresShipping lineItem { id } }
              }
            }
          }
        }
      }
      """)

  /// Whether an order's portions are held.
  static let portions = ShopifyDocument(
    name: "Portions",
    text: """
      query Portions($id: ID!) {
        order(id: $id) {
          id
          fulfillmentOrders(first: 50) {
            pageInfo { hasNextPage endCursor }
            nodes {
              id status
              assignedLocation { name }
              supportedActions { action }
              fulfillmentHolds { id reason reasonNotes displayReason }
            }
          }
        }
      }
      """)

  /// Tells of a parcel. There is no idempotency for it: it is read first what the shop knows.
  static let fulfil = ShopifyDocument(
    name: "FulfillmentCreate",
    text: """
      mutation FulfillmentCreate($fulfillment: FulfillmentInput!) {
        fulfillmentCreate(fulfillment: $fulfillment) {
          fulfillment { id status }
          userErrors { field message }
        }
      }
      """)

  /// Tells of a parcel whose lines the shop assigned to two locations; one fulfilment can't span them.
  static let fulfilTwo = ShopifyDocument(
    name: "FulfillmentCreateTwo",
    text: """
      mutation FulfillmentCreateTwo($first: FulfillmentInput!, $second: FulfillmentInput!) {
        first: fulfillmentCreate(fulfillment: $first) {
          fulfillment { id status }
          userErrors { field message }
        }
        second: fulfillmentCreate(fulfillment: $second) {
          fulfillment { id status }
          userErrors { field message }
        }
      }
      """)

  /// Gives a fulfilment that has no number its number.
  static let updateTracking = ShopifyDocument(
    name: "TrackingUpdate",
    text: """
      mutation TrackingUpdate(
        $id: ID!, $tracking: FulfillmentTrackingInput!, $notify: Boolean
      ) {
        fulfillmentTrackingInfoUpdate(
          fulfillmentId: $id, trackingInfoInput: $tracking, notifyCustomer: $notify
        ) {
          fulfillment { id status }
          userErrors { field message }
        }
      }
      """)

  /// What carriers said of an order's parcels, as the shop heard it: the newest of each.
  static let parcelEvents = ShopifyDocument(
    name: "ParcelEvents",
    text: """
      query ParcelEvents($id: ID!) {
        order(id: $id) {
          id
          fulfillments(first: 10) {
            id status displayStatus
            trackingInfo(first: 3) { number company }
            events(first: 30, sortKey: HAPPENED_AT, reverse: true) {
              nodes { status happenedAt message city province country }
            }
          }
        }
      }
      """)

  /// Tells the shop what a carrier said.
  static let tellEvent = ShopifyDocument(
    name: "FulfillmentEventCreate",
    text: """
      mutation FulfillmentEventCreate($event: FulfillmentEventInput!) {
        fulfillmentEventCreate(fulfillmentEvent: $event) {
          fulfillmentEvent { id status }
          userErrors { field message }
        }
      }
      """)

  /// Keeps a portion from being shipped.
  static let hold = ShopifyDocument(
    name: "Hold",
    text: """
      mutation Hold($id: ID!, $hold: FulfillmentOrderHoldInput!) {
        fulfillmentOrderHold(id: $id, fulfillmentHold: $hold) {
          fulfillmentOrder { id status }
          userErrors { field message code }
        }
      }
      """)

  /// Lets it be shipped again.
  static let release = ShopifyDocument(
    name: "ReleaseHold",
    text: """
      mutation ReleaseHold($id: ID!) {
        fulfillmentOrderReleaseHold(id: $id) {
          fulfillmentOrder { id status }
          userErrors { field message code }
        }
      }
      """)
}

// Money back, cancellations, chargebacks.
extension ShopifyDocument {
  /// The payments of an order.
  static let payments = ShopifyDocument(
    name: "Payments",
    text: """
      query Payments($id: ID!) {
        order(id: $id) {
          id
          totalRefundedSet { shopMoney { amount currencyCode } }
          transactions(first: 50) {
            id kind status gateway
            amountSet { shopMoney { amount currencyCode } }
            parentTransaction { id }
          }
        }
      }
      """)

  /// Sends money back; the same key never does it twice.
  static let refund = ShopifyDocument(
    name: "RefundCreate",
    text: """
      mutation RefundCreate($input: RefundInput!, $key: String!) {
        refundCreate(input: $input) @idempotent(key: $key) {
          refund {
            id createdAt
            totalRefundedSet { shopMoney { amount currencyCode } }
            transactions(first: 10) { nodes { id kind status } }
          }
          userErrors { field message }
        }
      }
      """)

  /// When an order was cancelled.
  static let cancellation = ShopifyDocument(
    name: "Cancellation",
    text: """
      query Cancellation($id: ID!) {
        order(id: $id) { id cancelledAt cancelReason }
      }
      """)

  /// Cancels an order; a job does it.
  static let cancel = ShopifyDocument(
    name: "OrderCancel",
    text: """
      mutation OrderCancel(
        $id: ID!, $reason: OrderCancelReason!, $restock: Boolean!, $notify: Boolean, $note: String,
        $refund: OrderCancelRefundMethodInput
      ) {
        orderCancel(
          orderId: $id, reason: $reason, restock: $restock, notifyCustomer: $notify,
          staffNote: $note, refundMethod: $refund
        ) {
          job { id done }
          orderCancelUserErrors { field message code }
        }
      }
      """)

  /// How far a job has got.
  static let job = ShopifyDocument(
    name: "Job",
    text: """
      query Job($id: ID!) {
        job(id: $id) { id done }
      }
      """)

  /// Chargebacks and inquiries of Shopify Payments.
  static let disputes = ShopifyDocument(
    name: "Disputes",
    text: """
      query Disputes($first: Int!, $after: String) {
        disputes(first: $first, after: $after, reverse: true) {
          pageInfo { hasNextPage endCursor }
          nodes { ...DisputeFacts }
        }
      }

      """ + disputeFacts)

  /// One of them.
  static let dispute = ShopifyDocument(
    name: "Dispute",
    text: """
      query Dispute($id: ID!) {
        dispute(id: $id) { ...DisputeFacts }
      }

      """ + disputeFacts)

  /// Where the evidence of a dispute goes.
  static let evidencePlace = ShopifyDocument(
    name: "EvidencePlace",
    text: """
      query EvidencePlace($id: ID!) {
        dispute(id: $id) { id disputeEvidence { id } }
      }
      """)

  /// Hands evidence in, where its input says so.
  static let contest = ShopifyDocument(
    name: "DisputeEvidenceUpdate",
    text: """
      mutation DisputeEvidenceUpdate(
        $id: ID!, $input: ShopifyPaymentsDisputeEvidenceUpdateInput!
      ) {
        disputeEvidenceUpdate(id: $id, input: $input) {
          disputeEvidence { id }
          userErrors { field message code }
        }
      }
      """)

  private static let disputeFacts = """
    fragment DisputeFacts on ShopifyPaymentsDispute {
      id type status initiatedAt evidenceDueBy evidenceSentOn finalizedOn
      amount { amount currencyCode }
      reasonDetails { reason networkReasonCode }
      order { id }
    }

    """

  /// All of them, for tests against the schema.
  static let all: [ShopifyDocument] = [
    orders, order, orderLines, orderReturns, refundLines, returnLines, orderParcels,
    fulfillmentOrders, portions, fulfil, fulfilTwo, updateTracking, parcelEvents, tellEvent, hold,
    release, payments, refund, cancellation, cancel, job, disputes, dispute,
    evidencePlace, contest,
  ]
}
