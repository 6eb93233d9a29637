/// One order of a history that is replayed day by day. Days are civil days (days since 1970-01-01).
/// It tells the whole story; `Replay` shows the model each part on its day and not before.
package struct ReplayOrder: Hashable, Sendable {
  /// One line of it: known from the purchase on, its limit from the approval on.
  package struct Line: Hashable, Sendable {
    package var seller: String
    package var sellerState: String
    package var sellerPostcode: String
    /// Day by which the seller is to hand over.
    package var limitOn: Int32?
    /// In hundredths of the currency's unit.
    package var price: Int64
    package var freight: Int64
    package var grams: Int32
    package var volume: Int32

    package init(
      seller: String, sellerState: String, sellerPostcode: String = "", limitOn: Int32? = nil,
      price: Int64 = 0, freight: Int64 = 0, grams: Int32 = 0, volume: Int32 = 0
    ) {
      self.seller = seller
      self.sellerState = sellerState
      self.sellerPostcode = sellerPostcode
      self.limitOn = limitOn
      self.price = price
      self.freight = freight
      self.grams = grams
      self.volume = volume
    }
  }

  package var id: String
  /// Empty where the source names none: then it is not replayed.
  package var lines: [Line]
  package var purchasedOn: Int32
  package var approvedOn: Int32?
  package var handedOverOn: Int32?
  package var deliveredOn: Int32?
  package var promisedOn: Int32
  package var customerState: String
  package var customerPostcode: String
  package var paymentType: String

  package init(
    id: String, lines: [Line], purchasedOn: Int32, approvedOn: Int32? = nil,
    handedOverOn: Int32? = nil, deliveredOn: Int32? = nil, promisedOn: Int32,
    customerState: String = "", customerPostcode: String = "", paymentType: String = ""
  ) {
    self.id = id
    self.lines = lines
    self.purchasedOn = purchasedOn
    self.approvedOn = approvedOn
    self.handedOverOn = handedOverOn
    self.deliveredOn = deliveredOn
    self.promisedOn = promisedOn
    self.customerState = customerState
    self.customerPostcode = customerPostcode
    self.paymentType = paymentType
  }
}
