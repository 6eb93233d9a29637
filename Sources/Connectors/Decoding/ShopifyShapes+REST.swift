import Fulfillment
import Wire

extension ShopifyShapes {
  /// Parts of an order that REST tells one by one, listed, wrapped or bare.
  static func restParts(now: Timestamp) -> [AnswerShape] {
    let readers: [Part] = [
      Part(
        kind: "refunds", names: ["refunds", "refund"],
        isOne: { $0.has("id", "order_id") && $0.hasAny("refund_line_items", "order_adjustments") },
        read: { json throws(UnreadableItem) in .refund(try ShopifyRESTParts.refund(json)) }),
      Part(
        kind: "transactions", names: ["transactions", "transaction"],
        isOne: { $0.has("id", "kind", "gateway", "status") },
        read: { json throws(UnreadableItem) in try ShopifyRESTParts.transaction(json) }),
      Part(
        kind: "fulfilment_events", names: ["fulfillment_events", "fulfillment_event", "event"],
        isOne: { $0.has("fulfillment_id", "status", "happened_at") },
        read: { json throws(UnreadableItem) in
          .scan(try ShopifyRESTParts.scan(json, now: now))
        }),
      Part(
        kind: "fulfilment_orders",
        names: [
          "fulfillment_orders", "fulfillment_order", "original_fulfillment_order",
          "moved_fulfillment_order", "remaining_fulfillment_order", "submitted_fulfillment_order",
          "unsubmitted_fulfillment_order", "replacement_fulfillment_order",
        ],
        isOne: { $0.has("id", "order_id", "assigned_location_id", "request_status") },
        read: { json throws(UnreadableItem) in .portion(try ShopifyRESTParts.portion(json)) }),
    ]
    return readers.map(\.shape)
  }

  private struct Part: Sendable {
    var kind: String
    /// Under which a list of them, or one, stands in an answer.
    var names: [String]
    var isOne: @Sendable (JSON) -> Bool
    var read: @Sendable (JSON) throws(UnreadableItem) -> Decoded

    var shape: AnswerShape {
      let part = self
      return AnswerShape(kind: kind, isKnown: { !part.all($0).isEmpty || part.isEmptyList($0) }) {
        _, json throws(ConnectorError) in
        guard !part.all(json).isEmpty || part.isEmptyList(json) else {
          throw .malformed("no \(part.names[0]) in the answer")
        }
        var found = AnswerShape.Findings()
        for entry in part.all(json) {
          do throws(UnreadableItem) {
            found.values.append(try part.read(entry))
          } catch {
            found.unreadable.append((entry["id"].text ?? "?", error.reason))
          }
        }
        return found
      }
    }

    /// Those in an answer; none where anything else stands among them.
    func all(_ json: JSON) -> [JSON] {
      var entries: [JSON] = json.isArray ? json.elements : isOne(json) ? [json] : []
      for name in names {
        let value = json[name]
        if value.isArray { entries += value.elements } else if value.isObject { entries += [value] }
      }
      return entries.isList(of: isOne) ? entries : []
    }

    private func isEmptyList(_ json: JSON) -> Bool {
      json.members.count == 1 && json[names[0]].isArray && json[names[0]].elements.isEmpty
    }
  }
}

extension [JSON] {
  fileprivate func isList(of fits: (JSON) -> Bool) -> Bool { !isEmpty && allSatisfy(fits) }
}
