import Fulfillment
import Wire

/// What trackers answer. Their decoders answer for numbers that were asked about; of a recording the
/// numbers that it names are asked about, each by itself, so that nothing of it is left out.
enum TrackerShapes {
  static func seventeenTrack(
    _ credentials: Credentials, _ context: RequestContext
  ) -> [AnswerShape] {
    let tracker = SeventeenTrack(credentials)
    let asked = { @Sendable (json: JSON) in
      (json["data"]["accepted"].elements + json["data"]["rejected"].elements).compactMap {
        $0["number"].text.map { Shipment(number: $0) }
      }
    }
    // Registrations answer with numbers alone.
    let isRegistration = { @Sendable (json: JSON) in
      let data = json["data"]
      return data.hasAny("accepted", "rejected")
        && !data["accepted"].elements.contains { $0.has("track_info") }
        && (data["accepted"].elements.contains { $0.has("origin") }
          || data["rejected"].elements.contains { $0["error"]["code"].integer == -18_019_901 })
    }
    return [
      AnswerShape(kind: "registration", paths: ["/register"], isKnown: isRegistration) {
        response, json throws(ConnectorError) in
        let shipments = asked(json)
        guard let exchange = tracker.register(shipments.isEmpty ? [unknown] : shipments, context)
        else { return AnswerShape.Findings() }
        let refused = try exchange.decode(response)
        let taken = json["data"]["accepted"].elements.compactMap { $0["number"].text }
        return AnswerShape.Findings(
          taken.map { .done(operation: "register \($0)") } + refused.map { .tracking($0) })
      },
      AnswerShape(
        kind: "tracking", paths: ["/gettrackinfo", "/push"], isGeneral: true,
        isKnown: { $0["code"].integer != nil && $0.has("data") }
      ) { response, json throws(ConnectorError) in
        let reports = try tracker.track(asked(json), context).decode(response)
        return AnswerShape.Findings(reports.map { .tracking($0) })
      },
    ]
  }

  static func afterShip(_ credentials: Credentials, _ context: RequestContext) -> [AnswerShape] {
    let tracker = AfterShip(credentials)
    return [
      AnswerShape(
        kind: "trackings", paths: ["GET /trackings?"], isGeneral: true,
        isKnown: { $0["data"]["trackings"].isArray }
      ) { response, json throws(ConnectorError) in
        var found = AnswerShape.Findings()
        for element in try each(json["data"]["trackings"], tracker.track([], context), response) {
          let tracking = AfterShipTracking(element)
          guard tracking.isWhole else {
            found.unreadable.append((id(element), "no tracking number"))
            continue
          }
          let body: JSON = [
            "meta": json["meta"], "data": ["trackings": [element]],
          ]
          let exchange = tracker.track([Shipment(number: tracking.number)], context)
          found.add(
            AnswerShape.Findings(try exchange.decode(response.with(body)).map { .tracking($0) }))
        }
        return found
      },
      AnswerShape(
        kind: "tracking", paths: ["/trackings"],
        isKnown: { json in
          json["data"]["tracking"].isObject || json["data"].has("tracking_number", "slug")
        }
      ) { response, json throws(ConnectorError) in
        let number = AfterShipTracking(json["data"]).number
        return try one(tracker.register([Shipment(number: number)], context), response)
      },
    ]
  }

  static func easyPost(_ credentials: Credentials, _ context: RequestContext) -> [AnswerShape] {
    let tracker = EasyPost(credentials)
    return [
      AnswerShape(
        kind: "trackings", paths: ["GET /trackers?", "/trackers/batch"], isGeneral: true,
        isKnown: { $0["trackers"].isArray }
      ) { response, json throws(ConnectorError) in
        var found = AnswerShape.Findings()
        for element in try each(json["trackers"], tracker.track([], context), response) {
          let number = EasyPostTracker(element).number
          guard !number.isEmpty else {
            found.unreadable.append((id(element), "no tracking code"))
            continue
          }
          let exchange = tracker.track([Shipment(number: number)], context)
          let body: JSON = ["trackers": [element]]
          found.add(
            AnswerShape.Findings(try exchange.decode(response.with(body)).map { .tracking($0) }))
        }
        return found
      },
      AnswerShape(
        kind: "tracking", paths: ["/trackers"],
        isKnown: { $0["object"].text == "Tracker" || $0.has("tracking_code", "tracking_details") }
      ) { response, json throws(ConnectorError) in
        try one(
          tracker.register([Shipment(number: EasyPostTracker(json).number)], context), response)
      },
      AnswerShape(
        kind: "events", paths: ["/events"],
        isKnown: { $0["events"].isArray && $0.has("has_more") }
      ) { _, json throws(ConnectorError) in
        var found = AnswerShape.Findings()
        for event in json["events"].elements {
          let number = EasyPostTracker(event["result"]).number
          guard event["result"]["object"].text == "Tracker", !number.isEmpty else { continue }
          let report = EasyPostTracker(event["result"]).report(of: Shipment(number: number))
          found.values.append(.tracking(report))
        }
        return found
      },
    ]
  }

