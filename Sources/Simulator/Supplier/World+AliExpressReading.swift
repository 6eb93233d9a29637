import Fulfillment
import Wire

extension World {
  /// An order is found from ten seconds after it was placed on.
  private static let settling = Span.seconds(10)

  /// One order; one that is not the caller's, or not there yet, is forbidden.
  func aliExpressOrder(_ given: RequestTarget, _ call: Call) -> HTTPResponse {
    guard let text = given["single_order_query"], let query = Posted.read(text) else {
      return AliExpressDesk.missing("single_order_query")
    }
    guard let (at, part) = books.find(.aliexpress, number: query["order_id"].text),
      call.now - books.bookings[at].at >= World.settling
    else {
      return AliExpressDesk.error(
        15, "Remote service error", subCode: "isv.insufficient-permission",
        subMessage: "The order does not belong to the caller")
    }
    let entry = books.bookings[at].parts[part]
    let status = entry.purchase.status(at: call.now) ?? ""
    let words = AliExpressWords(status)
    let told = toldNumbers(entry.purchase, call.now)
    var members: [(String, AnswerJSON)] = [
      ("gmt_create", .text(CJDesk.date(entry.purchase.placedAt - .hours(8)))),
      ("order_status", .text(words.order)), ("logistics_status", .text(words.logistics)),
      (
        "logistics_info_list",
        wrapped(
          given, "aeop_order_logistics_info",
          told.map { ["logistics_service": "CAINIAO_FULFILLMENT_STD", "logistics_no": .text($0)] })
      ),
      ("store_info", ["store_id": .int(1_103_800_000 + part), "store_name": "Simulated Store"]),
      ("user_order_amount", amount(entry.purchase.productCost + entry.purchase.postage)),
      ("order_amount", amount(entry.purchase.productCost + entry.purchase.postage)),
      (
        "child_order_list",
        wrapped(given, "aeop_child_order_info", entry.lines.map { child($0, entry) })
      ),
    ]
    if let paidAt = books.bookings[at].paidAt, paidAt <= call.now {
      members.append(("order_paidtime_string", .text(CJDesk.date(paidAt - .hours(8)))))
    } else {
      members.append(("pay_timeout_second", 1_036_800))
    }
    if status == "CANCELLED" {
      let isPaid = books.bookings[at].isPaid(at: call.now)
      members.append(("end_reason", .text(isPaid ? "seller_cancel_order" : "pay_timeout_cancel")))
    }
    return aliExpressAnswer(given, .object(members))
  }

  private func child(_ line: Booking.Line, _ part: Booking.Part) -> AnswerJSON {
    [
      "product_count": .int(line.quantity), "product_id": .number("\(line.product.aliExpressID)"),
      "sku_id": .text(line.product.aliExpressSKU), "product_name": .text(line.product.title),
      "shipping_fee": amount(part.purchase.postage),
      "actual_fee": amount(line.cost * line.quantity),
    ]
  }

  private func amount(_ cents: Int) -> AnswerJSON {
    [
      "amount": .text(Money(minor: Int64(cents), currency: .usd).decimal),
      "currency_code": "USD",
    ]
  }

  /// Every number that is known of its parcels by now.
  private func toldNumbers(_ purchase: Purchase, _ now: Timestamp) -> [String] {
    purchase.numbers.filter { $0.at <= now }.map { purchase.parcels[$0.parcel].number }
  }

  func aliExpressTracking(_ given: RequestTarget, _ call: Call) -> HTTPResponse {
    guard let id = given["ae_order_id"], !id.isEmpty else {
      return AliExpressDesk.missing("ae_order_id")
    }
    let found = books.find(.aliexpress, number: id)
    let purchase = found.map { books.bookings[$0.booking].parts[$0.part].purchase }
    let told = purchase?.numbers.filter { $0.at <= call.now } ?? []
    guard let purchase, !told.isEmpty else {
      return aliExpressAnswer(
        given, ["ret": false, "code": "1001", "msg": "TRACKING DATA NOT FOUND"])
    }
    let details = told.map { entry -> AnswerJSON in
      let parcel = purchase.parcels[entry.parcel]
      let nodes = parcel.known(at: call.now).reversed().map { scan -> AnswerJSON in
        [
          "time_stamp": .number(String(scan.at.milliseconds)),
          "tracking_detail_desc": .text(scan.kind.message),
          "tracking_name": .text(scan.kind.message),
        ]
      }
      return [
        "mail_no": .text(parcel.number), "carrier_name": "AliExpress Selection Standard",
        "eta_time_stamps": .number(String((purchase.placedAt + .days(20)).milliseconds)),
        "detail_node_list": wrapped(given, "detail_node", nodes), "package_item_list": [:],
      ]
    }
    let lines = wrapped(given, "tracking_detail", details)
    return aliExpressAnswer(
      given, ["ret": true, "code": "", "msg": "", "data": ["tracking_detail_line_list": lines]])
  }

  func aliExpressFreight(_ given: RequestTarget, _ call: Call) -> HTTPResponse {
    guard let text = given["queryDeliveryReq"], let query = Posted.read(text) else {
      return AliExpressDesk.missing("queryDeliveryReq")
    }
    let product = query["productId"].int.flatMap { Product.byAliExpressID[Int64($0)] }
    let quantity = query["quantity"].int ?? 1
    guard let product, quantity > 0,
      AliExpressMethod.countries.contains(query["shipToCountry"].text)
    else {
      return aliExpressAnswer(
        given, ["msg": "DELIVERY_NOT_AVAILABLE_TO_YOUR_ADDRESS", "code": 505, "success": false])
    }
    let offers = AliExpressMethod.allCases.map { method -> AnswerJSON in
      let fee = Money(minor: Int64(method.postage(product.grams * quantity)), currency: .usd)
      return [
        "code": .text(method.rawValue), "company": .text(method.company),
        "shipping_fee_cent": .text(fee.decimal), "shipping_fee_currency": "USD",
        "shipping_fee_format": .text("$" + fee.decimal), "free_shipping": false,
        "mayHavePFS": true, "free_shipping_threshold": "$0.00",
        "min_delivery_days": .int(method.days.lowerBound),
        "max_delivery_days": .int(method.days.upperBound), "guaranteed_delivery_days": "60",
        "tracking": true, "ship_from_country": "CN", "available_stock": .text("\(product.stock)"),
      ]
    }
    return aliExpressAnswer(
      given,
      [
        "msg": "Call succeeds", "code": 200, "success": true,
        "delivery_options": wrapped(given, "delivery_option_d_t_o", offers),
      ])
  }
}

/// AliExpress's words for how an order stands.
private struct AliExpressWords {
  let order: String
  let logistics: String

  init(_ status: String) {
    (order, logistics) =
      switch status {
      case "UNPAID": ("PLACE_ORDER_SUCCESS", "DEFAULT")
      case "UNSHIPPED": ("WAIT_SELLER_SEND_GOODS", "WAIT_SELLER_SEND_GOODS")
      case "PART_SHIPPED": ("SELLER_PART_SEND_GOODS", "SELLER_SEND_PART_GOODS")
      case "SHIPPED": ("WAIT_BUYER_ACCEPT_GOODS", "SELLER_SEND_GOODS")
      case "DELIVERED": ("FINISH", "BUYER_ACCEPT_GOODS")
      default: ("FINISH", "NO_LOGISTICS")
      }
  }
}
