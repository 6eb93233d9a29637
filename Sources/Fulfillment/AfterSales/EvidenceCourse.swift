/// What the log tells of one order, in the words of evidence.
struct EvidenceCourse {
  private let replay: OrderReplay
  private let policy: String
  let order: LedgerRow

  init(_ replay: OrderReplay, policy: String) {
    self.replay = replay
    self.policy = policy
    order = replay.order ?? LedgerRow(subject: .order, number: 0, fields: [:])
  }

  typealias Section = EvidencePack.Section

  func summary(_ disputed: LedgerRow?, at time: Timestamp) -> Section {
    var rows = [
      ["Order", order.text("name")], ["Placed", told(order.time("placedAt"))],
      ["Customer", order.text("customerName")], ["E-mail", order.text("email")],
      ["Shipped to", address],
    ]
    if let disputed {
      rows += [
        ["Dispute", disputed.text("externalID")], ["Reason", disputed.text("reason")],
        ["Disputed amount", money(disputed, "amount")],
        ["Opened", told(disputed.time("openedAt"))],
        ["Evidence due by", told(disputed.time("evidenceDueAt"))],
      ]
    }
    if let delivered {
      rows.append([
        "Delivered", EvidenceCourse.joined([told(delivered.happenedAt), place(delivered)]),
      ])
    }
    return Section(id: "summary", title: "Summary", heads: [], rows: known(rows), note: "")
  }

  var goods: Section {
    let currency = Currency(order.text("currency"))
    let rows = replay.rows(.line).map { line in
      let price = line.number("price").flatMap { minor in
        currency.map { Money(minor: minor, currency: $0) }
      }
      return [
        String(line.number("quantity") ?? 0), line.text("title"), line.text("sku"),
        price.map { "\($0.decimal) \($0.currency.code)" } ?? "",
      ]
    }
    return Section(
      id: "goods", title: "What was bought", heads: ["Quantity", "Item", "SKU", "Price of one"],
      rows: rows, note: "")
  }

  var payment: Section {
    var rows = [
      ["State", order.text("payment")], ["Paid", told(order.time("paidAt"))],
      ["Total", money(order, "total")], ["Shipping", money(order, "shipping")],
      ["Tax", money(order, "tax")], ["Discount", money(order, "discount")],
      ["Sent back, as the shop tells", money(order, "refunded")],
    ]
    for refund in refunds {
      rows.append(["Refund", money(refund.row, "amount") + ", " + refund.words])
    }
    return Section(id: "payment", title: "Payment", heads: [], rows: known(rows), note: "")
  }

  var delivery: Section {
    let rows = replay.rows(.parcel).filter { !$0.text("number").isEmpty }.map { parcel in
      let end = scans(of: parcel).last { $0.text("status") == "delivered" }
      let last = end ?? scans(of: parcel).last
      return [
        parcel.text("carrier"), parcel.text("number"), told(parcel.time("shippedAt")),
        last.map { EvidenceCourse.joined([$0.text("status"), told($0.happenedAt)]) } ?? "no scan",
        last.map { [place($0), $0.text("message")].filter { !$0.isEmpty }.joined(separator: "; ") }
          ?? "",
        last.map(teller) ?? "",
      ]
    }
    return Section(
      id: "delivery", title: "Delivery",
      heads: ["Carrier", "Tracking number", "Shipped", "Last known", "Where and what", "Told"],
      rows: rows, note: "")
  }

  var tracking: Section {
    let rows = replay.rows(.parcel).flatMap { parcel in
      scans(of: parcel).map { scan in
        [
          parcel.text("number"), told(scan.happenedAt), told(learned(scan)), scan.text("status"),
          scan.text("message"), place(scan), scan.text("source"),
        ]
      }
    }
    let (kept, left) = EvidenceCourse.ends(of: rows, limit: EvidencePack.scans)
    return Section(
      id: "tracking", title: "Tracking, every scan with both times",
      heads: ["Number", "Happened", "Learned", "Status", "Message", "Place", "Told by"], rows: kept,
      note: left == 0 ? "" : "\(left) scans in the middle are left out to keep the pages few")
  }

