import Connectors
import Fulfillment
import Wire

/// What connectors are built and asked with in these tests.
enum Samples {
  static let now = Timestamp(seconds: 1_795_339_200)
  static let nonce = "0123456789abcdef0123456789abcdef"
  static let context = RequestContext(now: now, nonce: nonce, token: "token-of-the-day")
  static let credentials = Credentials(
    url: "https://shop.example", key: "ck_0123456789", secret: "cs_9876543210")
  static let usd = Currency.usd

  /// An answer with a JSON body.
  static func answer(
    _ body: JSON, status: Int = 200, headers: HTTPHeaders = HTTPHeaders()
  ) -> HTTPResponse {
    answer(body.encoded, status: status, headers: headers)
  }

  static func answer(
    _ text: String, status: Int = 200, headers: HTTPHeaders = HTTPHeaders()
  ) -> HTTPResponse {
    HTTPResponse(status: status, headers: headers, body: Array(text.utf8))
  }

  /// A purchase that every supplier can take.
  static let draft = PurchaseDraft(
    order: OrderID(7), storefront: "shop", externalID: "700", orderName: "#1001",
    supplier: "CJ main",
    method: "CJPacket Ordinary",
    items: [
      PurchaseDraft.Item(
        line: "11", sku: "MUG-RED", title: "Red mug", units: 2, supplierSKU: "1392053744945991680",
        quantity: 2, unitCost: usd(57))
    ],
    shipTo: Address(
      name: "Ada Lovelace", line1: "12 Rose St", line2: "Flat 3", city: "Hartford",
      province: "Connecticut", postcode: "06103", country: "US", phone: "+1 860 555 0100"),
    email: "ada@mail.example", cost: usd(482))

  static func draft(_ change: (inout PurchaseDraft) -> Void) -> PurchaseDraft {
    var draft = draft
    change(&draft)
    return draft
  }

  /// What a connector says that a draft lacks; nil where it has a body for it.
  static func problem(_ body: () throws(DraftProblem) -> String) -> String? {
    do throws(DraftProblem) {
      _ = try body()
      return nil
    } catch {
      return error.reason
    }
  }

  static func time(_ iso8601: String) -> Timestamp? { Timestamp(iso8601: iso8601) }

  static func usd(_ cents: Int64) -> Money { Money(minor: cents, currency: .usd) }

  /// The error that reading an answer throws; nil where it can be read.
  static func error<Output>(
    _ exchange: Exchange<Output>, _ response: HTTPResponse
  ) -> ConnectorError? {
    do throws(ConnectorError) {
      _ = try exchange.decode(response)
      return nil
    } catch {
      return error
    }
  }
}

extension JSON {
  /// The same object with one member set.
  func with(_ name: String, _ value: JSON) -> JSON {
    .object(members.filter { $0.name != name } + [Member(name: name, value: value)])
  }

  /// The same object without one member.
  func without(_ name: String) -> JSON { .object(members.filter { $0.name != name }) }
}
