import Fulfillment
import Wire

/// What CJ answers.
struct CJShapes {
  private let cj: CJ
  private let account: Account
  private let context: RequestContext

  init(_ account: Account, _ credentials: Credentials, _ context: RequestContext) {
    cj = CJ(account, credentials)
    self.account = account
    self.context = context
  }

  var all: [AnswerShape] {
    let (cj, context) = (cj, context)
    let data = { @Sendable (fits: @escaping @Sendable (JSON) -> Bool) in
      { @Sendable (json: JSON) in json["code"].integer != nil && fits(json["data"]) }
    }
    let isOrder = { @Sendable (json: JSON) in
      json.hasAny("orderId", "cjOrderId") && json.has("orderStatus", "createDate")
    }
    var shapes: [AnswerShape] = [
      cj.token(context).shape(
        "token", paths: ["/authentication/getAccessToken", "/authentication/refreshAccessToken"],
        data { $0.has("accessToken") }
      ) { [.token(expiresAt: $0.expiresAt)] },
      AnswerShape(
        kind: "purchases", paths: ["/shopping/order/list", "/shopping/order/getOrderDetail"],
        isGeneral: true,
        isKnown: data { data in
          isOrder(data)
            || data["list"].isArray
              && data["list"].elements.allSatisfy {
                $0.has("orderId")
              }
            || data.isList(of: isOrder)
        }
      ) { response, _ throws(ConnectorError) in
        AnswerShape.Findings(try cj.purchases(nil, context).decode(response)) { .purchase($0) }
      },
      cj.place("{}", context).shape(
        "placement", paths: ["/shopping/order/createOrder"],
        data { data in
          data.has("orderId") && data.hasAny("cjPayUrl", "productInfoList", "shipmentOrderId")
        }
      ) { [.placement($0)] },
    ]
    if let balance = cj.balance(context) {
      shapes.append(
        balance.shape(
          "balance", paths: ["/shopping/pay/getBalance"],
          data { $0.has("amount") && $0.hasAny("freezeAmount", "noWithdrawalAmount") }
        ) { [.balance($0)] })
    }
    let draft = Self.draft
    shapes += cj.freight(draft, context).map {
      $0.shape(
        "shipping_methods", paths: ["/logistic/freightCalculate"],
        data { $0.isList { $0.has("logisticName") } }
      ) { $0.map { .method($0) } }
    }
    shapes += [stock, price, lines]
    shapes.append(
      cj.claims(on: "?", context).shape(
        "claims", paths: ["/disputes/getDisputeList"],
        data { $0["list"].isList { $0.has("id", "disputeReason") } }
      ) { $0.map { .claim($0) } })
    for (paths, exchange) in steps {
      shapes.append(exchange.shape("done", paths: paths, { _ in false }) { [.placement($0)] })
    }
    return shapes
  }

  /// Steps whose answers hold nothing by which they could be told apart.
  private var steps: [([String], Exchange<Placement>)] {
    let pay = cj.pay(number: "?", context)
    let paths = [["/shopping/order/confirmOrder"], ["/shopping/pay/payBalance"]]
    let cancel =
      cj.cancel(number: "?", context).map { [(["/shopping/order/deleteOrder"], $0)] } ?? []
    return Array(zip(paths, pay)) + cancel
  }

  /// Before and after the reasons were asked for: the lines are told both times.
  private var lines: AnswerShape {
    let (cj, context) = (cj, context)
    return AnswerShape(
      kind: "claim_lines", paths: ["/disputes/disputeProducts", "/disputes/disputeConfirmInfo"],
      isKnown: { $0["data"]["productInfoList"].isList { $0.has("lineItemId", "canChoose") } }
    ) { response, _ throws(ConnectorError) in
      let claim = SupplierClaim(claim: ClaimID(1), order: "?", kind: .lost, words: "?")
      var found = AnswerShape.Findings()
      if let exchange = cj.prepare(ClaimDraft(claim), context) {
        found.values = (try exchange.decode(response).lines ?? []).map { .claimLine($0) }
      }
      return found
    }
  }

  private var stock: AnswerShape {
    let (cj, context) = (cj, context)
    return AnswerShape(
      kind: "items", paths: ["/product/stock/"],
      isKnown: { json in
        json["data"].isList {
          $0.has("countryCode") && $0.hasAny("totalInventoryNum", "storageNum")
        }
      }
    ) { response, json throws(ConnectorError) in
      let item = json["data"].elements.first?["vid"].text ?? "1"
      return AnswerShape.Findings(
        try cj.words(on: [item], context).first?.decode(response).map { .item($0) } ?? [])
    }
  }

