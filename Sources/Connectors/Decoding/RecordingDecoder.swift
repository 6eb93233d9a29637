package import Fulfillment
import Wire

/// Tells what recordings of one service mean. It reads nothing by itself: it finds out which exchange's
/// answer or whose delivery a recording is, and hands it to the decoder that reads the live one.
package struct RecordingDecoder: Sendable {
  let service: String
  let context: RequestContext
  /// The webhook secret; "" where the operator gave none.
  private let secret: String
  private let connection: Connection
  /// In the order in which they are tried.
  let shapes: [AnswerShape]

  /// nil for a service that is not in the connector table.
  package init?(_ service: String, secret: String = "", now: Timestamp) {
    guard let descriptor = ConnectorTable.service(service) else { return nil }
    self.service = service
    self.secret = secret
    context = RequestContext(now: now, nonce: String(repeating: "0", count: 32))
    let url = descriptor.needs.contains("url") ? "https://\(service).example" : ""
    let account = Account(name: service, service: service, role: descriptor.role)
    let known = secret.isEmpty ? WebhookProof.ownSecret : secret
    connection = descriptor.connect(account, WebhookProof.credentials(known, url: url))
    shapes = Self.shapes(of: service, account, url: url, context)
  }

  /// What `--kind` may name for this service.
  package var kinds: [String] {
    if isOfFiles { return SheetKind.allCases.map(\.rawValue) }
    var kinds: [String] = []
    for shape in shapes where !kinds.contains(shape.kind) { kinds.append(shape.kind) }
    return connection.webhooks == nil ? kinds : kinds + ["webhook"]
  }

  private static func shapes(
    of service: String, _ account: Account, url: String, _ context: RequestContext
  ) -> [AnswerShape] {
    let credentials = Credentials(url: url, options: [:])
    return switch service {
    case "shopify": ShopifyShapes(credentials, context).all
    case "woocommerce": WooCommerceShapes(credentials, context).all
    case "cj": CJShapes(account, credentials, context).all
    case "aliexpress": AliExpressShapes(account, credentials, context).all
    case "stripe": StripeShapes(credentials, context).all
    case "17track": TrackerShapes.seventeenTrack(credentials, context)
    case "aftership": TrackerShapes.afterShip(credentials, context)
    case "easypost": TrackerShapes.easyPost(credentials, context)
    case "shippo": TrackerShapes.shippo(credentials, context)
    case "karrio": TrackerShapes.karrio(credentials, context)
    default: []
    }
  }

  // MARK: - Files

  /// It works by files and letters; nothing is asked over HTTP.
  private var isOfFiles: Bool { connection.folder != nil || service == "files-shop" }

  /// Decodes a whole file.
  /// - Parameters:
  ///   - name: the file's name, by which suppliers say what a file holds; its folders don't matter.
  ///   - kind: one of `kinds` that it must be; nil finds out.
  package func decode(_ bytes: [UInt8], name: String = "", kind: String? = nil) -> DecodedFile {
    if isOfFiles || kind == nil && isExport(bytes) {
      return sheet(bytes, name: name, kind: kind, connection.folder)
    }
    let recordings = RecordingReader.read(bytes)
    var file = DecodedFile()
    for recording in recordings { decode(recording, kind: kind, into: &file) }
    // Of a cassette that holds other things only, nothing can be told.
    if file.entries.isEmpty, file.unreadable.isEmpty, !file.skipped.isEmpty {
      let names = file.skipped.prefix(3).joined(separator: ", ")
      file.entries = [.error(.malformed("nothing that is read from \(service): \(names)"))]
    }
    return file
  }

  private func decode(_ recording: Recording, kind: String?, into file: inout DecodedFile) {
    switch recording.content {
    case .delivery(let headers, let path, let body, let at):
      let receivedAt = at.flatMap(Self.instant) ?? WebhookProof.sentAt(headers) ?? context.now
      news(
        Delivery(headers: headers, path: path, body: body, receivedAt: receivedAt), into: &file)
    case .answer(let response, let isStatusTold):
      answer(response, isStatusTold: isStatusTold, recording, kind: kind, into: &file)
    }
  }

  /// Seconds since 1970, within what a time can be.
  private static func instant(_ seconds: Double) -> Timestamp? {
    guard seconds.isFinite, (1..<100_000_000_000).contains(seconds) else { return nil }
    return Timestamp(milliseconds: Int64(seconds * 1000))
  }

  // MARK: - Answers

  private func answer(
    _ response: HTTPResponse, isStatusTold: Bool, _ recording: Recording, kind: String?,
    into file: inout DecodedFile
  ) {
    guard let json = try? JSON(response.body) else {
      unreadable(response, isStatusTold, recording, kind, into: &file)
      return
    }
    let isBareWebhook = kind == nil && WebhookShape.isOne(json, of: service)
    if kind == "webhook" || isBareWebhook, connection.webhooks != nil {
      bareNews(json, response, into: &file)
      return
    }
    var response = response
    if !isStatusTold { response.status = ImpliedStatus.of(json, from: service) }
    let candidates = kind.map { kind in shapes.filter { $0.kind == kind } } ?? shapes
    let isForced = kind != nil
    // What was asked decides where two operations answer alike.
    let matching = candidates.filter { $0.isKnown(json) || isForced }
    let named =
      matching.first { $0.isAsked(by: recording) } ?? matching.first
      ?? candidates.first { $0.kind == "done" && $0.isAsked(by: recording) }
    if let named, isForced || response.status < 300 || named.isAsked(by: recording) {
      read(named, response, json, into: &file)
      return
    }
    if let entries = complaint(response, json, asked: recording) {
      file.entries += entries
      return
    }
    guard recording.operation.isEmpty else {
      file.skipped.append(recording.operation)
      return
    }
    file.entries.append(.error(.malformed("no answer or delivery that is read from \(service)")))
  }

  private func read(
    _ shape: AnswerShape, _ response: HTTPResponse, _ json: JSON, into file: inout DecodedFile
  ) {
    do throws(ConnectorError) {
      let found = try shape.read(response, json)
      file.entries += found.values.map { .value($0) }
      file.unreadable += found.unreadable.map { "\($0.id): \($0.reason)" }
    } catch {
      file.entries.append(.error(error))
    }
  }

  /// What is no JSON: nothing, HTML, a text cut short.
  private func unreadable(
    _ response: HTTPResponse, _ isStatusTold: Bool, _ recording: Recording, _ kind: String?,
    into file: inout DecodedFile
  ) {
    let isEmpty = response.body.allSatisfy { $0 <= 0x20 }
    if isEmpty, (200...299).contains(response.status), isStatusTold, !recording.operation.isEmpty {
      // A deletion answers so; what we read never does.
      file.skipped.append(recording.operation)
      return
    }
    let asked =
      shapes.first { $0.isAsked(by: recording) } ?? shapes.first(where: \.isGeneral)
    guard let shape = kind.flatMap({ kind in shapes.first { $0.kind == kind } }) ?? asked else {
      file.entries.append(.error(.malformed("nothing is read from \(service)")))
      return
    }
    read(shape, response, .null, into: &file)
  }

  /// What an answer that is no value means to the service; nil where it means nothing.
  private func complaint(
    _ response: HTTPResponse, _ json: JSON, asked: Recording
  ) -> [DecodedFile.Entry]? {
    let own = shapes.filter { $0.isAsked(by: asked) }
    for shape in own.isEmpty ? shapes.filter(\.isGeneral) : own {
      do throws(ConnectorError) {
        let found = try shape.read(response, json)
        // Some refusals are news about a number.
        if !own.isEmpty, !found.values.isEmpty { return found.values.map { .value($0) } }
      } catch {
        // That it holds something else is no word of the service.
        if case .malformed = error { continue }
        return [.error(error)]
      }
    }
    return nil
  }

  // MARK: - Deliveries

  /// A payload without its headers: the topic, which some services put into a header, is guessed.
  private func bareNews(_ json: JSON, _ response: HTTPResponse, into file: inout DecodedFile) {
    let headers = WebhookShape.headers(json, of: service)
    let delivery = Delivery(headers: headers, body: response.body, receivedAt: context.now)
    news(delivery, isBare: true, into: &file)
  }

  private func news(_ delivery: Delivery, isBare: Bool = false, into file: inout DecodedFile) {
    guard let reader = connection.webhooks else {
      file.entries.append(.error(.malformed("no deliveries are read from \(service)")))
      return
    }
    let isChecked = !secret.isEmpty && !isBare
    let delivery = isChecked ? delivery : WebhookProof.proved(delivery, of: service)
    do throws(WebhookError) {
      let news = try reader.read(delivery)
      let (says, hint, values) = Self.content(news.content)
      file.entries.append(
        .value(
          .news(
            DecodedNews(
              id: news.id, topic: news.topic, at: news.at, says: says, hint: hint,
              isVerified: isChecked))))
      file.entries += values.map { .value($0) }
    } catch {
      switch error {
      case .badSignature, .unsigned, .stale:
        file.entries.append(.error(.unauthorized(error.message)))
      case .malformed(let text): file.entries.append(.error(.malformed(text)))
      case .ignored(let topic):
        file.entries.append(
          .value(
            .news(
              DecodedNews(
                id: "", topic: topic, at: nil, says: "ignored", hint: "", isVerified: isChecked))))
      }
    }
  }

  private static func content(
    _ content: WebhookNews.Content
  ) -> (says: String, hint: String, values: [Decoded]) {
    switch content {
    case .orders(let orders): ("orders", "", orders.map { .order($0) })
    case .tracking(let reports): ("tracking", "", reports.map { .tracking($0) })
    case .disputes(let disputes): ("disputes", "", disputes.map { .dispute($0) })
    case .hint(let text): ("hint", text, [])
    case .ping: ("ping", "", [])
    }
  }
}
