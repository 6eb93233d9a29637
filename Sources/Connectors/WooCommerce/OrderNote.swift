package import Fulfillment
import Wire

/// What somebody, or the shop itself, wrote on an order.
package struct OrderNote: Hashable, Sendable {
  /// The shop's id.
  package var id: String
  /// nil where the shop gives no time that can be read.
  package var at: Timestamp?
  /// `system` where the shop itself wrote it.
  package var author: String
  /// The customer was mailed it; otherwise it is for the shop's own people.
  package var isForCustomer: Bool
  /// Without HTML's entities.
  package var text: String

  /// nil for what is no note.
  init?(_ json: JSON) {
    guard let id = json["id"].text, let text = json["note"].text else { return nil }
    self.id = id
    self.text = HTMLText.decoded(text)
    at =
      ["date_created_gmt", "date_created"].lazy
      .compactMap { json[$0].text.flatMap { Timestamp(iso8601: $0) } }.first
    author = json["author"].text ?? ""
    isForCustomer = json["customer_note"].bool ?? false
  }
}
