internal import Fulfillment
internal import GRDB

extension Work {
  /// What is known of an order as far as its customer may want to hear of it; nil where there is no such
  /// order, or it was brought in as history.
  func noticeFacts(of orderID: Int64, tellingShops: Set<String>) throws -> NoticeFacts? {
    let place = try database.row(
      """
      SELECT a.name, o.isHistory FROM customerOrder o JOIN account a ON a.id = o.accountID
      WHERE o.id = ?
      """, orderID
    ) { (storefront: try $0.text(), isHistory: try $0.bool()) }
    guard let place, !place.isHistory, let order = try Detail.order(orderID, database) else {
      return nil
    }
    var facts = NoticeFacts(order: order, storefront: place.storefront)
    facts.shopTellsParcels = tellingShops.contains(place.storefront)
    facts.isAllShipped = try isAllShipped(orderID)
    facts.parcels = try noticeParcels(of: orderID)
    facts.answers = try returnAnswers(of: orderID)
    facts.refunds = try database.rows(
      """
      SELECT r.key, r.amount, r.currency, ifnull(m.settledAt, m.createdAt),
        CASE WHEN r.account = ? THEN m.id END
      FROM refund r JOIN outboxMessage m ON m.id = r.messageID
      WHERE r.orderID = ? AND m.state = 'sent' ORDER BY r.id
      """, place.storefront, orderID
    ) {
      let key = try $0.text()
      guard let amount = try $0.money() else { throw Work.vanished("the amount of " + key) }
      return NoticeFacts.Refund(
        key: key, amount: amount, at: try $0.time(), shopMessage: try $0.numberOrNil())
    }
    facts.receipts = try database.rows(
      """
      SELECT externalID, receivedAt FROM returnRequest
      WHERE orderID = ? AND receivedAt IS NOT NULL ORDER BY id
      """, orderID
    ) { NoticeFacts.Receipt(returnID: try $0.text(), at: try $0.time()) }
    facts.alarms = try database.rows(
      """
      SELECT code, reason, trippedAt FROM orderException
      WHERE orderID = ? AND severity = ? AND state = 'open' ORDER BY id
      """, orderID, Severity.critical.rawValue
    ) { NoticeFacts.Alarm(code: try $0.text(), reason: try $0.text(), at: try $0.time()) }
    let lateAt = try database.number(
      """
      SELECT max(trippedAt) FROM orderException
      WHERE orderID = ? AND code IN ('transit.delayed', 'dispatch.late')
      AND state IN ('open', 'acknowledged')
      """, orderID)
    if let lateAt {
      facts.delay = NoticeFacts.Delay(
        at: Timestamp(milliseconds: lateAt), expected: try expectedDay(of: orderID))
    }
    facts.earlier = try database.rows(
      """
      SELECT kind, fact, state, expected, withheldBy <> '' AND state = 'skipped',
        NOT (state = 'failed' AND body = '' AND messageID IS NULL),
        kind = 'delayed' AND factAt = createdAt AND NOT EXISTS (SELECT 1 FROM orderException e
          WHERE e.orderID = notice.orderID AND e.trippedAt = notice.factAt)
      FROM notice WHERE orderID = ? ORDER BY id
      """, orderID
    ) {
      var earlier = NoticeFacts.Earlier(
        kind: try $0.state(NoticeKind.self), fact: try $0.text(),
        state: try $0.state(NoticeState.self),
        expected: try $0.numberOrNil().map(CivilDate.init(daysSinceEpoch:)))
      (earlier.isWithheld, earlier.isWritten) = (try $0.bool(), try $0.bool())
      earlier.isByHand = try $0.bool()
      return earlier
    }
    return facts
  }

  /// The day by which nine in ten of its kind have arrived; nil where too little was seen, or it has passed.
  func expectedDay(of orderID: Int64) throws -> CivilDate? {
    guard let outlook = try DelayDetail.read(orderID, now: now, database).outlook,
      outlook.isLearned, Int64(outlook.normalUntil) > now.date.daysSinceEpoch
    else { return nil }
    return CivilDate(daysSinceEpoch: Int64(outlook.normalUntil))
  }

