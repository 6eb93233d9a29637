/// A shop that passes a note on to the customer of an order.
package protocol Noting: Sendable {
  /// The texts of the notes that the customer was given, a page at a time; nil behind the last.
  func customerNotes(of order: String, page: Int, _ context: RequestContext) -> Exchange<
    [String]
  >?
  /// Gives the customer a note; the same twice makes two.
  func note(_ text: String, to order: String, _ context: RequestContext) -> Exchange<Void>
}

extension Connection {
  /// The shop, where it passes notes on to customers.
  package var noting: (any Noting)? { fulfilling as? any Noting }
}
