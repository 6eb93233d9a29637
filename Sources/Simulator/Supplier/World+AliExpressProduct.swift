import Fulfillment
import Wire

extension World {
  /// A product with its only sku; one that is not there has the code 605, a country that nothing goes to
  /// 482, each beside an empty result.
  func aliExpressProduct(_ given: RequestTarget) -> HTTPResponse {
    for name in ["product_id", "ship_to_country", "target_currency", "target_language"]
    where (given[name] ?? "").isEmpty {
      return AliExpressDesk.missing(name)
    }
    let id = given["product_id"].flatMap { Int64($0) }
    guard let product = id.flatMap({ Product.byAliExpressID[$0] }) else {
      return refused(605, "ITEM_ID_NOT_FOUND")
    }
    guard AliExpressMethod.countries.contains(given["ship_to_country"] ?? "") else {
      return refused(482, "SHIP_TO_COUNTRY_PROHIBITED")
    }
    guard given["target_currency"] == "USD" else { return refused(400, "CURRENCY_NOT_SUPPORTED") }
    let price = Money(minor: Int64(product.aliExpressCost), currency: .usd)
    let sku: AnswerJSON = [
      "sku_id": .text(product.aliExpressSKU), "sku_attr": .text(product.attributes),
      "sku_price": .text(Money(minor: price.minor * 2, currency: .usd).decimal),
      "offer_sale_price": .text(price.decimal), "offer_bulk_sale_price": .text(price.decimal),
      "sku_available_stock": .int(product.stock), "currency_code": "USD",
    ]
    let result: AnswerJSON = [
      "ae_item_base_info_dto": [
        "product_id": .number("\(product.aliExpressID)"), "subject": .text(product.title),
        "product_status_type": "onSelling", "currency_code": "USD",
      ],
      "ae_item_sku_info_dtos": wrapped(given, "ae_item_sku_info_d_t_o", [sku]),
      "logistics_info_dto": [
        "delivery_time": 7, "ship_to_country": .text(given["ship_to_country"] ?? ""),
      ],
    ]
    return .json(
      200,
      [
        "aliexpress_ds_product_get_response": [
          "rsp_code": 200, "rsp_msg": "Call succeeds", "result": result,
          "request_id": "2101243217",
        ]
      ])
  }

  private func refused(_ code: Int, _ message: String) -> HTTPResponse {
    .json(
      200,
      [
        "aliexpress_ds_product_get_response": [
          "rsp_code": .int(code), "rsp_msg": .text(message),
          "result": ["has_whole_sale": false],
        ]
      ])
  }
}
