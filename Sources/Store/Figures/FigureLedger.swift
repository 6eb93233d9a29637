internal import Fulfillment

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// How the share of an order in the figures is kept: numbers of variable length.
enum FigureLedger {
  private static let version: UInt8 = 1

  static func bytes(_ figures: OrderFigures) -> Data {
    var bytes = Data([version])
    bytes.append(varint: figures.storefront)
    bytes.append(varint: Int64(figures.placed))
    let flags = [
      figures.isCancelled, figures.isRefunded, figures.isReturned, figures.isDelivered,
      figures.isOnTime,
    ]
    bytes.append(varint: flags.reduce(0) { $0 * 2 + ($1 ? 1 : 0) })
    bytes.append(optional: figures.promised)
    bytes.append(varint: Int64(figures.fault?.rawValue ?? 0))
    bytes.append(money: figures.value)
    bytes.append(money: figures.refundedValue)
    bytes.append(list: figures.disputes) { $0.append(varint: Int64($1)) }
    bytes.append(list: figures.products) { $0.append(varint: $1) }
    bytes.append(list: figures.purchases) { bytes, purchase in
      bytes.append(varint: purchase.supplier)
      bytes.append(varint: purchase.lane)
      bytes.append(varint: Int64(purchase.placed))
      let flags = [purchase.isCancelled, purchase.isDelivered, purchase.isDispatchedInTime]
      bytes.append(varint: flags.reduce(0) { $0 * 2 + ($1 ? 1 : 0) })
      bytes.append(optional: purchase.processing)
      bytes.append(optional: purchase.scanned)
      bytes.append(optional: purchase.transit)
      bytes.append(optional: purchase.dispatchDue)
      bytes.append(money: purchase.cost)
    }
    bytes.append(list: figures.parcels) { bytes, parcel in
      bytes.append(varint: parcel.supplier)
      bytes.append(varint: parcel.lane)
      bytes.append(varint: Int64(parcel.told) * 2 + (parcel.isScanned ? 1 : 0))
    }
    return bytes
  }

  /// nil: they were written by a program of another version, or are damaged.
  static func figures(_ bytes: Data) -> OrderFigures? {
    var reader = VarintReader(bytes: bytes)
    guard reader.byte() == version, let storefront = reader.next(), let placed = reader.day(),
      let flags = reader.next(), let promised = reader.optional(), let fault = reader.next(),
      let value = reader.money(), let refundedValue = reader.money(),
      let disputes = reader.list({ $0.day() }), let products = reader.list({ $0.next() }),
      let purchases = reader.list({ $0.purchase() }), let parcels = reader.list({ $0.parcel() }),
      reader.isAtEnd
    else { return nil }
    return OrderFigures(
      storefront: storefront, placed: placed, isCancelled: flags & 16 != 0,
      isRefunded: flags & 8 != 0, isReturned: flags & 4 != 0, disputes: disputes,
      isDelivered: flags & 2 != 0, promised: promised.value, isOnTime: flags & 1 != 0,
      fault: FaultParty(rawValue: Int(clamping: fault)), value: value.value,
      refundedValue: refundedValue.value, products: products, purchases: purchases,
      parcels: parcels)
  }
}

/// Something that was read, and may be nothing.
private struct Field<Value> {
  var value: Value?
}

extension Data {
  fileprivate mutating func append(optional value: Int32?) {
    append(varint: value.map { Int64($0) + 1_000_000 } ?? 0)
  }

  fileprivate mutating func append(money: Money?) {
    append(varint: money.map { Int64($0.currency.figureBucket) + 1 } ?? 0)
    if let money { append(varint: money.minor) }
  }

  fileprivate mutating func append<Item>(list: [Item], _ write: (inout Data, Item) -> Void) {
    append(varint: Int64(list.count))
    for item in list { write(&self, item) }
  }
}

extension VarintReader {
  fileprivate mutating func optional() -> Field<Int32>? {
    guard let value = next() else { return nil }
    guard value != 0 else { return Field(value: nil) }
    return Int32(exactly: value - 1_000_000).map { Field(value: $0) }
  }

  fileprivate mutating func money() -> Field<Money>? {
    guard let code = next() else { return nil }
    guard code != 0 else { return Field(value: nil) }
    guard let bucket = Int32(exactly: code - 1), let currency = Currency(figureBucket: bucket),
      let minor = next()
    else { return nil }
    return Field(value: Money(minor: minor, currency: currency))
  }

  fileprivate mutating func list<Item>(_ read: (inout VarintReader) -> Item?) -> [Item]? {
    guard let count = count() else { return nil }
    var items: [Item] = []
    for _ in 0..<count {
      guard let item = read(&self) else { return nil }
      items.append(item)
    }
    return items
  }

  fileprivate mutating func purchase() -> OrderFigures.Purchase? {
    guard let supplier = next(), let lane = next(), let placed = day(), let flags = next(),
      let processing = optional(), let scanned = optional(), let transit = optional(),
      let due = optional(), let cost = money()
    else { return nil }
    return OrderFigures.Purchase(
      supplier: supplier, lane: lane, placed: placed, isCancelled: flags & 4 != 0,
      processing: processing.value, scanned: scanned.value, transit: transit.value,
      isDelivered: flags & 2 != 0, dispatchDue: due.value, isDispatchedInTime: flags & 1 != 0,
      cost: cost.value)
  }

  fileprivate mutating func parcel() -> OrderFigures.Parcel? {
    guard let supplier = next(), let lane = next(), let told = next(),
      let day = Int32(exactly: told >> 1)
    else { return nil }
    return OrderFigures.Parcel(
      supplier: supplier, lane: lane, told: day, isScanned: told & 1 != 0)
  }
}
