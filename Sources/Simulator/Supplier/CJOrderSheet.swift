import Fulfillment

/// One order as CJ writes it, whoever placed it.
struct CJOrderSheet: Sendable {
  private let orderNumber: String
  private let name: String
  private let address: Address
  private let purchase: Purchase
  private let logisticName: String
  private let lines: [(product: Product, quantity: Int, price: Int, reference: String?)]

  /// An order that a colleague has placed for a life.
  init(_ life: Life, _ purchase: Purchase, at now: Timestamp) {
    orderNumber = String(life.id)
    name = life.customer.first + " " + life.customer.last
    address = ShopState(life, at: now).address
    self.purchase = purchase
    let carrier =
      purchase.parcel(at: now)?.carrier ?? purchase.parcels.last?.carrier ?? .chinaPost
    logisticName = carrier.logisticName
    lines = purchase.lines.map { life.cart.lines[$0] }.map {
      ($0.product, $0.quantity, max($0.product.cost, $0.product.price / 3), nil)
    }
  }

  /// One part of an order that was placed by request.
  init(_ booking: Booking, part: Int) {
    orderNumber = booking.key
    name = booking.shipTo.name
    address = booking.shipTo
    purchase = booking.parts[part].purchase
    logisticName = booking.method
    lines = booking.parts[part].lines.map { ($0.product, $0.quantity, $0.cost, $0.reference) }
  }

  func json(at now: Timestamp, isDetail: Bool) -> AnswerJSON {
    let status = purchase.status(at: now) ?? "OTHER"
    let paid = purchase.reached("UNSHIPPED", by: now)
    let left = purchase.reached("SHIPPED", by: now)
    var members: [(String, AnswerJSON)] = [
      ("orderId", .text(purchase.number)), ("orderNum", .text(orderNumber)),
      ("cjOrderId", nil), ("shippingCountryCode", .text(address.country)),
      ("shippingProvince", .text(address.province)), ("shippingCity", .text(address.city)),
      ("shippingPhone", .text(address.phone)), ("shippingAddress", .text(address.line1)),
      ("shippingCustomerName", .text(name)), ("remark", nil),
      ("orderWeight", .int(lines.reduce(0) { $0 + $1.product.grams * $1.quantity })),
      ("orderStatus", .text(status)),
      ("orderAmount", CJDesk.usd(purchase.productCost + purchase.postage)),
      ("productAmount", CJDesk.usd(purchase.productCost)),
      ("postageAmount", CJDesk.usd(purchase.postage)), ("logisticName", .text(logisticName)),
      ("trackNumber", .optional(purchase.parcel(at: now)?.number)),
      ("createDate", .text(CJDesk.date(purchase.placedAt))),
      ("paymentDate", .optional(paid.map(CJDesk.date))),
    ]
    if isDetail {
      members += [
        ("outWarehouseTime", .optional(left.map(CJDesk.date))), ("trackingUrl", nil),
        ("isComplete", .int(status == "DELIVERED" ? 1 : 0)), ("disputeId", nil),
        ("storageName", "China Warehouse"),
      ]
    }
    members.append(("productList", .list(lines.indices.map { product($0, isDetail: isDetail) })))
    return .object(members)
  }

  private func product(_ at: Int, isDetail: Bool) -> AnswerJSON {
    let line = lines[at]
    var members: [(String, AnswerJSON)] = [
      ("vid", .text(line.product.variantID)), ("quantity", .int(line.quantity)),
      ("sellPrice", CJDesk.usd(line.price)),
    ]
    if isDetail, let reference = line.reference {
      members += [
        ("lineItemId", .text(CJOrderSheet.lineID(purchase.number, at))),
        ("storeLineItemId", .text(reference)),
      ]
    }
    return .object(members)
  }

  /// CJ's own name for a line.
  static func lineID(_ number: String, _ at: Int) -> String { number + zeroPadded(at + 1, 2) }
}
