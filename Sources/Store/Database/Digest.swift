internal import Fulfillment

/// A 64-bit FNV-1a hash that is the same in every process: tells whether something has changed.
/// (draft-eastlake-fnv; no security in it.)
struct Digest {
  private var hash: UInt64 = 0xcbf2_9ce4_8422_2325

  /// As the store keeps it.
  var value: Int64 { Int64(bitPattern: hash) }

  mutating func add(_ number: Int64) {
    var rest = UInt64(bitPattern: number)
    for _ in 0..<8 {
      mix(UInt8(truncatingIfNeeded: rest))
      rest >>= 8
    }
  }

  /// Text with its end, so that two texts in a row can't be read as one.
  mutating func add(_ text: String) {
    var text = text
    text.withUTF8 { for byte in $0 { mix(byte) } }
    mix(0xFF)
  }

  mutating func add(_ flag: Bool) { mix(flag ? 1 : 0) }
  mutating func add(_ time: Timestamp?) { add(time.map(\.milliseconds)) }

  mutating func add(_ number: Int64?) {
    mix(number == nil ? 0 : 1)
    add(number ?? 0)
  }

  mutating func add(_ money: Money?) {
    add(money?.minor)
    if let money { add(money.currency.code) }
  }

  private mutating func mix(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
}

extension Order {
  /// Of everything a storefront tells, its own clock left out.
  var digest: Int64 {
    var digest = Digest()
    digest.add(name)
    digest.add(placedAt)
    digest.add(payment.rawValue)
    digest.add(paidAt)
    digest.add(cancelledAt)
    digest.add(fulfillment.rawValue)
    digest.add(fulfilledAt)
    digest.add(promisedAt)
    digest.add(currency.code)
    for money in [subtotal, shipping, tax, discount, total, refunded] { digest.add(money) }
    for text in [customerName, email, phone, note] { digest.add(text) }
    shipTo.add(to: &digest)
    for line in lines { line.add(to: &digest) }
    for tag in tags { digest.add(tag) }
    for shipment in shipments { shipment.add(to: &digest) }
    for request in returns { request.add(to: &digest) }
    return digest.value
  }
}

extension TrackingReport {
  /// Of everything that a tracker says of a parcel.
  func digest(from account: String) -> Int64 {
    var digest = Digest()
    digest.add(account)
    digest.add(carrier)
    digest.add(status.rawValue)
    digest.add(problem ?? "")
    for event in events {
      digest.add(event.occurredAt)
      digest.add(event.status.rawValue)
      for text in [event.message, event.location, event.country] { digest.add(text) }
    }
    return digest.value
  }
}

extension Order {
  /// The same for orders of one customer for the same things at the same address; 0 where that can't be
  /// told.
  var likeness: Int64 {
    let wanted = lines.filter { $0.quantity > 0 && !$0.sku.isEmpty }
    guard !email.isEmpty, !shipTo.line1.isEmpty, !wanted.isEmpty else { return 0 }
    var digest = Digest()
    for text in [email, shipTo.line1, shipTo.line2, shipTo.postcode, shipTo.country] {
      digest.add(text.lowercased())
    }
    for item in wanted.map({ $0.sku.lowercased() + " \($0.quantity)" }).sorted() {
      digest.add(item)
    }
    return digest.value
  }
}

extension Address {
  fileprivate func add(to digest: inout Digest) {
    for text in [name, company, line1, line2, city, province, postcode, country, phone] {
      digest.add(text)
    }
  }
}

extension OrderLine {
  fileprivate func add(to digest: inout Digest) {
    digest.add(externalID)
    digest.add(sku)
    digest.add(title)
    digest.add(Int64(quantity))
    digest.add(price)
    digest.add(requiresShipping)
    digest.add(fulfilled)
  }
}

extension Shipment {
  fileprivate func add(to digest: inout Digest) {
    digest.add(number)
    digest.add(carrier)
    digest.add(shippedAt)
  }
}

extension ReturnRequest {
  fileprivate func add(to digest: inout Digest) {
    digest.add(externalID)
    digest.add(requestedAt)
    digest.add(requestedBy)
    digest.add(reason)
    digest.add(state.rawValue)
    digest.add(amount)
    for item in items {
      digest.add(item.sku)
      digest.add(Int64(item.quantity))
    }
  }
}

extension OrderFacts {
  /// Of what counts as movement for a snooze: order changes, purchase states, parcels and their
  /// events, returns asked for. What operators did and how fresh our feeds are does not count.
  func movement(orderDigest: Int64) -> Int64 {
    var digest = Digest()
    digest.add(orderDigest)
    for purchase in purchases {
      digest.add(purchase.supplier)
      digest.add(purchase.number)
      digest.add(purchase.state.rawValue)
      digest.add(purchase.acknowledgedAt)
    }
    for shipment in shipments {
      digest.add(shipment.number)
      for event in shipment.events {
        digest.add(event.occurredAt)
        digest.add(event.status.rawValue)
        digest.add(event.message)
      }
    }
    for request in returns { digest.add(request.externalID) }
    return digest.value
  }
}
