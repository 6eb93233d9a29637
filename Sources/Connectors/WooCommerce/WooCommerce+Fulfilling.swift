import Fulfillment
import Wire

/// Telling a shop of parcels. Where it keeps them depends on its version and plugins: fulfilments (core
/// since 10), the plugin Shipment Tracking, or nothing but notes.
extension WooCommerce: Fulfilling {
  package func fulfilments(
    of order: String, _ context: RequestContext
  ) -> [Exchange<[KnownFulfilment]>] {
    WooCommerceParcelPlace.allCases.map { place in
      let request = WooCommerceRequests(credentials).parcels(of: order, in: place, context)
      return Exchange(request) { response throws(ConnectorError) in
        let body: JSON
        do throws(ConnectorError) {
          body = try WooCommerce.json(response)
        } catch .rejected("unsupported", _) {
          return []
        }
        return try place.known(body)
      }.concealing(credentials, context)
    }
  }

  package func body(for update: FulfilmentUpdate) -> String {
    WooCommerceParcel(update).json.encoded
  }

  /// Fulfilments where the lines are known, else the plugin, else a note to the customer. Where the order
  /// is complete its status becomes `completed` behind it, which core does not do by itself.
  package func fulfil(_ body: String, _ context: RequestContext) -> [[Exchange<Void>]] {
    guard let json = try? JSON(Array(body.utf8)), let parcel = WooCommerceParcel(json) else {
      return []
    }
    let requests = WooCommerceRequests(credentials)
    let places = WooCommerceParcelPlace.allCases.filter {
      $0 != .fulfilments || !parcel.lines.isEmpty
    }
    return places.map { place in
      var steps = [requests.tell(parcel, in: place, context)]
      if parcel.isComplete { steps.append(requests.complete(parcel.order, context)) }
      return steps.map { request in
        Exchange(request) { response throws(ConnectorError) in
          _ = try WooCommerce.json(response)
        }.placing(refusals: WooCommerce.isRefusal).concealing(credentials, context)
      }
    }
  }

  /// The body; a route that the shop lacks is `rejected` with the code `unsupported`.
  static func json(_ response: HTTPResponse) throws(ConnectorError) -> JSON {
    let answer = Answer(response)
    let body: JSON
    do throws(ConnectorError) {
      body = try answer.json(vendorError: { WooCommerceError.read($0, status: $1, answer) })
    } catch .rejected("rest_no_route", let message) {
      throw .rejected(code: "unsupported", message: message)
    }
    guard body.isObject || body.isArray else { throw .malformed("the answer is no object") }
    return body
  }

  /// WordPress checks a request before it acts on it: these are what such a check answers.
  static func isRefusal(_ code: String) -> Bool {
    code == "unsupported" || code.hasPrefix("rest_") || code.hasPrefix("woocommerce_rest_")
  }
}

/// Where a shop may keep parcels.
enum WooCommerceParcelPlace: CaseIterable {
  case fulfilments, plugin, notes

  /// The parcels that an answer names. In notes only those told by this program are seen.
  func known(_ body: JSON) throws(ConnectorError) -> [KnownFulfilment] {
    let wrapped = [body["data"], body["fulfillments"]].first { $0.isArray }
    let list = wrapped ?? body
    guard list.isArray else { throw .malformed("parcels are not a list") }
    var known: [KnownFulfilment] = []
    for element in list.elements {
      guard let (number, carrier) = parcel(element), !number.isEmpty else { continue }
      let parcel = KnownFulfilment(number: number, carrier: carrier)
      if !known.contains(parcel) { known.append(parcel) }
    }
    return known
  }

  private func parcel(_ json: JSON) -> (number: String, carrier: String)? {
    switch self {
    case .fulfilments:
      // A deleted fulfilment stays in the list with the time of its deletion.
      guard json["date_deleted"].isNull else { return nil }
      let meta = { (key: String) in
        json["meta_data"].elements.last { $0["key"].text == key }?["value"].text
      }
      let carrier = meta("_shipment_provider") ?? meta("_shipping_provider") ?? ""
      return (TrackingNumber.normalised(meta("_tracking_number") ?? ""), carrier)
    case .plugin:
      let provider = json["tracking_provider"].text ?? ""
      let carrier = provider.isEmpty ? json["custom_tracking_provider"].text ?? "" : provider
      return (
        TrackingNumber.normalised(json["tracking_number"].text ?? ""), HTMLText.decoded(carrier)
      )
    case .notes:
      return WooCommerceParcel.read(note: HTMLText.decoded(json["note"].text ?? ""))
    }
  }
}
