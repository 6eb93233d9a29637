import Fulfillment
import Wire

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Finds out what a file holds: a body alone, an HTTP message as text, a delivery with its headers, or a
/// cassette of a recorder (VCR of Ruby, Python, PHP and Go, EasyVCR, Polly's and browsers' HAR).
package enum RecordingReader {
  /// The most that a packed body may hold.
  private static let limit = 64 << 20

  /// Every recording in a file, in its order; never empty, a file of no known form is a body.
  package static func read(_ file: [UInt8]) -> [Recording] {
    let bytes = unpacked(file)
    if let message = HTTPMessageText.read(bytes) { return [message] }
    if let json = try? JSON(bytes) {
      let found = recordings(json)
      return found.isEmpty ? [Recording(body: bytes)] : found
    }
    let first = bytes.first { $0 > 0x20 }
    let isYAML = first.map { !"<{[\"".utf8.contains($0) } ?? false
    if isYAML, let value = CassetteYAML.read(bytes) {
      let found = recordings(value)
      if !found.isEmpty { return found }
    }
    return [Recording(body: bytes)]
  }

  /// The recordings of a container; none where the value is a body itself.
  private static func recordings(_ json: JSON) -> [Recording] {
    for name in ["interactions", "http_interactions"] where json[name].isArray {
      return json[name].elements.compactMap(interaction)
    }
    if json["log"]["entries"].isArray {
      return json["log"]["entries"].elements.compactMap(interaction)
    }
    if let first = json.elements.first, !first.any("response").isNull, !first.any("request").isNull
    {
      return json.elements.compactMap(interaction)
    }
    if json["constants"].isObject, json["_source"].text != nil {
      return json["constants"].members.flatMap { member in
        (member.value.isArray ? member.value.elements : [member.value]).filter {
          $0.isObject || $0.isArray
        }.map { Recording(body: Array($0.encoded.utf8)) }
      }
    }
    return message(json).map { [$0] } ?? []
  }

  /// One exchange, or one message written down as an object.
  private static func message(_ json: JSON) -> Recording? {
    guard json.isObject else { return nil }
    if json.any("request").isObject, json.any("response").isObject { return interaction(json) }
    let names = ["body", "body_base64", "body_json", "body_text"]
    guard json.members.contains(where: { names.contains($0.name) }) else { return nil }
    let status = status(json)
    if status == nil,
      json["method"].text != nil || json["headers"].isArray || json["headers"].isObject,
      json["request"].isNull
    {
      let headers = headers(json["headers"])
      return Recording(
        content: .delivery(
          headers: headers, path: json["path"].text ?? json["url"].text ?? "",
          body: body(json, headers), at: json["received_at"].text.flatMap(Double.init)))
    }
    // The body must be all there is besides what surrounds it.
    let known: Set = [
      "case", "status", "_status", "statusCode", "status_code", "headers", "request", "duration",
      "url", "method", "_note", "_source", "note", "source", "ok",
    ]
    let isWhole = json.members.allSatisfy { known.contains($0.name) || names.contains($0.name) }
    guard isWhole, status != nil || !json["request"].isNull else { return nil }
    let (method, url) = line(json["request"].text ?? "")
    return Recording(method: method, url: url, content: answer(json, status))
  }

  /// One entry of a cassette; nil where it holds no answer.
  private static func interaction(_ json: JSON) -> Recording? {
    let (request, response) = (json.any("request"), json.any("response"))
    guard response.isObject else { return nil }
    let sent = headers(request.any("headers"), request.any("requestHeaders"))
    return Recording(
      method: request.any("method").text ?? "",
      url: request.any("url").text ?? request.any("uri").text ?? "",
      asked: body(request, sent), content: answer(response, status(response)))
  }

  private static func answer(_ json: JSON, _ status: Int?) -> Recording.Content {
    let headers = headers(
      json.any("headers"), json.any("responseHeaders"), json.any("contentHeaders"))
    let response = HTTPResponse(
      status: status ?? 200, headers: headers, body: body(json, headers))
    return .answer(response, isStatusTold: status != nil)
  }

  private static func status(_ json: JSON) -> Int? {
    let status = json.any("status")
    let candidates = [
      json.any("code"), json.any("statusCode"), json.any("status_code"), json.any("_status"),
      status.any("code"), status,
    ]
    return candidates.lazy.compactMap { value -> Int? in
      let digits = (value.text ?? "").prefix { $0.isNumber }
      return Int(digits).flatMap { (100...599).contains($0) ? $0 : nil }
    }.first
  }

  /// `GET /wp-json/wc/v3/orders/639`
  private static func line(_ text: String) -> (method: String, url: String) {
    let words = text.split(separator: " ", maxSplits: 1)
    return words.count == 2 ? (String(words[0]), String(words[1])) : ("", text)
  }

  /// Headers as an object of texts or lists, a list of pairs, of `{name, value}`, or of lines.
  private static func headers(_ sources: JSON...) -> HTTPHeaders {
    var headers = HTTPHeaders()
    for source in sources {
      for member in source.members {
        let values = member.value.isArray ? member.value.elements : [member.value]
        for value in values.compactMap(\.text) { headers.add(member.name, value) }
      }
      for element in source.elements {
        if let name = element["name"].text {
          headers.add(name, element["value"].text ?? "")
        } else if element.elements.count == 2, let name = element.elements[0].text {
          headers.add(name, element.elements[1].text ?? "")
        } else if let line = element.text, let colon = line.firstIndex(of: ":") {
          headers.add(String(line[..<colon]), String(line[line.index(after: colon)...]).trimmed)
        }
      }
    }
    return headers
  }

  private static func body(_ json: JSON, _ headers: HTTPHeaders) -> [UInt8] {
    unpacked(packedBody(json))
  }

  private static func packedBody(_ json: JSON) -> [UInt8] {
    if let base64 = json["body_base64"].text, let bytes = bytes(base64: base64) { return bytes }
    if let text = json["body_text"].text { return Array(text.utf8) }
    if !json["body_json"].isNull { return Array(json["body_json"].encoded.utf8) }
    if let text = json.any("postData").any("text").text { return Array(text.utf8) }
    let content = json.any("content")
    if content.isObject { return harBody(content) }
    let body = json.any("body")
    if let base64 = (body[CassetteYAML.binary].text ?? body["base64_string"].text),
      let bytes = bytes(base64: base64)
    {
      return bytes
    }
    if body.isObject, body.members.contains(where: { $0.name == "string" }) {
      let inner = body["string"]
      if let base64 = inner[CassetteYAML.binary].text, let bytes = bytes(base64: base64) {
        return bytes
      }
      return Array((inner.text ?? "").utf8)
    }
    if case .string(let text) = body { return Array(text.utf8) }
    return body.isNull ? [] : Array(body.encoded.utf8)
  }

  /// Polly says `base64` of texts that are none, and cuts packed ones into a list of pieces.
  private static func harBody(_ content: JSON) -> [UInt8] {
    let text = content["text"].text ?? ""
    guard content["encoding"].text == "base64" else { return Array(text.utf8) }
    if let pieces = try? JSON(Array(text.utf8)), pieces.isArray {
      let decoded = pieces.elements.map { $0.text.flatMap { bytes(base64: $0) } }
      if !decoded.isEmpty, decoded.allSatisfy({ $0 != nil }) {
        return decoded.compactMap(\.self).flatMap(\.self)
      }
    }
    let isText = text.utf8.first.map { "{[\"<".utf8.contains($0) } ?? true
    return isText ? Array(text.utf8) : bytes(base64: text) ?? Array(text.utf8)
  }

  private static func bytes(base64 text: String) -> [UInt8]? {
    Data(base64Encoded: text, options: .ignoreUnknownCharacters).map { Array($0) }
  }

  private static func unpacked(_ bytes: [UInt8]) -> [UInt8] {
    guard Gzip.isPacked(bytes) else { return bytes }
    return (try? Gzip.unpacked(bytes, limit: limit)) ?? bytes
  }
}

