import Fulfillment
import Wire

/// Where a pull of orders stands.
///
/// A run reads what changed since a moment, in the order of the changes, so every page read whole is a
/// place to go on from. The shop's own page cursor lasts for a run only (it carries the filter); between
/// runs the newest change seen is kept, and each run begins a little before it: an order may show up in
/// the search after its stamp. What comes twice is recognised at intake.
struct ShopifyPosition: Hashable, Sendable {
  /// Only orders changed at or after this are read; nil reads all.
  var since: Timestamp?
  /// The shop's cursor within this run; "" at its start.
  var after = ""
  /// The newest change of all orders that were read whole.
  var newest: Timestamp?
  /// The newest change on the page that `waiting` came from.
  var seen: Timestamp?
  /// Orders of the last page that it did not hold whole, by global id.
  var waiting: [String] = []
  /// What is known of the first of them; null before it was asked for.
  var draft = JSON.null
  /// What of the draft is still to be read.
  var parts: [Part] = []
  /// Orders asked for at a time.
  var size = Self.firstSize

  /// A nested list that goes on behind what was read.
  struct Part: Hashable, Sendable {
    enum Kind: String, Sendable {
      case lines, returns, refundLines, returnLines
    }
    var kind: Kind
    /// Of the order, the refund or the return.
    var id: String
    /// The shop's cursor; "" begins.
    var after: String
  }

  /// Costs less than one query may, by the documented prices.
  static let firstSize = 8
  private static let overlap = Span.minutes(3)

  init() {}

  /// A cursor that can't be read starts from the beginning: nothing is lost, known orders are
  /// recognised.
  init(_ cursor: Cursor?) {
    guard let text = cursor?.text, let json = try? JSON(Array(text.utf8)) else { return }
    let time = { (name: String) in json[name].text.flatMap { Timestamp(iso8601: $0) } }
    (since, newest, seen) = (time("since"), time("newest"), time("seen"))
    after = json["after"].text ?? ""
    waiting = json["waiting"].elements.compactMap(\.text)
    draft = json["draft"]
    parts = json["parts"].elements.compactMap { part in
      guard let kind = part["kind"].text.flatMap(Part.Kind.init), let id = part["id"].text else {
        return nil
      }
      return Part(kind: kind, id: id, after: part["after"].text ?? "")
    }
    size = Int(min(max(json["size"].integer ?? Int64(Self.firstSize), 1), 250))
  }

  var cursor: Cursor {
    var members: [(String, JSON)] = []
    if let since { members.append(("since", .string(since.iso8601))) }
    if !after.isEmpty { members.append(("after", .string(after))) }
    if let newest { members.append(("newest", .string(newest.iso8601))) }
    if let seen { members.append(("seen", .string(seen.iso8601))) }
    if size != Self.firstSize { members.append(("size", .number(String(size)))) }
    if !waiting.isEmpty { members.append(("waiting", .array(waiting.map { .string($0) }))) }
    if !draft.isNull { members.append(("draft", draft)) }
    if !parts.isEmpty {
      let list: [JSON] = parts.map {
        ["kind": .string($0.kind.rawValue), "id": .string($0.id), "after": .string($0.after)]
      }
      members.append(("parts", .array(list)))
    }
    return Cursor(JSON.object(members.map { JSON.Member(name: $0.0, value: $0.1) }).encoded)
  }

  /// Where another run goes on. It never lies behind `since`.
  var resume: Cursor {
    var next = ShopifyPosition()
    next.since = since
    if let newest { next.since = max(newest - Self.overlap, since ?? newest - Self.overlap) }
    return next.cursor
  }

  /// What is to be asked next.
  var call: (ShopifyDocument, [(String, JSON)]) {
    if let part = parts.first, !draft.isNull {
      let variables: [(String, JSON)] = [
        ("id", .string(part.id)), ("after", part.after.isEmpty ? .null : .string(part.after)),
      ]
      return (document(part.kind), variables)
    }
    if let order = waiting.first { return (.order, [("id", .string(order))]) }
    let filter = since.map { JSON.string("updated_at:>='\($0.wholeSecond.iso8601)'") } ?? .null
    return (
      .orders,
      [
        ("first", .number(String(size))), ("after", after.isEmpty ? .null : .string(after)),
        ("query", filter),
      ]
    )
  }

  private func document(_ kind: Part.Kind) -> ShopifyDocument {
    switch kind {
    case .lines: .orderLines
    case .returns: .orderReturns
    case .refundLines: .refundLines
    case .returnLines: .returnLines
    }
  }
}

extension Timestamp {
  /// Without its milliseconds: filters know seconds only.
  fileprivate var wholeSecond: Timestamp {
    self - .milliseconds(millisecondOfDay % 1000)
  }
}