  private func noticeParcels(of orderID: Int64) throws -> [NoticeFacts.Parcel] {
    let purchases = try database.number(
      """
      SELECT count(*) FROM purchaseOrder
      WHERE orderID = ? AND state NOT IN ('rejected', 'cancelled') AND key <> ''
      """, orderID)
    let kept = try database.rows(
      """
      SELECT h.id, h.number, h.carrier, h.status, h.createdAt, ifnull(k.id, p.id),
        p.key <> '' OR k.id IS NOT NULL, p.replaces IS NOT NULL OR p.returnID IS NOT NULL,
        (SELECT max(m.id) FROM outboxMessage m WHERE m.shipmentID = h.id AND m.kind = 'fulfil'),
        h.isTold
      FROM shipment h LEFT JOIN purchaseOrder p ON p.id = h.purchaseID
      LEFT JOIN purchaseOrder k ON p.key = '' AND k.key = p.reference AND k.key <> ''
      WHERE h.orderID = ? AND h.number <> '' ORDER BY h.createdAt, h.id
      """, orderID
    ) {
      let (id, number, carrier) = (try $0.number(), try $0.text(), try $0.text())
      let (status, createdAt) = (try $0.stateOrNil(TrackingStatus.self), try $0.time())
      let purchase = try $0.numberOrNil()
      var parcel = NoticeFacts.Parcel(
        id: id, number: number, carrier: carrier, status: status, statusAt: createdAt,
        createdAt: createdAt)
      parcel.isOurs = try $0.numberOrNil() == 1
      parcel.isReplacement = try $0.numberOrNil() == 1
      parcel.shopMessage = try $0.numberOrNil()
      parcel.isTold = try $0.bool()
      return (parcel: parcel, purchase: purchase)
    }
    return try kept.map { entry in
      var parcel = entry.parcel
      if let status = parcel.status {
        try describe(&parcel, status)
      }
      if let purchase = entry.purchase, (purchases ?? 0) > 1 {
        parcel.items = try noticeItems(ofPurchase: purchase, orderID: orderID)
      }
      return parcel
    }
  }

  /// When and where it came to be so, in the carrier's words.
  private func describe(_ parcel: inout NoticeFacts.Parcel, _ status: TrackingStatus) throws {
    let event = try database.row(
      """
      SELECT occurredAt, message, location FROM trackingEvent WHERE shipmentID = ? AND status = ?
      ORDER BY occurredAt DESC LIMIT 1
      """, parcel.id, status.rawValue
    ) { (at: try $0.time(), words: try $0.text(), place: try $0.text()) }
    guard let event else { return }
    (parcel.statusAt, parcel.words, parcel.place) = (event.at, event.words, event.place)
  }

  private func noticeItems(
    ofPurchase purchaseID: Int64, orderID: Int64
  ) throws -> [NoticeMatter.Item] {
    try database.rows(
      """
      SELECT max(g.units), l.title FROM (SELECT line, part, sum(units) AS units FROM purchaseLine
        WHERE purchaseID = ?1 AND isLive = 1 GROUP BY line, part) g
      JOIN orderLine l ON l.orderID = ?2 AND l.externalID = g.line
      GROUP BY g.line ORDER BY l.position
      """, purchaseID, orderID
    ) { NoticeMatter.Item(quantity: try $0.int(), title: try $0.text()) }
  }

  /// Answers to returns that nobody delivers yet.
  private func returnAnswers(of orderID: Int64) throws -> [NoticeFacts.Answer] {
    let kept = try database.rows(
      """
      SELECT m.id, m.key, m.kind, m.body, m.createdAt, r.id, r.externalID, r.granted,
        r.grantedCurrency
      FROM outboxMessage m JOIN returnRequest r ON r.id = m.returnID
      WHERE m.orderID = ? AND m.kind GLOB 'return.*' AND m.receiver = ''
      AND m.state IN ('held', 'ready') ORDER BY m.id
      """, orderID
    ) {
      let (message, key, word) = (try $0.number(), try $0.text(), try $0.text())
      let (body, at, request) = (try $0.text(), try $0.time(), try $0.number())
      let (externalID, amount) = (try $0.text(), try $0.money())
      let kind: NoticeKind =
        switch word {
        case "return.approved": .returnApproved
        case "return.declined": .returnDeclined
        default: .returnAsked
        }
      var answer = NoticeFacts.Answer(
        message: message, key: key, kind: kind, returnID: externalID,
        words: ReturnMessage.words(in: body), at: at)
      // What goes back is told where something was granted, not with a refusal.
      if kind == .returnApproved { answer.amount = amount }
      return (answer: answer, request: request)
    }
    return try kept.map { entry in
      var answer = entry.answer
      let titles = try Facts.lines(of: orderID, database)
      answer.items = try Detail.items(ofReturn: entry.request, database).map { item in
        let line = titles.first {
          item.line.isEmpty
            ? $0.sku.lowercased() == item.sku.lowercased() : $0.externalID == item.line
        }
        return NoticeMatter.Item(quantity: item.quantity, title: line?.title ?? item.sku)
      }
      return answer
    }
  }
}