  var purchases: Section {
    let rows = replay.rows(.purchase).filter {
      !["cancelled", "rejected"].contains($0.text("state"))
    }
    .map { [$0.text("supplier"), $0.text("number"), $0.text("state"), told($0.time("placedAt"))] }
    return Section(
      id: "purchase", title: "Handed to the supplier",
      heads: ["Supplier", "Its number", "State", "Placed"], rows: rows, note: "")
  }

  /// What the customer was told, and nobody else: notices that have left, in the words the customer read.
  /// Letters to support are the seller's own, and what was taken back nobody has read.
  var messages: Section {
    let rows = replay.rows(.notice).filter {
      $0.text("state") == "sent" && $0.text("kind") != "support"
    }.map { notice in
      let words = [notice.text("subject"), notice.text("text")].filter { !$0.isEmpty }
      return [
        told(leftAt(notice)), notice.text("kind"), notice.text("address"),
        words.isEmpty ? "told by the shop itself" : words.joined(separator: "\n"),
      ]
    }
    return Section(
      id: "messages", title: "What the customer was told",
      heads: ["When", "What", "To", "Text"], rows: rows, note: "")
  }

  /// When the far side had taken the notice's message; else when the notice was written.
  private func leftAt(_ notice: LedgerRow) -> Timestamp? {
    let attempts = replay.rows(.attempt).filter { $0.number == notice.number("messageID") }
    let arrived = attempts.last { ["accepted", "found", "settled"].contains($0.text("event")) }
    return arrived?.learnedAt ?? notice.time("createdAt") ?? notice.learnedAt
  }

  var returns: Section {
    let rows = replay.rows(.returned).map { request in
      [
        told(request.time("requestedAt")), request.text("reason"), request.text("state"),
        told(request.time("decidedAt")), told(request.time("receivedAt")),
      ]
    }
    return Section(
      id: "returns", title: "Returns",
      heads: ["Asked for", "Why", "State", "Decided", "Goods came back"], rows: rows, note: "")
  }

  var policySection: Section {
    Section(
      id: "policy", title: "Return policy shown to the customer", heads: [],
      rows: policy.isEmpty ? [] : [["Policy", policy]], note: "")
  }

  /// For a form.
  func fields(reason: String) -> [EvidenceField] {
    let parcel =
      replay.rows(.parcel).last { parcel in
        scans(of: parcel).contains { $0.text("status") == "delivered" }
      } ?? replay.rows(.parcel).last { !$0.text("number").isEmpty }
    let goods = replay.rows(.line).map { "\($0.number("quantity") ?? 0) x \($0.text("title"))" }
    let shipped = parcel?.time("shippedAt").map { String($0.iso8601.prefix(10)) } ?? ""
    let refused = replay.rows(.returned).filter { $0.text("state") == "declined" }
      .map { "The return asked for\(on($0.time("requestedAt"))) was declined." }
    return [
      EvidenceField(.customerName, order.text("customerName")),
      EvidenceField(.customerEmail, order.text("email")),
      EvidenceField(.shippingAddress, address),
      EvidenceField(.carrier, parcel?.text("carrier") ?? ""),
      EvidenceField(.shippedOn, shipped),
      EvidenceField(.trackingNumber, parcel?.text("number") ?? ""),
      EvidenceField(.product, goods.joined(separator: "\n")),
      EvidenceField(.refundPolicy, policy),
      EvidenceField(.refundRefusal, refused.joined(separator: "\n")),
      EvidenceField(.story, story(reason).joined(separator: "\n")),
    ]
  }

  /// How a parcel came, in a sentence.
  private func arrival(_ scan: LedgerRow) -> String {
    let number = replay.rows(.parcel).first { $0.number == scan.number }?.text("number") ?? ""
    let source = scan.text("source")
    let parcel = number.isEmpty ? "The parcel" : "Parcel \(number)"
    let town = place(scan)
    let at = town.isEmpty ? "" : " at " + town
    let teller = source.isEmpty ? "we were told" : source + " told us"
    return "\(parcel) was delivered\(on(scan.happenedAt))\(at), as \(teller)\(on(learned(scan)))."
  }

  /// Who told a scan, and when.
  private func teller(_ scan: LedgerRow) -> String {
    let source = scan.text("source")
    let time = learned(scan).map { "learned " + told($0) } ?? ""
    return EvidenceCourse.joined([source.isEmpty ? "" : "by " + source, time])
  }

