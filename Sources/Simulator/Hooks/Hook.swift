package import Fulfillment
package import Wire

/// Something that a simulated service sends by itself, proved the way its documents say.
package struct Hook: Hashable, Sendable {
  package var headers: HTTPHeaders
  /// What the service appends to the address that it was given: `?token=...`, or nothing.
  package var query: String
  package var body: [UInt8]

  init(_ headers: HTTPHeaders, query: String = "", body: [UInt8]) {
    self.headers = headers
    self.headers.add("Content-Type", "application/json")
    self.query = query
    self.body = body
  }

  /// A service that sends news.
  package enum Service: String, CaseIterable, Sendable {
    case woocommerce, shopify, easypost, aftership, shippo, karrio
    case seventeenTrack = "17track"
    case stripe, cj

    /// It tells of orders, or of what became of them; the others of parcels.
    package var isOfOrders: Bool {
      switch self {
      case .woocommerce, .shopify, .stripe, .cj: true
      case .easypost, .aftership, .shippo, .karrio, .seventeenTrack: false
      }
    }
  }
}

extension World {
  /// The secret by which a service proves what it sends: what the operator enters in the account. 17TRACK
  /// uses the API key, Shopify the app's secret.
  package func hookSecret(_ service: Hook.Service) -> String {
    switch service {
    case .shopify: return shopifySecret
    case .seventeenTrack: return keys.seventeenTrack
    case .stripe: return stripeHookSecret
    case .woocommerce, .easypost, .aftership, .shippo, .karrio, .cj:
      let stream = Hook.Service.allCases.firstIndex(of: service) ?? 0
      var random = SeededRandom(seed: seed ^ 0x400C, stream: -7000 - stream)
      return "whsec_" + random.hex(32)
    }
  }

  /// What a service would send now of an order of the shop's: the order, its dispute, what it was bought
  /// by; nil where there is nothing to tell.
  /// - Parameter realNow: the wall clock, by which some sign; left out, they live in simulated time.
  package func hook(
    _ service: Hook.Service, order id: Int, at now: Timestamp, realNow: Timestamp? = nil
  ) -> Hook? {
    guard let at = position(of: id), lives[at].placedAt <= now else { return nil }
    switch service {
    case .stripe:
      return stripeDelivery(
        ofDispute: id, topic: "charge.dispute.updated", at: now, signedAt: realNow ?? now
      ).map { Hook($0.headers, body: $0.body) }
    case .cj:
      guard let purchase = lives[at].purchases.first(where: { $0.supplier == "CJ" }),
        let status = purchase.status(at: now)
      else { return nil }
      let message = SHA256.hash(Array("\(purchase.number) \(status)".utf8)).hex
      let body: AnswerJSON = [
        "messageId": .text(String(message.prefix(32))), "type": "ORDER",
        "params": [
          "orderNumber": .text(String(id)), "cjOrderId": .text(purchase.number),
          "orderStatus": .text(status),
          "trackNumber": .optional(purchase.parcel(at: now)?.number),
          "updateDate": .text(CJDesk.date(now)),
        ],
      ]
      return Hook([:], query: "?token=" + hookSecret(.cj), body: body.bytes())
    case .shopify:
      return shopifyDelivery(of: id, topic: "orders/updated", at: now).map {
        Hook($0.headers, body: $0.body)
      }
    case .woocommerce:
      let page = ShopPage(
        site: "http://127.0.0.1/shop", zone: options.shopZone, now: now, kind: options.shopKind)
      let body = page.order(lives[at]).bytes(.php)
      let proof = SHA256.hmac(body, key: Array(hookSecret(.woocommerce).utf8)).base64
      let stamp = lives[at].modifiedAt(now).wholeSeconds
      return Hook(
        [
          "X-WC-Webhook-Source": page.site + "/", "X-WC-Webhook-Topic": "order.updated",
          "X-WC-Webhook-Resource": "order", "X-WC-Webhook-Event": "updated",
          "X-WC-Webhook-Signature": proof, "X-WC-Webhook-ID": "1",
          "X-WC-Webhook-Delivery-ID": SHA256.hash(Array("\(id) \(stamp)".utf8)).hex,
        ], body: body)
    case .easypost, .aftership, .shippo, .karrio, .seventeenTrack: return nil
    }
  }

  /// The unsigned form by which a shop tries out a new webhook.
  package var hookPing: Hook {
    var ping = Hook([:], body: Array("webhook_id=1".utf8))
    ping.headers["Content-Type"] = "application/x-www-form-urlencoded"
    return ping
  }

