import Wire

/// An order that is put together from several answers, in the shape in which it would have come whole.
enum ShopifyDraft {
  /// What of an order is still to be read.
  static func begun(_ order: JSON) -> (draft: JSON, parts: [ShopifyPosition.Part]) {
    let id = order["id"].text ?? ""
    var parts: [ShopifyPosition.Part] = []
    if let after = rest(order["lineItems"]) {
      parts.append(.init(kind: .lines, id: id, after: after))
    }
    let known = Set(order["refunds"].elements.compactMap { $0["id"].text })
    for refund in order["refunds"].elements {
      if let after = rest(refund["refundLineItems"]), let id = refund["id"].text {
        parts.append(.init(kind: .refundLines, id: id, after: after))
      }
    }
    for id in order["allRefunds"].elements.compactMap({ $0["id"].text }) where !known.contains(id) {
      parts.append(.init(kind: .refundLines, id: id, after: ""))
    }
    parts += within(order["returns"])
    if let after = rest(order["returns"]) {
      parts.append(.init(kind: .returns, id: id, after: after))
    }
    return (order, parts)
  }

  /// Adds what a part brought; the answer is what goes on behind it.
  static func add(
    _ part: ShopifyPosition.Part, _ list: JSON, to order: inout JSON
  ) -> [ShopifyPosition.Part] {
    var parts: [ShopifyPosition.Part] = []
    if let after = rest(list), after != part.after {
      parts.append(.init(kind: part.kind, id: part.id, after: after))
    }
    let nodes = list["nodes"].elements
    switch part.kind {
    case .lines: order.set("lineItems", order["lineItems"].adding(nodes))
    case .returns:
      order.set("returns", order["returns"].adding(nodes))
      parts = within(list) + parts
    case .returnLines:
      let returns = order["returns"]["nodes"].elements.map { entry in
        entry["id"].text == part.id ? entry.adding(nodes, in: "returnLineItems") : entry
      }
      var connection = order["returns"]
      connection.set("nodes", .array(returns))
      order.set("returns", connection)
    case .refundLines:
      var refunds = order["refunds"].elements
      if let index = refunds.firstIndex(where: { $0["id"].text == part.id }) {
        refunds[index] = refunds[index].adding(nodes, in: "refundLineItems")
      } else {
        refunds.append([
          "id": .string(part.id), "refundLineItems": ["nodes": .array(nodes)],
        ])
      }
      order.set("refunds", .array(refunds))
    }
    return parts
  }

  private static func within(_ returns: JSON) -> [ShopifyPosition.Part] {
    returns["nodes"].elements.compactMap { entry in
      guard let after = rest(entry["returnLineItems"]), let id = entry["id"].text else {
        return nil
      }
      return .init(kind: .returnLines, id: id, after: after)
    }
  }

  /// The cursor behind which a connection goes on; nil where it is whole.
  private static func rest(_ connection: JSON) -> String? {
    let info = connection["pageInfo"]
    guard info["hasNextPage"].bool == true, let end = info["endCursor"].text, !end.isEmpty else {
      return nil
    }
    return end
  }
}

extension ShopifyPosition.Part {
  /// The connection that an answer to this part holds.
  func list(in data: JSON) -> JSON {
    switch kind {
    case .lines: data["order"]["lineItems"]
    case .returns: data["order"]["returns"]
    case .refundLines: data["refund"]["refundLineItems"]
    case .returnLines: data["return"]["returnLineItems"]
    }
  }
}

extension JSON {
  fileprivate mutating func set(_ name: String, _ value: JSON) {
    self = .object(members.filter { $0.name != name } + [Member(name: name, value: value)])
  }

  /// A connection with more nodes.
  fileprivate func adding(_ nodes: [JSON]) -> JSON {
    ["nodes": .array(self["nodes"].elements + nodes)]
  }

  /// An object whose connection of that name has more nodes.
  fileprivate func adding(_ nodes: [JSON], in name: String) -> JSON {
    var changed = self
    changed.set(name, self[name].adding(nodes))
    return changed
  }
}
