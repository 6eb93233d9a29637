extension Order {
  /// The same order with every text cleaned and every size bounded, so that nothing hostile is ever
  /// stored: an identifier that is too long is cut and marked with a digest, so that two stay two.
  package func normalised() -> Order {
    var order = self
    order.externalID = externalID.identifier(limit: 128)
    order.name = name.sanitised(limit: 64)
    order.customerName = customerName.sanitised(limit: 120)
    order.email = email.sanitised(limit: 254)
    order.phone = phone.sanitised(limit: 40)
    order.note = note.sanitised(limit: 4000, keepsLineBreaks: true)
    order.shipTo = shipTo.normalised()
    order.lines = distinctLines()
    order.tags = tags.prefix(Bounds.tags).map { $0.sanitised(limit: 60) }.filter { !$0.isEmpty }
    order.shipments = shipments.prefix(Bounds.shipments).map { $0.normalised() }
    order.returns = returns.prefix(Bounds.returns).map { $0.normalised() }
    return order
  }

  /// Lines with clean texts and distinct ids: a repeated id gets a number behind it.
  private func distinctLines() -> [OrderLine] {
    var seen: Set<String> = []
    return lines.prefix(Bounds.lines).map { line in
      var clean = line.normalised()
      let id = clean.externalID
      var count = 1
      while !seen.insert(clean.externalID).inserted {
        count += 1
        clean.externalID = "\(id)~\(count)"
      }
      return clean
    }
  }
}

/// How many of each an order may bring.
private enum Bounds {
  static let lines = 500
  static let tags = 50
  static let shipments = 50
  static let returns = 50
  static let items = 500
  static let events = 1000
  static let methods = 50
  static let quantity = 1_000_000
}

extension OrderLine {
  fileprivate func normalised() -> OrderLine {
    var line = self
    line.externalID = externalID.identifier(limit: 128)
    line.sku = sku.identifier(limit: 128)
    line.title = title.sanitised(limit: 300)
    line.quantity = min(max(quantity, 0), Bounds.quantity)
    return line
  }
}

extension Address {
  /// The same address, one clean line a field.
  package func normalised() -> Address {
    Address(
      name: name.sanitised(), company: company.sanitised(), line1: line1.sanitised(),
      line2: line2.sanitised(), city: city.sanitised(), province: province.sanitised(),
      postcode: postcode.sanitised(limit: 32), country: country.sanitised(limit: 60),
      phone: phone.sanitised(limit: 40))
  }
}

extension Shipment {
  /// The same parcel with its number as carriers write it.
  package func normalised() -> Shipment {
    Shipment(
      number: TrackingNumber.normalised(number).identifier(limit: 64),
      carrier: carrier.sanitised(limit: 60), shippedAt: shippedAt)
  }
}

extension ReturnRequest {
  /// The same request with clean texts.
  package func normalised() -> ReturnRequest {
    var request = self
    request.externalID = externalID.identifier(limit: 128)
    request.requestedBy = requestedBy.sanitised(limit: 120)
    request.reason = reason.sanitised(limit: 2000, keepsLineBreaks: true)
    request.items = items.prefix(Bounds.items).map { item in
      Item(
        sku: item.sku.identifier(limit: 128), quantity: min(max(item.quantity, 0), Bounds.quantity),
        line: item.line.identifier(limit: 128), reason: item.reason.sanitised(limit: 300))
    }
    request.photos = photos.prefix(20).map { $0.identifier(limit: 500) }.filter { !$0.isEmpty }
    return request
  }
}

extension PurchaseOrder {
  /// The same purchase with clean texts.
  package func normalised() -> PurchaseOrder {
    var purchase = self
    purchase.supplier = supplier.sanitised(limit: 120)
    purchase.number = number.identifier(limit: 128)
    purchase.reference = reference.identifier(limit: 128)
    purchase.shipments = shipments.prefix(Bounds.shipments).map { $0.normalised() }
    return purchase
  }
}

extension TrackingEvent {
  /// The same event with clean texts.
  package func normalised() -> TrackingEvent {
    var event = self
    event.message = message.sanitised(limit: 300)
    event.location = location.sanitised(limit: 120)
    event.country = country.sanitised(limit: 60)
    event.source = source.sanitised(limit: 120)
    return event
  }
}

extension TrackingReport {
  /// The same report with clean texts, its newest events where there are too many.
  package func normalised() -> TrackingReport {
    var report = self
    report.number = TrackingNumber.normalised(number).identifier(limit: 64)
    report.carrier = carrier.sanitised(limit: 60)
    report.problem = problem?.sanitised(limit: 300)
    let newest =
      events.count <= Bounds.events
      ? events
      : events.sorted {
        $0.occurredAt > $1.occurredAt
      }
    report.events = newest.prefix(Bounds.events).map { $0.normalised() }
    return report
  }
}

extension Offer {
  /// The same offer with clean texts.
  package func normalised() -> Offer {
    var offer = self
    offer.sku = sku.identifier(limit: 128)
    offer.supplier = supplier.sanitised(limit: 120)
    offer.supplierSKU = supplierSKU.identifier(limit: 128)
    offer.part = part.identifier(limit: 60)
    offer.renewal = renewal.sanitised(limit: 200)
    offer.countries = countries.prefix(300).map { $0.sanitised(limit: 60) }
    offer.methods = methods.prefix(Bounds.methods).map { method in
      var method = method
      method.name = method.name.sanitised(limit: 120)
      method.countries = method.countries.prefix(300).map { $0.sanitised(limit: 60) }
      return method
    }
    return offer
  }
}

extension String {
  /// A clean identifier: one that is too long keeps its start and a digest of the whole.
  func identifier(limit: Int) -> String {
    let clean = sanitised(limit: utf8.count)
    guard clean.count > limit else { return clean }
    // FNV-1a, 64 bit: distinct enough to keep two identifiers apart, no security in it.
    var digest: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in clean.utf8 { digest = (digest ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    let mark = "~" + String(digest, radix: 16)
    return String(clean.prefix(limit - mark.count)) + mark
  }
}
