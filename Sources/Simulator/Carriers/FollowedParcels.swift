import Fulfillment

/// The parcels that an aggregator has been told to follow, in the order in which it was told.
struct FollowedParcels: Sendable {
  struct Entry: Sendable {
    let id: String
    let number: String
    /// The carrier as the client named it; "" where it named none.
    let carrier: String
    let createdAt: Timestamp
  }

  private(set) var entries: [Entry] = []
  private var positions: [String: Int] = [:]

  /// nil where nobody has told of that number.
  subscript(number: String) -> Entry? { positions[number].map { entries[$0] } }

  /// Follows it from now on; the same number again is the same entry.
  mutating func follow(_ number: String, carrier: String, seed: UInt64, now: Timestamp) -> Entry {
    if let known = self[number] { return known }
    var random = SeededRandom(seed: seed, stream: -5000 - entries.count)
    let entry = Entry(id: random.hex(24), number: number, carrier: carrier, createdAt: now)
    positions[number] = entries.count
    entries.append(entry)
    return entry
  }
}

extension World {
  /// What aggregators know of a number by then, oldest first; nothing of one that nobody has given out.
  func scans(of number: String, _ now: Timestamp) -> [Scan] {
    parcel(number).map { $0.isGenuine ? $0.known(at: now) : [] } ?? []
  }
}
