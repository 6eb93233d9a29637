import Connectors
import Fulfillment
import Testing
import Wire

struct WooCommerceRequestsTests {
  private func query(_ cursor: Cursor?, url: String = "https://shop.example") throws -> Form {
    let shop = WooCommerce(Credentials(url: url, key: "ck_1", secret: "cs_1"))
    let request = shop.orders(cursor, Samples.context).request
    return Form(parsing: try #require(URLParts(request.url)?.query))
  }

  @Test func overTLSTheKeyGoesAsBasic() {
    let request = WooCommerce(Credentials(url: "https://shop.example", key: "ck", secret: "cs"))
      .orders(nil, Samples.context).request
    #expect(request.method == .get)
    #expect(request.url.hasPrefix("https://shop.example/wp-json/wc/v3/orders?"))
    #expect(request.headers["Authorization"] == "Basic Y2s6Y3M=")
    #expect(!request.url.contains("oauth"))
  }

  @Test func overPlainHTTPTheRequestIsSigned() throws {
    let request = WooCommerce(Credentials(url: "http://localhost:81/x", key: "ck", secret: "cs"))
      .orders(nil, Samples.context).request
    let query = Form(parsing: try #require(URLParts(request.url)?.query))
    #expect(request.headers["Authorization"] == nil)
    #expect(query["oauth_consumer_key"] == "ck")
    #expect(query["oauth_signature"]?.isEmpty == false)
    #expect(query["consumer_secret"] == nil)
  }

  @Test func theFirstRunReadsEverythingInTheOrderOfIDs() throws {
    let query = try query(nil)
    #expect(query["status"] == "any")
    #expect(query["orderby"] == "id")
    #expect(query["order"] == "asc")
    #expect(query["per_page"] == "100")
    #expect(query["modified_after"] == nil)
    #expect(query["offset"] == nil)
  }

  @Test func laterRunsReadChangesWithAStampWithoutZone() throws {
    let query = try query(Cursor("since=2026-11-22T09%3A15%3A30.750Z"))
    #expect(query["modified_after"] == "2026-11-22T09:15:30")
    #expect(query["dates_are_gmt"] == "true")
  }

  @Test func anOffsetComesWithThePageItLiesOn() throws {
    let query = try query(Cursor("offset=270&last=9"))
    #expect(query["offset"] == "270")
    #expect(query["page"] == "3")
  }

  @Test func theNewestOrdersAreAskedForByDate() throws {
    let query = try query(Cursor("list=newest&since=2026-11-22T09%3A15%3A30Z"))
    #expect(query["orderby"] == "date")
    #expect(query["order"] == "desc")
    #expect(query["status"] == "any")
    #expect(query["modified_after"] == "2026-11-22T09:15:30")
  }

  @Test func theTrashIsAListOfItsOwn() throws {
    #expect(try query(Cursor("list=trash"))["status"] == "trash")
  }

  @Test(arguments: ["", "garbage", "offset=-5", "since=yesterday", "list=none", "%%%"])
  func aCursorThatCantBeReadStartsFromTheBeginning(text: String) throws {
    #expect(try query(Cursor(text)) == query(nil))
  }

  @Test func anyOffsetStaysWithinBounds() throws {
    #expect(try query(Cursor("offset=9223372036854775807"))["offset"] == "1000000000")
  }
}
