import Fulfillment
import Testing

@Suite struct ShopRequestTests {
  private static let requests: [ShopRequest] = [
    ShopRequest(.cancel, order: "700"),
    ShopRequest(
      .cancel, order: "gid://shopify/Order/1", reason: .fraud, refunds: true, restocks: true,
      notifies: true, note: "two lines\nand: a colon\nnote: again"),
    ShopRequest(.hold, order: "7", note: "call first"), ShopRequest(.release, order: "7"),
  ]

  @Test(arguments: requests)
  func whatIsWrittenIsReadAgain(request: ShopRequest) {
    #expect(ShopRequest(request.text) == request)
  }

  @Test(arguments: [
    "", "deed: cancel-order\n", "order: 7\n", "deed: sell\norder: 7\n", "deed hold-order",
    "deed: hold-order\norder: \n",
  ])
  func whatIsNoneIsNotRead(text: String) {
    #expect(ShopRequest(text) == nil)
  }

  @Test func onlyACancellationSpeaksOfMoney() {
    #expect(!ShopRequest(.hold, order: "7", refunds: true).text.contains("refunds"))
    #expect(ShopRequest(.cancel, order: "7", refunds: true).text.contains("refunds: yes"))
  }
}

@Suite struct SupplierClaimTests {
  private static let claims: [SupplierClaim] = [
    SupplierClaim(claim: ClaimID(3), order: "Z-1", kind: .notReceived, words: "It never came."),
    SupplierClaim(
      claim: ClaimID(4), order: "Z-2", kind: .damaged, wish: .reissue, reason: 12,
      photos: ["https://a.example/1.jpg", "https://a.example/2.jpg"],
      words: "photo: no\nwords: of two lines"),
  ]

  @Test(arguments: claims)
  func whatIsWrittenIsReadAgain(claim: SupplierClaim) {
    #expect(SupplierClaim(claim.text) == claim)
  }

  @Test(arguments: [
    "", "claim: 3\n", "claim: x\norder: 1\nkind: lost\nwish: refund\nwords: a\n",
    "claim: 3\norder: \nkind: lost\nwish: refund\nwords: a\n",
    "claim: 3\norder: 1\nkind: stolen\nwish: refund\nwords: a\n",
  ])
  func whatIsNoneIsNotRead(text: String) {
    #expect(SupplierClaim(text) == nil)
  }

  @Test func theLetterIsCutToWhatTheSupplierReads() {
    let now = Timestamp(seconds: 1_790_000_000)
    var claim = LossClaim(
      id: ClaimID(1), party: .supplier, name: "cj", kind: .lost, parcel: "LX1", openedAt: now)
    claim.evidence = (0..<40).map {
      LossClaim.Item(
        kind: .photos, text: $0 == 0 ? "/home/a/1.jpg" : "https://a.example/\($0).jpg", at: now,
        by: "ana")
    }
    let purchase = PurchaseOrder(
      supplier: "cj", number: "77", reference: "SC-1", state: .shipped, placedAt: now)
    let order = Order(
      externalID: "1", name: "#1001", placedAt: now, payment: .paid, currency: .usd)
    let made = claim.made(order, of: purchase, wish: .refund, reason: nil, say: "")
    #expect(made.order == "77" && made.words.count == SupplierClaim.limit)
    #expect(made.words.contains("LX1") && made.words.contains("SC-1"))
    // Only what the supplier can open.
    #expect(made.photos.count == 39)
    #expect(claim.made(order, of: purchase, wish: .refund, reason: nil, say: "Hi").words == "Hi")
  }
}