/// An HTTP message as text: a status line or a request line, headers, a blank line, the body.
enum HTTPMessageText {
  /// nil where the bytes are no such message.
  static func read(_ bytes: [UInt8]) -> Recording? {
    let start = String(decoding: bytes.prefix(12), as: UTF8.self)
    let methods = ["GET ", "POST ", "PUT ", "PATCH ", "DELETE "]
    guard start.hasPrefix("HTTP/") || methods.contains(where: start.hasPrefix) else { return nil }
    let (lines, body) = split(bytes)
    let words = (lines.first ?? "").split(separator: " ").map(String.init)
    var headers = HTTPHeaders()
    for line in lines.dropFirst() {
      guard let colon = line.firstIndex(of: ":") else { continue }
      headers.add(String(line[..<colon]).trimmed, String(line[line.index(after: colon)...]).trimmed)
    }
    let isChunked = headers["Transfer-Encoding"]?.lowercased().contains("chunked") == true
    let whole = isChunked ? joined(body) ?? body : body
    let content =
      Gzip.isPacked(whole) ? (try? Gzip.unpacked(whole, limit: 64 << 20)) ?? whole : whole
    if start.hasPrefix("HTTP/") {
      guard words.count > 1, let status = Int(words[1]), (100...599).contains(status) else {
        return nil
      }
      let response = HTTPResponse(status: status, headers: headers, body: content)
      return Recording(content: .answer(response, isStatusTold: true))
    }
    guard words.count > 2, words[2].hasPrefix("HTTP/") else { return nil }
    return Recording(
      content: .delivery(headers: headers, path: words[1], body: content, at: nil))
  }

  private static func split(_ bytes: [UInt8]) -> (lines: [String], body: [UInt8]) {
    var (lines, offset): ([String], Int) = ([], 0)
    while offset < bytes.count {
      let end = bytes[offset...].firstIndex(of: 0x0A) ?? bytes.count
      var line = bytes[offset..<end]
      if line.last == 0x0D { line = line.dropLast() }
      offset = min(end + 1, bytes.count)
      if line.isEmpty { break }
      lines.append(String(decoding: line, as: UTF8.self))
    }
    return (lines, Array(bytes[offset...]))
  }

  /// A chunked body put together; nil where it is not in chunks (recorders keep the header and write
  /// the body whole).
  private static func joined(_ bytes: [UInt8]) -> [UInt8]? {
    var (whole, offset): ([UInt8], Int) = ([], 0)
    while let end = bytes[offset...].firstIndex(of: 0x0A) {
      let text = String(decoding: bytes[offset..<end], as: UTF8.self).trimmed.prefix { $0 != ";" }
      guard let size = Int(text, radix: 16), size >= 0 else { return nil }
      if size == 0 { return whole }
      guard size <= bytes.count - end - 1 else { return nil }
      whole += bytes[(end + 1)..<(end + 1 + size)]
      offset = end + 1 + size
      while offset < bytes.count, bytes[offset] == 0x0D || bytes[offset] == 0x0A { offset += 1 }
    }
    return nil
  }
}

extension JSON {
  /// The value of that name whatever its case.
  fileprivate func any(_ name: String) -> JSON {
    let lower = name.lowercased()
    return members.last { $0.name.lowercased() == lower }?.value ?? .null
  }
}
