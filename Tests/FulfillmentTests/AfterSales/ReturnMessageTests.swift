import Fulfillment
import Testing

struct ReturnMessageTests {
  private let matter = ReturnMessage.Matter(
    storefront: "main", order: "#1001", externalID: "rma-7", items: "2 x VAR-5-40",
    amount: Money(minor: 6_630, currency: .usd))

  @Test func anApprovalTellsWhatIsGivenBackForWhat() throws {
    let message = try #require(ReturnMessage.of(.approveReturn(note: ""), about: matter))
    #expect(message.kind == "return.approved")
    #expect(
      message.body
        == "storefront: main\norder: #1001\nreturn: rma-7\nitems: 2 x VAR-5-40\namount: 66.30 USD")
  }

  @Test(arguments: [
    (Decision.approveReturn(note: "keep the box"), "return.approved", "keep the box"),
    (.declineReturn(reason: "worn"), "return.declined", "worn"),
    (.askReturn(question: "a photo?"), "return.asked", "a photo?"),
  ])
  func theOperatorsWordsComeLast(_ decision: Decision, _ kind: String, _ words: String) throws {
    let message = try #require(ReturnMessage.of(decision, about: matter))
    #expect(message.kind == kind)
    #expect(message.body.hasSuffix("\nmessage: " + words))
  }

  @Test func theWholeOrderIsNamedAndAnUnknownAmountLeftOut() throws {
    var whole = matter
    (whole.items, whole.amount) = ("", nil)
    let message = try #require(ReturnMessage.of(.approveReturn(note: ""), about: whole))
    #expect(message.body.contains("items: the whole order"))
    #expect(!message.body.contains("amount"))
  }

  @Test(arguments: [
    Decision.acknowledge, .snooze(.untilMoved), .resolve(reason: "x"), .note("x"), .tag("x"),
    .untag("x"), .contactSupplier(text: "x"),
  ])
  func otherDecisionsSendNothing(_ decision: Decision) {
    #expect(ReturnMessage.of(decision, about: matter) == nil)
  }
}
