import Foundation
import Fulfillment
import Simulator
import Testing
import Wire

/// What a place in an answer may hold. Objects are exact: a member too many or too few is a problem.
indirect enum Shape: Sendable {
  case text, int, number, bool, null, anything
  /// Text of exactly this form; `9` stands for a digit.
  case form(String)
  /// One of these texts.
  case choice(Set<String>)
  case optional(Shape)
  case list(Shape)
  case object([String: Shape])

  /// Where and how a value differs.
  func problems(_ answer: Answer, at path: String = "$") -> [String] {
    switch self {
    case .anything: return []
    case .null: return answer.isNull ? [] : ["\(path) is not null"]
    case .optional(let shape): return answer.isNull ? [] : shape.problems(answer, at: path)
    case .text: return answer.text == nil ? ["\(path) is no text"] : []
    case .int, .number, .bool: return number(answer, path)
    case .form(let form):
      let text = String((answer.text ?? "").map { $0.isASCII && $0.isNumber ? "9" : $0 })
      return text == form ? [] : ["\(path) is \(text), not \(form)"]
    case .choice(let choices):
      return choices.contains(answer.text ?? "") ? [] : ["\(path) is \(answer.text ?? "-")"]
    case .list(let shape):
      guard answer.raw is [Any] else { return ["\(path) is no list"] }
      return answer.elements.enumerated().flatMap { shape.problems($1, at: "\(path)[\($0)]") }
    case .object(let members):
      guard answer.raw is [String: Any] else { return ["\(path) is no object"] }
      let wrong = answer.names.symmetricDifference(members.keys).map { "\(path).\($0) is odd" }
      return wrong
        + members.flatMap { name, shape in shape.problems(answer[name], at: "\(path).\(name)") }
    }
  }

  /// Foundation reads true as 1, so the two are told apart by their Objective-C type.
  private func number(_ answer: Answer, _ path: String) -> [String] {
    guard let number = answer.raw as? NSNumber else { return ["\(path) is no number"] }
    let isBool = String(cString: number.objCType) == "c"
    switch self {
    case .bool: return isBool ? [] : ["\(path) is no bool"]
    case .int:
      let isWhole = number.doubleValue == number.doubleValue.rounded()
      return isBool || !isWhole ? ["\(path) is no whole number"] : []
    default: return isBool ? ["\(path) is no number"] : []
    }
  }
}

@Suite struct ShapeTests {
  static let stamp = Shape.form("9999-99-99T99:99:99")

  static let person: [String: Shape] = [
    "first_name": .text, "last_name": .text, "company": .text, "address_1": .text,
    "address_2": .text, "city": .text, "state": .text, "postcode": .text, "country": .text,
    "phone": .text,
  ]

  static let line = Shape.object([
    "id": .int, "name": .text, "product_id": .int, "variation_id": .int, "quantity": .int,
    "tax_class": .text, "subtotal": .text, "subtotal_tax": .text, "total": .text,
    "total_tax": .text,
    "taxes": .list(.object(["id": .int, "total": .text, "subtotal": .text])),
    "meta_data": .list(.anything), "sku": .optional(.text), "global_unique_id": .text,
    "price": .number, "image": .object(["id": .text, "src": .text]), "parent_name": .null,
  ])

  static let taxLine = Shape.object([
    "id": .int, "rate_code": .text, "rate_id": .int, "label": .text, "compound": .bool,
    "tax_total": .text, "shipping_tax_total": .text, "rate_percent": .number,
    "meta_data": .list(.anything),
  ])

  static let shippingLine = Shape.object([
    "id": .int, "method_title": .text, "method_id": .text, "instance_id": .text, "total": .text,
    "total_tax": .text, "taxes": .list(.anything), "tax_status": .text,
    "meta_data": .list(.anything),
  ])

  static let couponLine = Shape.object([
    "id": .int, "code": .text, "discount": .text, "discount_tax": .text,
    "meta_data": .list(.anything), "discount_type": .text, "nominal_amount": .number,
    "free_shipping": .bool,
  ])

  static let order: Shape = {
    var members: [String: Shape] = [
      "id": .int, "parent_id": .int, "number": .text, "order_key": .text, "created_via": .text,
      "version": .text, "prices_include_tax": .bool, "customer_id": .int,
      "customer_note": .text, "payment_method": .text, "payment_method_title": .text,
      "transaction_id": .text, "customer_ip_address": .text, "customer_user_agent": .text,
      "cart_hash": .text, "payment_url": .text, "is_editable": .bool, "needs_payment": .bool,
      "needs_processing": .bool, "currency_symbol": .text,
      "status": .choice([
        "pending", "on-hold", "processing", "completed", "cancelled", "refunded",
        "return-requested", "trash",
      ]),
      "currency": .choice(["USD", "EUR", "GBP", "JPY", "KRW", "PLN", "KWD"]),
      "line_items": .list(line), "tax_lines": .list(taxLine),
      "shipping_lines": .list(shippingLine), "coupon_lines": .list(couponLine),
      "fee_lines": .list(.anything),
      "refunds": .list(.object(["id": .int, "reason": .text, "total": .text])),
      "meta_data": .list(.object(["id": .int, "key": .text, "value": .anything])),
      "shipping": .object(person),
      "billing": .object(person.merging(["email": .text]) { $1 }),
      "_links": .object([
        "self": .list(.object(["href": .text])), "collection": .list(.object(["href": .text])),
      ]),
    ]
    for name in ["created", "modified"] {
      members["date_" + name] = stamp
      members["date_\(name)_gmt"] = stamp
    }
    for name in ["paid", "completed"] {
      members["date_" + name] = .optional(stamp)
      members["date_\(name)_gmt"] = .optional(stamp)
    }
    for name in ["discount", "shipping"] {
      members[name + "_total"] = .text
      members[name + "_tax"] = .text
    }
    for name in ["cart_tax", "total", "total_tax"] { members[name] = .text }
    return .object(members)
  }()

