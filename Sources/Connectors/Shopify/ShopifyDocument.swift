import Wire

/// One checked GraphQL document: its text is a constant, what varies goes as variables. Tests hold each
/// against the published schema.
struct ShopifyDocument: Sendable {
  /// The operation's name, as in the text.
  let name: String
  let text: String

  /// What is posted to the endpoint.
  func body(_ variables: [(String, JSON)]) -> JSON {
    [
      "query": .string(text), "operationName": .string(name),
      "variables": .object(variables.map { JSON.Member(name: $0.0, value: $0.1) }),
    ]
  }
}

// What is read of orders. Nested connections are cut at their size without a word, so each of them asks
// for `pageInfo`, and what is longer is read order by order.
extension ShopifyDocument {
  /// A page of orders, the longest unchanged first. With the sizes below a page of ten costs less than
  /// the thousand points that one query may.
  static let orders = ShopifyDocument(
    name: "Orders",
    text: """
      query Orders($first: Int!, $after: String, $query: String) {
        orders(first: $first, after: $after, query: $query, sortKey: UPDATED_AT) {
          pageInfo { hasNextPage endCursor }
          nodes {
            ...OrderFacts
            lineItems(first: 15) { pageInfo { hasNextPage endCursor } nodes { ...LineFacts } }
            fulfillments(first: 5) { ...ParcelFacts }
          }
        }
      }

      """ + orderFacts + lineFacts + parcelFacts)

  /// One order with what a page has no room for: more lines, refunds, returns.
  static let order = ShopifyDocument(
    name: "Order",
    text: """
      query Order($id: ID!) {
        order(id: $id) {
          ...OrderFacts
          lineItems(first: 30) { pageInfo { hasNextPage endCursor } nodes { ...LineFacts } }
          fulfillments(first: 40) { ...ParcelFacts }
          refunds(first: 5) {
            id
            refundLineItems(first: 15) {
              pageInfo { hasNextPage endCursor }
              nodes { ...RefundedFacts }
            }
          }
          allRefunds: refunds(first: 50) { id }
          returns(first: 3) { pageInfo { hasNextPage endCursor } nodes { ...ReturnFacts } }
        }
      }

      """ + orderFacts + lineFacts + parcelFacts + refundedFacts + returnFacts + returnedFacts)

  /// More lines of an order.
  static let orderLines = ShopifyDocument(
    name: "OrderLines",
    text: """
      query OrderLines($id: ID!, $after: String) {
        order(id: $id) {
          lineItems(first: 100, after: $after) {
            pageInfo { hasNextPage endCursor }
            nodes { ...LineFacts }
          }
        }
      }

      """ + lineFacts)

  /// More returns of an order.
  static let orderReturns = ShopifyDocument(
    name: "OrderReturns",
    text: """
      query OrderReturns($id: ID!, $after: String) {
        order(id: $id) {
          returns(first: 5, after: $after) {
            pageInfo { hasNextPage endCursor }
            nodes { ...ReturnFacts }
          }
        }
      }

      """ + returnFacts + returnedFacts)

  /// More lines of a refund.
  static let refundLines = ShopifyDocument(
    name: "RefundLines",
    text: """
      query RefundLines($id: ID!, $after: String) {
        refund(id: $id) {
          id
          refundLineItems(first: 100, after: $after) {
            pageInfo { hasNextPage endCursor }
            nodes { ...RefundedFacts }
          }
        }
      }

      """ + refundedFacts)

  /// More lines of a return.
  static let returnLines = ShopifyDocument(
    name: "ReturnLines",
    text: """
      query ReturnLines($id: ID!, $after: String) {
        return(id: $id) {
          id
          returnLineItems(first: 100, after: $after) {
            pageInfo { hasNextPage endCursor }
            nodes { ...ReturnedFacts }
          }
        }
      }

      """ + returnedFacts)

  private static let orderFacts = """
    fragment OrderFacts on Order {
      id name createdAt updatedAt processedAt cancelledAt test currencyCode
      displayFinancialStatus displayFulfillmentStatus returnStatus
      email phone note tags
      customer { displayName }
      shippingAddress { ...AddressFacts }
      billingAddress { ...AddressFacts }
      subtotalPriceSet { ...MoneyFacts }
      totalShippingPriceSet { ...MoneyFacts }
      totalTaxSet { ...MoneyFacts }
      totalDiscountsSet { ...MoneyFacts }
      totalPriceSet { ...MoneyFacts }
      totalRefundedSet { ...MoneyFacts }
      fulfillmentsCount { count }
      transactions(first: 5) { kind status processedAt }
    }
    fragment AddressFacts on MailingAddress {
      name firstName lastName company address1 address2 city province provinceCode zip
      country countryCodeV2 phone
    }
    fragment MoneyFacts on MoneyBag {
      shopMoney { amount currencyCode }
    }

    """

  private static let lineFacts = """
    fragment LineFacts on LineItem {
      id name sku quantity currentQuantity unfulfilledQuantity requiresShipping isGiftCard
      discountedUnitPriceAfterAllDiscountsSet { shopMoney { amount currencyCode } }
    }

    """

  private static let parcelFacts = """
    fragment ParcelFacts on Fulfillment {
      id status displayStatus createdAt
      trackingInfo(first: 5) { number company }
    }

    """

  private static let refundedFacts = """
    fragment RefundedFacts on RefundLineItem {
      quantity restockType lineItem { id }
    }

    """

  private static let returnFacts = """
    fragment ReturnFacts on Return {
      id name status createdAt
      decline { note }
      returnLineItems(first: 10) {
        pageInfo { hasNextPage endCursor }
        nodes { ...ReturnedFacts }
      }
    }

    """

  private static let returnedFacts = """
    fragment ReturnedFacts on ReturnLineItemType {
      quantity customerNote returnReasonNote
      returnReasonDefinition { name }
      ... on ReturnLineItem {
        withCodeDiscountedTotalPriceSet { shopMoney { amount currencyCode } }
        fulfillmentLineItem { lineItem { id sku } }
      }
    }

    """
}