  static func shippo(_ credentials: Credentials, _ context: RequestContext) -> [AnswerShape] {
    let tracker = Shippo(credentials)
    let isTrack = { @Sendable (json: JSON) in
      json.has("tracking_number") && json.hasAny("tracking_status", "tracking_history")
        && !json.has("rate")
    }
    let read = { @Sendable (response: HTTPResponse, json: JSON) throws(ConnectorError) in
      let track = ShippoTrack(json)
      let shipment = Shipment(number: track.number, carrier: track.carrier)
      return try one(tracker.register([shipment], context), response)
    }
    return [
      AnswerShape(kind: "tracking", paths: ["/tracks"], isKnown: isTrack, read: read),
      AnswerShape(kind: "error", isGeneral: true, isKnown: { _ in false }) {
        response, _ throws(ConnectorError) in
        _ = try ShippoError.json(response)
        throw .malformed("no track in the answer")
      },
      AnswerShape(kind: "trackings", isKnown: { $0["results"].isList(of: isTrack) }) {
        response, json throws(ConnectorError) in
        var found = AnswerShape.Findings()
        for element in json["results"].elements {
          found.add(try read(response.with(element), element))
        }
        return found
      },
    ]
  }

  static func karrio(_ credentials: Credentials, _ context: RequestContext) -> [AnswerShape] {
    let tracker = Karrio(credentials)
    let isTracker = { @Sendable (json: JSON) in
      json.has("tracking_number") && json.hasAny("events", "carrier_name", "status")
        && !json.has("rates")
    }
    return [
      AnswerShape(
        kind: "trackings", paths: ["GET /trackers?"], isGeneral: true,
        isKnown: { $0["results"].isArray && $0["results"].elements.allSatisfy(isTracker) }
      ) { response, json throws(ConnectorError) in
        var found = AnswerShape.Findings()
        for element in try each(json["results"], tracker.track([], context), response) {
          let own = KarrioTracker(element)
          guard own.isWhole else {
            found.unreadable.append((id(element), "no tracking number"))
            continue
          }
          let shipment = Shipment(number: own.number, carrier: own.carrier)
          let body: JSON = ["results": [element]]
          let reports = try tracker.track([shipment], context).decode(response.with(body))
          found.add(AnswerShape.Findings(reports.map { .tracking($0) }))
        }
        return found
      },
      AnswerShape(kind: "tracking", paths: ["/trackers"], isKnown: isTracker) {
        response, json throws(ConnectorError) in
        let own = KarrioTracker(json)
        let shipment = Shipment(number: own.number, carrier: own.carrier)
        return try one(tracker.register([shipment], context), response)
      },
      // The proxy answers with the tracker inside, beside the carrier's messages.
      AnswerShape(
        kind: "tracking", paths: ["/proxy/tracking"], isKnown: { isTracker($0["tracking"]) }
      ) { response, json throws(ConnectorError) in
        let own = KarrioTracker(json["tracking"])
        let shipment = Shipment(number: own.number, carrier: own.carrier)
        return try one(tracker.register([shipment], context), response.with(json["tracking"]))
      },
    ]
  }

  private static let unknown = Shipment(number: "")

  private static func id(_ json: JSON) -> String { json["id"].text ?? "?" }

  /// The elements of a list, once the answer as a whole was found to be none of the service's errors.
  private static func each(
    _ list: JSON, _ whole: Exchange<[TrackingReport]>, _ response: HTTPResponse
  ) throws(ConnectorError) -> [JSON] {
    _ = try whole.decode(response)
    return list.elements
  }

  private static func one(
    _ exchange: Exchange<[TrackingReport]>?, _ response: HTTPResponse
  ) throws(ConnectorError) -> AnswerShape.Findings {
    AnswerShape.Findings(try exchange?.decode(response).map { .tracking($0) } ?? [])
  }
}
