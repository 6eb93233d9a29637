import Connectors
import Fulfillment
import Testing
import Wire

struct CJWebhookTests {
  private let cj = CJ(
    Account(name: "CJ", service: "cj", role: .supplier),
    Credentials(key: "CJ1@api@0", secret: "a-secret-of-ours"))

  private func read(
    _ body: String, path: String = "/hooks/CJ?token=a-secret-of-ours"
  ) -> Result<WebhookNews, WebhookError> {
    let delivery = Delivery(
      headers: [:], path: path, body: Array(body.utf8), receivedAt: Samples.now)
    do throws(WebhookError) {
      return .success(try cj.read(delivery))
    } catch {
      return .failure(error)
    }
  }

  @Test(
    arguments: [
      (#""ORDER","params":{"cjOrderId":"77","orderNumber":"SC-1"}"#, "order 77"),
      (#""order","params":{"cjOrderId":null,"orderNumber":" SC-1 "}"#, "order SC-1"),
      (#""LOGISTIC","params":{"orderId":210711}"#, "order 210711"),
      (#""ORDERSPLIT","params":{}"#, "orders"),
    ])
  func newsOfAnOrderAreAHint(rest: String, hint: String) throws {
    let news = try read(#"{"messageId":"m1","type":"# + rest + "}").get()
    #expect(news.content == .hint(hint) && news.id == "m1")
  }

  @Test(arguments: ["PRODUCT", "VARIANT", "STOCK", "SOURCINGCREATE"])
  func whatIsAskedAboutAnywayIsIgnored(type: String) {
    #expect(
      read(#"{"messageId":"m1","type":"\#(type)","params":{"pid":"1"}}"#)
        == .failure(.ignored(topic: type)))
  }

  @Test(
    arguments: [
      ("/hooks/CJ", WebhookError.unsigned), ("/hooks/CJ?token=", .unsigned),
      ("/hooks/CJ?token=a-secret-of-our", .badSignature), ("/hooks/CJ?other=1", .unsigned),
    ])
  func withoutTheSecretNothingIsRead(path: String, error: WebhookError) {
    #expect(read(#"{"type":"ORDER","params":{}}"#, path: path) == .failure(error))
  }

  @Test(arguments: ["", "{", "[]", "{}", #"{"type":"ORDER"}"#, #"{"type":5,"params":[]}"#])
  func whatIsNoneIsMalformed(body: String) {
    guard case .failure(.malformed) = read(body) else {
      Issue.record("\(body) was read")
      return
    }
  }

  @Test func anAccountWithoutASecretTakesNothing() {
    let open = CJ(Account(name: "CJ", service: "cj", role: .supplier), Credentials(key: "k"))
    let delivery = Delivery(
      headers: [:], path: "/hooks/CJ?token=", body: Array("{}".utf8), receivedAt: Samples.now)
    #expect(throws: WebhookError.unsigned) { try open.read(delivery) }
    #expect(!open.webhookSecret.isSet && open.webhookSecret.query == "token")
  }

  @Test func theSecretIsNotWrittenDownAndComesBack() {
    let delivery = Delivery(
      headers: [:], path: "/hooks/CJ?token=a-secret-of-ours", body: [], receivedAt: Samples.now)
    let kept = cj.keepable(delivery)
    #expect(kept.path == "/hooks/CJ")
    #expect(cj.restored(kept) == delivery)
  }
}
