import Connectors
import Fulfillment
import Testing
import Wire

private let account = Account(name: "CJ main", service: "cj", role: .supplier)
private let connector = CJ(account, Credentials(key: "CJ1@api@0123456789"))
private let base = "https://developers.cjdropshipping.com/api2.0/v1/disputes"

private func yes(_ data: JSON) -> HTTPResponse {
  Samples.answer(["code": 200, "result": .bool(true), "message": "Success", "data": data])
}

private func claim(
  _ kind: LossKind = .lost, wish: SupplierClaim.Wish = .refund, reason: Int? = nil
) -> SupplierClaim {
  SupplierClaim(
    claim: ClaimID(3), order: "77", kind: kind, wish: wish, reason: reason,
    photos: ["https://a.example/1.jpg"], words: "It \"never\" came.")
}

/// The draft with a line, as it is asked about the reasons.
private func draft(_ claim: SupplierClaim = claim()) -> ClaimDraft {
  var draft = ClaimDraft(claim)
  draft.lines = [ClaimDraft.Line(id: "L1", quantity: 2, price: "23.00")]
  return draft
}

private let reasons: JSON = [
  ["disputeReasonId": 1, "reasonName": "Unfulfilled Order Cancellation"],
  ["disputeReasonId": 2, "reasonName": "Products Not Received"],
  ["disputeReasonId": "3", "reasonName": "Damaged"],
  ["disputeReasonId": 9, "reasonName": "Other"],
]

private func chosen(
  _ claim: SupplierClaim, _ wishes: JSON = ["1", "2"], _ reasons: JSON = reasons
) throws -> Int? {
  let exchange = try #require(connector.prepare(draft(claim), Samples.context))
  return try exchange.decode(
    yes(["expectResultOptionList": wishes, "disputeReasonList": reasons])
  ).reason
}

struct CJClaimTests {
  @Test func whatMayBeDisputedIsAskedFirst() throws {
    let exchange = try #require(connector.prepare(ClaimDraft(claim()), Samples.context))
    #expect(exchange.request.url == base + "/disputeProducts?orderId=77")
    #expect(exchange.request.headers["CJ-Access-Token"] == "token-of-the-day")
    let next = try exchange.decode(
      yes([
        "orderId": "77",
        "productInfoList": [
          ["lineItemId": "L1", "canChoose": .bool(true), "price": .number("23.00"), "quantity": 2],
          ["lineItemId": "L2", "canChoose": .bool(false), "price": .number("1.00"), "quantity": 1],
          ["lineItemId": "", "canChoose": .bool(true), "price": .number("1.00"), "quantity": 1],
          ["lineItemId": "L4", "canChoose": .bool(true), "price": "dear", "quantity": 1],
        ],
      ]))
    #expect(next.lines == [ClaimDraft.Line(id: "L1", quantity: 2, price: "23.00")])
    #expect(connector.prepare(next, Samples.context) != nil)
  }

  @Test func whatIsDisputedAlreadyIsRefusedInWords() throws {
    let exchange = try #require(connector.prepare(ClaimDraft(claim()), Samples.context))
    let answer = yes(["productInfoList": [["lineItemId": "L1", "canChoose": .bool(false)]]])
    guard case .rejected(_, let text) = Samples.error(exchange, answer) else {
      Issue.record("it is not refused")
      return
    }
    #expect(text.contains("one may be open"))
  }

  @Test(arguments: [
    (LossKind.lost, 2), (.notReceived, 2), (.damaged, 3), (.notAsDescribed, 9), (.late, 2),
    (.returned, 2),
  ])
  func theReasonThatFitsIsTaken(kind: LossKind, reason: Int) throws {
    #expect(try chosen(claim(kind)) == reason)
  }

  @Test func aReasonMayBeNamed() throws {
    #expect(try chosen(claim(reason: 1)) == 1)
    #expect(throws: ConnectorError.self) { try chosen(claim(reason: 4)) }
  }

  @Test func withoutAReasonThatFitsTheOperatorIsToldAll() throws {
    do {
      _ = try chosen(claim(), ["1"], [["disputeReasonId": 1, "reasonName": "Size"]])
      Issue.record("it is not refused")
    } catch let error as ConnectorError {
      #expect(error.message.contains("--reason-id") && error.message.contains("1 Size"))
    }
  }

  @Test func whatCJDoesNotOfferIsNotAskedFor() throws {
    #expect(throws: ConnectorError.self) { try chosen(claim(wish: .reissue), ["1"]) }
    #expect(try chosen(claim(wish: .reissue), ["1", "2"]) == 2)
  }

