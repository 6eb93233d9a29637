import Server
import Simulator
import Testing
import Wire

/// The door behind real sockets.
@Suite(.serialized) struct WebhookSocketTests {
  private static let news = SimulatedNews()

  private static func serve(
    maxBody: Int = 2_097_152, maxConcurrent: Int = .max,
    respond: @escaping @Sendable (HTTPRequest) async -> HTTPResponse,
    body: (Int) async throws -> Void
  ) async throws {
    let (ports, ready) = AsyncStream.makeStream(of: Int.self)
    let server = HummingbirdServer(
      maxBody: maxBody, requestTimeout: .seconds(180), maxConcurrent: maxConcurrent,
      respond: respond)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask { try await server.run { ready.yield($0) } }
      var iterator = ports.makeAsyncIterator()
      let port = try #require(await iterator.next())
      try await body(port)
      group.cancelAll()
      try await group.waitForAll()
    }
  }

  private static func text(_ service: Hook.Service) -> String {
    let request = news.request(service)
    let target = request.url.drop { $0 != "1" }.drop { $0 != "/" }
    let headers = request.headers.fields.map { "\($0.name): \($0.value)\r\n" }.joined()
    return "POST \(target) HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\(headers)"
      + "Content-Length: \(request.body.count)\r\n\r\n"
      + String(decoding: request.body, as: UTF8.self)
  }

  @Test(arguments: Hook.Service.allCases)
  func signedBytesSurviveTheWayThroughASocket(service: Hook.Service) async throws {
    let step = Doorstep([service].compactMap(Self.news.account))
    try await Self.serve(respond: { await step.door.answer($0) }) { port in
      let answer = try await RawClient.talk(port: port, Self.text(service))
      #expect(answer.hasPrefix("HTTP/1.1 200 "), "\(answer)")
      #expect(step.kept.count == 1)
    }
  }

  @Test func manyAtOnceAreAllKept() async throws {
    let step = Doorstep([.easypost].compactMap(Self.news.account))
    try await Self.serve(respond: { await step.door.answer($0) }) { port in
      let answers = try await withThrowingTaskGroup(of: String.self) { group in
        for _ in 0..<50 {
          group.addTask { try await RawClient.talk(port: port, Self.text(.easypost)) }
        }
        return try await group.reduce(into: []) { $0.append($1) }
      }
      #expect(answers.allSatisfy { $0.hasPrefix("HTTP/1.1 200 ") })
      #expect(step.kept.count == 50)
    }
  }

  @Test func moreRequestsThanMayRunAreToldToComeBack() async throws {
    let (arrivals, arrived) = AsyncStream.makeStream(of: Void.self)
    let (gates, gate) = AsyncStream.makeStream(of: Void.self)
    try await Self.serve(
      maxConcurrent: 1,
      respond: { request in
        guard request.url.hasSuffix("/slow") else { return HTTPResponse(status: 204) }
        arrived.yield()
        var iterator = gates.makeAsyncIterator()
        _ = await iterator.next()
        return HTTPResponse(status: 204)
      }
    ) { port in
      let slow = Task { try await RawClient.get(port: port, "/slow") }
      var iterator = arrivals.makeAsyncIterator()
      await iterator.next()
      let refused = try await RawClient.get(port: port, "/fast")
      #expect(refused.hasPrefix("HTTP/1.1 503 ") && refused.contains("Retry-After: 5"))
      gate.yield()
      #expect(try await slow.value.hasPrefix("HTTP/1.1 204 "))
      #expect(try await RawClient.get(port: port, "/fast").hasPrefix("HTTP/1.1 204 "))
    }
  }

  @Test func endlessHeadersEndTheConnection() async throws {
    let step = Doorstep([.easypost].compactMap(Self.news.account))
    try await Self.serve(respond: { await step.door.answer($0) }) { port in
      let pad = String(repeating: "a", count: 300_000)
      let answer = try await RawClient.talk(
        port: port, "POST /hooks/easypost HTTP/1.1\r\nHost: h\r\nX-Pad: \(pad)\r\n\r\n")
      #expect(!answer.hasPrefix("HTTP/1.1 2"))
      let after = try await RawClient.talk(port: port, Self.text(.easypost))
      #expect(after.hasPrefix("HTTP/1.1 200 "))
    }
  }
}