  static let cjMembers: [String: Shape] = [
    "orderId": .text, "orderNum": .text, "cjOrderId": .null, "shippingCountryCode": .text,
    "shippingProvince": .text, "shippingCity": .text, "shippingPhone": .text,
    "shippingAddress": .text, "shippingCustomerName": .text, "remark": .null,
    "orderWeight": .int,
    "orderStatus": .choice([
      "CREATED", "UNPAID", "UNSHIPPED", "SHIPPED", "DELIVERED", "CANCELLED",
    ]),
    "orderAmount": .number, "productAmount": .number, "postageAmount": .number,
    "logisticName": .text, "trackNumber": .optional(.text),
    "createDate": .form("9999-99-99 99:99:99"),
    "paymentDate": .optional(.form("9999-99-99 99:99:99")),
    "productList": .list(
      .object(["vid": .text, "quantity": .int, "sellPrice": .number])),
  ]

  static let tracker = Shape.object([
    "id": .text, "object": .choice(["Tracker"]), "mode": .text, "tracking_code": .text,
    "status": .choice([
      "unknown", "pre_transit", "in_transit", "out_for_delivery", "delivered",
      "available_for_pickup", "return_to_sender", "failure",
    ]),
    "status_detail": .text, "created_at": .form("9999-99-99T99:99:99Z"),
    "updated_at": .form("9999-99-99T99:99:99Z"), "signed_by": .optional(.text),
    "weight": .null, "est_delivery_date": .null, "shipment_id": .null,
    "carrier": .optional(.text), "fees": .list(.anything), "carrier_detail": .null,
    "finalized": .bool, "is_return": .bool, "public_url": .text,
    "tracking_details": .list(
      .object([
        "object": .choice(["TrackingDetail"]), "message": .text, "description": .text,
        "status": .text, "status_detail": .text, "datetime": .form("9999-99-99T99:99:99Z"),
        "source": .text, "carrier_code": .text, "est_delivery_date": .null,
        "tracking_location": .object([
          "object": .choice(["TrackingLocation"]), "city": .optional(.text), "state": .null,
          "country": .optional(.text), "zip": .null,
        ]),
      ])),
  ])

  static let address = Shape.object([
    "country": .optional(.text), "state": .null, "city": .optional(.text), "street": .null,
    "postal_code": .null, "coordinates": .object(["longitude": .null, "latitude": .null]),
  ])

  static let event = Shape.object([
    "time_iso": .text, "time_utc": .form("9999-99-99T99:99:99Z"), "description": .text,
    "location": .optional(.text), "stage": .optional(.text), "sub_status": .text,
    "address": address,
  ])

  static let trackInfo = Shape.object([
    "shipping_info": .object(["shipper_address": address, "recipient_address": address]),
    "latest_status": .object([
      "status": .text, "sub_status": .text, "sub_status_descr": .null,
    ]),
    "latest_event": .optional(event),
    "time_metrics": .object([
      "days_after_order": .int, "days_of_transit": .int, "days_of_transit_done": .int,
      "days_after_last_update": .int,
      "estimated_delivery_date": .object(["source": .null, "from": .null, "to": .null]),
    ]),
    "milestone": .list(
      .object([
        "key_stage": .text, "time_iso": .optional(.text), "time_utc": .optional(.text),
      ])),
    "misc_info": .object([
      "risk_factor": .int, "service_type": .null, "weight_raw": .null, "weight_kg": .null,
      "pieces": .null, "dimensions": .null, "customer_number": .null,
      "reference_number": .null, "local_number": .text, "local_provider": .text,
      "local_key": .int,
    ]),
    "tracking": .object([
      "providers_hash": .int,
      "providers": .list(
        .object([
          "provider": .object([
            "key": .int, "name": .text, "alias": .text, "tel": .null, "homepage": .null,
            "country": .text,
          ]),
          "service_type": .null, "latest_sync_status": .text, "latest_sync_time": .text,
          "events_hash": .int, "events": .list(event),
        ])),
    ]),
  ])

