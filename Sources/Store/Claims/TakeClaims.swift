package import Fulfillment
internal import GRDB

/// What a supplier says of a claim that was made to it.
package struct ClaimWord: Hashable, Sendable {
  /// The supplier's number of it; "": it told none.
  package var number: String
  /// How it ended; nil: it is open.
  package var end: End?

  /// An end, in our words.
  package enum End: Hashable, Sendable {
    /// So much came back; nothing where it was turned down.
    case settled(Money)
    /// An answer that is no end of it for us: goods that come again, money of which no sum is told.
    case answered(String)
  }

  package init(number: String, end: End?) {
    self.number = number
    self.end = end
  }
}

extension Store {
  /// Takes in what a supplier says of a claim; what is known already changes nothing. Returns whether
  /// something did.
  package func take(
    _ word: ClaimWord, about id: ClaimID, from account: String, now: Timestamp
  ) throws -> Bool {
    let isNews = try read("can't look at the claim") { database in
      guard let (claim, _) = try ClaimRows.one(id, database) else { return false }
      return claim.hearing(word, now: now) != nil
    }
    guard isNews else { return false }
    return try work("can't take in what became of a claim", now: now) { work in
      guard let (claim, orderID) = try ClaimRows.one(id, work.database),
        let (after, verb, reason) = claim.hearing(word, now: now)
      else { return false }
      try ClaimRows.update(after, work.database)
      try ClaimRows.log(
        verb, id, after.state, reason: reason.sanitised(limit: 2000), by: account, now: now,
        work.database)
      work.touched.insert(orderID)
      return true
    }
  }
}

extension LossClaim {
  /// The claim after that word; nil where it says nothing new, or nothing that can be.
  fileprivate func hearing(
    _ word: ClaimWord, now: Timestamp
  ) -> (claim: LossClaim, verb: String, reason: String)? {
    guard state == .submitted || state == .answered else { return nil }
    var known = self
    let number = word.number.sanitised(limit: 200)
    if reference.isEmpty { known.reference = number }
    let named = known.reference == reference ? "" : "number \(number)"
    switch word.end {
    case .settled(let money):
      guard let after = try? known.taking(.settle(recovered: money), now: now) else { return nil }
      return (after, "settle", "\(money.decimal) \(money.currency.code) came back")
    case .answered(let note) where state == .submitted:
      guard let after = try? known.taking(.answer(note: note), now: now) else { return nil }
      return (after, "answer", note)
    case .answered, nil:
      return named.isEmpty ? nil : (known, "submit", named)
    }
  }
}