  @Test func theDisputeSaysWhatItIsAbout() throws {
    var full = draft()
    full.reason = 2
    #expect(connector.prepare(full, Samples.context) == nil)
    let exchange = connector.make(full, key: "claim:cj:3:1", Samples.context)
    #expect(exchange.request.method == .post && exchange.request.url == base + "/create")
    let body = try JSON(exchange.request.body)
    #expect(body["orderId"].text == "77" && body["disputeReasonId"].integer == 2)
    #expect(body["expectType"].integer == 1 && body["refundType"].integer == 1)
    #expect(body["messageText"].text == "It \"never\" came.")
    #expect(body["imageUrl"].elements.compactMap(\.text) == ["https://a.example/1.jpg"])
    let line = try #require(body["productInfoList"].elements.first)
    #expect(line["lineItemId"].text == "L1" && line["quantity"].integer == 2)
    #expect(line["price"].text == "23.00")
    let id = try #require(body["businessDisputeId"].text)
    #expect(id.count == 32)
    // The same for every attempt, another for another claim.
    let again = connector.make(full, key: "claim:cj:3:1", Samples.context).request.body
    #expect(again == exchange.request.body)
    #expect(connector.make(full, key: "claim:cj:4:1", Samples.context).request.body != again)
    try exchange.decode(yes("true"))
  }

  @Test func theListTellsHowTheyEnded() throws {
    let exchange = connector.claims(on: "77", Samples.context)
    #expect(
      exchange.request.url == base + "/getDisputeList?orderId=77&pageNum=1&pageSize=50")
    let known = try exchange.decode(
      yes([
        "total": 4,
        "list": [
          [
            "id": "4", "status": "open", "disputeReason": "a", "money": .null,
            "finallyDeal": .null, "createDate": "2026-11-22 14:09:00",
          ],
          [
            "id": 3, "status": "done", "money": .number("4.5"), "finallyDeal": 1,
            "createDate": "2026-11-21 14:09:00",
          ],
          ["id": "2", "finallyDeal": "2", "resendOrderCode": "R9", "createDate": .number("0")],
          ["id": "1", "finallyDeal": 3], ["status": "without a number"],
        ],
      ]))
    let byID = Dictionary(known.map { ($0.id, $0) }) { $1 }
    #expect(known.count == 4 && byID["4"]?.outcome == nil && byID["4"]?.openedAt != nil)
    #expect(byID["3"]?.outcome == .refunded && byID["3"]?.refunded == Samples.usd(450))
    #expect(byID["2"]?.outcome == .reissued && byID["2"]?.reissue == "R9")
    #expect(byID["1"]?.outcome == .rejected)
    #expect(try exchange.decode(yes(["list": .null])).isEmpty)
  }
}

/// The same against a CJ written from the documents by other hands is in SyncTests.
struct WooCommerceCancelTests {
  private let shop = WooCommerce(
    Credentials(url: "https://shop.example", key: "ck_1", secret: "cs_1"))

  @Test func aCancellationIsAStatus() throws {
    let request = CancelRequest(order: "7", reason: .customer, refunds: false)
    let exchange = shop.cancel(request, Samples.context)
    #expect(exchange.request.method == .put)
    #expect(exchange.request.url == "https://shop.example/wp-json/wc/v3/orders/7")
    #expect(String(decoding: exchange.request.body, as: UTF8.self) == "{\"status\":\"cancelled\"}")
    #expect(try exchange.decode(Samples.answer(["id": 7, "status": "cancelled"])).isDone)
    #expect(try !exchange.decode(Samples.answer(["id": 7, "status": "processing"])).isDone)
    #expect(shop.cancelOptions.isEmpty)
  }

  @Test func whetherItIsCancelledIsRead() throws {
    let exchange = shop.cancellation(of: "7", Samples.context)
    #expect(exchange.request.method == .get)
    let at = try exchange.decode(
      Samples.answer(
        ["id": 7, "status": "cancelled", "date_modified_gmt": "2026-11-22T14:09:00"]))
    #expect(at == Timestamp(iso8601: "2026-11-22T14:09:00Z"))
    #expect(try exchange.decode(Samples.answer(["id": 7, "status": "processing"])) == nil)
    #expect(
      try exchange.decode(Samples.answer(["data": ["id": 7, "status": "cancelled"]])) != nil)
  }
}