  /// The case in sentences, what the reason turns on first.
  private func story(_ reason: String) -> [String] {
    let name = order.text("name")
    var lines: [String] = []
    let came = delivered.map(arrival)
    switch reason {
    case "credit_not_processed", "duplicate": break
    default: lines += [came].compactMap(\.self)
    }
    let customer = order.text("customerName")
    let by = customer.isEmpty ? "" : " by " + customer
    let paid = order.time("paidAt").map { " and paid on " + told($0) } ?? ""
    lines.append("Order \(name) was placed\(on(order.time("placedAt")))\(by)\(paid).")
    if !address.isEmpty { lines.append("The customer asked for delivery to: \(address).") }
    lines += refunds.filter(\.isSent).map {
      "\(money($0.row, "amount")) was sent back, \($0.words)."
    }
    if ["credit_not_processed", "duplicate"].contains(reason) {
      lines += [came].compactMap(\.self)
    }
    let scans = replay.rows(.parcel).flatMap { parcel in
      self.scans(of: parcel).map {
        "\(told($0.happenedAt)) (learned \(told(learned($0)))): \($0.text("status")) "
          + EvidenceCourse.joined([$0.text("message"), place($0)])
      }
    }
    let (kept, left) = EvidenceCourse.ends(of: scans, limit: 40)
    if !kept.isEmpty { lines += ["Tracking:"] + kept }
    if left > 0 { lines.append("(\(left) more scans in between)") }
    return lines
  }

  /// The first and the last of many, and how many lie between.
  private static func ends<Row>(of rows: [Row], limit: Int) -> (kept: [Row], left: Int) {
    guard rows.count > limit else { return (rows, 0) }
    return (Array(rows.prefix(limit / 2) + rows.suffix(limit - limit / 2)), rows.count - limit)
  }

  /// Without what is not known.
  private static func joined(_ parts: [String]) -> String {
    parts.filter { !$0.isEmpty }.joined(separator: ", ")
  }

  private var refunds: [(row: LedgerRow, words: String, isSent: Bool)] {
    replay.rows(.refund).map { refund in
      let message = replay.rows(.message).first { $0.number == refund.number("messageID") }
      let state = message?.text("state") ?? ""
      return (
        refund,
        "\(state.isEmpty ? "meant" : state) through \(refund.text("account"))"
          + on(refund.learnedAt ?? refund.time("createdAt")),
        state == "sent"
      )
    }
  }

  private var delivered: LedgerRow? {
    replay.rows(.scan).filter { $0.text("status") == "delivered" }
      .max { ($0.happenedAt ?? .none) < ($1.happenedAt ?? .none) }
  }

  private func scans(of parcel: LedgerRow) -> [LedgerRow] {
    replay.rows(.scan).filter { $0.number == parcel.number }
      .sorted { ($0.happenedAt ?? .none) < ($1.happenedAt ?? .none) }
  }

  private func learned(_ scan: LedgerRow) -> Timestamp? {
    scan.learnedAt ?? scan.time("recordedAt")
  }

  private func place(_ scan: LedgerRow) -> String {
    [scan.text("location"), scan.text("country")].filter { !$0.isEmpty }.joined(separator: ", ")
  }

  private var address: String {
    ["shipName", "company", "line1", "line2", "postcode", "city", "province", "country"]
      .map(order.text).filter { !$0.isEmpty }.joined(separator: ", ")
  }

  private func money(_ row: LedgerRow, _ name: String) -> String {
    let currency = row.fields["currency"] ?? order.fields["currency"]
    guard let minor = row.number(name), let currency = currency.flatMap({ Currency($0.text) })
    else {
      return ""
    }
    let money = Money(minor: minor, currency: currency)
    return "\(money.decimal) \(money.currency.code)"
  }

  private func known(_ rows: [[String]]) -> [[String]] { rows.filter { !$0[1].isEmpty } }

  /// Nothing where it is not known.
  private func on(_ time: Timestamp?) -> String { time.map { " on " + $0.iso8601 } ?? "" }

  private func told(_ time: Timestamp?) -> String { time?.iso8601 ?? "" }
}

extension Timestamp {
  /// For what has no time: before everything that has.
  fileprivate static let none = Timestamp(milliseconds: .min)
}
