/// Money that is to go back to a customer, as it was decided: what a message of kind `refund` is about.
/// The message's receiver is the account that it goes back through, its body is `text`; which payment of
/// the order it is taken from, and the service's own words for it, are settled when it is sent.
package struct RefundDue: Hashable, Sendable {
  /// So many of a line of the order.
  package struct Line: Hashable, Sendable {
    /// The storefront's id of the line.
    package var id: String
    package var quantity: Int

    package init(id: String, quantity: Int) {
      self.id = id
      self.quantity = quantity
    }
  }

  /// The message's key: the same money never goes back twice.
  package var key: String
  package var orderID: OrderID
  /// The account that sends it back: the order's storefront, or a payment service.
  package var account: String
  /// The storefront's id of the order.
  package var order: String
  /// The service's id of the payment; "": to be asked for.
  package var payment: String
  package var amount: Money
  /// What it is for; empty: nothing in particular.
  package var lines: [Line]
  /// For the shop's own people; "" for none.
  package var note: String
  /// The service writes to the customer.
  package var notifies: Bool

  package init(
    key: String, orderID: OrderID, account: String, order: String, payment: String = "",
    amount: Money, lines: [Line] = [], note: String = "", notifies: Bool = true
  ) {
    self.key = key
    self.orderID = orderID
    self.account = account
    self.order = order
    self.payment = payment
    self.amount = amount
    self.lines = lines
    self.note = note
    self.notifies = notifies
  }
}

extension RefundDue {
  /// For the operator to read before it leaves, and for whoever sends it: a name and a value on each
  /// line.
  package var text: String {
    var parts = [("Amount", "\(amount.decimal) \(amount.currency.code)"), ("Order", order)]
    if !payment.isEmpty { parts.append(("Payment", payment)) }
    parts += lines.map { ("Line", "\($0.id) x \($0.quantity)") }
    if !note.isEmpty { parts.append(("Note", note)) }
    parts.append(("Notify", notifies ? "yes" : "no"))
    return parts.map { "\($0.0): \($0.1.sanitised(limit: 250))\n" }.joined()
  }

  /// Reads a message's body; nil where it is none.
  package init?(_ text: String, key: String, orderID: OrderID, account: String) {
    var (amount, order, payment, note): (Money?, String?, String, String) = (nil, nil, "", "")
    var (lines, notifies): ([Line], Bool) = ([], true)
    for row in text.split(whereSeparator: \.isNewline) {
      guard let colon = row.firstIndex(of: ":") else { return nil }
      let value = String(row[row.index(after: colon)...].drop(while: { $0 == " " }))
      switch row[..<colon] {
      case "Amount":
        guard let read = RefundDue.amount(value) else { return nil }
        amount = read
      case "Order": order = value
      case "Payment": payment = value
      case "Line":
        guard let line = RefundDue.line(value) else { return nil }
        lines.append(line)
      case "Note": note = value
      case "Notify": notifies = value != "no"
      default: return nil
      }
    }
    guard let amount, amount.minor > 0, let order, !order.isEmpty else { return nil }
    self.init(
      key: key, orderID: orderID, account: account, order: order, payment: payment, amount: amount,
      lines: lines, note: note, notifies: notifies)
  }

  private static func amount(_ text: String) -> Money? {
    let parts = text.split(separator: " ")
    guard parts.count == 2, let currency = Currency(parts[1]) else { return nil }
    return Money(decimal: parts[0], currency: currency)
  }

  /// `55 x 2`
  private static func line(_ text: String) -> Line? {
    let words = text.split(separator: " ", omittingEmptySubsequences: false)
    guard words.count >= 3, words[words.count - 2] == "x", let last = words.last,
      let quantity = Int(last), quantity > 0
    else { return nil }
    let id = words.dropLast(2).joined(separator: " ")
    return id.isEmpty ? nil : Line(id: id, quantity: quantity)
  }
}