  private var price: AnswerShape {
    let (cj, context) = (cj, context)
    return AnswerShape(
      kind: "items", paths: ["/product/variant/queryByVid", "/product/query"],
      isKnown: { $0["data"].has("variantSellPrice") || $0["data"]["variants"].isArray }
    ) { response, json throws(ConnectorError) in
      let data = json["data"]
      let variants = data["variants"].isArray ? data["variants"].elements : [data]
      var found = AnswerShape.Findings()
      for variant in variants {
        let item = variant["vid"].text ?? variant["variantSku"].text ?? ""
        guard let exchange = cj.words(on: [item], context).last, !item.isEmpty else { continue }
        found.values += try exchange.decode(response).map { .item($0) }
      }
      return found
    }
  }

  /// What freight is asked for; the answer does not depend on it.
  static let draft = PurchaseDraft(
    order: OrderID(1), storefront: "", externalID: "1", orderName: "#1", supplier: "", method: "",
    items: [
      PurchaseDraft.Item(
        line: "1", sku: "1", title: "", units: 1, supplierSKU: "1392053744945991680", quantity: 1,
        unitCost: nil)
    ],
    shipTo: Address(
      name: "A B", line1: "1", city: "1", province: "1", postcode: "1", country: "US", phone: "1"),
    email: "", cost: nil)
}

/// What AliExpress answers, in its envelope or taken out of it.
struct AliExpressShapes {
  private let shop: AliExpress
  private let context: RequestContext

  init(_ account: Account, _ credentials: Credentials, _ context: RequestContext) {
    shop = AliExpress(account, credentials)
    self.context = context
  }

  var all: [AnswerShape] {
    let (shop, context) = (shop, context)
    var shapes = [
      shape(
        "placement", paths: ["aliexpress.ds.order.create"],
        { $0.hasAny("is_success", "order_list") }, shop.place("{}", context)
      ) { [.placement($0)] },
      shape(
        "purchase", paths: ["aliexpress.trade.ds.order.get"], isGeneral: true,
        { $0.has("order_status") },
        shop.refresh([""], context)[0]
      ) { [.purchase($0)] },
    ]
    if let parcels = shop.parcels(of: "1", context) {
      shapes.append(
        shape(
          "parcels", paths: ["aliexpress.ds.order.tracking.get"],
          { $0["data"].has("tracking_detail_line_list") || $0.has("ret", "msg") }, parcels
        ) { $0.map { .parcel($0) } })
    }
    var draft = CJShapes.draft
    draft.items[0].supplierSKU = "1005004638293060;14:1"
    shapes += shop.freight(draft, context).map {
      shape(
        "shipping_methods", paths: ["aliexpress.ds.freight.query"],
        { $0.has("delivery_options") || $0.has("code", "success") }, $0
      ) { $0.map { .method($0) } }
    }
    return shapes + [products]
  }

  /// The skus of a product, each by its number.
  private var products: AnswerShape {
    let (shop, context) = (shop, context)
    return AnswerShape(
      kind: "items", paths: ["aliexpress.ds.product.get"],
      isKnown: { $0.has("aliexpress_ds_product_get_response") }
    ) { response, json throws(ConnectorError) in
      let wrapper = json["aliexpress_ds_product_get_response"]
      let list = AliExpressEnvelope.list(
        wrapper["result"]["ae_item_sku_info_dtos"], "ae_item_sku_info_d_t_o")
      let product = wrapper["result"]["ae_item_base_info_dto"]["product_id"].text ?? "1"
      let items = list.compactMap { $0["sku_attr"].text }.map { "\(product);\($0)" }
      guard let exchange = shop.words(on: items.isEmpty ? [product] : items, context).first else {
        return AnswerShape.Findings()
      }
      return AnswerShape.Findings(try exchange.decode(response).map { .item($0) })
    }
  }

  private func shape<Output>(
    _ kind: String, paths: [String], isGeneral: Bool = false,
    _ fits: @escaping @Sendable (JSON) -> Bool, _ exchange: Exchange<Output>,
    as decoded: @escaping @Sendable (Output) -> [Decoded]
  ) -> AnswerShape {
    let decode = exchange.decode
    return AnswerShape(
      kind: kind, paths: paths, isGeneral: isGeneral,
      isKnown: { json in fits(json) || fits(Self.result(json)) }
    ) { response, json throws(ConnectorError) in
      // What an SDK has taken out of the envelope goes back into one.
      let isBare = fits(json)
      let whole = isBare ? response.with(["recorded_response": ["result": json]]) : response
      return AnswerShape.Findings(decoded(try decode(whole)))
    }
  }

  private static func result(_ json: JSON) -> JSON {
    let wrapper = json.members.first { $0.name.hasSuffix("_response") }?.value ?? .null
    let result = wrapper["result"].isObject ? wrapper["result"] : wrapper["resp_result"]
    return result["result"].isObject && result["is_success"].isNull ? result["result"] : result
  }
}