  @Test func theCheckItselfSeesWhatIsWrong() throws {
    let shape = Shape.object(["a": .int, "b": .list(.text), "c": .form("99-9")])
    func problems(_ json: String) throws -> Int {
      let response = HTTPResponse(status: 200, body: Array(json.utf8))
      return shape.problems(try Answer(response)).count
    }
    #expect(try problems(#"{"a":1,"b":["x"],"c":"12-3"}"#) == 0)
    #expect(try problems(#"{"a":true,"b":["x"],"c":"12-3"}"#) == 1)
    #expect(try problems(#"{"a":1.5,"b":[1],"c":"12-33"}"#) == 3)
    #expect(try problems(#"{"a":1,"b":{},"c":"12-3","d":0}"#) == 2)
    #expect(try problems("[]") == 1)
  }

  @Test func everyOrderHasTheShopsShape() throws {
    var visitor = Visitor.free(orders: 250, days: 40)
    let orders = try visitor.allOrders() + visitor.allOrders([("status", "trash")])
    #expect(orders.count == 250)
    #expect(orders.flatMap { Self.order.problems($0) } == [])
  }

  @Test func everyPurchaseHasCJsShape() throws {
    var visitor = Visitor.free(orders: 200, days: 30)
    let listed = try SupplierTests.all(&visitor)
    #expect(listed.count > 100)
    #expect(listed.flatMap { Shape.object(Self.cjMembers).problems($0) } == [])
    let token = try visitor.cjToken()
    var detail = Self.cjMembers
    detail["outWarehouseTime"] = .optional(.form("9999-99-99 99:99:99"))
    detail["trackingUrl"] = .null
    detail["isComplete"] = .int
    detail["disputeId"] = .null
    detail["storageName"] = .text
    for order in listed.prefix(30) {
      let id = order.orderId.text ?? ""
      let answer = try Answer(visitor.cj("getOrderDetail?orderId=" + id, token: token))
      #expect(Shape.object(detail).problems(answer.data) == [])
    }
  }

  @Test func theEnvelopeOfCJIsAlwaysTheSame() throws {
    var visitor = Visitor.free()
    let token = try visitor.cjToken()
    let good = Shape.object([
      "code": .int, "result": .bool, "message": .text, "requestId": .text, "success": .bool,
      "data": .object(["pageNum": .int, "pageSize": .int, "total": .int, "list": .list(.anything)]),
    ])
    #expect(good.problems(try Answer(visitor.cj("list?status=SHIPPED", token: token))) == [])
    let bad = Shape.object(["code": .int, "result": .bool, "message": .text, "data": .null])
    #expect(bad.problems(try Answer(visitor.cj("list?status=X", token: token))) == [])
    #expect(bad.problems(try Answer(visitor.cj("list", token: "none"))) == [])
  }

  @Test func everyTrackerHasEasyPostsShape() throws {
    var visitor = Visitor.free(orders: 200, days: 40)
    for number in visitor.world.truth.flatMap(\.trackingNumbers) + ["UNHEARDOF1"] {
      #expect(Self.tracker.problems(try CarrierTests.create(&visitor, number)) == [])
    }
    let refusal = Shape.object([
      "error": .object(["code": .text, "message": .text, "errors": .list(.anything)])
    ])
    #expect(refusal.problems(try Answer(visitor.easyPost(.get, "trackers/none"))) == [])
  }

  @Test func everyNumberHas17TRACKsShape() throws {
    var visitor = Visitor.free(orders: 200, days: 40)
    let accepted = Shape.object([
      "number": .text, "carrier": .int, "param": .null, "tag": .null, "track_info": Self.trackInfo,
    ])
    let rejected = Shape.object([
      "number": .text, "error": .object(["code": .int, "message": .text]),
    ])
    let answerShape = Shape.object([
      "code": .int,
      "data": .object(["accepted": .list(accepted), "rejected": .list(rejected)]),
    ])
    let numbers = visitor.world.truth.flatMap(\.trackingNumbers)
    var told = 0
    for start in stride(from: 0, to: numbers.count, by: 40) {
      let body = SeventeenTrackTests.body(Array(numbers[start..<min(start + 40, numbers.count)]))
      _ = visitor.seventeenTrack("register", body)
      let answer = try Answer(visitor.seventeenTrack("gettrackinfo", body))
      #expect(answerShape.problems(answer) == [])
      told += answer.data.accepted.elements.count
    }
    #expect(told > 100)
  }

  @Test(arguments: ["/orders?per_page=0", "/orders/5", "/nothing"])
  func theShopsErrorsHaveItsShape(path: String) throws {
    var visitor = Visitor.free()
    let parts = path.split(separator: "?").map(String.init)
    let query = parts.count > 1 ? [("per_page", "0")] : []
    let answer = try Answer(visitor.shop(parts[0], query))
    #expect(answer.names == ["code", "message", "data"])
    #expect(Shape.text.problems(answer.code) == [] && Shape.text.problems(answer.message) == [])
    #expect(Shape.int.problems(answer.data.status) == [])
  }
}
