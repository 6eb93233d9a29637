package import Fulfillment

/// Something that was written to an order of the shop through its API, as it really took effect.
package struct ShopWrite: Hashable, Sendable {
  /// The shop's id of the order.
  package let order: Int
  package let at: Timestamp
  package let what: What

  /// What the shop was told.
  package enum What: Hashable, Sendable {
    /// A fulfilment of WooCommerce's own.
    case fulfilment(Fulfilment)
    /// A parcel in the Shipment Tracking plugin.
    case tracking(Tracking)
    case status(String)
    case note(String, toCustomer: Bool)
    /// One meta entry, its value as JSON.
    case meta(String, String)
  }

  /// What one parcel holds.
  package struct Fulfilment: Hashable, Sendable {
    package let number: String
    package let provider: String
    package let url: String
    package let isFulfilled: Bool
    /// Line item id and pieces.
    package let items: [Item]
    /// All its meta entries, as JSON.
    let meta: String

    /// One line of a parcel.
    package struct Item: Hashable, Sendable {
      package let line: Int
      package let quantity: Int
    }
  }

  /// A parcel in the Shipment Tracking plugin.
  package struct Tracking: Hashable, Sendable {
    package let id: String
    package let number: String
    package let provider: String
    package let isCustom: Bool
    package let link: String
    /// `2026-11-23`, as sent.
    package let date: String
  }
}

extension World {
  /// All that was ever written to the shop, by order and time.
  package var told: [ShopWrite] {
    lives.flatMap { life in
      life.shop.compactMap { step in
        if case .written(let what) = step.change {
          ShopWrite(order: life.id, at: step.at, what: what)
        } else {
          nil
        }
      }
    }
  }
}

extension ShopState {
  /// The parcels that the shop was told of through its API and shows.
  var told: [Shipment] {
    written.compactMap { entry in
      switch entry.what {
      case .tracking(let parcel):
        Shipment(number: parcel.number, carrier: parcel.provider, shippedAt: entry.at)
      default: nil
      }
    }
  }
}
