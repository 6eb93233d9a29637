import Connectors
import Fulfillment
import Testing
import Wire

private let account = Account(name: "CJ main", service: "cj", role: .supplier)
private let connector = CJ(account, Credentials(key: "CJ1@api@0123456789"))

private func body(_ draft: PurchaseDraft) throws -> JSON {
  try JSON(Array(connector.body(for: draft).utf8))
}

struct CJDraftTests {
  @Test func theBodyIsWhatCJDocuments() throws {
    let draft = Samples.draft
    #expect(
      try connector.body(for: draft)
        == "{\"orderNumber\":\"\(draft.key)\",\"shippingCountryCode\":\"US\","
        + "\"shippingCountry\":\"United States\",\"shippingProvince\":\"Connecticut\","
        + "\"shippingCity\":\"Hartford\",\"shippingAddress\":\"12 Rose St\","
        + "\"shippingAddress2\":\"Flat 3\",\"shippingZip\":\"06103\","
        + "\"shippingCustomerName\":\"Ada Lovelace\",\"shippingPhone\":\"+1 860 555 0100\","
        + "\"email\":\"ada@mail.example\",\"logisticName\":\"CJPacket Ordinary\","
        + "\"fromCountryCode\":\"CN\",\"shopLogisticsType\":2,\"payType\":3,\"orderFlow\":1,"
        + "\"products\":[{\"vid\":\"1392053744945991680\",\"quantity\":2,"
        + "\"storeLineItemId\":\"11\"}]}")
  }

  @Test func theSameDraftIsTheSameText() throws {
    let again = Samples.draft { $0.orderName = Samples.draft.orderName }
    #expect(try connector.body(for: again) == connector.body(for: Samples.draft))
  }

  @Test func aHostileNameStaysAText() throws {
    let name = "Ada\",\"payType\":2,\"x\":\"\n\u{0}"
    let json = try body(Samples.draft { $0.shipTo.name = name })
    #expect(json["payType"].integer == 3)
    #expect(json.members.count { $0.name == "payType" } == 1)
    #expect(json["shippingCustomerName"].text == name.trimmed)
  }

  @Test(
    arguments: [
      ("CJ needs a country by its two letters", Samples.draft { $0.shipTo.country = " " }),
      ("CJ needs a country by its two letters", Samples.draft { $0.shipTo.country = "Germany" }),
      ("CJ needs a name", Samples.draft { $0.shipTo.name = "" }),
      (
        "CJ needs a street",
        Samples.draft {
          $0.shipTo.line1 = ""
          $0.shipTo.line2 = " "
        }
      ),
      ("CJ needs a city", Samples.draft { $0.shipTo.city = "" }),
      (
        "CJ needs a shipping method: name one in the offer or the rule",
        Samples.draft { $0.method = "" }
      ),
      ("CJ needs something to buy", Samples.draft { $0.items = [] }),
      (
        "CJ needs its own id (vid) or sku of MUG-RED",
        Samples.draft { $0.items[0].supplierSKU = "" }
      ),
      ("CJ needs a quantity of MUG-RED", Samples.draft { $0.items[0].quantity = 0 }),
    ])
  func whatIsLackingIsToldInWords(reason: String, draft: PurchaseDraft) {
    #expect(Samples.problem { () throws(DraftProblem) in try connector.body(for: draft) } == reason)
  }

  @Test func aCompanyMayReceiveIt() throws {
    let draft = Samples.draft {
      $0.shipTo.name = ""
      $0.shipTo.company = "Engines Ltd"
    }
    #expect(try body(draft)["shippingCustomerName"].text == "Engines Ltd")
  }

  @Test func theCityStandsInForAProvinceThatIsNone() throws {
    let json = try body(
      Samples.draft {
        $0.shipTo.province = ""
        $0.shipTo.city = "Berlin"
        $0.shipTo.country = "de"
      })
    #expect(json["shippingProvince"].text == "Berlin")
    #expect(json["shippingCountryCode"].text == "DE")
    #expect(json["shippingCountry"].text == "Germany")
  }

  @Test func theSecondStreetLineStandsInForTheFirst() throws {
    let json = try body(Samples.draft { $0.shipTo.line1 = "" })
    #expect(json["shippingAddress"].text == "Flat 3")
    #expect(json["shippingAddress2"].isNull)
  }

  @Test(arguments: [
    ("US", "United States"), ("GB", "United Kingdom"), ("RE", "Réunion"), ("ZW", "Zimbabwe"),
    ("AD", "Andorra"), ("KR", "South Korea"), ("XX", "XX"),
  ])
  func countriesAreNamed(code: String, name: String) throws {
    #expect(try body(Samples.draft { $0.shipTo.country = code })["shippingCountry"].text == name)
  }

  @Test(arguments: [
    ("1392053744945991680", "vid"), ("92511400-C758-4474-93CA-66D442F5F787", "vid"),
    ("92511400-c758-4474-93ca-66d442f5f787", "vid"), ("CJYD2041234-Black", "sku"),
    ("92511400-C758-4474-93CA", "sku"), ("CJJJCFGJ00123-S", "sku"),
    ("G2511400-C758-4474-93CA-66D442F5F787", "sku"),
  ])
  func variantsAreToldFromSkus(id: String, name: String) throws {
    let products = try body(Samples.draft { $0.items[0].supplierSKU = id })["products"].elements
    #expect(products.map { $0[name].text } == [id])
  }

  @Test func partsOfABundleAreLinesOfTheirOwn() throws {
    let draft = Samples.draft {
      $0.items[0].part = "cup"
      var other = $0.items[0]
      (other.part, other.supplierSKU, other.quantity) = ("lid", "CJYD2041234-Lid", 4)
      $0.items.append(other)
    }
    let products = try body(draft)["products"].elements
    #expect(products.map { $0["storeLineItemId"].text } == ["11/cup", "11/lid"])
    #expect(products.map { $0["quantity"].integer } == [2, 4])
  }

  @Test func aLongLineIdIsCut() throws {
    let draft = Samples.draft { $0.items[0].line = String(repeating: "x", count: 300) }
    let id = try body(draft)["products"].elements.first?["storeLineItemId"].text
    #expect(id?.utf8.count == 125)
  }

  @Test func theAccountSaysWhereCJShipsFrom() throws {
    let american = CJ(account, Credentials(key: "k", options: ["from": "us "]))
    let json = try JSON(Array(american.body(for: Samples.draft).utf8))
    #expect(json["fromCountryCode"].text == "US")
  }
}
