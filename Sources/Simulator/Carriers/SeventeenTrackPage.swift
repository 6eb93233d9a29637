import Fulfillment

/// Writes `track_info` the way 17TRACK v2.2 does.
struct SeventeenTrackPage: Sendable {
  let number: String
  let carrier: Carrier?
  let now: Timestamp

  /// All that is known, from scans in the order they happened.
  func info(_ scans: [Scan]) -> AnswerJSON {
    let (status, detail) = status(scans)
    let newest = Array(scans.reversed())
    return [
      "shipping_info": [
        "shipper_address": address("CN", nil),
        "recipient_address": address(scans.last?.country, scans.last?.city),
      ],
      "latest_status": [
        "status": .text(status), "sub_status": .text(detail), "sub_status_descr": nil,
      ],
      "latest_event": newest.first.map(event) ?? nil,
      "time_metrics": timeMetrics(scans), "milestone": milestones(scans),
      "misc_info": [
        "risk_factor": 0, "service_type": nil, "weight_raw": nil, "weight_kg": nil,
        "pieces": nil, "dimensions": nil, "customer_number": nil, "reference_number": nil,
        "local_number": "", "local_provider": "", "local_key": 0,
      ],
      "tracking": [
        "providers_hash": .int(hash(scans)),
        "providers": scans.isEmpty ? [] : [provider(newest)],
      ],
    ]
  }

  /// Status and sub-status. A parcel that waits in a shop is often called an exception while its
  /// newest event says otherwise (apis.md 0); thirty silent days make it expired.
  func status(_ scans: [Scan]) -> (status: String, detail: String) {
    guard let last = scans.last else { return ("NotFound", "NotFound_InvalidCode") }
    if last.kind == .pickupReady, (number.utf8.first(where: { $0 < 58 }) ?? 0) % 2 == 0 {
      return ("Exception", "Exception_Other")
    }
    let isOver = last.kind.trackingStatus.isFinal
    if !isOver, now - last.at > .days(30) { return ("Expired", "Expired_Other") }
    let detail = last.kind.seventeenTrack.detail
    return (String(detail.prefix { $0 != "_" }), detail)
  }

  private func provider(_ newest: [Scan]) -> AnswerJSON {
    let carrier = carrier ?? .chinaPost
    return [
      "provider": [
        "key": .int(carrier.seventeenTrackCode), "name": .text(carrier.easyPostName),
        "alias": .text(carrier.easyPostName), "tel": nil, "homepage": nil, "country": "",
      ],
      "service_type": nil, "latest_sync_status": "Success",
      "latest_sync_time": .text(now.wallClock() + "Z"), "events_hash": .int(hash(newest)),
      "events": .list(newest.map(event)),
    ]
  }

  private func event(_ scan: Scan) -> AnswerJSON {
    let offset = scan.country == "CN" ? 480 : scan.country == "US" ? -300 : 60
    let sign = offset < 0 ? "-" : "+"
    let zone = sign + zeroPadded(abs(offset) / 60, 2) + ":00"
    let (stage, detail) = scan.kind.seventeenTrack
    return [
      "time_iso": .text(scan.at.wallClock(offset) + zone),
      "time_utc": .text(scan.at.wallClock() + "Z"), "description": .text(scan.kind.message),
      "location": scan.kind == .label ? nil : .text("\(scan.city), \(scan.country)"),
      "stage": .optional(stage), "sub_status": .text(detail),
      "address": address(scan.country, scan.kind == .label ? nil : scan.city),
    ]
  }

  private func milestones(_ scans: [Scan]) -> AnswerJSON {
    let stages = [
      "InfoReceived", "PickedUp", "Departure", "Arrival", "AvailableForPickup", "OutForDelivery",
      "Delivered", "Returning", "Returned",
    ]
    return .list(
      stages.map { stage in
        let at = scans.first { $0.kind.seventeenTrack.stage == stage }?.at
        let text = at.map { $0.wallClock() }
        return [
          "key_stage": .text(stage), "time_iso": .optional(text.map { $0 + "+00:00" }),
          "time_utc": .optional(text.map { $0 + "Z" }),
        ]
      })
  }

  private func timeMetrics(_ scans: [Scan]) -> AnswerJSON {
    func days(_ span: Span?) -> AnswerJSON {
      .int(Int((span?.milliseconds ?? 0) / 86_400_000))
    }
    let first = scans.first { $0.kind != .label }?.at
    return [
      "days_after_order": days(scans.first.map { now - $0.at }),
      "days_of_transit": days(first.flatMap { begin in scans.last.map { $0.at - begin } }),
      "days_of_transit_done": 0,
      "days_after_last_update": days(scans.last.map { now - $0.at }),
      "estimated_delivery_date": ["source": nil, "from": nil, "to": nil],
    ]
  }

  private func address(_ country: String?, _ city: String?) -> AnswerJSON {
    [
      "country": .optional(country), "state": nil, "city": .optional(city), "street": nil,
      "postal_code": nil, "coordinates": ["longitude": nil, "latitude": nil],
    ]
  }

  /// Changes whenever there is something new.
  private func hash(_ scans: [Scan]) -> Int {
    let mixed = scans.reduce(UInt64(scans.count)) { bits, scan in
      SeededRandom.mixed(bits ^ UInt64(bitPattern: scan.at.milliseconds))
    }
    return Int(Int32(truncatingIfNeeded: mixed))
  }
}

extension ScanKind {
  /// 17TRACK's stage (nil for what is no milestone) and sub-status.
  var seventeenTrack: (stage: String?, detail: String) {
    switch self {
    case .label: ("InfoReceived", "InfoReceived")
    case .pickedUp: ("PickedUp", "InTransit_PickedUp")
    case .departed: ("Departure", "InTransit_Departure")
    case .arrived: ("Arrival", "InTransit_Arrival")
    case .customsProcessing: (nil, "InTransit_CustomsProcessing")
    case .customsHeld: (nil, "InTransit_CustomsRequiringInformation")
    case .customsReleased: (nil, "InTransit_CustomsReleased")
    case .outForDelivery: ("OutForDelivery", "OutForDelivery_Other")
    case .pickupReady: ("AvailableForPickup", "AvailableForPickup_Other")
    case .attemptFailed: (nil, "DeliveryFailure_NoBody")
    case .delivered: ("Delivered", "Delivered_Other")
    case .damaged: (nil, "Exception_Damage")
    case .lost: (nil, "Exception_Lost")
    case .returning: ("Returning", "Exception_Returning")
    case .returned: ("Returned", "Exception_Returned")
    }
  }
}
