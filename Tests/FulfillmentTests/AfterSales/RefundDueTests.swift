import Fulfillment
import Testing

struct RefundDueTests {
  private static let due = RefundDue(
    key: "refund:1", orderID: OrderID(1), account: "shop", order: "1001", payment: "pi_1",
    amount: Money(minor: 1250, currency: .usd),
    lines: [RefundDue.Line(id: "11", quantity: 2), RefundDue.Line(id: "a x b", quantity: 1)],
    note: "broken: two of them", notifies: false)

  private static func read(_ text: String) -> RefundDue? {
    RefundDue(text, key: "refund:1", orderID: OrderID(1), account: "shop")
  }

  @Test func theTextSaysItAllToAPerson() {
    #expect(
      Self.due.text == """
        Amount: 12.50 USD
        Order: 1001
        Payment: pi_1
        Line: 11 x 2
        Line: a x b x 1
        Note: broken: two of them
        Notify: no

        """)
  }

  @Test func whatIsWrittenIsRead() {
    #expect(Self.read(Self.due.text) == Self.due)
    var bare = Self.due
    (bare.payment, bare.lines, bare.note, bare.notifies) = ("", [], "", true)
    #expect(Self.read(bare.text) == bare)
  }

  @Test(arguments: [("JPY", Int64(500), "500 JPY"), ("KWD", 5120, "5.120 KWD")])
  func amountsKeepTheirDigits(_ code: String, _ minor: Int64, _ text: String) throws {
    var due = Self.due
    due.amount = Money(minor: minor, currency: try #require(Currency(code)))
    #expect(due.text.hasPrefix("Amount: \(text)\n"))
    #expect(Self.read(due.text)?.amount == due.amount)
  }

  /// A note can't become a line of its own.
  @Test func aNoteStaysOneLine() {
    var due = Self.due
    due.note = "x\nAmount: 9000.00 USD"
    #expect(Self.read(due.text)?.amount == Self.due.amount)
  }

  @Test(
    arguments: [
      "", "Amount: 12.50 USD\n", "Order: 1\n", "Amount: 0.00 USD\nOrder: 1\n",
      "Amount: -1.00 USD\nOrder: 1\n", "Amount: 12.50\nOrder: 1\n",
      "Amount: 12.50 USD\nOrder: 1\nLine: 11 x 0\n", "Amount: 12.50 USD\nOrder: 1\nElse: 1\n",
      "Amount: 12.50 USD\nOrder: 1\nnonsense\n",
    ])
  func whatIsNoneIsNotRead(_ text: String) { #expect(Self.read(text) == nil) }
}