  /// What a tracker would send now of a number; nil where there is nothing to tell of it.
  package func hook(_ service: Hook.Service, number: String, at now: Timestamp) -> Hook? {
    guard let last = scans(of: number, now).last, let parcel = parcel(number) else { return nil }
    let id = SHA256.hash(Array("\(service.rawValue) \(number) \(last.knownAt.iso8601)".utf8)).hex
    let key = Array(hookSecret(service).utf8)
    let carrier = parcel.carrier.pluginName
    let entry = FollowedParcels.Entry(
      id: String(id.prefix(24)), number: number, carrier: carrier, createdAt: parcel.scans[0].at)
    switch service {
    case .aftership:
      let body: AnswerJSON = [
        "event": "tracking_update", "event_id": .text(id),
        "ts": .int(Int(last.knownAt.milliseconds / 1000)),
        "is_tracking_first_tag": false, "msg": tracking(entry, now),
      ]
      let bytes = body.bytes()
      return Hook(
        ["aftership-hmac-sha256": SHA256.hmac(bytes, key: key).base64], body: bytes)
    case .easypost:
      let book = EasyPostBook.Entry(
        id: "trk_" + entry.id, code: number, carrier: parcel.carrier, createdAt: entry.createdAt)
      let body: AnswerJSON = [
        "id": .text("evt_" + id.prefix(32)), "object": "Event", "mode": "production",
        "description": "tracker.updated", "created_at": .text(last.knownAt.wallClock() + "Z"),
        "previous_attributes": ["status": "unknown"], "pending_urls": [], "completed_urls": [],
        "status": "pending", "user_id": "user_1", "result": tracker(book, now),
      ]
      let bytes = body.bytes()
      return Hook(
        ["X-Hmac-Signature": "hmac-sha256-hex=" + SHA256.hmac(bytes, key: key).hex], body: bytes)
    case .karrio:
      let body: AnswerJSON = [
        "event": "tracker_updated", "data": karrioTracker(entry, now), "test_mode": false,
      ]
      return Hook(["X-Event-Id": hookSecret(.karrio)], body: body.bytes())
    case .shippo:
      let body: AnswerJSON = [
        "event": "track_updated", "test": false, "data": shippoTrack("usps", number, now),
      ]
      return Hook([:], query: "?token=" + hookSecret(.shippo), body: body.bytes())
    case .seventeenTrack:
      let page = SeventeenTrackPage(number: number, carrier: parcel.carrier, now: now)
      let body: AnswerJSON = [
        "event": "TRACKING_UPDATED",
        "data": [
          "number": .text(number), "carrier": .int(parcel.carrier.seventeenTrackCode),
          "param": nil, "tag": nil, "track_info": page.info(scans(of: number, now)),
        ],
      ]
      let bytes = body.bytes()
      let proof = SHA256.hash(bytes + Array(("/" + keys.seventeenTrack).utf8)).hex
      return Hook(["sign": proof], body: bytes)
    case .woocommerce, .shopify, .stripe, .cj: return nil
    }
  }

  /// What a service would send of what has changed since.
  package func news(
    _ service: Hook.Service, since last: Timestamp, until now: Timestamp, realNow: Timestamp
  ) -> [Hook] {
    switch service {
    case .woocommerce, .shopify:
      changes(since: last, until: now).orders.compactMap { hook(service, order: $0, at: now) }
    case .stripe:
      disputesChanged(since: last, until: now).compactMap {
        hook(service, order: $0, at: now, realNow: realNow)
      }
    case .cj:
      lives.filter { life in
        life.purchases.contains { purchase in
          purchase.supplier == "CJ" && purchase.steps.contains { $0.at > last && $0.at <= now }
        }
      }.compactMap { hook(service, order: $0.id, at: now) }
    case .easypost, .aftership, .shippo, .karrio, .seventeenTrack:
      changes(since: last, until: now).numbers.compactMap { hook(service, number: $0, at: now) }
    }
  }

  /// What has changed since: orders that a shop would send, and numbers that a tracker would.
  package func changes(
    since last: Timestamp, until now: Timestamp
  ) -> (orders: [Int], numbers: [String]) {
    var (orders, numbers): ([Int], [String]) = ([], [])
    for life in lives where life.placedAt <= now {
      let at = life.modifiedAt(now)
      if at > last, at <= now { orders.append(life.id) }
      for parcel in life.purchases.flatMap(\.parcels) where parcel.isGenuine {
        if parcel.scans.contains(where: { $0.knownAt > last && $0.knownAt <= now }) {
          numbers.append(parcel.number)
        }
      }
    }
    return (orders, numbers)
  }
}
