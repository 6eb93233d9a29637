internal import Fulfillment
internal import GRDB

/// What is offered for each sku, looked up once in a transaction.
final class OfferBook {
  /// The offers for one sku.
  final class Offered {
    let states: [OfferState]
    let suppliers: [String]
    /// Of the supplier that was known first; "" where nobody offers it.
    let supplier: String
    /// Nothing of it can be worth telling: no stock, price or mapping has changed.
    let isPlain: Bool

    init(_ states: [OfferState]) {
      self.states = states
      suppliers = states.map(\.supplier)
      supplier = states.min { $0.supplierID < $1.supplierID }?.supplier ?? ""
      isPlain = states.allSatisfy {
        $0.renewal.isEmpty && $0.validUntil == nil && $0.stock != 0 && $0.costRoseAt == nil
      }
    }
  }

  private let database: Database
  private var known: [String: Offered] = [:]

  init(_ database: Database) { self.database = database }

  func offered(_ sku: String) throws -> Offered {
    if let offered = known[sku] { return offered }
    let offered = Offered(try OfferState.of(sku, database))
    known[sku] = offered
    return offered
  }

  /// The supplier of the first line that somebody offers; "" where nobody does.
  func supplier(of lines: [OrderLine]) throws -> String {
    for line in lines {
      let offered = try offered(line.sku)
      if !offered.states.isEmpty { return offered.supplier }
    }
    return ""
  }
}
