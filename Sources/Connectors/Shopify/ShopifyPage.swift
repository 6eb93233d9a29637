import Fulfillment
import Wire

/// Reads the answer to one step of a pull, and says what the next one is.
struct ShopifyPage {
  private let position: ShopifyPosition

  init(_ position: ShopifyPosition) { self.position = position }

  /// Reads a GraphQL answer.
  func orders(_ response: HTTPResponse) throws(ConnectorError) -> Page<Order> {
    if !position.draft.isNull, !position.parts.isEmpty { return try part(response) }
    if !position.waiting.isEmpty { return try whole(response) }
    return try list(response)
  }

  private func list(_ response: HTTPResponse) throws(ConnectorError) -> Page<Order> {
    let answer: ShopifyAnswer
    do throws(ConnectorError) {
      answer = try ShopifyAnswer(response) { $0["orders"]["nodes"].isArray }
    } catch .rejected("MAX_COST_EXCEEDED", let text) {
      // Waiting won't help, asking for less will.
      guard position.size > 1 else {
        throw .rejected(code: "MAX_COST_EXCEEDED", message: text)
      }
      var smaller = position
      smaller.size /= 2
      return Page(items: [], next: smaller.cursor, resume: position.resume)
    }
    let connection = answer.data["orders"]
    var page = Page<Order>(items: [])
    var next = position
    next.seen = position.newest
    for node in connection["nodes"].elements {
      if let changed = node["updatedAt"].text.flatMap({ Timestamp(told: $0) }) {
        next.seen = max(next.seen ?? changed, changed)
      }
      let order = ShopifyOrder(node)
      if order.isCut, let id = node["id"].text, !id.isEmpty {
        next.waiting.append(id)
      } else {
        add(order, to: &page)
      }
    }
    if let cost = answer.cost { next.size = cost.nextSize(after: position.size) }
    let info = connection["pageInfo"]
    let end = info["endCursor"].text ?? ""
    let hasMore = info["hasNextPage"].bool == true && !end.isEmpty
    next.after = hasMore ? end : ""
    return going(on: next, page)
  }

  /// One order read by itself.
  private func whole(_ response: HTTPResponse) throws(ConnectorError) -> Page<Order> {
    let answer = try ShopifyAnswer(response) { data in
      data.members.contains { $0.name == "order" }
    }
    guard answer.data["order"].isObject else {
      // Deleted meanwhile.
      return next(without: .null)
    }
    var next = position
    (next.draft, next.parts) = ShopifyDraft.begun(answer.data["order"])
    return next.parts.isEmpty
      ? self.next(without: next.draft) : Page(items: [], next: next.cursor, resume: next.resume)
  }

  /// A piece of an order.
  private func part(_ response: HTTPResponse) throws(ConnectorError) -> Page<Order> {
    guard let part = position.parts.first else { return next(without: position.draft) }
    let answer = try ShopifyAnswer(response) { part.list(in: $0)["nodes"].isArray }
    var next = position
    next.parts.removeFirst()
    let rest = ShopifyDraft.add(part, part.list(in: answer.data), to: &next.draft)
    next.parts = rest + next.parts
    return next.parts.isEmpty
      ? self.next(without: next.draft) : Page(items: [], next: next.cursor, resume: next.resume)
  }

  /// The first waiting order is done with; null where it is gone.
  private func next(without finished: JSON) -> Page<Order> {
    var page = Page<Order>(items: [])
    var next = position
    next.waiting = Array(next.waiting.dropFirst())
    (next.draft, next.parts) = (.null, [])
    if finished.isObject { add(ShopifyOrder(finished), to: &page) }
    return going(on: next, page)
  }

  private func going(on position: ShopifyPosition, _ page: Page<Order>) -> Page<Order> {
    var (position, page) = (position, page)
    if position.waiting.isEmpty { (position.newest, position.seen) = (position.seen, nil) }
    let isComplete = position.waiting.isEmpty && position.after.isEmpty
    page.next = isComplete ? nil : position.cursor
    page.resume = position.resume
    return page
  }

  private func add(_ order: ShopifyOrder, to page: inout Page<Order>) {
    do throws(UnreadableItem) {
      page.items.append(try order.order())
    } catch {
      let id = order.json["id"].text.map(ShopifyID.number) ?? "?"
      page.unreadable.append(Page.Unreadable(id: id, reason: error.reason))
    }
  }

  /// Reads a page of REST orders. Their order is not promised, so the newest change counts at the end
  /// of the run only.
  func restOrders(_ response: HTTPResponse) throws(ConnectorError) -> Page<Order> {
    let answer = Answer(response)
    let body = try answer.json(vendorError: { ShopifyAnswer.refusal($0, $1, answer) })
    guard body["orders"].isArray else { throw .malformed("orders are not a list") }
    var page = Page<Order>(items: [])
    var next = position
    for element in body["orders"].elements {
      if let changed = element["updated_at"].text.flatMap({ Timestamp(told: $0) }) {
        next.seen = max(next.seen ?? changed, changed)
      }
      do throws(UnreadableItem) {
        page.items.append(try ShopifyRESTOrder(element).order())
      } catch {
        let id = element["id"].text ?? "?"
        page.unreadable.append(Page.Unreadable(id: id, reason: error.reason))
      }
    }
    next.after = ShopifyLink.next(response.headers["Link"] ?? "") ?? ""
    if next.after.isEmpty {
      next.newest = next.seen
    } else {
      page.next = next.cursor
    }
    page.resume = next.resume
    return page
  }
}

/// The `Link` header of REST pages: `<https://.../orders.json?limit=250&page_info=abc>; rel="next"`.
enum ShopifyLink {
  /// The `page_info` of the next page; nil where there is none.
  static func next(_ header: String) -> String? {
    for link in header.split(separator: ",") where link.contains("rel=\"next\"") {
      guard let open = link.firstIndex(of: "<"), let close = link[open...].firstIndex(of: ">"),
        let query = URLParts(link[link.index(after: open)..<close])?.query,
        let info = Form(parsing: query)["page_info"], !info.isEmpty
      else { continue }
      return info
    }
    return nil
  }
}
