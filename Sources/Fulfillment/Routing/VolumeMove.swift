/// What an operator wants bought elsewhere: a share of one supplier's orders to a country, or to all of
/// them, goes to another that can fill them. A preference: where the other can't, nothing changes.
package struct VolumeMove: Hashable, Sendable {
  package var from: String
  package var to: String
  /// Two letters; "" for every country.
  package var country: String
  /// 1...100 of 100 orders.
  package var share: Int
  /// From then on it counts no more; nil: until it is taken back.
  package var until: Timestamp?

  package init(
    from: String, to: String, country: String = "", share: Int = 100, until: Timestamp? = nil
  ) {
    self.from = from
    self.to = to
    self.country = country.uppercased()
    self.share = min(max(share, 1), 100)
    self.until = until
  }

  /// It is about orders to that country now.
  package func isInForce(to country: String, now: Timestamp) -> Bool {
    (self.country.isEmpty || self.country == country.uppercased()) && until.map { $0 > now } ?? true
  }

  /// An order falls into the share, or does not: the same order always on the same side, and one that
  /// falls into a small share falls into every larger one.
  package func takes(_ order: String) -> Bool {
    // FNV-1a, folded: the names of orders follow each other closely.
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in order.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    hash ^= hash >> 32
    return Int(hash % 100) < share
  }

  /// `50 % of CJ to BR`
  package var text: String {
    (share < 100 ? "\(share) % of " : "all of ") + from.sanitised(limit: 60)
      + (country.isEmpty ? "" : " to " + country)
  }
}

extension VolumeMove {
  /// In one line, for the log of decisions: the names come last and first.
  package var kept: String {
    "\(country)\t\(share)\t\(until.map { String($0.milliseconds) } ?? "")\t\(to)"
  }

  /// As it was kept; nil where that is damaged.
  package init?(kept: String, from: String) {
    let parts = kept.split(separator: "\t", maxSplits: 3, omittingEmptySubsequences: false)
    guard parts.count == 4, let share = Int(parts[1]), !parts[3].isEmpty else { return nil }
    self.init(
      from: from, to: String(parts[3]), country: String(parts[0]), share: share,
      until: Int64(parts[2]).map(Timestamp.init(milliseconds:)))
  }
}

/// Why nothing is bought from a supplier for now.
package struct SupplierPause: Hashable, Sendable {
  package var at: Timestamp
  package var by: String
  package var reason: String

  package init(at: Timestamp, by: String, reason: String) {
    self.at = at
    self.by = by
    self.reason = reason
  }

  /// `paused by Mina: prices look wrong`
  package var text: String {
    "paused by \(by.sanitised(limit: 60))"
      + (reason.isEmpty ? "" : ": " + reason.sanitised(limit: 120))
  }
}
