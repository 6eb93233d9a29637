/// A claim as it is made to a supplier that takes claims by API.
package struct SupplierClaim: Hashable, Sendable {
  /// What is asked for.
  package enum Wish: String, CaseIterable, Sendable {
    case refund
    /// The goods once more.
    case reissue
  }

  /// Ours.
  package var claim: ClaimID
  /// The supplier's number of the order.
  package var order: String
  package var kind: LossKind
  package var wish: Wish
  /// The supplier's own number of the reason; nil: the one that fits the kind is looked for.
  package var reason: Int?
  /// Addresses of pictures.
  package var photos: [String]
  /// What the supplier reads, no longer than `limit`.
  package var words: String

  /// Characters that CJ takes (developers.cjdropshipping.com, dispute, `messageText`).
  package static let limit = 500

  package init(
    claim: ClaimID, order: String, kind: LossKind, wish: Wish = .refund, reason: Int? = nil,
    photos: [String] = [], words: String
  ) {
    self.claim = claim
    self.order = order
    self.kind = kind
    self.wish = wish
    self.reason = reason
    self.photos = photos
    self.words = words
  }

  /// A name and a value a line; the words come last, as they are.
  package var text: String {
    let lines =
      [
        "claim: \(claim.number)", "order: \(order)", "kind: \(kind.rawValue)",
        "wish: \(wish.rawValue)",
      ]
      + (reason.map { ["reason: \($0)"] } ?? []) + photos.map { "photo: \($0)" }
    return lines.joined(separator: "\n") + "\nwords: \(words)\n"
  }

  /// Reads a message's body; nil where it is none.
  package init?(_ text: String) {
    var values: [String: String] = [:]
    var photos: [String] = []
    var rest = Substring(text)
    while !rest.isEmpty {
      if rest.hasPrefix("words: ") {
        let words = rest.dropFirst(7)
        values["words"] = String(words.hasSuffix("\n") ? words.dropLast() : words)
        break
      }
      let line = rest.prefix { !$0.isNewline }
      rest = rest.dropFirst(line.count + 1)
      guard let colon = line.firstIndex(of: ":") else { return nil }
      let (name, value) = (line[..<colon], String(line[line.index(after: colon)...].dropFirst()))
      if name == "photo" { photos.append(value) } else { values[String(name)] = value }
    }
    guard let claim = values["claim"].flatMap({ Int64($0) }), let order = values["order"],
      !order.isEmpty, let kind = values["kind"].flatMap(LossKind.init),
      let wish = values["wish"].flatMap(Wish.init), let words = values["words"]
    else { return nil }
    self.init(
      claim: ClaimID(claim), order: order, kind: kind, wish: wish,
      reason: values["reason"].flatMap { Int($0) }, photos: photos, words: words)
  }
}

extension LossClaim {
  /// The claim as it is sent to a supplier that takes claims by API.
  /// - Parameter say: the operator's own words; "": the claim's letter.
  package func made(
    _ order: Order, of purchase: PurchaseOrder, wish: SupplierClaim.Wish, reason: Int?, say: String
  ) -> SupplierClaim {
    let words = say.isEmpty ? letter(order, purchases: [purchase]) : say
    let lines = words.split(whereSeparator: \.isNewline).joined(separator: "\n")
    let photos = evidence.filter { $0.kind == .photos && $0.text.hasPrefix("https://") }
    return SupplierClaim(
      claim: id, order: purchase.number, kind: kind, wish: wish, reason: reason,
      photos: photos.map(\.text), words: String(lines.prefix(SupplierClaim.limit)))
  }
}
