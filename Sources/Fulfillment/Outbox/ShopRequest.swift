/// What a shop is asked to do with an order of its own: call it off, keep it from being shipped, or let it
/// be shipped again.
package struct ShopRequest: Hashable, Sendable {
  /// What it is to do; the kind of the message, and the verb of the decision.
  package enum Deed: String, CaseIterable, Sendable {
    case cancel = "cancel-order"
    case hold = "hold-order"
    case release = "release-order"

    /// `cancel #1001 at main-shop`
    package func title(_ what: String, at shop: String) -> String {
      switch self {
      case .cancel: "cancel \(what) at \(shop)"
      case .hold: "hold \(what) at \(shop)"
      case .release: "release \(what) at \(shop)"
      }
    }
  }

  /// Why an order is cancelled, in the words that every shop has.
  package enum Reason: String, CaseIterable, Sendable {
    case customer, declined, fraud, inventory, staff, other
  }

  package var deed: Deed
  /// The storefront's id of the order; "" before it is known.
  package var order: String
  /// Of a cancellation.
  package var reason: Reason
  /// The money of a cancelled order goes back the way it came.
  package var refunds: Bool
  /// The goods of a cancelled order go back into the shop's stock.
  package var restocks: Bool
  /// The shop writes to the customer of a cancelled order.
  package var notifies: Bool
  /// For the shop's own people; "" for none.
  package var note: String

  package init(
    _ deed: Deed, order: String = "", reason: Reason = .other, refunds: Bool = false,
    restocks: Bool = false, notifies: Bool = false, note: String = ""
  ) {
    self.deed = deed
    self.order = order
    self.reason = reason
    self.refunds = refunds
    self.restocks = restocks
    self.notifies = notifies
    self.note = note
  }

  /// What will be asked, a name and a value a line; the note comes last, as it is.
  package var text: String {
    var lines = ["deed: \(deed.rawValue)", "order: \(order)"]
    if deed == .cancel {
      lines += [
        "reason: \(reason.rawValue)", "refunds: \(refunds ? "yes" : "no")",
        "restocks: \(restocks ? "yes" : "no")", "notifies: \(notifies ? "yes" : "no")",
      ]
    }
    return (lines + (note.isEmpty ? [] : ["note: \(note)"])).joined(separator: "\n") + "\n"
  }

  /// Reads a message's body; nil where it is none.
  package init?(_ text: String) {
    var values: [String: String] = [:]
    var rest = Substring(text)
    while !rest.isEmpty {
      if rest.hasPrefix("note: ") {
        values["note"] = String(
          rest.dropFirst(6).hasSuffix("\n") ? rest.dropFirst(6).dropLast() : rest.dropFirst(6))
        break
      }
      let line = rest.prefix { !$0.isNewline }
      rest = rest.dropFirst(line.count + 1)
      guard let colon = line.firstIndex(of: ":") else { return nil }
      values[String(line[..<colon])] = String(line[line.index(after: colon)...].dropFirst())
    }
    guard let deed = values["deed"].flatMap(Deed.init), let order = values["order"], !order.isEmpty
    else { return nil }
    self.init(
      deed, order: order, reason: values["reason"].flatMap(Reason.init) ?? .other,
      refunds: values["refunds"] == "yes", restocks: values["restocks"] == "yes",
      notifies: values["notifies"] == "yes", note: values["note"] ?? "")
  }
}
